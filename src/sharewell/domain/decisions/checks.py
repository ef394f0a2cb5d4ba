"""Whether what lies in the tables is still what the log committed to when it was written down.

A damaged page of the database can lose a row from sight, or alter a column that is not sealed. The log knows
of each entry and each decision, and holds a salted hash of what it said.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from sharewell.domain.audit.models import Event, Opening
from sharewell.domain.decisions.actions.entries import entry_bytes
from sharewell.domain.decisions.models import Decision, Entry
from sharewell.ledger.entries import commit, salt_for
from sharewell.sealing import SealingError

BATCH = 500
_LONDON = ZoneInfo("Europe/London")


def unlike_the_log() -> Iterator[str]:
    """Each entry and decision ("entry:<pk>") that is not there, or not what the log committed to.

    One whose opening was erased cannot be told, and is passed over.
    """
    events = Event.objects.order_by("number").iterator(chunk_size=BATCH)
    while batch := list(islice(events, BATCH)):
        told = [event for event in batch if event.kind in _KINDS]
        numbers = [event.number for event in told]
        secrets = dict(Opening.objects.filter(number__in=numbers).values_list("number", "secret"))
        for event in told:
            if event.number in secrets and not _holds(event, bytes(secrets[event.number])):
                yield event.about


def _holds(event: Event, secret: bytes) -> bool:
    model, said_by, name = _KINDS[event.kind]
    row = model._default_manager.filter(pk=event.about.partition(":")[2]).first()
    if row is None:
        return False
    try:
        said = said_by(row)
    except (SealingError, ValueError):
        return False
    return event.commitments[name] in {commit(salt_for(secret, name), each) for each in said}


def _of_an_entry(entry: Entry) -> list[bytes]:
    """In either of the two ways in which its moment may have been said."""
    in_utc = entry_bytes(entry)
    entry.recorded_at = entry.recorded_at.astimezone(_LONDON)
    return [in_utc, entry_bytes(entry)]


def _of_a_decision(decision: Decision) -> list[bytes]:
    return [bytes(decision.case)]


# The kind of event: whose row, what was committed to, and under which name.
_KINDS: dict[str, tuple[type, Callable, str]] = {
    "entry-added": (Entry, _of_an_entry, "entry"),
    "entry-corrected-by": (Entry, _of_an_entry, "entry"),
    "decision-recorded": (Decision, _of_a_decision, "case.json"),
}
