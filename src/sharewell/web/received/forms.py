"""Who opens it, and the code."""

from django import forms
from django.utils.translation import gettext_lazy


class OpenForm(forms.Form):
    """Name, role and code: enough to know who read it, and nothing to sign up for."""

    field_order = ("name", "role", "code", "is_meant")

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=gettext_lazy("Your role"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your role, for example duty social worker")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy("This was sent to where I work, and opening it is part of my work"),
        error_messages={"required": gettext_lazy("Confirm that opening this is part of your work")},
    )
    code = forms.CharField(
        label=gettext_lazy("The code you were told"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the code. It has 8 digits")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
