"""The forms of an assessment. What people write, they write in English, in Welsh, or in both."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.domain.dpias import states
from sharewell.domain.dpias.template import screening
from sharewell.domain.organisations.states import ORGANISATION_KINDS
from sharewell.web.layout.fields import DayField

PURPOSES = (
    "protect", "support", "care", "crime", "continuity", "proceedings", "access", "inspection", "review",
    "constituent", "correction", "advice", "planning", "research", "vetting",
)  # fmt: skip
SAY_SOMETHING = gettext_lazy("Write something, in English or in Welsh")
ENGLISH, WELSH = gettext_lazy("In English"), gettext_lazy("In Welsh")
CHOOSE = {"required": gettext_lazy("Choose an answer")}


def lang():
    """The language of the page."""
    return "cy" if get_language() == "cy" else "en"


def words(name, rows=4, most=4000):
    """Two fields for one text: {"<name>_en": ..., "<name>_cy": ...}."""
    widget = forms.Textarea if rows > 1 else forms.TextInput
    return {
        f"{name}_{each}": forms.CharField(
            label=label, required=False, max_length=most, widget=widget({"rows": rows} if rows > 1 else {})
        )
        for each, label in (("en", ENGLISH), ("cy", WELSH))
    }


class TextsForm(forms.Form):
    """A form of texts in two languages. `texts` are their names; those in `needed` must say something."""

    texts: dict = {}
    needed: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        own = dict(self.fields)
        self.fields = {}
        for name, rows in self.texts.items():
            self.fields |= words(name, rows, 200 if rows == 1 else 4000)
        self.fields |= own

    def clean(self):
        said = super().clean()
        for name in self.needed_now(said):
            if not (said.get(f"{name}_en", "") or said.get(f"{name}_cy", "")):
                self.add_error(f"{name}_{lang()}", SAY_SOMETHING)
        return said

    def needed_now(self, said):
        """The texts that must hold words, given what else was said."""
        return self.needed


class BeginForm(TextsForm):
    texts = {"title": 1}
    needed = ("title",)
    regime = forms.ChoiceField(
        label=gettext_lazy("Which law applies?"), widget=forms.RadioSelect, initial=states.UK_GDPR,
        choices=lambda: list(states.REGIMES.items()),
        help_text=gettext_lazy("Nearly always the first. The second is for the police and courts."),
    )  # fmt: skip
    is_overarching = forms.BooleanField(
        label=gettext_lazy("It is overarching: others build their own on it"), required=False
    )
    parent = forms.ChoiceField(
        label=gettext_lazy("Does it build on another?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args, overarching=(), **kwargs):
        super().__init__(*args, **kwargs)
        if overarching:
            some = [(str(row.pk), f"{row.title} ({row.keeper})") for row in overarching]
            self.fields["parent"].choices = [("", _("No")), *some]
        else:
            del self.fields["parent"]


class TitleForm(TextsForm):
    texts = {"title": 1}
    needed = ("title",)


class ScreeningForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        choices = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
        for question in screening():
            self.fields[question.id] = forms.ChoiceField(
                label=question.asks, help_text=question.helps, choices=choices, widget=forms.RadioSelect,
                error_messages=CHOOSE,
            )  # fmt: skip


class WhyForm(TextsForm):
    """A reason, and nothing else."""

    texts = {"why": 4}
    needed = ("why",)


class SaidForm(TextsForm):
    texts = {"said": 5}
    needed = ("said",)


class RemarkForm(TextsForm):
    """The same where nothing need be said."""

    texts = {"said": 5}


class HatsForm(forms.Form):
    def __init__(self, *args, people, fits, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for hat, label in states.HATS.items():
            able = [each for each in people if fits(hat, each)]
            choices = [("", _("Nobody yet")), *((str(each.pk), _person(each)) for each in able)]
            self.fields[hat] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self):
        said = super().clean()
        given = [pk for pk in said.values() if pk]
        twice = {pk for pk in given if given.count(pk) > 1}
        for hat, pk in list(said.items()):
            if pk in twice:
                self.add_error(hat, _("One person cannot have two parts: nobody looks at their own work"))
        return said


def _person(person):
    return f"{person.name}, {person.role_words}"


class AnswerForm(TextsForm):
    """The words of an answer, and what the question takes beside them."""

    texts = {"text": 7}

    def __init__(self, *args, question, offered=(), names=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {name.casefold(): pk for pk, both in names for name in both if name}
        self.fields |= _BESIDE[question.kind](offered)

    def clean_named(self):
        """Ids of the organisations whose names stand one a line."""
        found, unknown = [], []
        for line in filter(None, (each.strip() for each in self.cleaned_data["named"].splitlines())):
            pk = self.names.get(line.casefold())
            found.append(pk) if pk else unknown.append(line)
        if unknown:
            raise forms.ValidationError(
                _("The directory has nobody called: %(names)s") % {"names": ", ".join(unknown)}
            )
        return sorted(set(found))


def _chosen(label, choices, hint=""):
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, choices=choices, help_text=hint, required=False
    )


def _recipients(_offered):
    said = rules.current()
    purposes = [(each, said.say("worry.purpose", each, lang())) for each in PURPOSES]
    kinds = [(each, said.say("recipient.kind", each, lang())) for each in ORGANISATION_KINDS]
    return {
        "purposes": _chosen(_("For which purposes?"), purposes),
        "kinds": _chosen(_("With which kinds of recipient?"), kinds),
        "named": forms.CharField(
            label=_("Does it name certain recipients?"), required=False, widget=forms.Textarea({"rows": 4}),
            help_text=_(
                "One name a line, as in the directory. Where none of a kind is named, all of it are meant."
            ),
        ),
    }  # fmt: skip


def _volume(_offered):
    return {
        "expects_a_month": forms.IntegerField(
            label=_("How many shares do you expect in a month?"),
            min_value=0,
            max_value=1_000_000,
            required=False,
        )
    }


def _provisions(offered):
    sorts = {
        "basis": _("The lawful basis"),
        "condition": _("The condition for sensitive information"),
        "gateway": _("The duty or power"),
    }
    return {
        sort: _chosen(
            label, [(each.id, f"{each.title[lang()]}: {each.where}") for each in offered if each.sort == sort]
        )
        for sort, label in sorts.items()
    }


_BESIDE = {
    "text": lambda offered: {},
    "recipients": _recipients,
    "volume": _volume,
    "provisions": _provisions,
}


def _level(label, choices, required=True):
    return forms.TypedChoiceField(
        label=label, widget=forms.RadioSelect, choices=lambda: list(choices.items()), coerce=int,
        required=required, empty_value=None, error_messages=CHOOSE,
    )  # fmt: skip


class RiskForm(TextsForm):
    texts = {"title": 1, "about": 4}
    needed = ("title",)
    side = forms.ChoiceField(
        label=gettext_lazy("When would it happen?"), widget=forms.RadioSelect,
        choices=lambda: list(states.SIDES.items()), error_messages=CHOOSE,
    )  # fmt: skip
    likelihood = _level(gettext_lazy("How likely is it?"), states.LIKELIHOOD)
    severity = _level(gettext_lazy("How severe would it be for somebody?"), states.SEVERITY)


class LeftForm(TextsForm):
    """A risk with what is left of it."""

    texts = {"left_why": 3}
    left_likelihood = _level(gettext_lazy("How likely is it then?"), states.LIKELIHOOD)
    left_severity = _level(gettext_lazy("How severe is it then?"), states.SEVERITY)


class MeasureForm(TextsForm):
    texts = {"text": 3}
    needed = ("text",)
    effect = forms.ChoiceField(
        label=gettext_lazy("What does it do?"), widget=forms.RadioSelect,
        choices=lambda: list(states.EFFECTS.items()), error_messages=CHOOSE,
    )  # fmt: skip
    owner = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)
    due_on = DayField(label=gettext_lazy("By which day?"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Nobody yet")), *((str(row.pk), row.name) for row in people)]


class ViewForm(TextsForm):
    texts = {"whose": 1, "said": 4, "did": 3}
    needed = ("whose", "said")
    were_asked = forms.ChoiceField(
        label=gettext_lazy("Were they asked?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, and this is why"))],
        error_messages=CHOOSE,
    )  # fmt: skip
    asked_on = DayField(label=gettext_lazy("When?"), required=False)
    followed = forms.ChoiceField(
        label=gettext_lazy("Was it followed?"), widget=forms.RadioSelect, required=False,
        choices=lambda: list(states.FOLLOWED.items()),
    )  # fmt: skip


class AdviceForm(TextsForm):
    texts = {"text": 6}
    needed = ("text",)
    says = forms.ChoiceField(
        label=gettext_lazy("What do you advise?"), widget=forms.RadioSelect,
        choices=lambda: list(states.ADVICE.items()), error_messages=CHOOSE,
    )  # fmt: skip


class TakenForm(TextsForm):
    texts = {"because": 4}
    taken = forms.ChoiceField(
        label=gettext_lazy("What do you do with the advice?"), widget=forms.RadioSelect,
        choices=lambda: list(states.TAKEN.items()), error_messages=CHOOSE,
    )  # fmt: skip

    def needed_now(self, said):
        return ("because",) if said.get("taken") == "overruled" else ()


class SignForm(forms.Form):
    review_on = DayField(label=gettext_lazy("When is it looked at again?"))
    review_owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to that?"),
        error_messages={"required": gettext_lazy("Choose who sees to it")},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["review_owner"].choices = [
            ("", _("Choose")),
            *((str(row.pk), row.name) for row in people),
        ]


class DayForm(forms.Form):
    on = DayField(label=gettext_lazy("On which day?"))


class CommissionersForm(TextsForm):
    texts = {"said": 5}
    needed = ("said",)
    answered_on = DayField(label=gettext_lazy("When did they answer?"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("What did they answer?"), widget=forms.RadioSelect,
        choices=lambda: list(states.CONSULTED.items()), error_messages=CHOOSE,
    )  # fmt: skip


class OpenForm(forms.Form):
    because = forms.ChoiceField(
        label=gettext_lazy("What happened?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=lambda: [(each, states.BECAUSE[each]) for each in (states.BREACH, states.COMPLAINT)],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class SettleForm(TextsForm):
    texts = {"said": 4}
    needed = ("said",)
    how = forms.ChoiceField(
        label=gettext_lazy("How does the answer stand?"), widget=forms.RadioSelect,
        choices=lambda: list(states.SETTLED.items()), error_messages=CHOOSE,
    )  # fmt: skip


class OfferForm(forms.Form):
    organisation = forms.ChoiceField(
        label=gettext_lazy("To which organisation?"),
        error_messages={"required": gettext_lazy("Choose the organisation")},
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        some = [(str(row.pk), str(row)) for row in organisations]
        self.fields["organisation"].choices = [("", _("Choose")), *some]
