"""The clock is watched: where it was set by more than two minutes, the log says so in an entry of its own.

The order of entries is the truth about order; a clock can be wrong, or be put back on purpose. Within a
process the clock is held against one that nobody can set; after a restart, against what the last entry says.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings

from sharewell.domain.audit.keys import log_id
from sharewell.domain.audit.models import Event
from sharewell.domain.audit.rows import Tables
from sharewell.ledger.entries import read_entry

ALLOWED = timedelta(minutes=2)
WENT_BACK, WENT_AHEAD = "clock-went-back", "clock-went-ahead"


class _Steady:
    """Both clocks at the moment of the last look, for this process."""

    seen: tuple[float, float] | None = None


def note_jump() -> Event | None:
    """Record that the clock jumped since the last entry, if it did. Call it before an entry is added."""
    if not settings.WATCH_CLOCK or not (kind := _jump()):
        return None
    from sharewell.domain.audit.actions import record_event  # which calls this

    return record_event(kind=kind, by="system", about=f"log:{log_id()}")


def _jump() -> str:
    now, steady = time.time(), _steady()
    before, _Steady.seen = _Steady.seen, (now, steady)
    if before is not None:
        moved = (now - before[0]) - (steady - before[1])
        return _kind(moved)
    behind = (_last_at() - datetime.fromtimestamp(now, UTC)).total_seconds()
    return _kind(-behind) if behind > 0 else ""  # it may be long since the last entry, so ahead is no sign


def _kind(moved: float) -> str:
    if abs(moved) <= ALLOWED.total_seconds():
        return ""
    return WENT_AHEAD if moved > 0 else WENT_BACK


def _steady() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _last_at() -> datetime:
    tables = Tables()
    size = tables.size()
    if not size:
        return datetime.min.replace(tzinfo=UTC)
    [(_, leaf, _)] = tables.rows(size - 1, 1)
    return datetime.fromisoformat(read_entry(bytes(leaf))["at"])


def out_of_order(events: list[Event]) -> set[int]:
    """The numbers of those events that say a time over two minutes earlier than one before them."""
    found, latest = set(), None
    for event in events:
        if latest is not None and event.at < latest - ALLOWED:
            found.add(event.number)
        latest = event.at if latest is None else max(latest, event.at)
    return found
