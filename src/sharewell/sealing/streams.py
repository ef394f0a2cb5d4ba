"""Sealed streams: any length in constant memory, in segments of 64 KiB.

A stream is ``b"SWSTRM1\\n"``, a salt (32 bytes), then the segments. Each stream has its own key
(HKDF-SHA256 of the caller's key, the salt and the place), so the same package key may seal many.
A segment is AES-256-GCM over at most 65,536 bytes with the nonce "number of the segment (11 bytes,
big-endian), 1 if it is the last": one that is left out, repeated, moved or cut off does not open.
Every stream has a last segment; only that of an empty stream is empty.
"""

import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .errors import SealingError, altered

MARK = b"SWSTRM1\n"
SALT = 32
SEGMENT = 64 * 1024
TAG = 16


def seal_stream(src: BinaryIO, dst: BinaryIO, key: bytes, aad: str = "") -> None:
    """Seal all that `src` holds into `dst` under a 32-byte `key`, bound to the place `aad`."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt, aad)
    dst.write(MARK + salt)
    # Two plain buffers (this segment and the next, which tells whether this is the last) and one sealed.
    this, following, sealed = bytearray(SEGMENT), bytearray(SEGMENT), bytearray(SEGMENT + TAG)
    size, number = _fill(src, this), 0
    while True:
        size_after = _fill(src, following) if size == SEGMENT else 0
        nonce = _nonce(number, last=not size_after)
        out = memoryview(sealed)[: size + TAG]
        cipher.encrypt_into(nonce, memoryview(this)[:size], None, out)
        dst.write(out)
        if not size_after:
            return
        this, following, size, number = following, this, size_after, number + 1


def unseal_stream(src: BinaryIO, dst: BinaryIO, key: bytes, aad: str = "") -> None:
    """Open a sealed stream into `dst`. On SealingError throw away what `dst` got: it is not whole."""
    for piece in unsealed(src, key, aad):
        dst.write(piece)


def check_stream(src: BinaryIO, key: bytes, aad: str = "") -> None:
    """Raise SealingError unless the whole stream opens; shows nothing of it."""
    for _ in unsealed(src, key, aad):
        pass


def unsealed(src: BinaryIO, key: bytes, aad: str = "") -> Iterator[memoryview]:
    """The content piece by piece; each piece is overwritten by the next, so use it or copy it at once.

    Raises SealingError at the first segment that is not the one sealed there. What came before it was
    as sealed, but is not the whole: where half a document must never be shown, call check_stream first.
    """
    place = aad or "this package"
    start = src.read(len(MARK) + SALT)
    if len(start) != len(MARK) + SALT or not start.startswith(MARK):
        raise SealingError(
            f"What is stored for {place} is not a sealed stream: it is cut short or was never sealed.",
            "Put it back from a backup, or ask for it to be sent again.",
        )
    cipher = _cipher(key, start[len(MARK) :], aad)
    this, following, plain = bytearray(SEGMENT + TAG), bytearray(SEGMENT + TAG), bytearray(SEGMENT)
    size, number = _fill(src, this), 0
    while True:
        size_after = _fill(src, following) if size == SEGMENT + TAG else 0
        # An empty last segment after a full one would be a second way to write the same stream.
        if size < TAG or (size == TAG and number):
            raise altered(place)
        piece = memoryview(plain)[: size - TAG]
        try:
            cipher.decrypt_into(_nonce(number, last=not size_after), memoryview(this)[:size], None, piece)
        except InvalidTag:
            raise altered(f"{place}, segment {number + 1},") from None
        yield piece
        if not size_after:
            return
        this, following, size, number = following, this, size_after, number + 1


def seal_bytes(data: bytes, key: bytes, aad: str = "") -> bytes:
    """The sealed stream of what fits in memory."""
    dst = io.BytesIO()
    seal_stream(io.BytesIO(data), dst, key, aad)
    return dst.getvalue()


def unseal_bytes(blob: bytes, key: bytes, aad: str = "") -> bytes:
    """What seal_bytes sealed; all of it or a SealingError."""
    dst = io.BytesIO()
    unseal_stream(io.BytesIO(blob), dst, key, aad)
    return dst.getvalue()


def _cipher(key: bytes, salt: bytes, aad: str) -> AESGCM:
    if len(key) != 32:
        raise SealingError("A package key is 32 bytes.", "Make one with new_package_key().")
    own = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"sharewell stream 1 " + aad.encode())
    return AESGCM(own.derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _fill(src: BinaryIO, buffer: bytearray) -> int:
    """Read until `buffer` is full or `src` ends (a pipe may give less at a time); how much was read."""
    size, view = 0, memoryview(buffer)
    while size < len(buffer):
        got = _read_into(src, view[size:])
        if not got:
            break
        size += got
    return size


def _read_into(src: BinaryIO, view: memoryview) -> int:
    if hasattr(src, "readinto"):
        return src.readinto(view) or 0
    piece = src.read(len(view))
    view[: len(piece)] = piece
    return len(piece)
