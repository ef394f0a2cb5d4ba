"""What each form asks: stages and questions from `forms/*.toml`, in the words of the rules' own data.

The statutory code's questions are data of the rules (`UK-DSC-ANNEX-A` and its like), each with how sure we
are of it; a form's file says in which order they are asked, and what it asks besides. Texts are
{"en": .., "cy": ..}.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sharewell import rules
from sharewell.domain.requests.states import CHECKLIST, DECISION, POLICE, REQUEST

FORMS = Path(__file__).parent / "forms"
KINDS = (CHECKLIST, REQUEST, DECISION, POLICE)
TEXT, CHOICE, DAY, FINISHING = "text", "choice", "day", "finishing"


@dataclass(frozen=True)
class Question:
    """One question. `kind`: TEXT, CHOICE (one of `choices`), DAY, or FINISHING, which finishing answers."""

    id: str
    text: dict
    confidence: str  # how sure we are that the code asks it
    kind: str = TEXT
    help: dict | None = None
    needed: bool = False  # before the form is finished
    choices: dict = field(default_factory=dict)  # value -> text

    @property
    def is_asked(self):
        return self.kind != FINISHING

    def words(self, said, lang):
        """What was said, in words: a choice in its own; a text as it is."""
        return self.choices[said][lang] if said in self.choices else said


@dataclass(frozen=True)
class Stage:
    """Questions that are asked on one page."""

    id: str
    title: dict
    questions: tuple


@dataclass(frozen=True)
class Kind:
    """A form. `says` are [{"stage", "when", "tone", "text"}]; `source` is what the rules say of it."""

    id: str
    title: dict
    about: dict
    stages: tuple
    source: dict
    not_for: dict
    says: tuple

    @property
    def questions(self):
        """Every question in order, by id."""
        return {each.id: each for stage in self.stages for each in stage.questions}

    def stage(self, name):
        """The stage of that name, or nothing."""
        return next((stage for stage in self.stages if stage.id == name), None)

    def said_of(self, stage, answers):
        """What the answers so far mean, on one stage: rows of `says`. `answers` is {question: said}."""
        return [
            row
            for row in self.says
            if row["stage"] == stage.id
            and all(answers.get(key) in values for key, values in row["when"].items())
        ]


@cache
def kind_of(name):
    """The form of that name. KeyError where there is none."""
    if name not in KINDS:
        raise KeyError(name)
    table = tomllib.loads((FORMS / f"{name}.toml").read_text("utf-8"))
    rule = _rule(table["rule"])
    items = {item["id"]: item for item in rule.table["items"]}
    stages = tuple(
        Stage(
            each["id"], each["title"], tuple(_question(key, table, items, rule) for key in each["questions"])
        )
        for each in table["stage"]
    )
    return Kind(
        id=name, title=table["title"], about=table["about"], stages=stages,
        source=rule.source() | {"rule": rule.rule},
        not_for=table.get("not_for", {}), says=tuple(table.get("says", ())),
    )  # fmt: skip


def _rule(name):
    return next(version for version in reversed(rules.current().standing) if version.rule == name)


def _question(key, table, items, rule):
    own, item = table.get("question", {}).get(key, {}), items.get(key, {})
    return Question(
        id=key, text=own.get("text") or item["text"], kind=own.get("kind", TEXT), help=own.get("help"),
        confidence=own.get("confidence") or item.get("confidence") or rule.table["confidence"],
        needed=own.get("needed", False),
        choices={row["value"]: row["text"] for row in own.get("choices", ())},
    )  # fmt: skip
