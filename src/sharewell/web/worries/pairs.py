"""The pairs of a decision: each child with each recipient; what the service knows, what must still be
asked.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from sharewell import rules
from sharewell.domain.decisions import actions, cases, cover, queries
from sharewell.web.layout.tones import TONES
from sharewell.web.questions.forms import QuestionForm
from sharewell.web.questions.walks import Walk
from sharewell.web.worries.recipients import find, value_of

ALL = "all"
TOO_MANY = 5  # more open questions than this are better walked through one by one


@dataclass
class Pair:
    """One child and one recipient: the case as it stands, and what the rules say of it."""

    child: object
    to: object
    case: dict
    outcome: dict
    words: str
    tone: str
    shape: str
    also: dict
    found: object = None  # the cover.Cover that stands behind it
    wait: cover.Wait | None = None  # what a regular or bulk flow waits for

    @property
    def name(self):
        return f"{self.child.pk.hex}{self.to.pk.hex}"

    @property
    def is_known_risk(self):
        """Whether the record says so of this recipient, and nobody who answered did."""
        facts = cases.flat(self.case)
        said = self.also.get("recipient.may-be-a-risk") or self.to.may_be_a_risk
        is_risk = facts.get("recipient.may-be-a-risk") is True
        return is_risk and said is not True and self.to.organisation is None

    @property
    def filled(self):
        """What the service filled in, in words."""
        lang, ruleset = get_language(), rules.current()
        facts = cases.flat(self.case)
        shown = ("child.age", "child.stage", "sharer.kind", "nation", "recipient.kind", "recipient.nation",
                 "recipient.verified", "sharer.commissioned-by")  # fmt: skip
        return [
            (ruleset.label(key, lang), _capital(ruleset.say(key, facts[key], lang)))
            for key in shown
            if key in facts
        ]


def _capital(text):
    return text[:1].upper() + text[1:]


class Pairs:
    """Every pair of a draft, with the answers given on its page so far.

    The draft keeps `to` and `about` (who, and for which children) and `answers`: {"all" | "to:<value>" |
    "child:<id>": flat answers}.
    """

    def __init__(self, person, draft):
        self.person, self.draft, self.worry = person, draft, draft.worry
        kept = draft.forms.get("pairs", {})
        self.answers = draft.forms.get("answers", {})
        self.children = [c for c in queries.children_of(self.worry) if str(c.pk) in kept.get("about", [])]
        found = [find(person, value) for value in dict.fromkeys(kept.get("to", []))]
        self.recipients = [row for row in found if row]
        self.day = timezone.localdate()
        self.known = queries.known_of(self.worry.organisation)
        self._found = {}  # what stands behind each: {(recipient, purpose, pattern): Cover}

    @property
    def shared(self):
        """The flat answers that hold for every pair: the walk's, and those given on the page."""
        answers = cases.flat(self.draft.answers)
        walked = {key: value for key, value in answers.items() if key not in self.known}
        return walked | self.answers.get(ALL, {})

    def also(self, child, to):
        """The answers that belong to this pair alone."""
        scopes = (f"to:{value_of(to)}", f"child:{child.pk}")
        return {fact: value for scope in scopes for fact, value in self.answers.get(scope, {}).items()}

    def case(self, child, to):
        also, answers = self.also(child, to), cases.nested(self.shared)
        found = self.found(child, to)
        return actions.case_of(self.worry, child, to, self.day, also, answers, found)

    def found(self, child, to):
        """What stands behind a pair; looked up once for each recipient, purpose and pattern."""
        facts = self.shared | self.also(child, to)
        purpose, pattern = cover.purpose_of(facts), cover.pattern_of(cases.nested(facts))
        key = (to.pk, purpose, pattern)
        if key not in self._found:
            self._found[key] = cover.cover_for(self.worry.organisation, to, purpose, self.day, pattern)
        return self._found[key]

    @property
    def pairs(self):
        return [self._pair(child, to) for child in self.children for to in self.recipients]

    def _pair(self, child, to):
        lang, case = get_language(), cases.decidable(self.case(child, to))
        outcome = rules.current().decide(case, lang)
        tone, shape = TONES[outcome["outcome"]]
        words = rules.current().outcome_words(outcome["outcome"], lang)
        found = self.found(child, to)
        wait = cover.wait_of(case, outcome["outcome"], found)
        return Pair(child, to, case, outcome, words, tone, shape, self.also(child, to), found, wait)

    def questions(self, data=None):
        """The forms of what must still be asked, one for each question and whom it is about: [(scope, row,
        form)].
        """
        open_ones = {}
        for child in self.children:
            for to in self.recipients:
                case = self.case(child, to)
                for question in queries.open_questions(case, get_language()):
                    self._sort_in(open_ones, question, child, to, case)
        return [
            (scope, row, self._form(scope, question, walk, data))
            for (scope, _id), (row, question, walk) in open_ones.items()
        ]

    def _sort_in(self, open_ones, question, child, to, case):
        for part in question["parts"]:
            about = cases.belongs_to(part["key"])
            scope = {"child": f"child:{child.pk}", "recipient": f"to:{value_of(to)}"}.get(about, ALL)
            row = {"child": child, "recipient": to}.get(about)
            walk = Walk(dict(self.answers.get(scope, {})), cases.flat(case))
            kept = open_ones.setdefault((scope, question["id"]), (row, question | {"parts": []}, walk))
            if part["key"] not in [each["key"] for each in kept[1]["parts"]]:
                kept[1]["parts"].append(part)

    def _form(self, scope, question, walk, data):
        form = QuestionForm(question, walk, get_language(), data)
        form.prefix = scope.replace(":", "-")
        return form
