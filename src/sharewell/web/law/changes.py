"""What changed between two days of the law, or between two versions of the rules, laid out for the page."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell import rules as library
from sharewell.rules import RuleSet
from sharewell.rules.citations import line
from sharewell.rules.facts import FIRST_DAY
from sharewell.rules.histories import (
    NEVER,
    Change,
    between_days,
    between_versions,
    lives,
    load_published,
    published,
)
from sharewell.rules.in_words import rule_in_words
from sharewell.rules.ruleset import Version
from sharewell.rules.worked import answers, worked_cases
from sharewell.web.law import words
from sharewell.web.law.entries import title_of
from sharewell.web.law.slugs import slug_of
from sharewell.web.layout.moments import day as said_day

CURRENT = "current"
WORDS = ("text", "because", "refused", "myth", "fact")
_NO_DAY = gettext_lazy("Write the day as 30/9/2026, or choose it.")


class DayInput(forms.DateInput):
    """The browser's own way of choosing a day; a plain box where it has none."""

    input_type = "date"


class Day(forms.DateField):
    """A day, chosen or typed. Earlier than the rules know is an error that says so."""

    widget = DayInput(format="%Y-%m-%d")
    default_error_messages = {"invalid": _NO_DAY, "required": _NO_DAY}

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"], **options)

    def clean(self, value) -> date:
        """The day. Raises ValidationError."""
        day = super().clean(value)
        if day < FIRST_DAY:
            told = _("%(day)s is before 25 May 2018, the first day that the rules know.")
            raise forms.ValidationError(told % {"day": said_day(day)})
        return day


class BetweenDays(forms.Form):
    """Two days of the law."""

    first = Day(label=gettext_lazy("The law of"))
    then = Day(label=gettext_lazy("And the law of"))


class BetweenVersions(forms.Form):
    """Two versions of the rules."""

    old = forms.ChoiceField(label=gettext_lazy("From version"))
    new = forms.ChoiceField(label=gettext_lazy("To version"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("old", "new"):
            field_ = self.fields[name]
            field_.choices = version_choices()
            told = _("There is no such version. Choose one from the list.")
            field_.error_messages |= {"invalid_choice": told, "required": told}


@dataclass
class Piece:
    """A part of a rule that changed: how it is called, and its lines or its condition before and after."""

    heading: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    tree_before: dict | None = None
    tree_after: dict | None = None


@dataclass
class Row:
    """A rule that began, ended or changed."""

    change: Change
    slug: str | None
    title: str
    source: str
    dates: str
    parts: list[str]
    pieces: list[Piece]


@dataclass
class Effect:
    """A worked case whose answer differs: its name, its title, and both answers in words."""

    name: str
    title: str
    before: str
    after: str


@dataclass
class Sheet:
    """What changed: rows by sort (`began`, `ended`, `changed`), and what became of the worked cases."""

    before: str
    after: str
    rows: dict[str, list[Row]]
    outcomes: list[Effect]
    gateways: list[Effect]
    cases: int

    @property
    def count(self) -> int:
        """How many rules changed in any way."""
        return sum(len(rows) for rows in self.rows.values())


def version_choices() -> list[tuple[str, str]]:
    """The versions of the rules that can be compared, oldest first: (value, words)."""
    now = library.current().version
    listed = [(version, version) for version in published() if version != now]
    return [*listed, (CURRENT, _("%(version)s (this one)") % {"version": now})]


def turning_days() -> list[date]:
    """The days on which the law changed, as the rules know it, latest first."""
    versions = [version for each in lives(library.current()).values() for version in each]
    days = {day for version in versions for day in (version.starts, version.ends) if day and day != NEVER}
    return sorted((date.fromisoformat(day) for day in days if day > FIRST_DAY.isoformat()), reverse=True)


def last_turn(today: date) -> tuple[date, date]:
    """The day before the law last changed, and today."""
    turned = next((day for day in turning_days() if day <= today), today)
    return turned - timedelta(days=1), today


def of_days(first: date, then: date, lang: str) -> Sheet:
    """What changed from one day to another."""
    rules = library.current()
    changes = between_days(rules, first, then)
    return _sheet(
        (said_day(first), said_day(then)),
        [_row(rules, rules, change, lang) for change in changes],
        (answers(rules, first), answers(rules, then)),
        lang,
    )


@lru_cache(maxsize=16)
def of_versions(old: str, new: str, lang: str) -> Sheet:
    """What changed from one version of the rules to another."""
    before, after = (library.current() if name == CURRENT else load_published(name) for name in (old, new))
    rows = [_row(before, after, change, lang) for change in between_versions(before, after)]
    names = (_("version %(version)s") % {"version": each.version} for each in (before, after))
    return _sheet(tuple(names), rows, (answers(before), answers(after)), lang)


def _sheet(names: tuple[str, str], rows: list[Row], both: tuple[dict, dict], lang: str) -> Sheet:
    by_sort = {
        sort: [row for row in rows if row.change.sort == sort] for sort in ("began", "ended", "changed")
    }
    outcomes, gateways = [], []
    for name, before in both[0].items():
        after = both[1].get(name)
        if before is None or after is None:
            continue
        if before["outcome"] != after["outcome"]:
            outcomes.append(_effect(name, *(_outcome(one, lang) for one in (before, after))))
        elif (was := _gateways(before)) != (now := _gateways(after)):
            gateways.append(_effect(name, _less(was, now), _less(now, was)))
    return Sheet(*names, by_sort, outcomes, gateways, len(both[0]))


def _effect(name: str, before: str, after: str) -> Effect:
    return Effect(name, worked_cases()[name]["name"], before, after)


def _outcome(answer: dict, lang: str) -> str:
    return library.current().outcome_words(answer["outcome"], lang)


def _gateways(answer: dict) -> list[str]:
    return sorted(gateway["id"] for gateway in answer["gateways"])


def _less(one: list[str], other: list[str]) -> str:
    return ", ".join(name for name in one if name not in other)


def _row(old: RuleSet, new: RuleSet, change: Change, lang: str) -> Row:
    shown = change.after or change.before
    is_known = change.after is not None or change.rule in {t["id"] for t in library.current().rules.values()}
    said = words.parts()
    return Row(
        change=change,
        slug=slug_of(change.rule) if is_known else None,
        title=title_of(shown, lang),
        source=line(shown.table, lang),
        dates=words.dates_line(shown, ""),
        parts=[said[part] for part in change.parts],
        pieces=_pieces(old, new, change, lang) if change.sort == "changed" else [],
    )


def _pieces(old: RuleSet, new: RuleSet, change: Change, lang: str) -> list[Piece]:
    said = words.parts()
    out = [
        Piece(said[part], *(_lines(version, part, lang) for version in (change.before, change.after)))
        for part in change.parts
        if part != "condition"
    ]
    out = [piece for piece in out if piece.before != piece.after]
    if "condition" in change.parts:
        out += _condition_pieces(old, new, change, lang)
    return out


def _condition_pieces(old: RuleSet, new: RuleSet, change: Change, lang: str) -> list[Piece]:
    headings = {
        "when": _("Condition"),
        "recommended": _("When it is the ground to use"),
        "available": _("When it would do as well"),
    }
    out = []
    for name, heading in headings.items():
        before = rule_in_words(old, change.before, name, lang)
        after = rule_in_words(new, change.after, name, lang)
        if before != after:
            out.append(Piece(heading, tree_before=before, tree_after=after))
    return out


def _lines(version: Version, part: str, lang: str) -> list[str]:
    """What one part of a version says, in lines."""
    table = version.table
    says = {
        "title": lambda: [table["title"][lang]],
        "text": lambda: [table[name][lang] for name in WORDS if name in table],
        "adds": lambda: [row["text"][lang] for name in words.adds() for row in table.get(name, [])],
        "effect": lambda: [_effect_line(version, lang)],
        "nations": lambda: [words.nations_line(table.get("extends", words.NATIONS))],
        "source": lambda: [line(table, lang), table.get("link", "")],
        "notes": lambda: [table[name][lang] for name in ("about", "doubt") if name in table],
        "confidence": lambda: [words.confidences().get(table.get("confidence", ""), "")],
        "dates": lambda: [words.dates_line(version, "")],
    }
    return [line for line in says[part]() if line]


def _effect_line(version: Version, lang: str) -> str:
    table = version.table
    said = [words.strengths().get(table.get("strength", ""), "")]
    if "tell" in table:
        said.append(library.current().word(table["tell"], lang))
    step = table.get("step")
    said.append(words.steps().get(step or version.sort, "") if step or not said[0] else "")
    return ". ".join(part for part in said if part)
