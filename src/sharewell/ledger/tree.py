"""The Merkle tree of RFC 6962, section 2: hashes, which nodes a proof needs, and the checking of proofs.

A part (start, end) is a run of entries; it is whole when it is a power of two long and starts at a multiple
of its length. Only the nodes over whole parts are ever stored: those that end with entry n are made when n is
added, lowest first, and lie together in the row of that entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HASH = 32  # bytes
EMPTY_ROOT = sha256(b"").digest()

Part = tuple[int, int]


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf: 32 bytes, in a space apart from that of nodes."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two halves."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over whole subtrees that stand side by side, largest first."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def grow(peaks: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Add one leaf to the tree of `size` entries whose `peaks` are given, and change with it.

    Returns the hashes of the nodes that the leaf completes, lowest first: the leaf's own, then one for each
    trailing one of `size`. Costs and keeps O(log size).
    """
    made = [leaf_hash(leaf)]
    while size & 1:
        made.append(node_hash(peaks.pop(), made[-1]))
        size >>= 1
    peaks.append(made[-1])
    return made


def peaks(start: int, end: int) -> list[Part]:
    """The whole parts that make up a part of the tree, left to right, largest first."""
    found = []
    while start < end:
        length = 1 << ((end - start).bit_length() - 1)
        found.append((start, start + length))
        start += length
    return found


def node_in(hashes: bytes, length: int) -> bytes:
    """The node over the whole part of this length, out of the hashes in the row of its last entry."""
    at = HASH * (length.bit_length() - 1)
    return hashes[at : at + HASH]


def inclusion_parts(index: int, size: int) -> list[Part]:
    """Whose roots prove that entry `index` is in the tree of `size`: RFC 6962, 2.1.1, leaf upwards."""
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} among {size}")
    parts, start, end = [], 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))  # the largest power of two below
        if index < middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    return parts[::-1]


def consistency_parts(old: int, size: int) -> list[Part]:
    """Whose roots prove that the tree of `old` entries begins that of `size`: RFC 6962, 2.1.2."""
    if not 0 <= old <= size:
        raise ValueError(f"{old} entries cannot begin {size}")
    if old == 0:
        return []
    parts, start, end = [], 0, size
    while old != end:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))  # the largest power of two below
        if old <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    if start:
        parts.append((start, end))
    return parts[::-1]


def proves_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: is `leaf` (its hash) entry `index` of the tree with this root?"""
    if not 0 <= index < size:
        return False
    climb = _climb(index, size - 1, leaf, leaf, path)
    return climb is not None and climb[1] == root


def proves_consistency(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: does the tree with `root` begin with the entries of that with `old_root`?"""
    if not 0 <= old <= size:
        return False
    if old in (0, size):
        return not path and old_root == (root if old == size else EMPTY_ROOT)
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    position, last = old - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    climb = _climb(position, last, steps[0], steps[0], steps[1:])
    return climb == (old_root, root)


def _climb(
    position: int, last: int, before: bytes, after: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Walk from a node up to the root of the old tree and of the new; nothing if the path does not fit."""
    for step in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            after = node_hash(after, step)
        position >>= 1
        last >>= 1
    return (before, after) if last == 0 else None
