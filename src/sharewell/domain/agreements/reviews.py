"""When an agreement is looked at again: first soon after it starts, then at most so many months apart.

Pure. Both periods are settings; ours are habits of UK practice, and no law (see
docs/interpretations/welsh-accord.md).
"""

from calendar import monthrange
from datetime import date, timedelta

from django.conf import settings

TOLD_AHEAD = timedelta(days=28)  # our own: long enough to ask the parties before the day


def first_after(start: date) -> date:
    """The first review of what starts on a day."""
    return in_months(start, settings.FIRST_REVIEW_MONTHS)


def latest_after(reviewed_on: date) -> date:
    """The last day on which what was reviewed may be reviewed again."""
    return in_months(reviewed_on, settings.REVIEW_MONTHS)


def in_months(on: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
