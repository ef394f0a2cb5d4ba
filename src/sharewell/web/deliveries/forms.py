"""The forms of these pages. Which things can be ticked depends on the case, so some are built from it."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.deliveries.choices import Thing
from sharewell.domain.deliveries.states import AnswerKind, answers_open_to
from sharewell.domain.organisations.states import WAYS
from sharewell.web.layout.fields import ClockField, DayField


class ItemsForm(forms.Form):
    """What goes in: a tick for each thing, a reason beside what is unusual, the way, what they do first, a
    file.
    """

    asked_first = forms.CharField(
        label=gettext_lazy("What do you ask them to do first?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        error_messages={"required": gettext_lazy("Say what you ask them to do first")},
    )
    about = forms.CharField(label=gettext_lazy("What is this file?"), required=False, max_length=200)
    file = forms.FileField(label=gettext_lazy("Choose a file"), required=False)
    typed = forms.CharField(
        label=gettext_lazy("Or type the key points"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=20000,
    )

    def __init__(self, *args, things: list[Thing], delivery, others=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.things = [thing for thing in things if not thing.is_shielded]
        for thing in self.things:
            self.fields[f"in-{thing.key}"] = forms.BooleanField(required=False, label=thing.words)
            self.fields[f"why-{thing.key}"] = forms.CharField(
                required=False, max_length=300, label=_("Why do they need this?")
            )
            self.initial[f"in-{thing.key}"] = thing.is_in
            self.initial[f"why-{thing.key}"] = thing.reason
        self.initial["asked_first"] = delivery.asked_first
        ways = [(way, WAYS[way]) for way in delivery.to.ways]
        self.fields["way"] = forms.ChoiceField(
            label=_("How will it go?"),
            choices=ways,
            widget=forms.RadioSelect,
            initial=delivery.way,
            required=len(ways) > 1,
            error_messages={"required": _("Choose how it will go")},
        )
        self.fields["same_for"] = forms.MultipleChoiceField(
            label=_("The same for"),
            choices=[(str(one.pk), one.to.name) for one in others],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def chosen(self) -> dict[str, tuple[bool, str]]:
        """What was ticked, whatever else is wrong: no choice is lost to an error elsewhere."""
        data = self.data
        return {
            thing.key: (bool(data.get(f"in-{thing.key}")), data.get(f"why-{thing.key}", "").strip()[:300])
            for thing in self.things
        }

    def lacking(self) -> list[Thing]:
        """The unusual things that still lack a reason."""
        chosen = self.chosen()
        return [t for t in self.things if chosen[t.key][0] != t.is_usual and not chosen[t.key][1]]

    def ask_for_reasons(self) -> bool:
        """Put an error beside each unusual thing without a reason; whether there was any."""
        lacking = self.lacking()
        for thing in lacking:
            is_in = self.chosen()[thing.key][0]
            says = _("Say why they need this") if is_in else _("Say why this stays out")
            self.add_error(f"why-{thing.key}", f"{says}: {thing.words}")
        return bool(lacking)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do they need it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say why this recipient needs it")},
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What they will read"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        error_messages={"required": gettext_lazy("Type what they will read, or leave the whole of it out")},
    )


class AboutForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is this file?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say in a few words what this file is")},
    )


class _When(forms.Form):
    """A day and a time, both resting at now."""

    on = DayField(label=gettext_lazy("On which day?"))
    clock = ClockField(label=gettext_lazy("At what time?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.initial.setdefault("on", now.date())
        self.initial.setdefault("clock", now.strftime("%H:%M"))

    def told_at(self):
        naive = datetime.combine(self.cleaned_data["on"], self.cleaned_data["clock"])
        return naive.replace(tzinfo=timezone.get_default_timezone())

    def clean(self):
        cleaned = super().clean()
        if "on" in cleaned and "clock" in cleaned and self.told_at() > timezone.now():
            self.add_error("clock", _("This time lies ahead. Check the day and the time"))
        return cleaned


class TelephoneForm(_When):
    spoke_to = forms.CharField(
        label=gettext_lazy("Who did you speak to?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of who you spoke to")},
    )
    said = forms.CharField(
        label=gettext_lazy("What did they say?"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_read_back = forms.BooleanField(
        label=gettext_lazy("They read the main points back to me"), required=False
    )
    field_order = ["spoke_to", "said", "is_read_back", "on", "clock"]


class OwnFormForm(_When):
    their_reference = forms.CharField(
        label=gettext_lazy("Which reference did their form give you?"), max_length=100, required=False
    )
    field_order = ["their_reference", "on", "clock"]


class WordsForm(forms.Form):
    """A few words about what happened. `label` and `missing` say what is asked."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args, label="", missing="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].error_messages["required"] = missing


class WrittenAnswerForm(forms.Form):
    """What the recipient told the sender by word of mouth."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What did they say?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what they said")},
    )
    name = forms.CharField(
        label=gettext_lazy("Who told you?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of who told you")},
    )
    role = forms.CharField(label=gettext_lazy("What is their role?"), max_length=200, required=False)
    words = forms.CharField(
        label=gettext_lazy("In their words"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args, state, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, THEY_SAY[kind]) for kind in answers_open_to(state)]

    def clean(self):
        cleaned = super().clean()
        needs = (AnswerKind.NOT_ACCEPTED, AnswerKind.ACTING, AnswerKind.OUTCOME)
        if cleaned.get("kind") in needs and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say it in a few words"))
        return cleaned


THEY_SAY = {
    AnswerKind.RECEIVED: gettext_lazy("They have received it"),
    AnswerKind.ACCEPTED: gettext_lazy("They accept it and will act on it"),
    AnswerKind.NOT_ACCEPTED: gettext_lazy("They do not accept it"),
    AnswerKind.ACTING: gettext_lazy("They are acting on it now"),
    AnswerKind.OUTCOME: gettext_lazy("This is what happened in the end"),
}
