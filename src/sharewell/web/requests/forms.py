"""One stage of a form as fields: texts, days and choices, as the form's own file says."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _

from sharewell.domain.requests.kinds import CHOICE, DAY
from sharewell.web.layout.fields import DayField

LONG = 20_000
SHORT_BOX, LONG_BOX, LETTERS = 3, 12, 50  # lines of a box, and letters in about one of them


class StageForm(forms.Form):
    """Every question may stay empty here: what is missing is said before the form is finished."""

    def __init__(self, data=None, *, stage, said, lang):
        self.asked = [question for question in stage.questions if question.is_asked]
        initial = {each.id: _initial(each, said.get(each.id, "")) for each in self.asked}
        super().__init__(data, initial=initial, use_required_attribute=False)
        for question in self.asked:
            self.fields[question.id] = _field(question, lang, len(str(initial[question.id])))

    def said(self):
        """{question: text, value or day as ISO}, as `requests.actions.save_answers` takes it."""
        return {key: _as_said(value) for key, value in self.cleaned_data.items()}


def _field(question, lang, length):
    words = {
        "label": question.text[lang],
        "help_text": (question.help or {}).get(lang, ""),
        "required": False,
    }
    if question.kind == CHOICE:
        choices = [(value, text[lang]) for value, text in question.choices.items()]
        errors = {"invalid_choice": _("Choose one of the answers")}
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=errors, **words)
    if question.kind == DAY:
        return DayField(**words)
    rows = max(SHORT_BOX, min(LONG_BOX, length // LETTERS + 2))
    return forms.CharField(max_length=LONG, widget=forms.Textarea({"rows": rows}), **words)


def _initial(question, said):
    if question.kind == DAY:
        try:
            return date.fromisoformat(said)
        except ValueError:
            return None
    return said


def _as_said(value):
    return value.isoformat() if isinstance(value, date) else (value or "").replace("\r\n", "\n")


class BeginForm(forms.Form):
    """Of a request: whether we ask, or were asked."""

    side = forms.ChoiceField(
        label="", widget=forms.RadioSelect,
        choices=lambda: [("made", _("We ask another organisation")), ("received", _("Somebody asked us"))],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["side"].label = _("Who asks?")
        self.fields["side"].error_messages["required"] = _("Choose who asks")


class LinkForm(forms.Form):
    """Which decision a form belongs to."""

    decision = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["decision"].label = _("Which decision?")
        self.fields["decision"].choices = offered
        self.fields["decision"].error_messages["required"] = _("Choose the decision")
