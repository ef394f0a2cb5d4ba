"""Everything that is typed about a worry."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.children.states import RELATIONS
from sharewell.domain.decisions.actions.worries import TEAM_FOR
from sharewell.domain.decisions.states import ENTRY_KINDS
from sharewell.domain.organisations.states import NOT_VERIFIED, ORGANISATION_KINDS, PERSON_KINDS, VERIFY_STEPS
from sharewell.web.layout.fields import ClockField, DayField

LONG = 20_000
LONGEST = timedelta(days=366)  # that somebody is let into a worry at once
MOST_NEW = 6  # children that can be written down at once


def not_to_come(day):
    """A day that something happened on is not in the future."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("That day is still to come. Check the day"))
    return day


def not_too_far(day):
    """A last day in a team is neither past nor more than a year away."""
    today = timezone.localdate()
    if day is None:
        return None
    if day < today:
        raise forms.ValidationError(_("That day is past. Check the day"))
    if day > today + LONGEST:
        raise forms.ValidationError(_("Choose a day within a year"))
    return day


class ChildForm(forms.Form):
    """A child who is not known here yet. Left blank, it is nobody."""

    name = forms.CharField(label=gettext_lazy("Child's name"), max_length=200, required=False)
    born_on = DayField(
        label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example 14 3 2019"), required=False
    )
    age = forms.IntegerField(
        label=gettext_lazy("If you do not know it: about how old?"),
        help_text=gettext_lazy("Whole years. Leave this empty too if you do not know."),
        min_value=0,
        max_value=120,
        required=False,
        error_messages={"invalid": gettext_lazy("Write the age in whole years, for example 7")},
    )
    is_unborn = forms.BooleanField(label=gettext_lazy("The child is not born yet"), required=False)

    @property
    def is_blank(self):
        return not any(
            value.strip() for name, value in self.data.items() if name.startswith(f"{self.prefix}-")
        )

    def clean_born_on(self):
        return not_to_come(self.cleaned_data["born_on"])

    def clean(self):
        cleaned = super().clean()
        if not self.is_blank and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the child's name, or what you know them by"))
        return cleaned

    def facts(self):
        """What `children.actions.add_child` takes."""
        cleaned = self.cleaned_data
        age = None if cleaned["born_on"] or cleaned["is_unborn"] else cleaned["age"]
        return {
            "name": cleaned["name"], "born_on": cleaned["born_on"], "age": age, "is_unborn":
            cleaned["is_unborn"],
        }  # fmt: skip


class SeenForm(forms.Form):
    """The first entries: one box for each kind, asked as a person would tell it."""

    fact = forms.CharField(
        label=gettext_lazy("What did you see or hear yourself?"),
        help_text=gettext_lazy("Only what happened: where, what, how much. For example: 3 round bruises."),
        widget=forms.Textarea({"rows": 4}), max_length=LONG, required=False,
    )  # fmt: skip
    childs_words = forms.CharField(
        label=gettext_lazy("What did the child say?"),
        help_text=gettext_lazy("Their own words, as near as you can."),
        widget=forms.Textarea({"rows": 3}), max_length=LONG, required=False,
    )  # fmt: skip
    allegation = forms.CharField(
        label=gettext_lazy("What has somebody else told you?"),
        widget=forms.Textarea({"rows": 3}), max_length=LONG, required=False,
    )  # fmt: skip
    told_by = forms.CharField(label=gettext_lazy("Who told you?"), max_length=200, required=False)
    opinion = forms.CharField(
        label=gettext_lazy("What do you think it means?"),
        help_text=gettext_lazy("Your own view. It is kept apart from what you saw."),
        widget=forms.Textarea({"rows": 3}), max_length=LONG, required=False,
    )  # fmt: skip
    what_we_did = forms.CharField(
        label=gettext_lazy("What have you done so far?"),
        widget=forms.Textarea({"rows": 3}), max_length=LONG, required=False,
    )  # fmt: skip
    happened_on = DayField(
        label=gettext_lazy("When was it?"),
        help_text=gettext_lazy("Leave this empty if you do not know."),
        required=False,
    )

    BOXES = {"fact": "fact", "childs-words": "childs_words", "allegation": "allegation", "opinion": "opinion",
             "what-we-did": "what_we_did"}  # fmt: skip

    def clean_happened_on(self):
        return not_to_come(self.cleaned_data["happened_on"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned[box] for box in self.BOXES.values()):
            self.add_error("fact", _("Write down at least one thing: what you saw, were told, or think"))
        return cleaned

    def entries(self, writer):
        """What `raise_worry` takes: who said so is the child, the one who told, or the writer."""
        said_by = {"childs-words": "", "allegation": self.cleaned_data["told_by"]}
        return [
            {
                "kind": kind,
                "text": self.cleaned_data[box],
                "said_by": said_by.get(kind, writer),
                "happened_on": self.cleaned_data["happened_on"],
            }
            for kind, box in self.BOXES.items()
            if self.cleaned_data[box]
        ]


class EntryForm(forms.Form):
    """One field and one choice; the rest only for who wants it."""

    text = forms.CharField(
        label=gettext_lazy("What do you want to write down?"), widget=forms.Textarea({"rows": 5}),
        max_length=LONG,
        error_messages={"required": gettext_lazy("Write down what happened, was said, or was done")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=ENTRY_KINDS.items, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is, so that no view is taken for a fact")},
    )  # fmt: skip
    said_by = forms.CharField(
        label=gettext_lazy("Who said so?"), max_length=200, required=False,
        help_text=gettext_lazy("Leave this empty if it was you."),
    )  # fmt: skip
    happened_on = DayField(label=gettext_lazy("Which day was it?"), required=False)
    happened_at = ClockField(
        label=gettext_lazy("At what time?"), required=False,
        help_text=gettext_lazy("About will do, for example 3:40pm"),
    )  # fmt: skip
    child = forms.ChoiceField(
        label=gettext_lazy("Which child is it about?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args, children=(), **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if len(children) > 1:
            self.fields["child"].choices = [("", _("All of them")), *((str(c.pk), c.name) for c in children)]
        else:
            del self.fields["child"]

    def clean_happened_on(self):
        return not_to_come(self.cleaned_data["happened_on"])


class LinkedPersonForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200,
        error_messages={"required": gettext_lazy("Write their name, or what you know them by")},
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=gettext_lazy("Who are they to the child?"), choices=RELATIONS.items, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who they are to the child")},
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        error_messages={"invalid": gettext_lazy("Enter an address such as name@example.com, or none")},
    )  # fmt: skip
    may_be_a_risk = forms.BooleanField(
        label=gettext_lazy("They may be a risk to somebody"),
        help_text=gettext_lazy("Nothing goes to them, and you are warned where it could reach them."),
        required=False,
    )


class PlaceForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address"), widget=forms.Textarea({"rows": 3}), max_length=500,
        error_messages={"required": gettext_lazy("Write the address, or as much of it as you know")},
    )  # fmt: skip
    whose = forms.ChoiceField(label=gettext_lazy("Who is there?"), widget=forms.RadioSelect, required=False)
    is_safe = forms.BooleanField(
        label=gettext_lazy("This address must not be disclosed"),
        help_text=gettext_lazy(
            "For example a refuge. It then stays out of everything that is sent, and no page shows it. "
            "To see it, somebody has to say why."
        ),
        required=False,
    )

    def __init__(self, *args, child, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        people = [(str(person.pk), person.name) for person in child.linked_people.all()]
        self.fields["whose"].choices = [("", child.name), *people]


class RevealForm(forms.Form):
    """Why somebody needs to see a safe address."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need to see it?"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write why you need to see it")},
    )  # fmt: skip


class LiftShieldForm(forms.Form):
    """Why an address need not be hidden any more."""

    because = forms.CharField(
        label=gettext_lazy("Why need it not be hidden any more?"), max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("A second person reads this and decides. Do not write the address here."),
        error_messages={"required": gettext_lazy("Write why it need not be hidden any more")},
    )  # fmt: skip


class ContactForm(forms.Form):
    """Somebody who is not in the directory, and the step that verified them."""

    name = forms.CharField(
        label=gettext_lazy("Their name"), max_length=200,
        error_messages={"required": gettext_lazy("Write the name of the person or the team")},
    )  # fmt: skip
    organisation_name = forms.CharField(
        label=gettext_lazy("Their organisation"), max_length=200, required=False
    )
    role = forms.CharField(label=gettext_lazy("Their role"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of organisation or person is it?"),
        error_messages={"required": gettext_lazy("Choose what they are: the answer depends on it")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy(
            "They get a link, and a code from you another way. Nothing about the child is in the mail."
        ),
        error_messages={"invalid": gettext_lazy("Enter an address such as name@example.com, or none")},
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    verified_how = forms.ChoiceField(
        label=gettext_lazy("How did you make sure that it is really them?"),
        choices=lambda: [*VERIFY_STEPS.items(), (NOT_VERIFIED, _("I have not done that yet"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you did, or that you have not done it yet")},
    )
    may_be_a_risk = forms.BooleanField(
        label=gettext_lazy("They, or somebody there, could use it to harm anyone"), required=False
    )
    email_is_right = forms.BooleanField(
        label=gettext_lazy("The address is right as I typed it"), required=False
    )

    def __init__(self, *args, say, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        kinds = sorted(
            ((kind, say(kind)) for kind in (*ORGANISATION_KINDS, *PERSON_KINDS)), key=lambda k: k[1].lower()
        )
        self.fields["kind"].choices = [("", _("Choose one")), *((k, t[:1].upper() + t[1:]) for k, t in kinds)]

    def clean(self):
        cleaned = super().clean()
        if (
            not {"email", "phone"} & set(self.errors)
            and not cleaned.get("email")
            and not cleaned.get("phone")
        ):
            self.add_error(
                "email", _("Write an e-mail address or a telephone number: how can you reach them?")
            )
        return cleaned


class MemberForm(forms.Form):
    person = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a colleague")},
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("Why do they need to?"), max_length=1000, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write why they need to see it")},
    )  # fmt: skip
    until = DayField(
        label=gettext_lazy("Until which day?"),
        help_text=gettext_lazy("Nobody is let in for good. You can give them a later day when it comes."),
        required=False,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["until"].initial = timezone.localdate() + TEAM_FOR
        self.fields["person"].choices = [(str(p.pk), f"{p.name}, {p.role_words}") for p in people]

    def clean_until(self):
        return not_too_far(self.cleaned_data["until"])


class ExtendForm(forms.Form):
    """A later last day for somebody of the team."""

    until = DayField(label=gettext_lazy("Until which day now?"))
    because = forms.CharField(
        label=gettext_lazy("Why do they still need to?"), max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write why they still need to see it")},
    )  # fmt: skip

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.member = member
        self.fields["until"].initial = max(member.until, timezone.localdate()) + TEAM_FOR

    def clean_until(self):
        until = not_too_far(self.cleaned_data["until"])
        if until <= self.member.until:
            raise forms.ValidationError(_("They may see it until then already. Choose a later day"))
        return until


class AskForm(forms.Form):
    of = forms.ChoiceField(
        label=gettext_lazy("Who do you want to ask?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who to ask")},
    )  # fmt: skip
    question = forms.CharField(
        label=gettext_lazy("What do you want to know?"), widget=forms.Textarea({"rows": 4}), max_length=LONG,
        help_text=gettext_lazy("They can read what you have answered so far."),
        error_messages={"required": gettext_lazy("Write your question")},
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["of"].choices = [(str(p.pk), f"{p.name}, {p.role_words}") for p in people]
        if len(people) == 1:
            self.fields["of"].initial = str(people[0].pk)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"), widget=forms.Textarea({"rows": 6}), max_length=LONG,
        error_messages={"required": gettext_lazy("Write your answer")},
    )  # fmt: skip


class CloseForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why is it closed?"), widget=forms.Textarea({"rows": 3}), max_length=LONG,
        help_text=gettext_lazy("Nothing is lost. It can be opened again."),
        error_messages={"required": gettext_lazy("Write why it is closed")},
    )  # fmt: skip


class ReviewForm(forms.Form):
    """Looking again at a decision not to share."""

    why = forms.CharField(
        label=gettext_lazy("Why does it still stand?"), widget=forms.Textarea({"rows": 3}), max_length=LONG,
        error_messages={"required": gettext_lazy("Write why it still stands")},
    )  # fmt: skip
    review_on = DayField(label=gettext_lazy("When will you look at it again?"))

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today"))
        return day


class TellingForm(forms.Form):
    """Whether the family is told, and when."""

    telling = forms.ChoiceField(
        label=gettext_lazy("Will the family be told?"), widget=forms.RadioSelect,
        choices=[
            ("told", gettext_lazy("They have been told")),
            ("will-tell", gettext_lazy("We will tell them")),
            ("not-telling", gettext_lazy("We will not tell them, for now")),
        ],
        error_messages={"required": gettext_lazy("Choose what was decided about telling the family")},
    )  # fmt: skip
    telling_reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Needed if you do not tell them."),
    )  # fmt: skip
    tell_by = DayField(
        label=gettext_lazy("By which day will you tell them, or look at this again?"), required=False
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("telling") == "not-telling" and not cleaned.get("telling_reason"):
            self.add_error("telling_reason", _("Write why they are not told for now"))
        return cleaned
