"""When something happened and when it was written down are two things; where they lie apart, pages say so."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import ngettext


def days_late(happened_on: date | None, recorded_at: datetime) -> int:
    """How many days lie between what happened and its being written down; 0 where that is not known."""
    if happened_on is None:
        return 0
    return max((timezone.localdate(recorded_at) - happened_on).days, 0)


def late_words(happened_on: date | None, recorded_at: datetime) -> str:
    """What a page says of it; nothing where it was written down on the day."""
    days = days_late(happened_on, recorded_at)
    if not days:
        return ""
    words = ngettext(
        "Written down %(days)s day after it happened.", "Written down %(days)s days after it happened.", days
    )
    return words % {"days": days}
