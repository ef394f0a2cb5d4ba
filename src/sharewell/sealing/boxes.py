"""One sealed box: AES-256-GCM with a random nonce, bound to the place that it was sealed for.

A box of the service's own key is ``b"S1"``, the version of its data key (2 bytes, big-endian), a nonce (12
bytes), then the ciphertext and its tag (16 bytes). A box of one owner's key is the same with ``b"S2"``, and
the owner (16 bytes) after the version, so that whoever reads it knows its key without asking anybody.
The place (`aad`) is authenticated and not stored: a box that is copied to another row does not open there,
nor does one whose owner or version is changed. One data key may seal 2**32 boxes; renew it before that.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import SealingError, altered

MARK, OWNED = b"S1", b"S2"
HEADER, NONCE, OWNER, TAG = 4, 12, 16, 16
OVERHEAD = HEADER + NONCE + TAG
NOBODY = b""


def close_box(data: bytes, cipher: AESGCM, version: int, place: str, owner: bytes = NOBODY) -> bytes:
    """Seal `data` for `place` under the data key of that `version` (and that `owner`, 16 bytes or none)."""
    header = (OWNED if owner else MARK) + version.to_bytes(2, "big") + owner
    nonce = os.urandom(NONCE)
    return header + nonce + cipher.encrypt(nonce, data, header + place.encode())


def key_of(box: bytes, place: str) -> tuple[bytes, int]:
    """Whose data key a box needs (16 bytes, or none for the service's own), and which version of it."""
    mark = box[:2]
    if mark == OWNED and len(box) >= OVERHEAD + OWNER:
        return box[4:20], int.from_bytes(box[2:4], "big")
    if mark == MARK and len(box) >= OVERHEAD:
        return NOBODY, int.from_bytes(box[2:4], "big")
    raise SealingError(
        f"What is stored for {place} is not a sealed box: it is cut short or was never sealed.",
        "Put back this record from a backup.",
    )


def open_box(box: bytes, cipher: AESGCM, place: str) -> bytes:
    """What was sealed in `box` for `place`; SealingError if any byte of either differs."""
    end = HEADER + (OWNER if box[:2] == OWNED else 0)
    try:
        return cipher.decrypt(box[end : end + NONCE], box[end + NONCE :], box[:end] + place.encode())
    except InvalidTag:
        raise altered(place) from None
