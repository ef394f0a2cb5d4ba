"""What an assessment asks: templates and the screening are data, `templates/<id>.toml`, in both languages."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from sharewell.domain.dpias import states

FOLDER = Path(__file__).parent / "templates"
SCREENING, SEVEN_PARTS = "screening", "seven-parts"
KINDS = ("text", "recipients", "volume", "provisions")
# Tables that a part may hold beside its questions; such a table is opened again under its own name.
TABLES = ("views", "risks", "measures", "sign-off")
MANY = 2  # factors of the regulator's list that together want an assessment


@dataclass(frozen=True)
class Question:
    """One question. `ask`, `help` and `why` are {"en", "cy"}; `kind` is of KINDS."""

    id: str
    ask: dict
    help: dict
    confidence: str
    why: dict = field(default_factory=dict)
    kind: str = "text"
    optional: bool = False
    reopened_by: tuple = ()
    weight: str = ""  # of the screening alone

    @property
    def asks(self):
        return _said(self.ask)

    @property
    def helps(self):
        return _said(self.help)

    @property
    def says_why(self):
        return _said(self.why)


@dataclass(frozen=True)
class Part:
    """One of the seven parts: its questions, and the table that it holds, if any."""

    id: str
    title: dict
    questions: tuple
    table: str = ""

    @property
    def says(self):
        return _said(self.title)


@dataclass(frozen=True)
class Template:
    """What is asked, in which order; `source` says where that comes from, `rule` which rule tells of it."""

    id: str
    version: str
    title: dict
    source: str
    rule: str
    parts: tuple

    @property
    def questions(self):
        return [question for part in self.parts for question in part.questions]

    def question(self, ident):
        """The question of that id. Raises KeyError where there is none."""
        return next((each for each in self.questions if each.id == ident), None) or _none(ident)

    def touched_by(self, because):
        """The ids of the questions that such an event opens again."""
        return [each.id for each in self.questions if because in each.reopened_by]


def template(ident=SEVEN_PARTS):
    """The template of that id, as it is on the disk. Raises KeyError where there is none."""
    return _read(ident)


def screening():
    """The questions that ask whether an assessment is needed."""
    return _read_screening()


def screened_as(answers):
    """REQUIRED, ADVISED or NONE, for {id: yes | no | unsure}.

    A single share needs none in advance. One thing that the law names needs one; so do two factors of the
    regulator's list, and children's information that is shared regularly. One factor, or not being sure of
    anything, advises one (docs/interpretations/impact-assessments-and-single-shares.md).
    """
    weights = {question.id: question.weight for question in screening()}
    said = {ident: answer for ident, answer in answers.items() if ident in weights}
    yes = [ident for ident, answer in said.items() if answer == "yes"]
    regular = any(weights[ident] == "regular" for ident in yes)
    if any(weights[ident] == "single" for ident in yes) and not regular:
        return states.NONE
    factors = sum(weights[ident] == "factor" for ident in yes)
    if any(weights[ident] == "always" for ident in yes) or factors + regular >= MANY:
        return states.REQUIRED
    return states.ADVISED if yes or "unsure" in said.values() else states.NONE


@cache
def _read(ident):
    path = FOLDER / f"{ident}.toml"
    if ident == SCREENING or not path.is_file():
        raise KeyError(f"no template {ident!r}")
    table = tomllib.loads(path.read_text("utf-8"))
    parts = tuple(
        Part(row["id"], row["title"], _questions(row), row.get("table", "")) for row in table["part"]
    )
    return Template(table["id"], table["version"], table["title"], table["source"], table["rule"], parts)


@cache
def _read_screening():
    return _questions(tomllib.loads((FOLDER / f"{SCREENING}.toml").read_text("utf-8")))


def _questions(table):
    return tuple(
        Question(**(row | {"reopened_by": tuple(row.get("reopened_by", ()))}))
        for row in table.get("question", ())
    )


def _said(both):
    lang = (get_language() or "en")[:2]
    return both.get(lang) or both.get("en", "")


def _none(ident):
    raise KeyError(f"no question {ident!r}")
