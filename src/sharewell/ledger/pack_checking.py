"""Checking a proof pack with nothing but the pack: no server, no database, nothing written to disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sharewell.ledger import pack, tree
from sharewell.ledger.checkpoints import BadNote, Checkpoint, VerifyingKey, read_checkpoint
from sharewell.ledger.entries import BadEntry, Entry, commit, read_entry
from sharewell.ledger.findings import Altered, Finding, Unreadable
from sharewell.ledger.key_changes import Keys
from sharewell.ledger.pack_reading import read_members

T = TypeVar("T")

_HEX = re.compile(r"([0-9a-f]{2})*")

Replay = Callable[[bytes, bytes], list[bytes]]  # (rules.json, case.json) -> outcomes, one a language


@dataclass(frozen=True)
class Sound:
    """A pack that is whole: what was looked at."""

    entries: int
    checkpoint: Checkpoint
    was_decided_again: bool
    held: Checkpoint | None  # the checkpoint held elsewhere that its history was compared with
    key_was_known: bool


@dataclass(frozen=True)
class Against:
    """What a pack is held against beyond itself. The names are what each is called in a finding."""

    held: str | None = None  # the text of a checkpoint that somebody else kept
    held_name: str = "the checkpoint"
    key: str | None = None  # the log's public key, had from elsewhere
    key_name: str = "the key"
    replay: Replay | None = None  # decides the case again


NOTHING_ELSE = Against()


def check_pack(data: bytes, against: Against = NOTHING_ELSE, name: str = "the file") -> Sound:
    """Check everything in a pack. Raises `Altered` or `Unreadable`, each saying what and where."""
    return check_members(read_members(data, name), against)


def check_members(members: dict[str, bytes], against: Against = NOTHING_ELSE) -> Sound:
    """As `check_pack`, for a pack that was read already."""
    mismatch = _manifest_mismatch(members)
    try:
        sound = _check_content(members, against)
    except Finding as found:
        if mismatch is None or (mismatch.where == pack.EVENTS and isinstance(found, Altered)):
            raise  # it says more than the manifest can: which of the events it is
        raise mismatch from found
    if mismatch:  # all that it speaks of is sound, so it is the manifest that was altered
        raise Altered("file-altered", pack.MANIFEST)
    return sound


def _check_content(members: dict[str, bytes], against: Against) -> Sound:
    proofs = _read_proofs(members[pack.PROOFS])
    keys = _keys_of(proofs, against.key, against.key_name)
    checkpoint = _opened(keys, _text(members, pack.CHECKPOINT), Altered("file-altered", pack.CHECKPOINT))
    entries = _check_entries(members[pack.EVENTS], proofs, checkpoint)
    _check_openings(members, proofs, entries)
    issued = _check_issued(proofs, keys, checkpoint)
    if against.replay is not None:
        _check_decision(members, against.replay)
    held = None
    if against.held is not None:
        known = {found.size: found for found in [*issued, checkpoint]}
        held = _check_held(against.held, against.held_name, keys, known, proofs.is_complete)
    return Sound(len(entries), checkpoint, against.replay is not None, held, against.key is not None)


# --- The manifest and the proofs ------------------------------------------------------------------


def _manifest_mismatch(members: dict[str, bytes]) -> Altered | None:
    """The first member that is not what the manifest says; the manifest itself where it says nothing."""
    expected = pack.manifest(members)
    if members[pack.MANIFEST] == expected:
        return None
    try:
        said = json.loads(members[pack.MANIFEST])
    except (ValueError, RecursionError):
        said = None
    said = said if isinstance(said, dict) else json.loads(expected)
    if pack.VERIFIER in said and pack.VERIFIER not in members:
        return Altered("file-missing", pack.VERIFIER)
    differing = [name for name, digest in json.loads(expected).items() if said.get(name) != digest]
    in_order = sorted(differing, key=pack.MEMBERS.index)
    return Altered("file-altered", in_order[0] if in_order else pack.MANIFEST)


def _read_proofs(data: bytes) -> pack.Proofs:
    """What `proofs.json` holds; it must be written in exactly the one way that a pack writes it."""
    unreadable = Unreadable("not-json", pack.PROOFS)
    try:
        said = json.loads(data)
        proofs = pack.Proofs(
            key=_is(str, said["key"]),
            inclusion=[(_is(int, each["index"]), _path(each["path"])) for each in said["inclusion"]],
            openings=[(_is(int, each["index"]), _salts(each["salts"])) for each in said["openings"]],
            checkpoints=[
                (_is(str, each["text"]), _path(each["consistency"])) for each in said["checkpoints"]
            ],
            is_complete=_is(bool, said["complete"]),
            changes=tuple(_is(str, each) for each in _is(list, said.get("keys", []))),
        )
        written = proofs.write()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable from error
    if written != data:
        raise Altered("file-altered", pack.PROOFS)
    return proofs


def _is(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}")
    return value


def _bytes(text: object) -> bytes:
    digits = _is(str, text)
    if not _HEX.fullmatch(digits):
        raise ValueError("not hex")
    return bytes.fromhex(digits)


def _path(steps: object) -> list[bytes]:
    path = [_bytes(step) for step in _is(list, steps)]
    if any(len(step) != tree.HASH for step in path):
        raise ValueError("not a hash")
    return path


def _salts(salts: object) -> dict[str, bytes]:
    return {name: _bytes(salt) for name, salt in _is(dict, salts).items()}


def _keys_of(proofs: pack.Proofs, known: str | None, name: str) -> Keys:
    """The keys in the pack; the one that is known from elsewhere, if one is, must be among them."""
    try:
        wanted = None if known is None else VerifyingKey.read(known)
    except BadNote as error:
        raise Unreadable("not-a-key", name) from error
    try:
        keys = Keys.read(proofs.key, proofs.changes)
    except BadNote as error:
        if wanted and not proofs.changes and str(wanted) != proofs.key:
            raise Altered("other-key", pack.CHECKPOINT) from error
        raise Altered("file-altered", pack.PROOFS) from error
    if wanted and not keys.has(wanted):
        raise Altered("other-key", pack.CHECKPOINT)
    return keys


def _opened(keys: Keys, text: str, otherwise: Altered) -> Checkpoint:
    try:
        return keys.open(text)
    except BadNote as error:
        raise otherwise from error


def _text(members: dict[str, bytes], name: str) -> str:
    try:
        return members[name].decode()
    except UnicodeDecodeError as error:
        raise Altered("file-altered", name) from error


# --- The events ------------------------------------------------------------------------------------


def _check_entries(data: bytes, proofs: pack.Proofs, checkpoint: Checkpoint) -> dict[int, Entry]:
    """Every event as it was logged, by number and in order, each proved to be under the checkpoint's root."""
    leaves = data.split(b"\n")
    if leaves.pop() != b"":
        raise Altered("file-altered", pack.EVENTS)
    entries: dict[int, Entry] = {}
    last = -1
    for at, (index, path) in enumerate(proofs.inclusion):
        if at == len(leaves):
            raise Altered("entry-missing", index)
        entry = _entry(leaves[at], index)
        if entry["index"] != index:
            raise Altered("entry-missing" if entry["index"] > index else "entry-foreign", index)
        hashed = tree.leaf_hash(leaves[at])
        if index <= last or not tree.proves_inclusion(index, checkpoint.size, hashed, path, checkpoint.root):
            raise Altered("entry-altered", index)
        entries[index] = entry
        last = index
    if len(leaves) > len(entries):
        raise Altered("entry-foreign", _entry(leaves[len(entries)], last + 1)["index"])
    return entries


def _entry(leaf: bytes, index: int) -> Entry:
    try:
        return read_entry(leaf)
    except BadEntry as error:
        raise Altered("entry-altered", index) from error


def _check_openings(members: dict[str, bytes], proofs: pack.Proofs, entries: dict[int, Entry]) -> None:
    """The last event commits to everything in the pack; the decision's own to what was decided."""
    exported = max(entries, default=-1)
    decided = [index for index, entry in entries.items() if entry["kind"] == pack.DECISION_RECORDED]
    if exported < 0 or entries[exported]["kind"] != pack.PACK_EXPORTED:
        raise Altered("entry-missing", exported + 1)
    if not decided or [index for index, _ in proofs.openings] != [decided[-1], exported]:
        raise Altered("file-altered", pack.PROOFS)
    before = members[pack.EVENTS].splitlines()[:-1]
    files = {name: members[name] for name in (*pack.FILES, pack.VERIFIER) if name in members}
    checkpoints = [text for text, _ in proofs.checkpoints]
    (_, of_decision), (_, of_export) = proofs.openings
    everything = pack.export_commitments(
        files, before, checkpoints, proofs.key, proofs.is_complete, proofs.changes
    )
    if pack.VERIFIER in set(entries[exported]["commitments"]) - set(everything):
        raise Altered("file-missing", pack.VERIFIER)
    if set(entries[exported]["commitments"]) != set(everything):
        raise Altered("file-altered", pack.PROOFS)
    _check_opening(entries[decided[-1]], of_decision, {name: members[name] for name in pack.DECIDED})
    _check_opening(entries[exported], of_export, everything)


def _check_opening(entry: Entry, salts: dict[str, bytes], contents: dict[str, bytes]) -> None:
    if set(salts) != set(contents):
        raise Altered("file-altered", pack.PROOFS)
    for name, data in contents.items():
        if entry["commitments"].get(name) != commit(salts[name], data):
            where = {"events-before": pack.EVENTS} | dict.fromkeys(
                ("checkpoints", "key", "keys"), pack.PROOFS
            )
            raise Altered("file-altered", where.get(name, name))


def _check_decision(members: dict[str, bytes], replay: Replay) -> None:
    try:
        outcomes = replay(members["rules.json"], members["case.json"])
    except Exception as error:  # a rule set of a shape that this version does not know can fail in any way
        raise Unreadable("cannot-decide", "case.json") from error
    if members["outcome.json"] not in outcomes:
        raise Altered("decides-otherwise", "outcome.json")


# --- History ---------------------------------------------------------------------------------------


def _check_issued(proofs: pack.Proofs, keys: Keys, checkpoint: Checkpoint) -> list[Checkpoint]:
    """Every checkpoint that the log had signed before, each shown to be a beginning of this one."""
    issued: list[Checkpoint] = []
    for text, path in proofs.checkpoints:
        old = _opened(keys, text, Altered("file-altered", pack.PROOFS))
        if not tree.proves_consistency(old.size, old.root, checkpoint.size, checkpoint.root, path):
            raise Altered("checkpoint-differs", issued[-1].size if issued else 0)
        issued.append(old)
    return issued


def _check_held(
    text: str, name: str, keys: Keys, known: dict[int, Checkpoint], is_complete: bool
) -> Checkpoint:
    """A checkpoint held elsewhere must be one that the pack's log owns up to."""
    text = "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
    try:
        read_checkpoint(text)
    except BadNote as error:
        raise Unreadable("not-a-checkpoint", name) from error
    held = _opened(keys, text, Altered("held-forged", name))
    if held.size > max(known):
        raise Unreadable("held-newer", name)
    if held.size not in known:
        raise Altered("held-unknown", name) if is_complete else Unreadable("held-not-covered", name)
    if known[held.size].root != held.root:
        raise Altered("held-differs", name)
    return held
