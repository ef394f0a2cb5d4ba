"""Time limits that the rule data tells: so many hours, days or working days, and who says so."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .ruleset import RuleSet


@dataclass(frozen=True)
class Clock:
    """A time limit as it stands on a day.

    `unit` is one of `UNITS`; `text` says whose limit it is, in both languages.
    """

    count: int
    unit: str
    text: dict[str, str]


UNITS = ("minutes", "hours", "days", "working-days", "school-days", "weeks", "months", "years")


def clock(rules: "RuleSet", ident: str, on: date) -> Clock:
    """The clock of that id as it stands on that day. Raises KeyError where none stands."""
    day = on.isoformat()
    for version in rules.standing:
        is_it = version.rule == ident and version.sort == "clock"
        if is_it and version.starts <= day < (version.ends or "9999"):
            return Clock(version.table["count"], version.table["unit"], version.table["text"])
    raise KeyError(f"no clock {ident!r} stands on {day}")
