"""One sealed box: AES-256-GCM with a random nonce, bound to the place that it was sealed for.

A box is ``b"S1"``, the version of its data key (2 bytes, big-endian), a nonce (12 bytes), then the
ciphertext and its tag (16 bytes). The place (`aad`) is authenticated and not stored: a box that is
copied to another row does not open there. One data key may seal 2**32 boxes; renew it before that.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import SealingError, altered

MARK = b"S1"
HEADER = struct.Struct(">2sH12s")
OVERHEAD = HEADER.size + 16


def close_box(data: bytes, cipher: AESGCM, version: int, place: str) -> bytes:
    """Seal `data` for `place` under the data key of that `version`."""
    header = HEADER.pack(MARK, version, os.urandom(12))
    return header + cipher.encrypt(header[-12:], data, _bound(header, place))


def version_of(box: bytes, place: str) -> int:
    """Which version of the data key a box needs."""
    if len(box) < OVERHEAD or box[:2] != MARK:
        raise SealingError(
            f"What is stored for {place} is not a sealed box: it is cut short or was never sealed.",
            "Put back this record from a backup.",
        )
    return int(HEADER.unpack_from(box)[1])


def open_box(box: bytes, cipher: AESGCM, place: str) -> bytes:
    """What was sealed in `box` for `place`; SealingError if any byte of either differs."""
    header = box[: HEADER.size]
    try:
        return cipher.decrypt(header[-12:], box[HEADER.size :], _bound(header, place))
    except InvalidTag:
        raise altered(place) from None


def _bound(header: bytes, place: str) -> bytes:
    return header[:4] + place.encode()
