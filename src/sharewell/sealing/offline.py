"""Sealing to people whose keys never were on this machine, in the form of `age` (age-encryption.org/v1).

What is sealed so can be opened here with the file of one recipient's key, or anywhere with the program `age`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pyrage

from .errors import SealingError

BEGINS = b"age-encryption.org/v1"


def new_identity() -> tuple[str, str]:
    """A new key as the text of its file, and the recipient that it opens for."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return f"# public key: {recipient}\n{identity}\n", recipient


def check_recipients(recipients: Sequence[str]) -> None:
    """Raise SealingError for a text that is no recipient."""
    for text in recipients:
        _recipient(text)


def seal_to(recipients: Sequence[str], src: BinaryIO, dst: BinaryIO) -> None:
    """Seal all that `src` holds into `dst`, so that any one of the recipients can open it."""
    pyrage.encrypt_io(src, dst, [_recipient(text) for text in recipients])


def open_with(identity: Path, src: BinaryIO, dst: BinaryIO) -> None:
    """Open `src` into `dst` with the file of one recipient's key. On SealingError throw `dst` away."""
    try:
        pyrage.decrypt_io(src, dst, [_identity(identity)])
    except (pyrage.DecryptError, OSError) as error:
        if getattr(error, "errno", None):  # of the disk, not of what was sealed
            raise
        raise SealingError(
            f"This does not open with {identity}: {error}.",
            "Give the key of one of those whom it was sealed to, and a file that is whole.",
        ) from None


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise SealingError(
            f"{text!r} is not somebody whom a backup can be sealed to.",
            "It begins with age1 and stands in the file that `sharewell keys new-recipient` makes.",
        ) from None


def _identity(path: Path) -> pyrage.x25519.Identity:
    found = re.search(r"AGE-SECRET-KEY-1\w+", path.read_text(encoding="utf-8"))
    try:
        return pyrage.x25519.Identity.from_str(found[0] if found else "")
    except pyrage.IdentityError:
        raise SealingError(
            f"{path} holds no key.", "It needs a line that begins with AGE-SECRET-KEY-1."
        ) from None
