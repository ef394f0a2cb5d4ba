"""Beginning a policy, writing its sections, publishing it, and setting a period."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sharewell.domain.learning.actions.drafting import OF_THE_VERSION
from sharewell.domain.learning.kinds import kinds
from sharewell.domain.learning.states import MONTHS_AT_MOST, OUTCOMES, STARTS, THEN
from sharewell.domain.organisations.states import ROLES
from sharewell.web.layout.fields import DayField

LANGUAGES = {"en": gettext_lazy("English"), "cy": gettext_lazy("Welsh")}
# Of Schedule 1 to the Data Protection Act 2018: those that ask for a document, and what each is about.
PARAGRAPHS = {
    "1": gettext_lazy("1: employment and social protection"),
    "6": gettext_lazy("6: statutory and government purposes"),
    "7": gettext_lazy("7: administration of justice"),
    "10": gettext_lazy("10: preventing or detecting unlawful acts"),
    "11": gettext_lazy("11: protecting the public against dishonesty"),
    "12": gettext_lazy("12: regulatory requirements"),
    "17": gettext_lazy("17: confidential counselling and advice"),
    "18": gettext_lazy("18: safeguarding of children and of individuals at risk"),
    "24": gettext_lazy("24: disclosure to elected representatives"),
    "28": gettext_lazy("28: standards of behaviour in sport"),
}


def in_words(both):
    """What a file says in both languages, in that of the page."""
    return both["cy" if get_language() == "cy" else "en"]


def heading_of(section):
    """The heading of a section of a draft, in the language of the page if it has one there."""
    both = {lang: section[f"heading_{lang}"] for lang in LANGUAGES}
    return in_words(both) or both["en"] or both["cy"]


def long_text(label, rows=3, required=True, error="", **more):
    errors = {"required": error} if error else None
    return forms.CharField(
        label=label, max_length=1000, required=required, widget=forms.Textarea({"rows": rows}),
        error_messages=errors, **more,
    )  # fmt: skip


class BeginForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to write?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you want to write")},
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages?"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(LANGUAGES.items()),
        help_text=gettext_lazy("You can add the other one later."),
        error_messages={"required": gettext_lazy("Choose at least one language")},
    )  # fmt: skip

    def __init__(self, *args, there=(), **kwargs):
        """`there` are the kinds that the organisation has a policy of, and can have one alone."""
        super().__init__(*args, use_required_attribute=False, **kwargs)
        offered = [kind for kind in kinds().values() if kind.id not in there]
        self.fields["kind"].choices = [(kind.id, in_words(kind.title)) for kind in offered]
        self.hints = {kind.id: in_words(kind.about) for kind in offered}


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        error_messages={
            "required": gettext_lazy("Choose a file first"), "invalid": gettext_lazy("Choose a file first"),
            "empty": gettext_lazy("This file is empty. Choose the file again."),
        },
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("In which language is it written?"), widget=forms.RadioSelect,
        choices=lambda: list(LANGUAGES.items()),
        error_messages={"required": gettext_lazy("Choose a language")},
    )  # fmt: skip

    def __init__(self, *args, there=(), was_too_big=False, most=20, **kwargs):
        """`there` as for BeginForm; `most` in MB."""
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if was_too_big:
            says = _("This file is larger than %(most)s MB. Choose a smaller one.") % {"most": most}
            self.fields["file"].error_messages["required"] = says
        offered = [kind for kind in kinds().values() if kind.id not in there]
        self.fields["kind"].choices = [(kind.id, in_words(kind.title)) for kind in offered]


class SectionForm(forms.Form):
    heading_en = forms.CharField(label=gettext_lazy("Heading, in English"), max_length=200, required=False)
    text_en = forms.CharField(
        label=gettext_lazy("Words, in English"), max_length=20000, required=False,
        widget=forms.Textarea({"rows": 10}),
    )  # fmt: skip
    heading_cy = forms.CharField(label=gettext_lazy("Heading, in Welsh"), max_length=200, required=False)
    text_cy = forms.CharField(
        label=gettext_lazy("Words, in Welsh"), max_length=20000, required=False,
        widget=forms.Textarea({"rows": 10}),
    )  # fmt: skip

    def clean(self):
        said = super().clean()
        for lang in LANGUAGES:
            for name in (f"heading_{lang}", f"text_{lang}"):
                said[name] = said.get(name, "").replace("\r\n", "\n")
            if said[f"text_{lang}"] and not said[f"heading_{lang}"]:
                self.add_error(f"heading_{lang}", _("Write a heading for these words"))
        if not any(said[f"text_{lang}"] for lang in LANGUAGES) and not self.errors:
            self.add_error("text_en", _("Write the words in at least one language"))
        return said


class DetailsForm(forms.Form):
    title_en = forms.CharField(label=gettext_lazy("Name, in English"), max_length=200, required=False)
    title_cy = forms.CharField(label=gettext_lazy("Name, in Welsh"), max_length=200, required=False)
    paragraphs = forms.MultipleChoiceField(
        label=gettext_lazy("Which conditions does it cover?"), widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(PARAGRAPHS.items()),
        help_text=gettext_lazy("Paragraphs of Schedule 1 to the Data Protection Act 2018."),
        error_messages={"required": gettext_lazy("Choose at least one condition")},
    )  # fmt: skip
    owner = forms.ChoiceField(
        label=gettext_lazy("Who owns it?"), help_text=gettext_lazy("They are told when a review comes up.")
    )
    review_months = forms.IntegerField(
        label=gettext_lazy("After how many months is it reviewed?"), min_value=1, max_value=MONTHS_AT_MOST,
        error_messages={
            "required": gettext_lazy("Enter a number of months"),
            "invalid": gettext_lazy("Enter a number of months"),
            "min_value": gettext_lazy("Enter a number from 1 to 36"),
            "max_value": gettext_lazy("Enter a number from 1 to 36"),
        },
    )  # fmt: skip
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked to read it?"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=lambda: list(ROLES.items()),
        help_text=gettext_lazy("Each of them is asked again when there is a new version."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("Anybody may read what is in force, without signing in"), required=False
    )

    def __init__(self, *args, people, kind, has_draft, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["owner"].choices = [(str(each.pk), each.name) for each in people]
        for name in OF_THE_VERSION:
            if not has_draft or (name == "paragraphs" and not kind.asks_paragraphs):
                del self.fields[name]

    def clean(self):
        said = super().clean()
        if "title_en" in self.fields and not said.get("title_en") and not said.get("title_cy"):
            self.add_error("title_en", _("Give it a name in at least one language"))
        return said


class PublishForm(forms.Form):
    in_force_from = DayField(
        label=gettext_lazy("From which day is it in force?"),
        help_text=gettext_lazy("Today, or a day to come."),
    )
    changed_en = long_text(
        gettext_lazy("What is new in it, in English?"), required=False,
        help_text=gettext_lazy("Whoever reads it sees this first."),
    )  # fmt: skip
    changed_cy = long_text(gettext_lazy("What is new in it, in Welsh?"), required=False)
    gaps = forms.MultipleChoiceField(
        label=gettext_lazy("What does it put right?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("This was found missing when somebody shared."),
    )  # fmt: skip

    def __init__(self, *args, gaps, from_today, is_first, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["gaps"].choices = gaps
        if not gaps:
            del self.fields["gaps"]
        if from_today:
            del self.fields["in_force_from"]
        if is_first:
            del self.fields["changed_en"], self.fields["changed_cy"]

    def clean_in_force_from(self):
        day = self.cleaned_data["in_force_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day to come"))
        return day


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Does it still hold?"), widget=forms.RadioSelect,
        choices=lambda: list(OUTCOMES.items()),
        error_messages={"required": gettext_lazy("Choose whether it still holds")},
    )  # fmt: skip
    said = long_text(
        gettext_lazy("What did you look at, and what did you find?"),
        error=gettext_lazy("Write what you looked at"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class WithdrawForm(forms.Form):
    because = long_text(
        gettext_lazy("Why does it no longer hold?"), error=gettext_lazy("Write why it no longer holds")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class PeriodForm(forms.Form):
    years = forms.IntegerField(
        label=gettext_lazy("For how many years do you keep it?"), min_value=1, max_value=150,
        error_messages={
            "required": gettext_lazy("Enter a number of years"),
            "invalid": gettext_lazy("Enter a number of years"),
            "min_value": gettext_lazy("Enter a number from 1 to 150"),
            "max_value": gettext_lazy("Enter a number from 1 to 150"),
        },
    )  # fmt: skip
    starts = forms.ChoiceField(
        label=gettext_lazy("Counted from when?"), widget=forms.RadioSelect,
        choices=lambda: list(STARTS.items()),
        error_messages={"required": gettext_lazy("Choose from when it counts")},
    )  # fmt: skip
    then = forms.ChoiceField(
        label=gettext_lazy("And after that?"), widget=forms.RadioSelect, choices=lambda: list(THEN.items()),
        error_messages={"required": gettext_lazy("Choose what happens after that")},
    )  # fmt: skip
    because = long_text(
        gettext_lazy("Why is your period another one?"),
        help_text=gettext_lazy("The law asks you to be able to say why you keep a record for so long."),
        error=gettext_lazy("Write why your period is another one"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
