"""The forms of drafting: what it is called, what its kind asks, who is bound, what flows."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sharewell.domain.agreements import grounds, states
from sharewell.web.layout.fields import DayField

BOTH = ("en", "cy")
IN = {"en": gettext_lazy("In English"), "cy": gettext_lazy("In Welsh")}


def _lang():
    return "cy" if get_language() == "cy" else "en"


def languages_of(agreement):
    """The languages in which it is written, that of the page first."""
    if agreement.languages == "both":
        return BOTH[::-1] if _lang() == "cy" else BOTH
    return (agreement.languages,)


class StartForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to agree?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind of agreement")},
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("What is it called?"), max_length=200,
        help_text=gettext_lazy("What a colleague would look for, such as “Keeping pupils safe”."),
        error_messages={"required": gettext_lazy("Write what it is called")},
    )  # fmt: skip
    languages = forms.ChoiceField(
        label=gettext_lazy("In which language is it written?"), widget=forms.RadioSelect,
        choices=lambda: list(states.LANGUAGES.items()), initial=_lang,
        help_text=gettext_lazy("It can be read and printed in either. You can change this later."),
        error_messages={"required": gettext_lazy("Choose a language")},
    )  # fmt: skip
    under = forms.ChoiceField(
        label=gettext_lazy("Is it a schedule to an overarching agreement?"), widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip

    def __init__(self, *args, kinds, overarching, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        lang = _lang()
        self.fields["kind"].choices = [(each.id, each.title[lang]) for each in kinds.values()]
        self.hints = {each.id: each.summary[lang] for each in kinds.values()}
        _offer_above(self, overarching)


NOT_UNDER = "no"  # what stands in a form for no agreement above it: nothing chosen would be no answer


def _offer_above(form, overarching):
    """Let one of these be chosen as the agreement above a schedule; nothing is asked where there is none."""
    if not overarching:
        del form.fields["under"]
        return
    listed = ((str(each.pk), f"{each} ({each.reference})") for each in overarching)
    form.fields["under"].choices = [(NOT_UNDER, _("No")), *listed]
    form.initial.setdefault("under", NOT_UNDER)


class AboutForm(forms.Form):
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_cy = forms.CharField(label=gettext_lazy("Title in Welsh"), max_length=200, required=False)
    languages = forms.ChoiceField(
        label=gettext_lazy("In which language is it written?"), widget=forms.RadioSelect,
        choices=lambda: list(states.LANGUAGES.items()),
    )  # fmt: skip
    in_force_from = DayField(
        label=gettext_lazy("From which day shall it hold?"), required=False,
        help_text=gettext_lazy("Leave it empty to begin on the day on which the last party signs."),
    )  # fmt: skip
    ends_on = DayField(
        label=gettext_lazy("Does it end on a day?"), required=False,
        help_text=gettext_lazy("The last day on which it holds. Most have none and are reviewed instead."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("Anybody may read it in the public register once it is in force"), required=False
    )
    under = forms.ChoiceField(
        label=gettext_lazy("Is it a schedule to an overarching agreement?"), widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip

    def __init__(self, *args, overarching, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        _offer_above(self, overarching)

    def clean(self):
        said = super().clean()
        if not said.get("title_en") and not said.get("title_cy"):
            self.add_error("title_en", _("Write a title in English or in Welsh"))
        start, end = said.get("in_force_from"), said.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("It cannot end before it begins"))
        return said


class QuestionsForm(forms.Form):
    """What one section of the kind asks; a text once for each language in which the agreement is written."""

    def __init__(self, *args, section, agreement, answers, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.section, self.answers, self.written_in = section, answers, languages_of(agreement)
        lang = _lang()
        self.rows = []  # (question, [names of its fields])
        for question in section.questions:
            names = [f"{question.id}_en"] if question.sort == "choice" else [
                f"{question.id}_{each}" for each in self.written_in
            ]  # fmt: skip
            for name in names:
                self.fields[name] = self._field(question, name, lang)
            self.rows.append((question, names))

    def _field(self, question, name, lang):
        written = name[-2:]
        stored = self.answers.get(question.id)
        initial = (stored or question.starts_as or {}).get(written, "")
        if question.sort == "choice":
            choices = [(each.id, each.label[lang]) for each in question.choices]
            return forms.ChoiceField(
                label=question.ask[lang], choices=choices, initial=initial, required=False,
                widget=forms.RadioSelect, help_text=(question.help or {}).get(lang, ""),
            )  # fmt: skip
        label = question.ask[lang] if len(self.written_in) == 1 else str(IN[written])
        widget = forms.TextInput() if question.sort == "line" else forms.Textarea({"rows": 5})
        widget.attrs |= {"lang": written}
        return forms.CharField(
            label=label, initial=initial, required=False, widget=widget,
            max_length=300 if question.sort == "line" else 6000,
        )  # fmt: skip

    def answers_given(self):
        """{question: {"en", "cy"}}: what was typed, and what stands in a language that is not asked here."""
        given = {}
        for question, names in self.rows:
            stored = self.answers.get(question.id) or {"en": "", "cy": ""}
            typed = {name[-2:]: self.cleaned_data[name] for name in names}
            if question.sort == "choice":
                typed["cy"] = typed["en"]
            given[question.id] = {**stored, **typed}
        return given


class NewPartyForm(forms.Form):
    organisation = forms.ChoiceField(
        label=gettext_lazy("Which organisation?"), widget=forms.Select,
        help_text=gettext_lazy("From the directory. It need not use this service to agree and sign."),
        error_messages={"required": gettext_lazy("Choose an organisation")},
    )  # fmt: skip

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        in_order = sorted(organisations, key=lambda each: each.name_en.casefold())  # one for both languages
        listed = [(str(each.pk), str(each)) for each in in_order]
        self.fields["organisation"].choices = [("", _("Choose one")), *listed]


class PartyForm(forms.Form):
    capacity = forms.ChoiceField(
        label=gettext_lazy("As what is it bound?"), widget=forms.RadioSelect,
        choices=lambda: list(states.CAPACITIES.items()),
    )  # fmt: skip
    contact_en = forms.CharField(
        label=gettext_lazy("Whom to ask there"), max_length=200, required=False,
        help_text=gettext_lazy("A post and how to reach it, not a person's name: people move on."),
    )  # fmt: skip
    contact_cy = forms.CharField(
        label=gettext_lazy("Whom to ask there, in Welsh"), max_length=200, required=False
    )
    signatory_role_en = forms.CharField(
        label=gettext_lazy("Who signs for it: the role"), max_length=120, required=False,
        help_text=gettext_lazy("Such as “Headteacher” or “Practice manager”."),
    )  # fmt: skip
    signatory_role_cy = forms.CharField(
        label=gettext_lazy("The role in Welsh"), max_length=120, required=False
    )
    signatory_name = forms.CharField(
        label=gettext_lazy("Their name"), max_length=120, required=False,
        help_text=gettext_lazy("Kept sealed. It is printed only once they have signed."),
    )  # fmt: skip
    signatory_email = forms.EmailField(
        label=gettext_lazy("Their work e-mail address"), required=False,
        help_text=gettext_lazy("Where nobody there has an account, they get a secure link to sign with."),
    )  # fmt: skip

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if agreement.languages == "en":
            del self.fields["contact_cy"], self.fields["signatory_role_cy"]


def _asked_in(label, lang) -> str:
    """`label`, and in which language: "About whom? In English". A name of a language keeps its capital."""
    return f"{label} {IN[lang]}" if str(label).endswith("?") else f"{label}. {IN[lang]}"


def _texts(form, agreement, names):
    """A field a language for each of `names`: {column: (label, help, whether it is long)}."""
    for name, (label, hint, is_long) in names.items():
        for lang in languages_of(agreement):
            said = label if len(languages_of(agreement)) == 1 else _asked_in(label, lang)
            widget = forms.Textarea({"rows": 3}) if is_long else forms.TextInput()
            widget.attrs |= {"lang": lang}
            form.fields[f"{name}_{lang}"] = forms.CharField(
                label=said, help_text=hint, required=False, widget=widget, max_length=4000 if is_long else 300
            )


class FlowForm(forms.Form):
    """Who gives what to whom, about whom and what for."""

    giver = forms.ChoiceField(
        label=gettext_lazy("Who gives it?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who gives it")},
    )  # fmt: skip
    receivers = forms.MultipleChoiceField(
        label=gettext_lazy("Who receives it?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who receives it")},
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=gettext_lazy("What is it for?"), widget=forms.Select,
        help_text=gettext_lazy("One purpose a flow. A second purpose is a flow of its own."),
        error_messages={"required": gettext_lazy("Choose what it is for")},
    )  # fmt: skip

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        parties = [(str(party.pk), str(party)) for party in agreement.parties.all() if party.left_on is None]
        self.fields["giver"].choices = self.fields["receivers"].choices = parties
        said = [(pk, grounds.say("worry.purpose", pk)[_lang()]) for pk in grounds.purposes()]
        self.fields["purpose"].choices = [("", _("Choose one")), *said]
        _texts(self, agreement, {
            "about": (_("About whom?"), _("For example: pupils who worry somebody, and families."), False),
            "items": (
                _("What information, exactly?"),
                _("List it item by item. What is not listed is not shared."), True,
            ),
            "why": (_("Why does whoever receives it need it?"), "", True),
        })  # fmt: skip

    def clean(self):
        said = super().clean()
        if said.get("giver") in said.get("receivers", []):
            self.add_error("receivers", _("Whoever gives it cannot receive it as well"))
        return said


class HowForm(forms.Form):
    """How often, when, how secured, how long kept, and of which sorts it is."""

    pattern = forms.ChoiceField(
        label=gettext_lazy("How often?"), widget=forms.RadioSelect,
        choices=lambda: list(states.PATTERNS.items()),
    )  # fmt: skip
    special = forms.BooleanField(
        label=gettext_lazy("It speaks of health, ethnicity, religion, sex life or sexuality"), required=False
    )
    offence = forms.BooleanField(
        label=gettext_lazy("It mentions crimes, or that somebody may have committed one"), required=False
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("It is held under a duty of confidence"), required=False
    )

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        _texts(self, agreement, {
            "often": (_("More about how often"), "", False),
            "trigger": (
                _("When is it given?"), _("What makes somebody share, such as “a referral is made”."), False
            ),
            "secured": (_("How is it sent and kept safe?"), "", True),
            "kept": (
                _("How long does whoever receives it keep it?"),
                _("A period, and whose retention schedule it comes from."), False,
            ),
        })  # fmt: skip


class GroundForm(forms.Form):
    """What one party rests a flow on."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Lawful basis"), required=False, widget=forms.Select,
        help_text=gettext_lazy("Those that fit this flow by the rules come first."),
    )  # fmt: skip
    condition = forms.ChoiceField(
        label=gettext_lazy("Condition for special category or criminal offence data"), required=False,
        widget=forms.Select,
    )  # fmt: skip
    power = forms.ChoiceField(
        label=gettext_lazy("Legal power or duty"), required=False, widget=forms.Select,
        help_text=gettext_lazy("What in law lets or makes them share. A charity or a club may need none."),
    )  # fmt: skip

    SORTS = {"basis": "basis", "condition": "condition", "power": "gateway"}

    def __init__(self, *args, fitting, nation, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        lang = _lang()
        for name, sort in self.SORTS.items():
            every = grounds.powers_in(nation) if sort == "gateway" else grounds.ids(sort)
            at_times = [pk for pk in fitting["at-times"] if sort == "gateway" and pk not in fitting[name]]
            first = {*fitting[name], *at_times}
            chosen = self.initial.get(name)
            rest = [pk for pk in dict.fromkeys([*every, *filter(None, [chosen])]) if pk not in first]
            fits = [(pk, _("Fits: %(ground)s") % {"ground": grounds.title(pk)[lang]}) for pk in fitting[name]]
            fits += [
                (pk, _("In single cases: %(ground)s") % {"ground": grounds.title(pk)[lang]})
                for pk in at_times
            ]
            others = [(pk, grounds.title(pk)[lang]) for pk in rest]  # by id: one order in both languages
            self.fields[name].choices = [("", _("Not said yet")), *fits, *others]


class AssessmentsForm(forms.Form):
    """Which impact assessments stand behind an agreement."""

    assessments = forms.MultipleChoiceField(
        label=gettext_lazy("Which impact assessments stand behind it?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those of your organisation that you may see."),
    )  # fmt: skip

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["assessments"].choices = [
            (pk, f"{row.title or row.reference} ({row.reference})") for pk, row in offered.items()
        ]
