"""Everything that is typed about who may see what."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.decisions.states import FLAG_OUTCOMES, GLASS_REASONS, UPHELD
from sharewell.web.layout.fields import DayField

LONG = 2000
UPHELD_WORDS = {"yes": True, "no": False}


class GlassForm(forms.Form):
    """Which record, and why now. One of the two ways of naming it is enough."""

    field_order = ("name", "born_on", "reference", "kind", "because")

    kind = forms.ChoiceField(
        label=gettext_lazy("Why do you need it now?"), widget=forms.RadioSelect,
        choices=lambda: list(GLASS_REASONS.items()),
        error_messages={"required": gettext_lazy("Choose why you need it now")},
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("In your own words"), max_length=LONG, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write in a line why you need it now")},
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Child's full name"), max_length=200, required=False)
    born_on = DayField(
        label=gettext_lazy("Date of birth, if you know it"),
        help_text=gettext_lazy("For example 14 3 2019"),
        required=False,
    )
    reference = forms.CharField(
        label=gettext_lazy("Or the reference of the worry"), max_length=20, required=False,
        help_text=gettext_lazy("Eight letters and digits, for example K7QF-3MTX"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_reference(self):
        """As it is kept, however it was typed: capitals, with the line in the middle."""
        plain = "".join(letter for letter in self.cleaned_data["reference"].upper() if letter.isalnum())
        return f"{plain[:4]}-{plain[4:]}" if plain else ""

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and not cleaned.get("reference") and "born_on" not in self.errors:
            self.add_error("name", _("Write the child's name, or the reference of the worry"))
        return cleaned


class ReviewForm(forms.Form):
    """The second person's word."""

    upheld = forms.ChoiceField(
        label=gettext_lazy("Was it right to go in?"), widget=forms.RadioSelect,
        choices=lambda: [(key, UPHELD[value]) for key, value in UPHELD_WORDS.items()],
        error_messages={"required": gettext_lazy("Choose whether it was right")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Why?"), max_length=LONG, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Whoever went in reads this too."),
        error_messages={"required": gettext_lazy("Write why you think so")},
    )  # fmt: skip

    @property
    def is_upheld(self):
        return UPHELD_WORDS[self.cleaned_data["upheld"]]


class FlagForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What was behind it?"), widget=forms.RadioSelect,
        choices=lambda: list(FLAG_OUTCOMES.items()),
        error_messages={"required": gettext_lazy("Choose what was behind it")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What did you find out?"), max_length=LONG, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Ask the person first. A rule knows nothing of reasons."),
        error_messages={"required": gettext_lazy("Write what you found out")},
    )  # fmt: skip


class SealForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who sees it from now on, besides you and the one who raised it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person")},
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("Why is it sealed?"), max_length=LONG, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example: a member of staff is named in it."),
        error_messages={"required": gettext_lazy("Write why it is sealed")},
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["people"].choices = [(str(p.pk), f"{p.name}, {p.role_words}") for p in people]


class LiftForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why should the seal be lifted?"), max_length=LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("A second person reads this and decides. Until then it stays sealed."),
        error_messages={"required": gettext_lazy("Write why it should be lifted")},
    )  # fmt: skip


class TieForm(forms.Form):
    """What is one's own, so that a look at it stands out. All of it may stay empty."""

    names = forms.CharField(
        label=gettext_lazy("Other surnames in your family or home"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One on each line. For example a former name."),
    )  # fmt: skip
    postcode = forms.CharField(label=gettext_lazy("Your postcode at home"), max_length=10, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Your own telephone number"), max_length=40, required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Your own e-mail address"), required=False,
        error_messages={"invalid": gettext_lazy("Enter an address such as name@example.com, or none")},
    )  # fmt: skip
