"""Setting a start date, withdrawing one, and saying what is there or was put right."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sharewell.domain.organisations.states import BY_COVER, POLICY_DOCUMENT
from sharewell.rules.facts import FIRST_DAY
from sharewell.web.layout.fields import DayField

LIVE = {
    "yes": gettext_lazy("Yes, it is live"),
    "no": gettext_lazy("No"),
    "unknown": gettext_lazy("Nobody has said"),
}
SAID = {"yes": True, "no": False, "unknown": None}


class StartForm(forms.Form):
    provision = forms.ChoiceField(
        label=gettext_lazy("Which provision?"), widget=forms.RadioSelect,
        help_text=gettext_lazy("Only those are listed whose start we do not know for certain."),
        error_messages={"required": gettext_lazy("Choose the provision")},
    )  # fmt: skip
    starts_on = DayField(
        label=gettext_lazy("On which day did it start?"),
        help_text=gettext_lazy("From that day on it counts for everybody in your organisation."),
    )
    confirmed_by = forms.CharField(
        label=gettext_lazy("Who confirmed it?"), max_length=200,
        help_text=gettext_lazy("The lawyer and the firm or department. Their name stands in each record."),
        error_messages={"required": gettext_lazy("Write who confirmed it: the name and the firm")},
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("On what does it rest?"), max_length=1000, required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example the number of the regulations."),
    )  # fmt: skip

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        lang = "cy" if get_language() == "cy" else "en"
        self.fields["provision"].choices = [(each.id, each.title[lang]) for each in offered.values()]
        self.hints = {each.id: each.where for each in offered.values()}
        if len(offered) == 1:
            self.fields["provision"].initial = next(iter(offered))

    def clean_starts_on(self):
        starts_on = self.cleaned_data["starts_on"]
        if starts_on < FIRST_DAY:
            raise forms.ValidationError(_("The rules begin on 25 May 2018. Choose that day or a later one"))
        return starts_on


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why does it no longer hold?"), max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write why it no longer holds")},
    )  # fmt: skip


class PolicyForm(forms.Form):
    is_live = forms.ChoiceField(
        label=gettext_lazy("Is there a live appropriate policy document?"), widget=forms.RadioSelect,
        help_text=gettext_lazy("Whoever decides may still say otherwise for one share."),
        choices=lambda: list(LIVE.items()), error_messages={"required": gettext_lazy("Choose an answer")},
    )  # fmt: skip


class ReleaseForm(forms.Form):
    is_wanted = forms.ChoiceField(
        label=gettext_lazy("Does a second person look at everything before it is sent?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Where a child may be in immediate danger nothing waits: "
            "the look then comes within two working days."
        ),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        error_messages={"required": gettext_lazy("Choose an answer")},
    )  # fmt: skip


class GapForm(forms.Form):
    done = forms.CharField(
        label=gettext_lazy("What was done?"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write what was done")},
    )  # fmt: skip
    is_live = forms.BooleanField(
        label=gettext_lazy("There is a live policy document from now on"), required=False, initial=True
    )

    is_needless = forms.BooleanField(
        label=gettext_lazy("It was a single share: none is needed"), required=False,
        help_text=gettext_lazy("It is not asked for again within a year, unless you share regularly."),
    )  # fmt: skip

    def __init__(self, *args, gap, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if gap.kind != POLICY_DOCUMENT:
            del self.fields["is_live"]
        if gap.kind not in BY_COVER:
            del self.fields["is_needless"]
        else:
            self.fields["done"].required = False  # a tick says it

    def clean(self):
        said = super().clean()
        if not said.get("done") and not self.errors:
            if not said.get("is_needless"):
                self.add_error("done", _("Write what was done"))
            said["done"] = _("It was a single share: none is needed")
        return said
