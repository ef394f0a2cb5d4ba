"""A walk: the answers so far, what the service knows already, and which question comes next."""

from dataclasses import dataclass, field, replace

from sharewell import rules
from sharewell.rules.case import nested

UNKNOWN = "unknown"
# A decision cannot do without these. Where somebody does not know one, it is worked out as if it were this,
# and the pages say so: nothing here claims a duty or a power that the person may not have.
STANDS_IN = {
    "nation": "england",
    "sharer.kind": "charity",
    "recipient.kind": "childrens-services",
    "worry.purpose": "protect",
}


@dataclass
class Walk:
    """What was answered: `answers` by key, in the order of asking; `known` is what need not be asked.

    `to` is the recipient chosen from the directory, as its pages name one, and `to_name` how they are called;
    what the directory says of them stands among the answers, under the keys in `filled`.
    """

    answers: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)
    to: str = ""
    to_name: str = ""
    filled: frozenset = frozenset()

    @property
    def said(self) -> dict:
        """Every fact by key, as it was said or is known."""
        return {**self.answers, **self.known}

    def case(self) -> dict:
        """The case of the contract, nested; a needed fact that is not known has what stands in for it."""
        return nested(self.said | {key: STANDS_IN[key] for key in self.stood_in()})

    def stood_in(self) -> list[str]:
        """The needed facts that somebody was asked for and did not know."""
        return [key for key in STANDS_IN if self.said.get(key) == UNKNOWN]

    def can_decide(self) -> bool:
        """Whether enough was answered for an answer, however rough."""
        return all(key in self.said for key in STANDS_IN)

    def without(self, keys) -> "Walk":
        """The same walk as if these had not been asked."""
        return replace(self, answers={key: value for key, value in self.answers.items() if key not in keys})

    def answer(self, given: dict) -> "Walk":
        """The walk with these answers. An earlier answer that can no longer be true is asked again."""
        changed = replace(self, answers={**self.answers, **given})  # in the order of first asking
        return changed.sound(keeping=given)

    def sound(self, keeping=()) -> "Walk":
        """The walk without answers that the rules refuse. Raises CaseError where one to keep is wrong."""
        walk = self
        while True:
            try:
                rules.current().read(walk.case(), to_decide=False)
            except rules.CaseError as error:
                if error.key not in walk.answers or error.key in keeping:
                    raise
                walk = walk.without({error.key})
            else:
                return walk


def open_questions(walk: Walk, lang: str) -> list[dict]:
    """The questions that can still change the answer, in the order of asking."""
    return rules.current().questions(walk.case(), lang)


def question_keys() -> dict[str, list[str]]:
    """Every question by its id, with the facts that it settles."""
    return {row["id"]: row["keys"] for row in rules.current().files["questions.toml"]["question"]}


def question(walk: Walk, name: str, lang: str) -> dict | None:
    """One question as a page: what matters now or was answered before. None where nothing of it matters."""
    keys = question_keys()[name]
    asked = next((each for each in open_questions(walk.without(keys), lang) if each["id"] == name), None)
    whole = asked or rules.current().question_for(keys[0], lang)
    shown = {part["key"] for part in asked["parts"]} if asked else set()
    parts = {part["key"]: part for part in rules.current().question_for(keys[0], lang)["parts"]}
    parts |= {part["key"]: part for part in whole["parts"]}
    wanted = [key for key in keys if (key in shown or key in walk.answers) and key not in walk.known]
    return {**whole, "parts": [parts[key] for key in wanted]} if wanted else None
