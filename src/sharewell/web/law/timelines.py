"""A rule's life as a small picture: bars between two days. The list beside it says the same in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from sharewell.rules.facts import FIRST_DAY
from sharewell.rules.histories import NEVER
from sharewell.rules.ruleset import Version


@dataclass(frozen=True)
class Bar:
    """A version in the picture: where it begins and how wide it is, in hundredths; `state` as on the page."""

    at: float
    wide: float
    state: str


@dataclass(frozen=True)
class Timeline:
    """Bars, the years to write below, as (place, year), and where today is; places in hundredths."""

    bars: list[Bar]
    years: list[tuple[float, int]]
    today: float


def timeline(versions: list[Version], today: date) -> Timeline:
    """The picture of a rule's versions from the first day that the rules know to a year from now or later."""
    days = [date.fromisoformat(day) for v in versions for day in (v.starts, v.ends) if day and day != NEVER]
    end = max([today, *days]) + timedelta(days=365)

    def place(day: date) -> float:
        clipped = min(max(day, FIRST_DAY), end)
        return round(100 * (clipped - FIRST_DAY).days / (end - FIRST_DAY).days, 2)

    bars = [_bar(version, today, end, place) for version in versions]
    step = 2 if end.year - FIRST_DAY.year <= 12 else 5
    years = [(place(date(year, 1, 1)), year) for year in range(FIRST_DAY.year + 1, end.year + 1, step)]
    return Timeline(bars, [(at, year) for at, year in years if at <= 94], place(today))


def _bar(version: Version, today: date, end: date, place) -> Bar:
    if version.starts == NEVER:
        return Bar(0, 100, "never")
    starts = date.fromisoformat(version.starts)
    ends = date.fromisoformat(version.ends) if version.ends else end
    state = "ended" if ends <= today else "to-come" if starts > today else "in-force"
    # A hair of space between two bars, so that two versions are seen to be two.
    return Bar(place(starts), max(round(place(ends) - place(starts) - 0.4, 2), 0.6), state)
