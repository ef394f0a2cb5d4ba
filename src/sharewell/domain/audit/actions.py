"""Every write of the log: recording, signing checkpoints, erasing what opens commitments, making packs."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit import clocks
from sharewell.domain.audit.keys import log_keys, signing_key
from sharewell.domain.audit.kinds import KINDS
from sharewell.domain.audit.models import Checkpoint, Event, Opening
from sharewell.domain.audit.packs import (
    NothingToProve,
    decision_among,
    gather_proofs,
    issued_for,
    issued_with,
)
from sharewell.domain.audit.queries import events_about
from sharewell.domain.audit.rows import Tables
from sharewell.ledger import pack
from sharewell.ledger.entries import BadEntry, commit, entry_leaf, new_secret, salt_for
from sharewell.ledger.findings import Altered
from sharewell.ledger.log import Log
from sharewell.ledger.pack_checking import check_pack


def record_event(
    *, kind: str, by, about: str, commitments: Mapping[str, bytes] | None = None, at: datetime | None = None
) -> Event:
    """Add one event to the log, in the transaction of the write that it tells of; call it last in that write.

    `by` is a person, their id, or a word such as `system`; `about` is a noun and an id, `decision:<uuid>`.
    `commitments` are {name: the very bytes}, of which only salted hashes enter the log. Until the transaction
    ends nobody else can record. Raises `BadEntry` for a kind that is not listed and for anything but ids.
    """
    if kind not in KINDS:
        raise BadEntry(
            f"{kind!r} is not listed in audit/kinds.py: add it there, with words in both languages"
        )
    clocks.note_jump()
    secret = new_secret() if commitments else b""
    parts = {
        "kind": kind,
        "by": str(getattr(by, "pk", by)),
        "about": about,
        "at": at or timezone.now(),
        "commitments": {
            name: commit(salt_for(secret, name), data) for name, data in (commitments or {}).items()
        },
    }
    tables = Tables()
    with tables.writing():
        number, leaf, hashes = Log(tables).append_made(lambda index: entry_leaf(index=index, **parts))
        if secret:
            tables.keep_opening(number, secret)
    return Event(number=number, leaf=leaf, hashes=hashes, about=about)


def current_checkpoint(*, at: datetime | None = None) -> str:
    """The log as it stands, signed, as text to hand to a partner; every one that was ever signed is kept.

    Inside a transaction it covers what that transaction recorded: hand it out only once that has ended.
    """
    log = Log(Tables())
    size = log.size()
    text = signing_key().sign(size, log.root(size))
    issued = Checkpoint(size=size, text=text, at=at or timezone.now())
    Checkpoint.objects.bulk_create([issued], ignore_conflicts=True)
    return text


@transaction.atomic
def erase_openings(*, about: str, by, at: datetime | None = None) -> int:
    """Erase what opens every commitment of the events about a thing; says of how many events.

    The log and its proofs stand; but nobody can show any more, or guess, what was committed to.
    """
    numbers = Event.objects.filter(about=about).values("number")
    erased, _ = Opening.objects.filter(number__in=numbers).delete()
    record_event(kind="openings-erased", by=by, about=about, at=at)
    return erased


@transaction.atomic
def build_pack(
    *,
    files: Mapping[str, bytes],
    about: str,
    by,
    also: Iterable[str] = (),
    held: Iterable[int] = (),
    at: datetime | None = None,
) -> bytes:
    """The zip of a proof pack: `files` (those of `ledger.pack.FILES`) with every event about the decision.

    `about` is the decision, `also` other things whose events belong in it, such as its deliveries. Making
    the pack is an event too. Hand the bytes out only once the transaction has ended. Raises
    `NothingToProve`.
    """
    tables, keys, files = Tables(), log_keys(), pack.with_verifier(files)
    with tables.writing():  # nobody else adds an event from here on, so none can be left out
        events = events_about(about, *also)
        decided = decision_among(events)
        leaves = [bytes(event.leaf) for event in events]
        issued = issued_for(events, held)
        contents = pack.export_commitments(files, leaves, *issued_with(issued, keys))
        exported = record_event(kind=pack.PACK_EXPORTED, by=by, about=about, commitments=contents, at=at)
        checkpoint = current_checkpoint(at=at)
        openings = {decided: pack.DECIDED, exported: contents}
        proofs = gather_proofs(tables, [*events, exported], issued, openings, keys)
    built = pack.write_pack(files, [*leaves, exported.leaf], checkpoint, proofs)
    _check_own(built)
    return built


def _check_own(built: bytes) -> None:
    """No pack leaves that would not be found sound: files other than those decided on are noticed here."""
    try:
        check_pack(built)
    except Altered as found:
        raise NothingToProve(f"the pack would not hold: {found}") from found
