"""Finding rules in the index: what is asked for, what is found, and under which headings it stands."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell.rules import RuleSet
from sharewell.rules.citations import said
from sharewell.web.law import words
from sharewell.web.law.entries import Entry, entries, folded, in_order_of_provision

ARRANGEMENTS = ("step", "instrument", "nation", "confidence")
_IN_BRACKETS = re.compile(r" \([^)]*\)$")
FILTERS = ("instrument", "nation", "who", "step", "sure", "state")


@dataclass(frozen=True)
class Wish:
    """What somebody asked the index for; an empty text is anything. A value nobody knows finds nothing."""

    q: str = ""
    by: str = "step"
    instrument: str = ""
    nation: str = ""
    who: str = ""
    step: str = ""
    sure: str = ""
    state: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> "Wish":
        """From the address of the page."""
        said = {name: asked.get(name, "").strip()[:200] for name in ("q", *FILTERS)}
        by = asked.get("by", "")
        return cls(by=by if by in ARRANGEMENTS else "step", **said)

    @property
    def is_anything(self) -> bool:
        """Is nothing narrowed down?"""
        return not any(getattr(self, name) for name in ("q", *FILTERS))


@dataclass
class Group:
    """Rules under one heading; `means` is a sentence about them."""

    name: str
    heading: str
    means: str = ""
    rows: list[Entry] = field(default_factory=list)


def found(all_entries: dict[str, Entry], wish: Wish) -> list[Entry]:
    """The rules that a wish asks for."""
    asked_words = folded(wish.q).split()
    return [
        entry
        for entry in all_entries.values()
        if _fits(entry, wish) and all(word in entry.searched for word in asked_words)
    ]


def _fits(entry: Entry, wish: Wish) -> bool:
    return all(
        not asked or asked in has
        for asked, has in (
            (wish.instrument, entry.instruments),
            (wish.nation, entry.nations),
            (wish.who, entry.kinds),
            (wish.step, (entry.step,)),
            (wish.sure, (entry.confidence,)),
            (wish.state, (entry.state,)),
        )
    )


def groups(rows: list[Entry], wish: Wish) -> list[Group]:
    """What was found, under headings; what is nearest to somebody's own organisation first."""
    if wish.who and wish.by == "step":
        return _by_nearness(rows)
    headings = {
        "step": words.steps,
        "nation": _nation_headings,
        "confidence": lambda: {**words.confidences(), "": _no_source()},
        "instrument": lambda: _instrument_headings(rows),
    }[wish.by]()
    made = {name: Group(name, heading) for name, heading in headings.items()}
    for entry in rows:
        for name in _names(entry, wish.by):
            made[name].rows.append(entry)
    if wish.by == "step":
        for group in made.values():
            group.means = words.step_means(group.name)
    if wish.by == "instrument":
        for group in made.values():
            group.rows.sort(key=in_order_of_provision)
    return [group for group in made.values() if group.rows]


def _names(entry: Entry, by: str) -> tuple[str, ...]:
    if by == "instrument":
        return entry.instruments or ("",)
    if by == "nation":
        return ("all",) if len(entry.nations) == len(words.NATIONS) else entry.nations
    return (entry.step,) if by == "step" else (entry.confidence,)


def _nation_headings() -> dict[str, str]:
    return words.nations() | {"all": words.nations_line(words.NATIONS)}


def _instrument_headings(rows: list[Entry]) -> dict[str, str]:
    names = {name for entry in rows for name in entry.instruments}
    return _instruments(names, get_language()) | {"": _no_source()}


def _instruments(names: Iterable[str], lang: str) -> dict[str, str]:
    """What instruments are called in a language, in the order of its alphabet."""
    called = {name: said(name, lang) for name in names}
    return dict(sorted(called.items(), key=lambda pair: folded(pair[1])))


def _no_source() -> str:
    return _("Practice, with no source of its own")


def _by_nearness(rows: list[Entry]) -> list[Group]:
    near = Group("sector", _("Its row of the sector matrix"))
    named = Group("named", _("Rules for some organisations, this kind among them"))
    general = Group("general", _("Rules for every kind of organisation"))
    for entry in rows:
        (near if entry.sort == "sector" else general if entry.is_general else named).rows.append(entry)
    return [group for group in (near, named, general) if group.rows]


@lru_cache(maxsize=8)
def choices(rules: RuleSet, lang: str, today: date) -> dict[str, list[tuple[str, str, int]]]:
    """What each filter can be set to, with how many rules that would find: (value, words, count)."""
    rows = entries(rules, lang, today).values()
    counts = {
        "instrument": Counter(name for entry in rows for name in entry.instruments),
        "nation": Counter(nation for entry in rows for nation in entry.nations),
        "who": Counter(kind for entry in rows for kind in entry.kinds),
        "step": Counter(entry.step for entry in rows),
        "sure": Counter(entry.confidence for entry in rows),
        "state": Counter(entry.state for entry in rows),
    }
    kinds = rules.facts.by_key["sharer.kind"].values
    texts = {
        "instrument": _instruments(counts["instrument"], lang),
        "nation": words.nations(),
        "who": {kind: _short(rules.say("sharer.kind", kind, lang)) for kind in kinds},
        "step": words.steps(),
        "sure": words.confidences(),
        "state": words.states(),
    }
    return {
        name: [
            (value, text, counts[name][value]) for value, text in texts[name].items() if counts[name][value]
        ]
        for name in FILTERS
    }


def _short(text: str) -> str:
    short = _IN_BRACKETS.sub("", text).split(":")[0]
    return short[:1].upper() + short[1:]
