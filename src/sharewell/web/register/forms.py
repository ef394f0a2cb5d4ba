"""Choosing a file to bring in, and confirming what was found in a paper."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sharewell.domain.agreements import states
from sharewell.domain.agreements.spreadsheet import Entry, FlowLine
from sharewell.web.layout.fields import DayField

MOST_UNKNOWN = 30  # names that are not in the directory and can be chosen for by hand
MORE = 3  # parties that the paper was not seen to name
WE, THEY, ALL = "we", "they", "all"
NOT_SURE = gettext_lazy("Hold this against the paper, then tick it")


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Choose a file"), error_messages={"required": gettext_lazy("Choose a file first"),
        "empty": gettext_lazy("This file is empty. Choose the file again."),
        "invalid": gettext_lazy("Choose a file first")},
    )  # fmt: skip

    def __init__(self, *args, was_too_big=False, most=20, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if was_too_big:
            says = _("This file is larger than %(most)s MB. Choose a smaller one.") % {"most": most}
            self.fields["file"].error_messages["required"] = says


def _sure(words):
    return forms.BooleanField(label=words, error_messages={"required": NOT_SURE})


class ConfirmForm(forms.Form):
    """The key facts of a paper, begun from what was found; each part ends with a box to tick."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of agreement is it?"),
        error_messages={"required": gettext_lazy("Choose a kind of agreement")})  # fmt: skip
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_cy = forms.CharField(label=gettext_lazy("Title in Welsh"), max_length=200, required=False)
    languages = forms.ChoiceField(
        label=gettext_lazy("In which language is it written?"), widget=forms.RadioSelect,
        choices=lambda: list(states.LANGUAGES.items()),
        error_messages={"required": gettext_lazy("Choose a language")},
    )  # fmt: skip
    reference = forms.CharField(
        label=gettext_lazy("Your own reference"), max_length=20, required=False,
        help_text=gettext_lazy("Leave it empty to give it the next number of your register."),
    )  # fmt: skip
    sure_what = _sure(gettext_lazy("I have held its kind and its title against the paper"))
    parties = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these does it bind?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure_parties = _sure(gettext_lazy("I have held the parties against the paper"))
    in_force_from = DayField(
        label=gettext_lazy("From which day is it in force?"),
        error_messages={"required": gettext_lazy("Enter the day from which it is in force")},
    )
    review_on = DayField(
        label=gettext_lazy("On which day is it reviewed?"), required=False,
        help_text=gettext_lazy("Leave it empty and it is due half a year after it started."),
    )  # fmt: skip
    ends_on = DayField(
        label=gettext_lazy("Does it end on a day?"), required=False,
        help_text=gettext_lazy("The last day on which it holds. Most have none."),
    )  # fmt: skip
    sure_days = _sure(gettext_lazy("I have held the days against the paper"))
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What is the sharing for?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one purpose")},
    )  # fmt: skip
    gives = forms.ChoiceField(
        label=gettext_lazy("Who gives information to whom?"), widget=forms.RadioSelect,
        choices=[(ALL, gettext_lazy("Each party gives to all the others")),
                 (WE, gettext_lazy("We give, and the others receive")),
                 (THEY, gettext_lazy("The others give, and we receive"))],
        error_messages={"required": gettext_lazy("Choose who gives to whom")},
    )  # fmt: skip
    pattern = forms.ChoiceField(
        label=gettext_lazy("How often?"), widget=forms.RadioSelect,
        choices=lambda: list(states.PATTERNS.items()),
        error_messages={"required": gettext_lazy("Choose how often")},
    )  # fmt: skip
    sure_flows = _sure(gettext_lazy("I have held purposes and flows against the paper"))

    WHAT = ("kind", "title_en", "title_cy", "languages", "reference", "sure_what")
    DAYS = ("in_force_from", "review_on", "ends_on", "sure_days")
    FLOWS = ("purposes", "gives", "pattern", "sure_flows")

    def __init__(self, *args, paper, kinds, purposes, names, ours, **kwargs):
        """`names` is {id: name} of the directory, `ours` the id of the organisation that keeps the paper."""
        found = paper.found
        super().__init__(*args, initial=_begun_from(found), use_required_attribute=False, **kwargs)
        self.found, self.ours, self.names = found, ours, names
        lang = "cy" if get_language() == "cy" else "en"
        self.fields["kind"].choices = [("", ""), *((each.id, each.title[lang]) for each in kinds.values())]
        self.fields["purposes"].choices = purposes
        self._parties(found)

    def _parties(self, found):
        seen = {each["value"]: each for each in found.get("parties", []) if each["value"] in self.names}
        known = dict.fromkeys([self.ours, *seen])
        self.fields["parties"].choices = [(pk, self.names[pk]) for pk in known]
        self.fields["parties"].initial = list(known)
        self.like = {pk: each["said"] for pk, each in seen.items() if each["how"] == "like"}
        self.unknown = [each["said"] for each in found.get("parties", []) if not each["value"]][:MOST_UNKNOWN]
        directory = sorted(
            ((pk, name) for pk, name in self.names.items() if pk not in known), key=lambda one: one[1]
        )
        self.others = []
        for number, said in enumerate([*self.unknown, *[""] * MORE]):
            label = _("“%(said)s” is not in the directory. Which body is it?") % {"said": said}
            self.fields[f"other_{number}"] = forms.ChoiceField(
                label=label if said else _("Another party"), required=False,
                choices=[("", _("None of these: leave it out") if said else ""), *directory],
            )  # fmt: skip
            self.others.append(f"other_{number}")

    @property
    def said(self):
        """{part of the form: the words of the paper that it rests on}."""

        def words(*names):
            return [said for name in names if (said := self.found.get(name, {}).get("said"))]

        return {
            "what": list(dict.fromkeys(words("kind", "title"))),
            "days": list(dict.fromkeys(words("starts", "review", "ends"))),
            "flows": list(dict.fromkeys(each["said"] for each in self.found.get("purposes", []))),
        }

    def clean(self):
        said = super().clean()
        if not said.get("title_en") and not said.get("title_cy"):
            self.add_error("title_en", _("Write a title in English or in Welsh"))
        if len(self._bound(said)) < 2 and "parties" not in self.errors:
            self.add_error("parties", _("An agreement has at least two parties"))
        elif self.ours not in self._bound(said) and "parties" not in self.errors:
            self.add_error("parties", _("Your own organisation is not among them"))
        start, end = said.get("in_force_from"), said.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("It cannot end before it begins"))
        return said

    def _bound(self, said):
        chosen = [*said.get("parties", []), *(said.get(name, "") for name in self.others)]
        return tuple(dict.fromkeys(filter(None, chosen)))

    def entry(self) -> Entry:
        """What was confirmed."""
        said = self.cleaned_data
        parties = self._bound(said)
        return Entry(
            **{name: said[name] for name in ("reference", "kind", "title_en", "title_cy", "languages")},
            state=states.IN_FORCE, keeper=self.ours, lead=self.ours, parties=parties,
            flows=tuple(self._flows(parties, said)), in_force_from=said["in_force_from"],
            review_on=said["review_on"], ends_on=said["ends_on"], is_public=False,
        )  # fmt: skip

    def _flows(self, parties, said):
        others = tuple(pk for pk in parties if pk != self.ours)
        givers = {ALL: parties, WE: (self.ours,), THEY: others}[said["gives"]]
        for purpose in said["purposes"]:
            for giver in givers:
                receivers = (
                    (self.ours,) if said["gives"] == THEY else tuple(pk for pk in parties if pk != giver)
                )
                yield FlowLine(giver, receivers, purpose, said["pattern"])


def _begun_from(found) -> dict:
    """What the form shows first."""
    title = found.get("title", {})
    written = "cy" if title.get("language") == "cy" else "en"
    return {
        "kind": found.get("kind", {}).get("value", ""),
        f"title_{written}": title.get("value", ""),
        "languages": found.get("language", {}).get("value", "en"),
        "in_force_from": _day(found, "starts"),
        "review_on": _day(found, "review"),
        "ends_on": _day(found, "ends"),
        "purposes": [each["value"] for each in found.get("purposes", [])],
        "gives": WE if found.get("kind", {}).get("value") == "waspi-dda" else ALL,
        "pattern": states.ROUTINE,
    }


def _day(found, name):
    said = found.get(name, {}).get("value", "")
    return (
        DayField().to_python(dict(zip(("year", "month", "day"), said.split("-"), strict=True)))
        if said
        else None
    )
