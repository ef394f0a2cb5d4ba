"""Narrowing the directory, saying that a number is wrong, and mending it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.organisations.states import VERIFY_STEPS, WAYS


class WrongForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("What is wrong?"), widget=forms.Textarea({"rows": 3}), max_length=1000,
        help_text=gettext_lazy("For example: nobody answers. Write nothing about a child."),
        error_messages={"required": gettext_lazy("Write what is wrong")},
    )  # fmt: skip


class EntryForm(forms.Form):
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("How can they be reached?"), choices=WAYS.items,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one way")},
    )  # fmt: skip
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=30, required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )  # fmt: skip
    form_url = forms.URLField(
        label=gettext_lazy("Address of their web form"), required=False, assume_scheme="https"
    )
    is_listed = forms.BooleanField(label=gettext_lazy("It stands in the directory"), required=False)

    NEEDS = {"link": "email", "telephone": "phone", "form": "form_url"}

    def clean(self):
        cleaned = super().clean()
        for way, field in self.NEEDS.items():
            if way in cleaned.get("ways", []) and field not in self.errors and not cleaned.get(field):
                self.add_error(field, _("Needed for a way that you chose above"))
        return cleaned


class AreaForm(forms.Form):
    day_phone = forms.CharField(
        label=gettext_lazy("By day"),
        max_length=30,
        error_messages={"required": gettext_lazy("Enter the number")},
    )
    night_phone = forms.CharField(
        label=gettext_lazy("At night and at weekends"), max_length=30,
        error_messages={"required": gettext_lazy("Enter the number")},
    )  # fmt: skip
    day_hours_en = forms.CharField(
        label=gettext_lazy("Hours by day, in English"), max_length=120, required=False
    )
    day_hours_cy = forms.CharField(
        label=gettext_lazy("Hours by day, in Welsh"), max_length=120, required=False
    )


class VerifyForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("How did you make sure that it is really them?"), choices=VERIFY_STEPS.items,
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose what you did")},
    )  # fmt: skip
