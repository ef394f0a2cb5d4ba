"""Dates as people write them, in English and Welsh."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from .folding import fold

_MONTHS: dict[str, int] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "ion chw maw ebr mai meh gor aws med hyd tach rhag",
    "- fawrth - - - - - - - - dachwedd ragfyr",
):
    for _number, _name in enumerate(_names.split(), 1):
        _MONTHS.setdefault(_name, _number)
_MONTHS["sept"] = 9
_WORDS = "|".join(sorted((re.escape(name) for name in _MONTHS if name != "-"), key=len, reverse=True))
_DAY = r"(\d{1,2})(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)?"

# Each is tried where a number begins; the last also looks at the word before it.
_NUMBER = re.compile(r"(?<!\d)\d")
_PATTERNS = [
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)"), "dmy"),
    (
        re.compile(
            rf"{_DAY}(?:\s+of|\s+o)?[\s-]+({_WORDS})\b\.?,?(?:[\s-]+(\d{{4}}|'?\d{{2}})(?!\d))?",
            re.IGNORECASE,
        ),
        "dmy",
    ),
    (re.compile(r"(\d{2})(\d{2})(\d{4})(?!\d)"), "dmy"),
]
_MONTH_BEFORE = re.compile(rf"\b({_WORDS})\.?\s+$", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"{_DAY}(?!\d)(?:,?\s+(\d{{4}})(?!\d))?", re.IGNORECASE)


class Dated(NamedTuple):
    """A date in a text: `day` is (year, month, day); the year is None where it was left out."""

    start: int
    end: int
    day: tuple[int | None, int, int]


def dates_in(text: str) -> Iterator[Dated]:
    """Every date in the text; day before month, as it is written here."""
    for number in _NUMBER.finditer(text):
        at = number.start()
        for pattern, order in _PATTERNS:
            match = pattern.match(text, at)
            if match and (day := _day(**dict(zip(order, match.groups(), strict=True)))):
                yield Dated(at, match.end(), day)
        before = _MONTH_BEFORE.search(text, max(0, at - 14), at)
        after = _DAY_AFTER.match(text, at) if before else None
        if before and after and (day := _day(y=after[2], m=before[1], d=after[1])):
            yield Dated(before.start(), after.end(), day)


def _day(y: str | None, m: str, d: str) -> tuple[int | None, int, int] | None:
    number = int(m) if m.isdigit() else _MONTHS[fold(m)]
    full = None
    if y:
        full = int(y.lstrip("'"))
        if full < 100:
            full += 2000 if full <= date.today().year % 100 + 1 else 1900  # noqa: DTZ011 (a century, not a moment)
    try:
        date(full or 2000, number, int(d))
    except ValueError:
        return None
    return full, number, int(d)
