"""Checkpoints: the size and root of a log, signed with Ed25519 in the form of a C2SP signed note.

    origin
    size
    root, base64

    — origin base64(key hash, signature)

A checkpoint that has left the server binds it: who holds one can show whether history was rewritten.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]{1,200}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


class BadNote(ValueError):
    """A checkpoint or key that cannot be read, or whose signature does not hold."""


def from_base64(text: str) -> bytes:
    """Decode, and refuse every spelling but the one that encoding gives."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("not base64") from error
    if to_base64(data) != text:
        raise BadNote("not the one right spelling in base64")
    return data


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _key_hash(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _read_key(text: str) -> tuple[str, bytes]:
    """The name and the 32 bytes of a key written as name+hash+base64."""
    name, _, rest = text.partition("+")
    shown, _, data = rest.partition("+")
    key = from_base64(data)
    if not _NAME.fullmatch(name) or len(key) != 33 or key[:1] != ED25519:
        raise BadNote("not an Ed25519 key of a log")
    return name, _checked(name, shown, key[1:])


def _checked(name: str, shown: str, key: bytes) -> bytes:
    if not re.fullmatch("[0-9a-f]{8}", shown):
        raise BadNote("not a key: its short hash is missing")
    return key


@dataclass(frozen=True)
class Checkpoint:
    """What a signed checkpoint says; `text` is the note itself."""

    origin: str
    size: int
    root: bytes
    text: str


@dataclass(frozen=True)
class VerifyingKey:
    """The public key of a log. Written, and given away, as `name+hash+base64`."""

    name: str
    public: bytes

    @classmethod
    def read(cls, text: str) -> VerifyingKey:
        """A public key as it is given away. Raises `BadNote`."""
        name, public = _read_key(text.strip())
        key = cls(name, public)
        if str(key) != text.strip():
            raise BadNote("the key's short hash does not fit the key")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{_key_hash(self.name, self.public).hex()}+{to_base64(ED25519 + self.public)}"

    def open(self, text: str) -> Checkpoint:
        """Read a checkpoint that this key signed; raises `BadNote` for any other."""
        checkpoint, name, signature = _parts(text)
        self.check(_body(checkpoint), name, signature)
        if checkpoint.origin != self.name:
            raise BadNote(f"a checkpoint of {checkpoint.origin!r}, not of {self.name!r}")
        return checkpoint

    def check(self, body: str, name: str, signature: bytes) -> None:
        """Raises `BadNote` unless `signature`, of four bytes that tell the key and 64, is of this key."""
        if name != self.name or signature[:4] != _key_hash(self.name, self.public):
            raise BadNote(f"signed by {name!r}, with another key than that of {self.name!r}")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[4:], body.encode())
        except (InvalidSignature, ValueError) as error:
            raise BadNote("the signature does not hold") from error


@dataclass(frozen=True)
class SigningKey:
    """The private key of a log."""

    name: str
    seed: bytes

    @classmethod
    def make(cls, name: str) -> SigningKey:
        """A new key for a log of this name: no spaces, no plus sign. Raises `BadNote`."""
        if not _NAME.fullmatch(name):
            raise BadNote(f"{name!r} cannot name a log: no spaces and no plus sign")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def kept_at(cls, path: Path, name: str) -> SigningKey:
        """The key in the file at `path`; made there, for its owner's eyes only, when there is none.

        `name` is for a new one. A log keeps the name that it began with, wherever it is served from later:
        checkpoints that were given away bear it. Raises `BadNote` when the file holds no key.
        """
        if not path.exists():
            cls.keep_at(path, cls.make(name))
        return cls.read(path.read_text(encoding="utf-8"))

    @staticmethod
    def keep_at(path: Path, key: SigningKey) -> None:
        """Write the key to a file that only its owner can read; a file that is there already stays."""
        _write_once(path, str(key) + "\n")

    @classmethod
    def read(cls, text: str) -> SigningKey:
        """A private key as it is kept. Raises `BadNote`."""
        start, text = text.strip()[:12], text.strip()[12:]
        if start != "PRIVATE+KEY+":
            raise BadNote("not a private key of a log")
        key = cls(*_read_key(text))
        if str(key) != start + text:
            raise BadNote("the key's short hash does not fit the key")
        return key

    def __str__(self) -> str:
        shown = _key_hash(self.name, self.verifying.public).hex()
        return f"PRIVATE+KEY+{self.name}+{shown}+{to_base64(ED25519 + self.seed)}"

    __repr__ = object.__repr__  # never show the seed in an error or a log

    @property
    def verifying(self) -> VerifyingKey:
        """The public key that belongs to it."""
        return VerifyingKey(self.name, self._key().public_key().public_bytes_raw())

    def sign(self, size: int, root: bytes) -> str:
        """The checkpoint of the log at `size` entries, as text; the same size and root give the same text."""
        body = _body(Checkpoint(self.name, size, root, ""))
        return f"{body}\n{self.line_under(body)}"

    def line_under(self, body: str) -> str:
        """The line that signs the text of a note."""
        mark = _key_hash(self.name, self.verifying.public)
        return f"— {self.name} {to_base64(mark + self._key().sign(body.encode()))}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def read_checkpoint(text: str) -> Checkpoint:
    """What a checkpoint says, before anybody looked at its signature. Raises `BadNote` if it is none."""
    return _parts(text)[0]


def _body(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.origin}\n{checkpoint.size}\n{to_base64(checkpoint.root)}\n"


def _parts(text: str) -> tuple[Checkpoint, str, bytes]:
    """A checkpoint, unchecked, with the name and the 68 bytes of its one signature line."""
    lines = text.split("\n")
    if len(lines) != 6 or lines[3] or lines[5]:
        raise BadNote("not a checkpoint: three lines, an empty one and one signature")
    origin, size, root, _, signed, _ = lines
    name, signature = read_signature(signed)
    tree_root = from_base64(root)
    if not _NUMBER.fullmatch(size) or len(tree_root) != 32:
        raise BadNote("not a checkpoint: a size or root that is not in the right form")
    return Checkpoint(origin, int(size), tree_root, text), name, signature


def read_signature(line: str) -> tuple[str, bytes]:
    """The name in a signature line, and its 68 bytes. Raises `BadNote`."""
    dash, _, rest = line.partition(" ")
    name, _, code = rest.partition(" ")
    signature = from_base64(code)
    if dash != "—" or not _NAME.fullmatch(name) or len(signature) != 68:
        raise BadNote("not a signature line of a note")
    return name, signature


def _write_once(path: Path, text: str) -> None:
    """Write a file that nobody else may read; if another process was first, keep what that one wrote."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
