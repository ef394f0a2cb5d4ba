"""A log over any store of rows: adding entries, roots and proofs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol

from sharewell.ledger import tree

Row = tuple[int, bytes, bytes]  # index, leaf, the hashes of the nodes that it completes, lowest first
KEPT_ABOVE, KEPT = 64, 65_536  # roots over so many entries or more are remembered, and so many of them


class Store(Protocol):
    """Where rows are kept. Rows are numbered from 0 without gaps and never change."""

    def writing(self) -> AbstractContextManager[None]:
        """One durable transaction that no other writer can be in at the same time."""

    def size(self) -> int:
        """How many rows there are."""

    def hashes(self, indexes: list[int]) -> dict[int, bytes]:
        """The third part of each of these rows, by number, in one reading."""

    def add(self, rows: list[Row]) -> None:
        """Add rows, within `writing`."""

    def rows(self, start: int, count: int) -> list[Row]:
        """Up to `count` rows as they lie there, in order, from index `start`; nothing is trusted."""


class Log:
    """Entries in a store. Several may write to one store: the store lets one in at a time."""

    def __init__(self, store: Store):
        self.store = store
        self._size = 0
        self._peaks: list[bytes] = []
        self._kept: dict[tree.Part, bytes] = {}

    def append(self, leaf: bytes) -> int:
        """Add one entry durably; returns its index."""
        return self.append_made(lambda index: leaf)[0]

    def append_made(self, make: Callable[[int], bytes]) -> Row:
        """Add the entry that `make(index)` gives, for entries that say their own index; returns its row."""
        return self._append([make])[0]

    def append_many(self, leaves: Iterable[bytes]) -> int:
        """Add several entries in one durable transaction; returns the index of the first."""
        return self._append([partial(_as_it_is, leaf) for leaf in leaves])[0][0]

    def _append(self, makers: list[Callable[[int], bytes]]) -> list[Row]:
        with self.store.writing():
            size = self.store.size()
            peaks = list(self._peaks) if self._size == size else self._stored_peaks(size)
            rows = []
            for index, make in enumerate(makers, size):
                leaf = make(index)
                rows.append((index, leaf, b"".join(tree.grow(peaks, index, leaf))))
            self.store.add(rows)
        self._remember(size + len(rows), peaks)
        return rows

    def _remember(self, size: int, peaks: list[bytes]) -> None:
        """Keep the edge of the tree: sound because rows that were committed once never change."""
        self._size, self._peaks = size, peaks

    def size(self) -> int:
        """How many entries there are."""
        return self.store.size()

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries, or over all."""
        return tree.fold(self._stored_peaks(self.store.size() if size is None else size))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The path that proves entry `index` to be in the log of `size` entries (`proves_inclusion`)."""
        return self._roots(tree.inclusion_parts(index, size))

    def consistency(self, old: int, size: int) -> list[bytes]:
        """The path that proves a log of `size` entries to begin with one of `old` (`proves_consistency`)."""
        return self._roots(tree.consistency_parts(old, size))

    def _stored_peaks(self, size: int) -> list[bytes]:
        return self._roots(tree.peaks(0, size))

    def _roots(self, parts: list[tree.Part]) -> list[bytes]:
        """The root over each part, in one reading of the store: O(log size) rows for a whole proof."""
        found = {part: self._kept[part] for part in parts if part in self._kept}
        unknown = [part for part in parts if part not in found]
        pieces = [tree.peaks(*part) for part in unknown]
        rows = self.store.hashes([end - 1 for group in pieces for _, end in group])
        for part, group in zip(unknown, pieces, strict=True):
            found[part] = tree.fold([tree.node_in(rows[end - 1], end - start) for start, end in group])
            self._keep(part, found[part])
        return [found[part] for part in parts]

    def _keep(self, part: tree.Part, root: bytes) -> None:
        """Remember what nearly every proof asks for, the top of the tree: sound, as entries never change."""
        if part[1] - part[0] >= KEPT_ABOVE:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[part] = root


def _as_it_is(leaf: bytes, index: int) -> bytes:
    return leaf
