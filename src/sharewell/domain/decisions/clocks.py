"""What is owed after an emergency and by when; and working days, which each nation counts its own way."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.rules.clocks import Clock

LONDON = ZoneInfo("Europe/London")
END_OF_WORK = time(17)
_SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """One thing that is owed: an id of `states.OWED`, the moment it is owed by, and who says so."""

    what: str
    due_at: datetime
    why: str


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian reckoning."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _monday(year: int, month: int, last: bool = False) -> date:
    """The first or the last Monday of a month."""
    if last:
        end = date(year, month, 31)  # May and August both have one
        return end - timedelta(days=end.weekday())
    start = date(year, month, 1)
    return start + timedelta(days=-start.weekday() % 7)


@cache
def holidays(nation: str, year: int) -> frozenset[date]:
    """The bank holidays of a nation. Royal occasions are proclaimed one by one and are not foreseen."""
    easter = _easter(year)
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    moving = [easter - timedelta(days=2), _monday(year, 5), _monday(year, 5, last=True)]
    if nation == "scotland":
        fixed += [date(year, 1, 2), date(year, 11, 30)]
        moving.append(_monday(year, 8))
    else:
        moving += [easter + timedelta(days=1), _monday(year, 8, last=True)]
    if nation == "northern-ireland":
        fixed += [date(year, 3, 17), date(year, 7, 12)]
    found = set(moving)
    for day in sorted(fixed):
        while day.weekday() >= _SATURDAY or day in found:
            day += timedelta(days=1)
        found.add(day)
    return frozenset(found)


def working_day_after(day: date, days: int, nation: str) -> date:
    """The day that is so many working days after `day`."""
    while days:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays(nation, day.year):
            days -= 1
    return day


def _end_of(day: date) -> datetime:
    return datetime.combine(day, END_OF_WORK, LONDON)


def owed_after_emergency(nation: str, at: datetime, is_checked: bool = True) -> list[Due]:
    """What is owed once the calls of an emergency are made, soonest first.

    `at` is when the first call was made; `is_checked` says whether every number came from the directory
    or another published place. The clocks are those of each nation's guidance; where it names none,
    ours say so.
    """
    today = at.astimezone(LONDON).date()
    tomorrow = _end_of(working_day_after(today, 1, nation))
    tonight = max(datetime.combine(today, time(23, 59), LONDON), at)
    owed = [
        Due("record-emergency", tonight, _("While you remember it well.")),
        Due("tell-lead", tonight, _("They carry this with you. They did not have to agree first.")),
        *_in_writing(nation, at, today, tomorrow),
        Due(
            "review-telling",
            tomorrow,
            _("Tell them only when it is safe. Ask children's services or the police first."),
        ),
    ]
    if not is_checked:
        owed.append(Due("call-back", tonight, _("A number that a caller gave you proves nothing.")))
    return sorted(owed, key=lambda due: due.due_at)


def _in_writing(nation: str, at: datetime, today: date, tomorrow: datetime) -> list[Due]:
    """What has to follow on paper, and when silence is chased, by the clocks of the rules."""
    if nation == "northern-ireland":
        return [
            _by_clock("unocini", "N-COOP-24H", nation, at),
            Due("chase", tomorrow, _("If the Gateway team has not told you what happens next.")),
        ]
    if nation == "wales":
        return [
            _by_clock("written-confirmation", "W-WSP-1-1WD", nation, at),
            _by_clock("chase", "W-WSP-2-7WD", nation, at),
        ]
    written = Due(
        "written-confirmation", tomorrow, _("Our suggestion. Your area's procedure may say sooner.")
    )
    if nation == "scotland":
        why = _("Our suggestion, if nobody has told you what happens next.")
        return [written, Due("chase", tomorrow, why)]
    answered = rules.current().clock("E-WT-1WD-CLOCK", today)
    why = _("Working Together: you should be told what happens next in one working day.")
    return [written, Due("chase", _after(answered, nation, at), why)]


def _by_clock(what: str, clock: str, nation: str, at: datetime) -> Due:
    """What a clock of the rules asks for, in the words of the rules."""
    limit = rules.current().clock(clock, at.astimezone(LONDON).date())
    lang = "cy" if (get_language() or "").startswith("cy") else "en"
    return Due(what, _after(limit, nation, at), limit.text[lang])


def _after(limit: Clock, nation: str, at: datetime) -> datetime:
    """When a time limit in hours or working days runs out."""
    if limit.unit == "hours":
        return at + timedelta(hours=limit.count)
    return _end_of(working_day_after(at.astimezone(LONDON).date(), limit.count, nation))
