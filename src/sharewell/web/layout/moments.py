"""Days and moments as people say them, in UK local time and the language of the page.

Done by hand and not by a template filter of Django's: dates are most of a list's cost otherwise.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

LONDON = ZoneInfo("Europe/London")
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "cy": [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
}
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "cy": ["Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul"],
}


def _language() -> str:
    return "cy" if get_language() == "cy" else "en"


def day(on: date | datetime | None, weekday: bool = False) -> str:
    """A day: "5 October 2026", or "Monday 5 October 2026". A moment counts as its day in London."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = on.astimezone(LONDON)
    lang = _language()
    said = f"{on.day} {MONTHS[lang][on.month - 1]} {on.year}"
    return f"{DAYS[lang][on.weekday()]} {said}" if weekday else said


def clock(at: datetime | None) -> str:
    """The time of day: "3:40pm", "3:40yp"."""
    if at is None:
        return ""
    at = at.astimezone(LONDON)
    half = {"en": ("am", "pm"), "cy": ("yb", "yp")}[_language()][at.hour >= 12]
    return f"{at.hour % 12 or 12}:{at.minute:02}{half}"


def moment(at: datetime | None) -> str:
    """A moment: "5 October 2026 at 3:40pm"."""
    if at is None:
        return ""
    between = {"en": " at ", "cy": " am "}[_language()]
    return day(at) + between + clock(at)
