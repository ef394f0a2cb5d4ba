"""Writing somebody in, and asking for a change to their account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sharewell.domain.organisations import queries
from sharewell.domain.organisations.states import GIVEN_BY_TWO, ROLES

MAY = {
    "practitioner": _("Writes worries down, decides and sends. Sees the worries they take part in."),
    "safeguarding-lead": _("Also sees the worries of everybody here, and is told what is urgent."),
    "data-protection-officer": _("Keeps the policy document, start dates and what is to be put right."),
    "leader": _("Answers for safeguarding here. Can confirm what takes two people."),
    "administrator": _("Writes people in and keeps the directory. Sees no worry and no child."),
}
TWO = _("A second person confirms it.")


def hints():
    """What each role may do, and which take two people."""
    return {role: f"{MAY[role]} {TWO}" if role in GIVEN_BY_TWO else MAY[role] for role in ROLES}


class PersonForm(forms.Form):
    """Who signs in from now on."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Enter their name")}
    )
    email = forms.EmailField(
        label=_("E-mail address at work"), max_length=254,
        help_text=_("They sign in with it, and choose their own password by a mail that goes there."),
        error_messages={"required": _("Enter their e-mail address"),
                        "invalid": _("Enter an e-mail address such as name@school.example")},
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, choices=lambda: list(ROLES.items()),
        error_messages={"required": _("Choose a role")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of their pages"), widget=forms.RadioSelect, initial="en",
        choices=[("en", "English"), ("cy", "Cymraeg")], error_messages={"required": _("Choose a language")},
    )  # fmt: skip

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if queries.is_address_taken(email):
            raise forms.ValidationError(_("This address cannot be used for a new account here"))
        return email


class RoleForm(forms.Form):
    """Another role for somebody."""

    role = forms.ChoiceField(
        label=_("Which role from now on?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role")},
    )  # fmt: skip
    because = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever confirms it reads this. Write nothing about a child."),
        error_messages={"required": _("Write why")},
    )  # fmt: skip

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["role"].choices = [(role, words) for role, words in ROLES.items() if role != now]


class BecauseForm(forms.Form):
    """Why a second step has to be set up anew."""

    because = forms.CharField(
        label=_("How do you know that it is them who asks?"), max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For example: she stood in front of me. A call or a mail is not enough: ring back on a number "
            "that you knew before."
        ),
        error_messages={"required": _("Write how you know that it is them")},
    )  # fmt: skip
