"""Witnesses: checkpoints that were shown at different times or to different people, held against each other.

What is handed out is the body of C2SP's tlog-witness request: `old` and a size, the hashes of the proof that
the log of that size begins this one, an empty line, and the checkpoint:

    old 5300
    base64 of a hash, one a line

    origin
    5312
    root
    (the signature)

A receipt has it among other words. So has anything else that carries the log's public key and its changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sharewell.ledger import tree
from sharewell.ledger.checkpoints import BadNote, Checkpoint, from_base64, to_base64
from sharewell.ledger.findings import Altered

_NOTE = (
    r"(?P<origin>[^\s+]{1,200})\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n\n"
    r"— \S+ [A-Za-z0-9+/]{91}=\n"
)
_SHOWN = re.compile(
    rf"(?:^old (?P<old>[1-9][0-9]{{0,17}})\n(?P<path>(?:[A-Za-z0-9+/]{{43}}=\n)*)\n)?^{_NOTE}", re.M
)
_KEY = re.compile(r"^[^\s+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$", re.M)
_CHANGE = re.compile(r"^\S+\nkey [0-9]+\n\S+\n\S+\n\n— \S+ \S+\n— \S+ \S+\n", re.M)
MOST = 100  # checkpoints in one text

KNOWN, FOLLOWS, UNPROVEN, FIRST = "known", "follows", "unproven", "first"


@dataclass(frozen=True)
class Shown:
    """A checkpoint as it was shown, with the proof that it follows one of size `old`, if there is one."""

    origin: str
    size: int
    text: str
    old: int | None = None
    path: tuple[bytes, ...] = ()


def shown_in(text: str) -> list[Shown]:
    """Every checkpoint in a text such as a receipt, in order. Raises `BadNote` where there is none."""
    lines = "".join(line.strip() + "\n" for line in text.splitlines())
    found = []
    for each in list(_SHOWN.finditer(lines))[:MOST]:
        note = each[0][each.start("origin") - each.start() :]
        path = tuple(from_base64(line) for line in (each["path"] or "").split())
        old = int(each["old"]) if each["old"] else None
        found.append(Shown(each["origin"], int(each["size"]), note, old, path))
    if not found:
        raise BadNote("there is no checkpoint in this text")
    return found


def keys_in(text: str) -> list[str]:
    """Every public key that stands on a line of its own."""
    return _KEY.findall("".join(line.strip() + "\n" for line in text.splitlines()))


def changes_in(text: str) -> list[str]:
    """Every change of key."""
    return _CHANGE.findall("".join(line.strip() + "\n" for line in text.splitlines()))


def as_shown(text: str, old: int | None = None, path: Sequence[bytes] = ()) -> str:
    """A checkpoint to hand out, with the proof that it follows the one of size `old`."""
    if not old:
        return text
    return "".join([f"old {old}\n", *(to_base64(step) + "\n" for step in path), "\n", text])


def compare(held: Mapping[int, bytes], shown: Checkpoint, old: int | None, path: Sequence[bytes]) -> str:
    """Whether a checkpoint can be of the history whose roots are `held`, {size: root}.

    `first` where nothing is held, `known`, `follows` (it is proved), or `unproven`: the sizes differ and the
    proof is for another size. Raises `Altered` where the two are of different histories.
    """
    if not held:
        return FIRST
    if shown.size in held:
        if held[shown.size] != shown.root:
            raise Altered("two-histories", f"{shown.origin} {shown.size}")
        return KNOWN
    if old is not None and old in held:
        if not tree.proves_consistency(old, held[old], shown.size, shown.root, path):
            raise Altered("two-histories", f"{shown.origin} {shown.size}")
        return FOLLOWS
    return UNPROVEN
