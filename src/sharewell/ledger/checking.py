"""Checking a whole log as it lies in its store: every hash again, from the leaves up, in one pass.

Keeps O(log size) and a chunk. Finds the first entry that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter

from sharewell.ledger import tree
from sharewell.ledger.findings import Altered
from sharewell.ledger.log import Row

CHUNK = 1024  # rows at a time; a power of two, so that a chunk is one whole part of the tree

Reader = Callable[[int, int], list[Row]]  # (start, count) -> rows, as `Store.rows`


@dataclass(frozen=True)
class Checked:
    """What was found sound: so many entries with this root, and so many checkpoints that agree."""

    size: int
    root: bytes
    checkpoints: int


def check_rows(
    rows: Reader,
    checkpoints: Mapping[int, bytes] | None = None,
    is_right: Callable[[Row], bool] | None = None,
) -> Checked:
    """Check every row that `rows` gives, and every root of {size: root} in `checkpoints`. Raises `Altered`.

    Whole rows that changed places are wrong in their hashes only further on; `is_right(row)` may know the
    row that does not belong where it is, and is asked then. Rows that were rewritten together with every
    hash above them show only against a checkpoint; the entry named is the first that the last agreeing
    checkpoint does not cover.
    """
    awaited = sorted((checkpoints or {}).items())
    peaks: list[bytes] = []
    size = agreed = met = 0
    while chunk := rows(size, CHUNK):
        try:
            levels = _levels_of(chunk, size)
            above = _join(peaks, size, levels, chunk)
        except Altered as found:
            raise _first(found, chunk, is_right) from None
        while met < len(awaited) and awaited[met][0] <= size + len(chunk):
            at, root = awaited[met]
            if tree.fold([*peaks, *_peaks_within(levels, at - size)]) != root:
                raise Altered("checkpoint-differs", agreed)
            agreed, met = at, met + 1
        peaks = above
        size += len(chunk)
        if len(chunk) < CHUNK:
            break
    _check_end(awaited[met:], size)
    return Checked(size, tree.fold(peaks), len(awaited))


def _first(found: Altered, chunk: list[Row], is_right: Callable[[Row], bool] | None) -> Altered:
    """The first row of the chunk, up to the one that was found, that is wrong in itself."""
    if is_right is None or not isinstance(found.where, int):
        return found
    for row in chunk:
        if row[0] < found.where and not (type(row[1]) is bytes and is_right(row)):
            return Altered("entry-altered", row[0])
    return found


def _check_end(unmet: list[tuple[int, bytes]], size: int) -> None:
    for at, root in unmet:
        if at > size:
            raise Altered("entries-missing", size)
        if root != tree.EMPTY_ROOT:
            raise Altered("checkpoint-differs", 0)


def _levels_of(chunk: list[Row], size: int) -> list[list[bytes]]:
    """Work out every node within the chunk and compare those that the rows hold; returns them by level."""
    if [row[0] for row in chunk] != list(range(size, size + len(chunk))):
        raise Altered("entry-missing", next(at for at, row in enumerate(chunk, size) if row[0] != at))
    try:
        nodes = [sha256(b"\x00" + row[1]).digest() for row in chunk]
    except TypeError:
        raise Altered("entry-altered", next(row[0] for row in chunk if type(row[1]) is not bytes)) from None
    levels = [nodes]
    while len(nodes) > 1:
        pairs = zip(nodes[::2], nodes[1::2], strict=False)  # an odd one at the end waits for its neighbour
        nodes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        levels.append(nodes)
    stored = [row[2] for row in chunk]
    if len(chunk) == CHUNK and type(stored[-1]) is bytes:
        stored[-1] = stored[-1][: tree.HASH * len(levels)]  # the rest lies above this chunk
    if not _are_all_in_place(levels, stored):
        _find_misplaced(levels, stored, size)
    return levels


def _are_all_in_place(levels: list[list[bytes]], stored: list[bytes]) -> bool:
    """Whether the rows of a whole chunk hold just these nodes: all at once, as that is quicker."""
    if len(stored) < CHUNK or set(map(type, stored)) != {bytes}:
        return False
    nodes = _AS_STORED(sum(levels, []))
    return list(map(len, stored)) == _LENGTHS and b"".join(nodes) == b"".join(stored)


def _find_misplaced(levels: list[list[bytes]], stored: list[bytes], size: int) -> None:
    """Raise for the first row that does not hold the nodes that it completes, if there is one."""
    for at, hashes in enumerate(stored):
        expected = [nodes[at >> level] for level, nodes in enumerate(levels) if _completes(at, level)]
        if b"".join(expected) != hashes:
            raise Altered("entry-altered", size + at)


def _completes(at: int, level: int) -> bool:
    """Whether the row `at` of a chunk is the last under a node of this level."""
    return (at + 1) % (1 << level) == 0


def _stored_order() -> list[int]:
    """Where, in the list of all nodes of a chunk level by level, each stands that the rows hold in turn."""
    levels = range(CHUNK.bit_length())
    starts = [2 * CHUNK - (2 * CHUNK >> level) for level in levels]
    return [starts[level] + (at >> level) for at in range(CHUNK) for level in levels if _completes(at, level)]


_AS_STORED = itemgetter(*_stored_order())
_LENGTHS = [
    tree.HASH * sum(_completes(at, level) for level in range(CHUNK.bit_length())) for at in range(CHUNK)
]


def _peaks_within(levels: list[list[bytes]], count: int) -> list[bytes]:
    """The peaks of the first `count` rows of a chunk."""
    parts = tree.peaks(0, count)
    return [levels[(end - start).bit_length() - 1][start // (end - start)] for start, end in parts]


def _join(peaks: list[bytes], size: int, levels: list[list[bytes]], chunk: list[Row]) -> list[bytes]:
    """The peaks after this chunk; checks the hashes of its last row that lie above a full chunk."""
    if len(chunk) < CHUNK:
        return peaks + _peaks_within(levels, len(chunk))
    peaks, above, top = list(peaks), b"", levels[-1][0]
    whole_chunks = size // CHUNK
    while whole_chunks & 1:
        top = tree.node_hash(peaks.pop(), top)
        above += top
        whole_chunks >>= 1
    last, _, hashes = chunk[-1]
    if hashes[tree.HASH * len(levels) :] != above:
        raise Altered("entry-altered", last)
    return [*peaks, top]
