"""Checking a whole log as it lies in its store: every hash again, from the leaves up, in one pass.

Keeps O(log size) and a chunk. Finds the first entry that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

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
    """Check every row that `rows` gives, and every root of {size: root} in `checkpoints`.

    `is_right(row)` may look at each entry as well, for what only its owner knows. Raises `Altered`.
    Rows that were rewritten together with every hash above them show only against a checkpoint; the entry
    named is then the first that the last agreeing checkpoint does not cover.
    """
    awaited = sorted((checkpoints or {}).items())
    peaks: list[bytes] = []
    size = agreed = met = 0
    while chunk := rows(size, CHUNK):
        _check_shape(chunk, size)
        if is_right is not None:
            _check_each(chunk, is_right)
        levels = _check_hashes(chunk, size)
        while met < len(awaited) and awaited[met][0] <= size + len(chunk):
            at, root = awaited[met]
            if tree.fold([*peaks, *_peaks_within(levels, at - size)]) != root:
                raise Altered("checkpoint-differs", agreed)
            agreed, met = at, met + 1
        peaks = _join(peaks, size, levels, chunk)
        size += len(chunk)
        if len(chunk) < CHUNK:
            break
    _check_end(awaited[met:], size)
    return Checked(size, tree.fold(peaks), len(awaited))


def _check_end(unmet: list[tuple[int, bytes]], size: int) -> None:
    for at, root in unmet:
        if at > size:
            raise Altered("entries-missing", size)
        if at == 0 and root != tree.EMPTY_ROOT:
            raise Altered("checkpoint-differs", 0)


def _check_shape(chunk: list[Row], size: int) -> None:
    if [row[0] for row in chunk] != list(range(size, size + len(chunk))):
        index = next(at for at, row in enumerate(chunk, size) if row[0] != at)
        raise Altered("entry-missing", index)
    if not all(type(leaf) is type(hashes) is bytes for _, leaf, hashes in chunk):
        index = next(at for at, leaf, hashes in chunk if not type(leaf) is type(hashes) is bytes)
        raise Altered("entry-altered", index)


def _check_each(chunk: list[Row], is_right: Callable[[Row], bool]) -> None:
    for row in chunk:
        if not is_right(row):
            raise Altered("entry-altered", row[0])


def _check_hashes(chunk: list[Row], size: int) -> list[list[bytes]]:
    """Work out every node within the chunk and compare those that the rows hold; returns them by level."""
    nodes = [sha256(b"\x00" + row[1]).digest() for row in chunk]
    levels, expected = [nodes], list(nodes)
    step = 2
    while len(nodes) > 1:
        pairs = zip(nodes[::2], nodes[1::2], strict=False)  # an odd one at the end waits for its neighbour
        nodes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        levels.append(nodes)
        for at, node in zip(range(step - 1, len(expected), step), nodes, strict=True):
            expected[at] += node
        step *= 2
    stored = [row[2] for row in chunk]
    if len(chunk) == CHUNK:
        stored[-1] = stored[-1][: len(expected[-1])]  # the rest lies above this chunk
    if expected != stored:
        index = next(at for at, hashes in enumerate(expected) if hashes != stored[at])
        raise Altered("entry-altered", size + index)
    return levels


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
