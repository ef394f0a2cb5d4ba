"""What proves the events of a proof pack, gathered from the log's tables."""

from collections.abc import Iterable

from sharewell.domain.audit.models import Event, Opening
from sharewell.domain.audit.rows import Tables
from sharewell.ledger import pack
from sharewell.ledger.checkpoints import read_checkpoint
from sharewell.ledger.entries import salt_for
from sharewell.ledger.log import Log


class NothingToProve(Exception):
    """No decision was recorded, or what opens it was erased, or the files are not what was committed to."""


def decision_among(events: Iterable[Event]) -> Event:
    """The last event that recorded a decision."""
    decided = [event for event in events if event.kind == pack.DECISION_RECORDED]
    if not decided:
        raise NothingToProve("no decision was recorded here, so there is nothing to prove")
    return decided[-1]


def gather_proofs(
    tables: Tables, events: list[Event], issued: list[str], openings: dict[Event, Iterable[str]], key: str
) -> pack.Proofs:
    """Proofs that the log as it stands holds each of `events` and begins with each checkpoint of `issued`."""
    log = Log(tables)
    size = log.size()
    return pack.Proofs(
        key=key,
        inclusion=[(event.number, log.inclusion(event.number, size)) for event in events],
        openings=[(event.number, _salts(event, names)) for event, names in openings.items()],
        checkpoints=[(text, log.consistency(read_checkpoint(text).size, size)) for text in issued],
    )


def _salts(event: Event, names: Iterable[str]) -> dict[str, bytes]:
    opening = Opening.objects.filter(number=event.number).first()
    if opening is None:
        raise NothingToProve(
            f"what opens event {event.number} was erased, so its content cannot be proved any more"
        )
    return {name: salt_for(bytes(opening.secret), name) for name in names}
