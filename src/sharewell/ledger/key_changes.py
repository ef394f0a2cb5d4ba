"""Changing the key that signs a log: each change is a note signed with the key before and the key after.

    origin
    key number
    the key before
    the key after

    — origin base64(signature with the key before)
    — origin base64(signature with the key after)

`number` is that of the entry which tells of the change. The key before signed the log while it had that many
entries or fewer, the key after signs it from there on. So a key that was lost or stolen can sign nothing new,
and every checkpoint that was given away before still verifies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sharewell.ledger.checkpoints import (
    BadNote,
    Checkpoint,
    SigningKey,
    VerifyingKey,
    read_checkpoint,
    read_signature,
)

_NUMBER = re.compile(r"key (0|[1-9][0-9]{0,17})")


@dataclass(frozen=True)
class KeyChange:
    """From the entry `number` on, another key signs the log."""

    number: int
    before: VerifyingKey
    after: VerifyingKey
    text: str


def sign_change(number: int, before: SigningKey, after: SigningKey) -> str:
    """The note of a change that the entry `number` tells of."""
    body = f"{before.name}\nkey {number}\n{before.verifying}\n{after.verifying}\n"
    return f"{body}\n{before.line_under(body)}{after.line_under(body)}"


def read_change(text: str) -> KeyChange:
    """A change of key, both its signatures checked. Raises `BadNote`."""
    lines = text.split("\n")
    if len(lines) != 8 or lines[4] or lines[7] or not (number := _NUMBER.fullmatch(lines[1])):
        raise BadNote("not a change of key: four lines, an empty one and two signatures")
    before, after = VerifyingKey.read(lines[2]), VerifyingKey.read(lines[3])
    if [str(before), str(after)] != lines[2:4] or not before.name == after.name == lines[0]:
        raise BadNote("not a change of the key of one log")
    body = "\n".join([*lines[:4], ""])
    before.check(body, *read_signature(lines[5]))
    after.check(body, *read_signature(lines[6]))
    return KeyChange(int(number[1]), before, after, text)


@dataclass(frozen=True)
class Keys:
    """Every key that a log ever had: the one of now, and the changes that led to it, oldest first."""

    current: VerifyingKey
    changes: tuple[KeyChange, ...] = ()

    @classmethod
    def read(cls, current: str, changes: Iterable[str]) -> Keys:
        """The keys as a pack has them. Raises `BadNote` where one change does not follow the one before."""
        read = tuple(read_change(text) for text in changes)
        now = VerifyingKey.read(current)
        for change, following in zip(read, [*(each.before for each in read[1:]), now], strict=False):
            if change.after != following:
                raise BadNote("a change of key that does not follow the one before it")
        if any(early.number >= late.number for early, late in zip(read, read[1:], strict=False)):
            raise BadNote("changes of key that are out of order")
        return cls(now, read)

    def open(self, text: str) -> Checkpoint:
        """Read a checkpoint that was signed with the key which the log had at that size. Raises `BadNote`."""
        return self.at(read_checkpoint(text).size).open(text)

    def at(self, size: int) -> VerifyingKey:
        """The key that signs the log of `size` entries."""
        return next((change.before for change in self.changes if size <= change.number), self.current)

    def has(self, key: VerifyingKey) -> bool:
        """Whether it is, or once was, the key of this log."""
        return key in (self.current, *(change.before for change in self.changes))
