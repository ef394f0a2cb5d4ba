"""A question of the rules as a form: one field a fact, and "I don't know" always among the answers."""

from django import forms
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.web.questions import walks
from sharewell.web.questions.walks import UNKNOWN, Walk

NONE = "none-of-these"
OLDEST = 130
# Long lists show these first; the others open with one press.
FIRST = {
    "sharer.kind": [
        "maintained-school", "academy", "nursery", "gp", "nhs", "police", "childrens-services", "charity",
        "sports-body", "individual",
    ],
    "recipient.kind": [
        "childrens-services", "police", "nhs", "gp", "maintained-school", "academy", "parent",
        "caller-unknown",
    ],
    "worry.purpose": ["protect", "support", "care", "crime", "continuity", "access", "advice"],
}  # fmt: skip
MANY = 10
# Most sharing stays in its nation: the one that was said is shown for the other, and can be changed.
SAME = {"recipient.nation": "nation", "nation": "recipient.nation"}


def field_name(key: str) -> str:
    """The name of a fact's field in the page: no dots, which labels and scripts stumble over."""
    return key.replace(".", "-")


def _ordered(key: str, answers: list[dict]) -> list[dict]:
    """The gravest risk first; yes before no; the usual answers before the rare."""
    if key == "worry.risk":
        return answers[::-1]
    if [a["value"] for a in answers] == ["no", "yes"]:
        return answers[::-1]
    first = FIRST.get(key, [])
    return sorted(answers, key=lambda a: first.index(a["value"]) if a["value"] in first else len(first))


def _rests_at_no(part: dict) -> bool:
    """Whether a fact is a yes or no that is no unless somebody says so."""
    if part["kind"] != "one" or {answer["value"] for answer in part["answers"]} != {True, False}:
        return False
    fact = rules.current().facts.by_key[part["key"]]
    return fact.default is False or (fact.default is None and fact.rests is False)


def _joined(question: dict) -> list[dict]:
    """The parts of a question; several that are no unless said become one list to tick."""
    alike = [part for part in question["parts"] if _rests_at_no(part)]
    if len(alike) < 2:
        return question["parts"]
    answers = [{"value": field_name(part["key"]), "text": part.get("tick", part["text"])} for part in alike]
    joined = {
        "key": f"{question['id']}.so",
        "kind": "several",
        "text": _("Tick all that are so"),
        "answers": answers,
        "parts": alike,
    }
    kept = [part for part in question["parts"] if part not in alike]
    return [*kept[:1], joined, *kept[1:]]


def written(value) -> str:
    """A value as a form sends it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class QuestionForm(forms.Form):
    """One question. `answers()` gives each fact with its value, once the form is valid."""

    def __init__(self, question: dict, walk: Walk, lang: str, data=None) -> None:
        self.question, self.walk, self.lang = question, walk, lang
        self.parts = {field_name(part["key"]): part for part in _joined(question)}
        initial = {name: self._shown(part) for name, part in self.parts.items()}
        super().__init__(data, initial=initial, use_required_attribute=False)
        for name, part in self.parts.items():
            self.fields[name] = self._field(part)

    def _shown(self, part: dict):
        """What was answered before, as the field shows it."""
        if part["kind"] == "several":
            return self._ticked(part)
        value = self.walk.answers.get(part["key"])
        if value is None and part["key"] in SAME:
            value = self.walk.said.get(SAME[part["key"]])
        if value is None or (part["kind"] == "age" and value == UNKNOWN):
            return None
        if part["kind"] == "many":
            return [UNKNOWN] if value == UNKNOWN else value or [NONE]
        return written(value)

    def _ticked(self, part: dict) -> list[str] | None:
        """What was ticked before in a joined list; nothing where it was never asked."""
        before = {field_name(each["key"]): self.walk.answers.get(each["key"]) for each in part["parts"]}
        if all(value is None for value in before.values()):
            return None
        ticked = [name for name, value in before.items() if value is True]
        return ticked + [UNKNOWN] * (UNKNOWN in before.values()) or [NONE]

    def _field(self, part: dict) -> forms.Field:
        label = self._asks(part)
        if part["kind"] == "age":
            return forms.IntegerField(
                label=part["text"],
                help_text=_("Whole years. Leave this empty if you do not know."),
                required=False,
                min_value=0,
                max_value=OLDEST,
                error_messages={
                    "invalid": _("Write the age in whole years, for example 7"),
                    "min_value": _("Write the age in whole years, for example 7"),
                    "max_value": _("Write the age in whole years, for example 7"),
                },
            )
        answers = _ordered(part["key"], part["answers"])
        choices = [(written(a["value"]), _capital(a["text"])) for a in answers]
        if part["kind"] in ("many", "several"):
            choices += [(NONE, _("None of these")), (UNKNOWN, _("I don't know"))]
            missing = _("Choose all that apply, “None of these” or “I don't know”")
            widget, field = forms.CheckboxSelectMultiple, forms.MultipleChoiceField
        else:
            choices.append((UNKNOWN, _("I don't know")))
            missing = _("Choose an answer. “I don't know” is one too")
            widget, field = forms.RadioSelect, forms.ChoiceField
        if len(self.parts) > 1:  # the summary above the page has to say which of them is meant
            missing = f"{label} {missing}" if label.endswith("?") else f"{label}: {missing}"
        wrong = {"required": missing, "invalid_choice": missing}
        return field(label=label, choices=choices, widget=widget, error_messages=wrong)

    def _asks(self, part: dict) -> str:
        """What is asked. A page of one fact has it as its heading: the question, unless it says more."""
        is_first = part["key"] == walks.question_keys()[self.question["id"]][0]
        if len(self.parts) == 1 and is_first and not part["text"].endswith("?"):
            return self.question["text"]
        return part["text"]

    def folds(self, name: str) -> int:
        """How many answers stand before the fold; none where all of them are shown."""
        key = self.parts[name]["key"]
        return len(FIRST[key]) if key in FIRST and len(self.fields[name].choices) > MANY + 2 else 0

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, part in self.parts.items():
            alone = {"many": {NONE, UNKNOWN}, "several": {NONE}}.get(part["kind"], set())
            chosen = cleaned.get(name) if alone else None
            if chosen and len(chosen) > 1 and alone & set(chosen):
                self.add_error(name, _("Choose what applies, or “None of these”, but not both"))
        if not self.errors:
            self._refuse_what_cannot_be()
        return cleaned

    def _refuse_what_cannot_be(self) -> None:
        try:
            self.walk.answer(self.answers())
        except rules.CaseError as error:
            name = field_name(error.key)
            self.add_error(name if name in self.fields else next(iter(self.fields)), _why_not(error))

    def answers(self) -> dict:
        """Each fact of this page with what was answered, in the words of the case."""
        answers = {}
        for name, part in self.parts.items():
            if part["kind"] == "several":
                answers |= self._of_ticks(part, self.cleaned_data[name])
            else:
                answers[part["key"]] = self._answer(name, part)
        return answers

    def _of_ticks(self, part: dict, ticked: list[str]) -> dict:
        """Ticked is yes; not ticked is no, or not known where that was ticked too."""
        otherwise = UNKNOWN if UNKNOWN in ticked else False
        return {each["key"]: field_name(each["key"]) in ticked or otherwise for each in part["parts"]}

    def _answer(self, name: str, part: dict):
        value = self.cleaned_data.get(name)
        if part["kind"] == "age":
            return UNKNOWN if value is None else value
        if part["kind"] == "many":
            return UNKNOWN if UNKNOWN in value else [each for each in value if each != NONE]
        allowed = {written(a["value"]): a["value"] for a in part["answers"]}
        return allowed.get(value, UNKNOWN)


def _why_not(error: rules.CaseError) -> str:
    """Why two answers cannot both be true, in the words of the page."""
    reasons = {
        "child.age": _("An unborn baby has no age yet. Leave the age empty, or change who it is about"),
        "child.stage": _(
            "The age and the answer above do not fit together. Under 18 is a child or young person"
        ),
        "sharer.kind": _("There are academies in England only. Choose another kind of school"),
        "recipient.kind": _("There are academies in England only. Choose another kind of school"),
        "recipient.verified": _(
            "A caller you do not know has not been checked. Say who they turned out to be"
        ),
    }
    return reasons.get(error.key) or _(
        "This does not fit with your other answers. Check them, or choose “I don't know”"
    )
