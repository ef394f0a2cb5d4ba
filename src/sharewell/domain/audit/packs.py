"""What proves the events of a proof pack, gathered from the log's tables."""

from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone

from sharewell.domain.audit.models import Checkpoint, Event, Opening
from sharewell.domain.audit.rows import Tables
from sharewell.ledger import pack
from sharewell.ledger.checkpoints import read_checkpoint
from sharewell.ledger.entries import salt_for
from sharewell.ledger.key_changes import Keys
from sharewell.ledger.log import Log

MOST = 500  # checkpoints, of about 1.6 kB each with its proof


class NothingToProve(Exception):
    """No decision was recorded, or what opens it was erased, or the files are not what was committed to."""


def decision_among(events: Iterable[Event]) -> Event:
    """The last event that recorded a decision."""
    decided = [event for event in events if event.kind == pack.DECISION_RECORDED]
    if not decided:
        raise NothingToProve("no decision was recorded here, so there is nothing to prove")
    return decided[-1]


def issued_for(events: list[Event], held: Iterable[int] = ()) -> tuple[list[str], bool]:
    """The checkpoints to prove in a pack with these events, oldest first, and whether those are all.

    A long-lived log has issued too many. Then the pack has the newest, the last of each day, those that were
    signed over one of its events (as receipts are), and those of the sizes `held`.
    """
    found = list(Checkpoint.objects.order_by("size").values_list("size", "at", "text"))
    if len(found) <= MOST:
        return [text for *_, text in found], True
    wanted = {event.number + 1 for event in events} | {size for size, *_ in found[-MOST:]} | set(held)
    for _, day in groupby(found, key=lambda each: timezone.localdate(each[1])):
        wanted.add(max(size for size, *_ in day))
    return [text for size, _, text in found if size in wanted], False


def gather_proofs(
    tables: Tables,
    events: list[Event],
    issued: tuple[list[str], bool],
    openings: dict[Event, Iterable[str]],
    keys: Keys,
) -> pack.Proofs:
    """Proofs that the log as it stands holds each of `events` and begins with the checkpoints of `issued`."""
    log = Log(tables)
    size = log.size()
    return pack.Proofs(
        key=str(keys.current),
        inclusion=[(event.number, log.inclusion(event.number, size)) for event in events],
        openings=[(event.number, _salts(event, names)) for event, names in openings.items()],
        checkpoints=[(text, log.consistency(read_checkpoint(text).size, size)) for text in issued[0]],
        is_complete=issued[1],
        changes=tuple(change.text for change in keys.changes),
    )


def issued_with(issued: tuple[list[str], bool], keys: Keys) -> tuple[list[str], str, bool, tuple[str, ...]]:
    """What an export commits to of the log: checkpoints, key, whether those are all, changes of the key."""
    return issued[0], str(keys.current), issued[1], tuple(change.text for change in keys.changes)


def _salts(event: Event, names: Iterable[str]) -> dict[str, bytes]:
    opening = Opening.objects.filter(number=event.number).first()
    if opening is None:
        raise NothingToProve(
            f"what opens event {event.number} was erased, so its content cannot be proved any more"
        )
    return {name: salt_for(bytes(opening.secret), name) for name in names}
