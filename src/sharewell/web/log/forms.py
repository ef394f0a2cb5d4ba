"""Bringing back a receipt."""

from django import forms
from django.utils.translation import gettext_lazy


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=gettext_lazy("Your receipt"), max_length=50_000, strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("Paste the whole text of it. It holds nobody's name."),
        error_messages={"required": gettext_lazy("Paste the text of your receipt")},
    )  # fmt: skip
