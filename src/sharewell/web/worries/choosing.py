"""The form of one decision: share or not, why, and what a condition of data protection law asks besides."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.decisions import grounds, states
from sharewell.web.layout.fields import DayField
from sharewell.web.worries.forms import LONG

ONE_LINE = 300


class LimbForm(forms.Form):
    """Which limb of paragraph 18 applies, and why in one line; what the rules found is chosen already."""

    limb = forms.ChoiceField(
        label=gettext_lazy("Why is it shared without consent?"),
        choices=lambda: list(states.LIMBS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason that fits best")},
    )
    limb_why = forms.CharField(
        label=gettext_lazy("Say why, in one line"),
        max_length=ONE_LINE,
        error_messages={"required": gettext_lazy("Say in one line why that is so")},
    )

    def __init__(self, *args, case, outcome, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        found = grounds.limb_of(outcome)
        self.fields["limb"].initial = found
        self.fields["limb_why"].initial = answered_so(case, found)


_ANSWERED = {
    ("views.consent", "unsafe-to-ask"): gettext_lazy("Asking could put somebody at more risk."),
    ("views.telling", "unsafe"): gettext_lazy("Telling them could put somebody at more risk."),
    ("views.telling", "would-prejudice"): gettext_lazy(
        "It could spoil work to prevent or prosecute a crime."
    ),
    ("views.telling", "no-time"): gettext_lazy("There was no time to ask."),
    ("child.understands", "no"): gettext_lazy("They do not understand enough to decide this."),
}


def answered_so(case, limb):
    """What was answered that bears the limb out, in words; nothing where nothing was."""
    fact = grounds.answered_by(case, limb)
    if fact and fact[0] == "child.age":
        return _("The child is %(age)s years old.") % {"age": fact[1]}
    return said_of(*fact) if fact else ""


def said_of(name, value):
    """An answer as a reason that can stand in the record; nothing where it is none."""
    return str(_ANSWERED.get((name, value), ""))


class ChoiceForm(forms.Form):
    """Share, or not share, as equals: the reason, and the day on which it is looked at again."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"), widget=forms.RadioSelect,
        choices=[
            (states.SHARE, gettext_lazy("Share it")),
            (states.NOT_SHARE, gettext_lazy("Do not share it")),
        ],
        error_messages={"required": gettext_lazy("Choose to share it, or not to share it")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why?"), widget=forms.Textarea({"rows": 3}), max_length=LONG, required=False,
        help_text=gettext_lazy("One or two sentences. It protects the child, and you."),
    )  # fmt: skip
    review_on = DayField(label=gettext_lazy("When will you look at it again?"), required=False)
    policy = forms.ChoiceField(
        label=gettext_lazy("Does your organisation have a live policy document for this?"),
        help_text=gettext_lazy("If not, share all the same. Somebody is asked to put it right afterwards."),
        choices=lambda: list(states.POLICY.items()),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, pair, organisation, is_first=True, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.pair, self.is_first = pair, is_first
        if not is_first:
            self.fields["reason"].help_text = _("Leave this empty if the reason is the same as above.")
        self.can_share = pair.outcome["outcome"] != "do-not-share" and not pair.wait
        if not self.can_share:
            self.fields["choice"].choices = [(states.NOT_SHARE, _("Do not share it like this"))]
            self.fields["choice"].initial = states.NOT_SHARE
        self._ask_of_the_ground(organisation.policy_document_live)

    def _ask_of_the_ground(self, is_live):
        """The limb and the policy document, where they come in. An emergency is asked afterwards."""
        outcome = self.pair.outcome
        is_asked = outcome["outcome"] not in ("share-now", "do-not-share")
        self.limb_asked = grounds.limb_asked(outcome) if is_asked else ""
        self.is_limb_later = not is_asked and grounds.limb_asked(outcome) == grounds.NEEDED
        self.is_policy_said = is_live is True
        self.fields["policy"].initial = {True: "yes", False: "no", None: "unknown"}[is_live]
        if not is_asked or not grounds.paragraphs_needing_policy(outcome):
            del self.fields["policy"]
        if self.limb_asked:
            self._ask_limb()

    def _ask_limb(self):
        asked = LimbForm(case=self.pair.case, outcome=self.pair.outcome)
        for name, field in asked.fields.items():
            field.required = False
            self.fields[name] = field
        self.fields["limb"].help_text = _(
            "Data protection law asks for this (Schedule 1, paragraph 18). We chose what fits your answers."
        )
        if self.limb_asked == grounds.POSSIBLE:
            self.fields["limb"].help_text = _(
                "Choose one only if you rely on Schedule 1 paragraph 18. Another condition fits as well."
            )
            self.fields["limb"].initial = self.fields["limb_why"].initial = None

    def clean(self):
        cleaned = super().clean()
        if self.is_first and not cleaned.get("reason"):
            self.add_error("reason", _("Write why you decided so. One sentence is enough"))
        if cleaned.get("choice") == states.NOT_SHARE and "review_on" not in self.errors:
            self._review(cleaned.get("review_on"))
        is_shared = cleaned.get("choice") == states.SHARE
        if is_shared and cleaned.get("limb") and not (cleaned.get("limb_why") or "").strip():
            self.add_error("limb_why", _("Say in one line why that is so"))
        return cleaned

    def _review(self, day):
        if day is None:
            self.add_error("review_on", _("Choose the day on which you look at it again"))
        elif day < timezone.localdate():
            self.add_error("review_on", _("That day is past. Choose today or a later day"))

    def ground(self):
        """What `record_decision` takes of the ground."""
        limb = self.cleaned_data.get("limb", "")
        return {
            "limb": limb,
            "limb_why": self.cleaned_data.get("limb_why", "") if limb else "",
            "policy": self.cleaned_data.get("policy", ""),
        }
