"""A log over any store of rows: adding entries, roots and proofs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from sharewell.ledger import tree

Row = tuple[int, bytes, bytes]  # index, leaf, the hashes of the nodes that it completes, lowest first
KEPT_ABOVE = 64  # nodes over so many entries or more are worth remembering


class Store(Protocol):
    """Where rows are kept. Rows are numbered from 0 without gaps and never change."""

    def writing(self) -> AbstractContextManager:
        """One durable transaction that no other writer can be in at the same time."""

    def size(self) -> int: ...

    def hashes(self, indexes: list[int]) -> dict[int, bytes]: ...

    def add(self, rows: list[Row]) -> None: ...

    def rows(self, start: int, count: int) -> list[Row]:
        """Up to `count` rows as they lie there, in order, from index `start`; nothing is trusted."""


class Log:
    """Entries in a store. Several may write to one store: the store lets one in at a time."""

    def __init__(self, store: Store):
        self.store = store
        self._size, self._peaks = 0, []
        self._kept: dict[tree.Part, bytes] = {}

    def append(self, leaf: bytes) -> int:
        """Add one entry durably; returns its index."""
        return self.append_made(lambda index: leaf)[0]

    def append_made(self, make: Callable[[int], bytes]) -> Row:
        """Add the entry that `make(index)` gives, for entries that say their own index; returns its row."""
        return self._append([make])[0]

    def append_many(self, leaves: Iterable[bytes]) -> int:
        """Add several entries in one durable transaction; returns the index of the first."""
        return self._append([lambda index, leaf=leaf: leaf for leaf in leaves])[0][0]

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
        return self.store.size()

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries, or over all."""
        return tree.fold(self._stored_peaks(self.store.size() if size is None else size))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return self._roots(tree.inclusion_parts(index, size))

    def consistency(self, old: int, size: int) -> list[bytes]:
        return self._roots(tree.consistency_parts(old, size))

    def _stored_peaks(self, size: int) -> list[bytes]:
        return self._nodes(tree.peaks(0, size))

    def _roots(self, parts: list[tree.Part]) -> list[bytes]:
        """The root over each part. All but a few at the right edge are whole, and whole ones are stored."""
        ragged = {part: tree.peaks(*part) for part in parts if not tree.is_whole(part)}
        wholes = [part for part in parts if part not in ragged]
        for pieces in ragged.values():
            wholes += pieces
        nodes = dict(zip(wholes, self._nodes(wholes), strict=True))
        for part, pieces in ragged.items():
            nodes[part] = tree.fold([nodes[piece] for piece in pieces])
        return [nodes[part] for part in parts]

    def _nodes(self, wholes: list[tree.Part]) -> list[bytes]:
        """The nodes over whole parts, in one reading of the store: O(log size) rows."""
        kept = self._kept
        missing = [part for part in wholes if part not in kept]
        rows = self.store.hashes([end - 1 for _, end in missing])
        found = {}
        for part in missing:
            at = tree.place(part)
            found[part] = rows[part[1] - 1][at : at + tree.HASH]
        self._keep(found)
        return [kept.get(part) or found[part] for part in wholes]

    def _keep(self, found: dict[tree.Part, bytes]) -> None:
        """Remember the nodes that nearly every proof asks for: the top of the tree, a bounded number."""
        least = max(KEPT_ABOVE, self._size >> 14)
        for part, node in found.items():
            if part[1] - part[0] >= least:
                self._kept[part] = node
