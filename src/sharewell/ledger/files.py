"""A log in one SQLite file: plain, durable, and append-only by trigger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from sharewell.ledger.log import Row

_TABLE = """
CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, hashes BLOB NOT NULL, leaf BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS entry_no_update BEFORE UPDATE ON entry
  BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER IF NOT EXISTS entry_no_delete BEFORE DELETE ON entry
  BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
"""


class SqliteFile:
    """The store of a `Log` in the file at `path`, made when it is not there.

    A commit has reached the disk when it returns (synchronous=FULL). Memory-mapped reading stays off:
    it has been seen to corrupt files.
    """

    def __init__(self, path: str | PathLike[str]):
        import sqlite3  # only where a file is opened: checking a pack needs no database

        self._db = sqlite3.connect(path, isolation_level=None, timeout=20, cached_statements=256)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "mmap_size=0"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_TABLE)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def size(self) -> int:
        (last,) = self._db.execute("SELECT max(number) FROM entry").fetchone()
        return 0 if last is None else last + 1

    def hashes(self, indexes: list[int]) -> dict[int, bytes]:
        if not indexes:
            return {}
        marks = ",".join("?" * len(indexes))
        return dict(self._db.execute(f"SELECT number, hashes FROM entry WHERE number IN ({marks})", indexes))

    def add(self, rows: list[Row]) -> None:
        self._db.executemany("INSERT INTO entry (number, leaf, hashes) VALUES (?, ?, ?)", rows)

    def rows(self, start: int, count: int) -> list[Row]:
        return self._db.execute(
            "SELECT number, leaf, hashes FROM entry WHERE number >= ? ORDER BY number LIMIT ?", (start, count)
        ).fetchall()
