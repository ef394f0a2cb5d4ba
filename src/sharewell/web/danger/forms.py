"""Writing down the calls of an emergency."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.web.layout.fields import ClockField, DayField
from sharewell.web.layout.moments import LONDON

WHO = {
    "999": gettext_lazy("999: police, ambulance or fire"),
    "childrens-services": gettext_lazy("Children's services"),
    "police": gettext_lazy("The police on another number (101, or a local one)"),
    "health": gettext_lazy("A doctor, hospital or 111"),
    "other": gettext_lazy("Somebody else"),
}
# Where the number came from. Only the first two are a check of who was on the line.
FROM = {
    "published": gettext_lazy("999, this service, or the organisation's own published number"),
    "directory": gettext_lazy("Our own contact list or directory"),
    "caller": gettext_lazy("They rang me, or they gave me the number"),
    "unknown": gettext_lazy("I don't know"),
}
CHECKED = {"published", "directory"}
READ_BACK = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No"), "unknown": gettext_lazy("I don't know")}
NATIONS = {
    "england": gettext_lazy("England"),
    "wales": gettext_lazy("Wales"),
    "scotland": gettext_lazy("Scotland"),
    "northern-ireland": gettext_lazy("Northern Ireland"),
}
MOST_CALLS = 3
_LONG = 4000


class SceneForm(forms.Form):
    """What it was about, and where. Everything but the nation may stay empty."""

    nation = forms.ChoiceField(
        label=gettext_lazy("Where is the child?"),
        help_text=gettext_lazy("What is owed afterwards differs a little between the nations."),
        choices=NATIONS.items,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the nation where the child is")},
    )
    child = forms.CharField(
        label=gettext_lazy("Which child, or which children?"),
        help_text=gettext_lazy("A name, or whatever lets you know later who this was about."),
        max_length=200,
        required=False,
    )
    seen = forms.CharField(
        label=gettext_lazy("What did you see or hear?"),
        help_text=gettext_lazy("The child's own words, if you have them, between quotation marks."),
        widget=forms.Textarea,
        max_length=_LONG,
        required=False,
    )
    writer = forms.CharField(label=gettext_lazy("Your name and role"), max_length=200, required=False)


class CallForm(forms.Form):
    """One telephone call. A call of which nothing was filled in did not happen."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who did you ring?"), choices=WHO.items, widget=forms.RadioSelect, required=False
    )
    who_else = forms.CharField(label=gettext_lazy("If somebody else: who?"), max_length=200, required=False)
    number = forms.CharField(
        label=gettext_lazy("Which number?"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    number_from = forms.ChoiceField(
        label=gettext_lazy("Where did the number come from?"),
        choices=FROM.items,
        widget=forms.RadioSelect,
        required=False,
    )
    on = DayField(label=gettext_lazy("Which day?"), required=False)
    at = ClockField(
        label=gettext_lazy("At what time?"),
        help_text=gettext_lazy("About will do, for example 3:40pm"),
        required=False,
    )
    answered_by = forms.CharField(
        label=gettext_lazy("Who answered?"),
        help_text=gettext_lazy("Their name, role or number, and any reference that they gave you."),
        max_length=200,
        required=False,
    )
    said = forms.CharField(
        label=gettext_lazy("What was said?"),
        help_text=gettext_lazy("What you told them, and what they said they would do."),
        widget=forms.Textarea,
        max_length=_LONG,
        required=False,
    )
    read_back = forms.ChoiceField(
        label=gettext_lazy("Was it read back, so that both of you know it was understood?"),
        choices=READ_BACK.items,
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in but the day and the time that we had put there."""
        names = ("who", "who_else", "number", "number_from", "answered_by", "said", "read_back")
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in names)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("who") and "who" not in self.errors:
            self.add_error("who", _("Choose who you rang"))
        if cleaned.get("who") == "other" and not cleaned.get("who_else"):
            self.add_error("who_else", _("Write down who you rang"))
        if not {"on", "at"} & set(self.errors):
            self._stand_in_time(cleaned)
        return cleaned

    def _stand_in_time(self, cleaned: dict) -> None:
        """The moment of the call; a call is never in the future."""
        for name, words in (("on", _("Enter the day of the call")), ("at", _("Enter the time of the call"))):
            if not cleaned.get(name):
                self.add_error(name, words)
        if cleaned.get("on") and cleaned.get("at"):
            cleaned["moment"] = datetime.combine(cleaned["on"], cleaned["at"], LONDON)
            if cleaned["moment"] > timezone.now():
                self.add_error("at", _("That is still to come. Check the day and the time of the call"))

    @property
    def is_checked(self) -> bool:
        """Whether the number that was rung proves who answered."""
        return self.cleaned_data["who"] == "999" or self.cleaned_data.get("number_from") in CHECKED


class CallsForm:
    """The scene and up to three calls, as one page. Blank calls after the first are left out."""

    def __init__(self, data=None, nation: str = "", now: datetime | None = None) -> None:
        now = (now or timezone.now()).astimezone(LONDON)
        start = {"on": now.date(), "at": now.strftime("%H:%M")}
        self.scene = SceneForm(data, initial={"nation": nation})
        self.calls = [
            CallForm(data, prefix=f"call{number}", initial=start, use_required_attribute=False)
            for number in range(1, MOST_CALLS + 1)
        ]
        self.is_bound = data is not None

    @property
    def made(self) -> list[CallForm]:
        """The calls that were made: the first, and each other one with anything in it."""
        return [call for number, call in enumerate(self.calls) if number == 0 or not call.is_blank]

    @property
    def forms(self) -> list[forms.Form]:
        """Those whose errors the page shows."""
        return [self.scene, *self.made] if self.is_bound else []

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])
