"""The code that opens it, who comments, and why a party does not sign."""

from django import forms
from django.utils.translation import gettext_lazy

from sharewell.web.agreeing.forms import CommentForm, Plain, ReasonForm, SignForm

__all__ = ["CodeForm", "CommentByLink", "DeclineByLink", "NotUsForm", "SignForm"]


class CodeForm(Plain):
    code = forms.CharField(
        label=gettext_lazy("The code"), max_length=40,
        error_messages={"required": gettext_lazy("Enter the code. It has 8 digits")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class NotUsForm(Plain):
    because = forms.CharField(
        label=gettext_lazy("What you know of it"), max_length=1000, widget=forms.Textarea,
        help_text=gettext_lazy(
            "Your name and post, and why it was not you. Those who keep the agreement read this."
        ),
        error_messages={"required": gettext_lazy("Write who you are, and why it was not you")},
    )  # fmt: skip


def _name():
    return forms.CharField(
        label=gettext_lazy("Your name"), max_length=120,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip


class CommentByLink(CommentForm):
    field_order = ("name", "text")
    name = _name()


class DeclineByLink(ReasonForm):
    field_order = ("name", "because")
    name = _name()
