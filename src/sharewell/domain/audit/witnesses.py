"""Checkpoints that come back: of this log, held against it; of others, kept, and held against each other."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.audit.keys import log_id, log_keys
from sharewell.domain.audit.models import Checkpoint, Witnessed
from sharewell.domain.audit.rows import Tables
from sharewell.ledger.checkpoints import BadNote, VerifyingKey, read_checkpoint, to_base64
from sharewell.ledger.checkpoints import Checkpoint as Note
from sharewell.ledger.findings import Altered
from sharewell.ledger.key_changes import Keys
from sharewell.ledger.log import Log
from sharewell.ledger.witnessing import KNOWN, Shown, as_shown, changes_in, compare, keys_in, shown_in

FITS, CONTRADICTS, NOT_SIGNED, NO_KEY = "fits", "contradicts", "not-signed", "no-key"
RECORDED = {False: "checkpoint-witnessed", True: "history-contradicted"}


@dataclass(frozen=True)
class Verdict:
    """What a checkpoint that was brought back shows: `fits` or `contradicts` for one of this log; for one of
    another `first`, `known`, `follows`, `unproven` or `contradicts`; `not-signed` or `no-key` for either.
    """

    what: str
    origin: str
    size: int
    is_ours: bool
    key: str = ""


def bring_back(*, text: str, by, keeps_others: bool = True, at=None) -> list[Verdict]:
    """Hold every checkpoint in a text, such as a receipt, against what is known. Raises `BadNote`.

    One that contradicts is kept for good and recorded, whoever brings it. Those of other logs are kept where
    `keeps_others`, so that whatever comes from there later must follow them.
    """
    at, ours = at or timezone.now(), log_keys()
    found = []
    for shown in shown_in(text):
        if shown.origin == ours.current.name:
            found.append(_ours(shown, ours, by, at))
        elif keeps_others:
            found.append(_of_another(shown, text, by, at))
    return found


def _ours(shown: Shown, keys: Keys, by, at) -> Verdict:
    try:
        note = keys.open(shown.text)
    except BadNote:
        return Verdict(NOT_SIGNED, shown.origin, shown.size, True)
    log = Log(Tables())
    fits = note.size <= log.size() and log.root(note.size) == note.root
    if not fits:
        _keep(note, keys.at(note.size), True, by, at)
    return Verdict(FITS if fits else CONTRADICTS, note.origin, note.size, True, str(keys.current))


def _of_another(shown: Shown, text: str, by, at) -> Verdict:
    held = list(Witnessed.objects.filter(origin=shown.origin))
    key = _key_for(shown, text, held)
    if key is None:
        return Verdict(NO_KEY, shown.origin, shown.size, False)
    try:
        note = key.open(shown.text)
    except BadNote:
        return Verdict(NOT_SIGNED, shown.origin, shown.size, False, str(key))
    roots = {row.size: read_checkpoint(row.text).root for row in held if not row.contradicts}
    try:
        what = compare(roots, note, shown.old, shown.path)
    except Altered:
        what = CONTRADICTS
    if what != KNOWN:
        _keep(note, key, what == CONTRADICTS, by, at)
    return Verdict(what, note.origin, note.size, False, str(key))


def _key_for(shown: Shown, text: str, held: list[Witnessed]) -> VerifyingKey | None:
    """The key of another log at that size: the one known or what it was changed to; at first, as shown."""
    shown_keys = [each for each in keys_in(text) if each.split("+")[0] == shown.origin]
    known = held[0].key if held else next(iter(shown_keys), None)
    if known is None:
        return None
    try:
        first = VerifyingKey.read(known)
        for current in (*reversed(shown_keys), known):
            keys = Keys.read(current, changes_in(text))
            if keys.has(first):
                return keys.at(shown.size)
    except BadNote:
        return None
    return first


@transaction.atomic
def _keep(note: Note, key: VerifyingKey, contradicts: bool, by, at) -> None:
    _, is_new = Witnessed.objects.get_or_create(
        origin=note.origin,
        size=note.size,
        root=to_base64(note.root),
        defaults={"key": str(key), "text": note.text, "contradicts": contradicts, "at": at, "by": _id(by)},
    )
    if is_new:
        about = f"log:{log_id(note.origin)}"
        record_event(
            kind=RECORDED[contradicts],
            by=by,
            about=about,
            commitments={"checkpoint": note.text.encode()},
            at=at,
        )


def _id(by) -> str:
    return str(getattr(by, "pk", by))


def shown_since(text: str, before: str | None) -> str:
    """A checkpoint of this log to hand out, with the proof that it follows one that was handed out before."""
    try:
        old = read_checkpoint(before).size if before else 0
    except BadNote:
        return text
    size = read_checkpoint(text).size
    return as_shown(text, old, Log(Tables()).consistency(old, size)) if 0 < old < size else text


def last_signed() -> Checkpoint | None:
    """The last checkpoint that was signed, for anybody who asks."""
    return Checkpoint.objects.order_by("-size").first()


def proof_between(old: int, size: int) -> str | None:
    """The checkpoint signed at `size` with the proof that it follows the log of `old` entries."""
    row = Checkpoint.objects.filter(size=size).first()
    if row is None or not 0 < old <= size:
        return None
    return as_shown(row.text, old, Log(Tables()).consistency(old, size))
