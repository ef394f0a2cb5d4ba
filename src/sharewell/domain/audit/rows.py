"""The rows of the log in the database's tables: a ledger `Store`, in the transaction of whoever writes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections, router, transaction
from django.db.backends.utils import CursorWrapper

from sharewell.domain.audit.models import Event
from sharewell.ledger.entries import about_in
from sharewell.ledger.log import Row

# The advisory lock on PostgreSQL under which one transaction at a time writes, to its end.
TURN = 0x5EA12E11
TAKE_TURN = "SELECT pg_advisory_xact_lock(%s)"


# The words of `about` begin with the eleventh byte of a leaf, and a quotation mark ends them.
_ROWS = """SELECT number, leaf, CASE WHEN substr(leaf, 11, length(about) + 1) = {bytes_of} THEN hashes END
FROM audit_event WHERE number >= %s ORDER BY number LIMIT %s"""
_BYTES = {"sqlite": "CAST(about || '\"' AS BLOB)", "postgresql": "convert_to(about || '\"', 'UTF8')"}


class Tables:
    """The log's table, as `sharewell.ledger.log.Log` reads and adds to it.

    On SQLite a transaction that is going to write is the only one (BEGIN IMMEDIATE). On PostgreSQL a lock
    that lasts to the end of the transaction makes it so; `config/turns.py` takes it before the first row is
    touched. The number of an entry is its key, so that two entries with one number cannot be, whatever else
    goes wrong.
    """

    def __init__(self, using: str | None = None):
        self.using = using or router.db_for_write(Event)
        self._db = connections[self.using]
        self._on_postgresql = self._db.vendor == "postgresql"
        self._sql_of_rows = _ROWS.format(bytes_of=_BYTES[self._db.vendor])
        self._cursor: CursorWrapper | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        if self._db.in_atomic_block:
            self._wait_for_turn()
            yield
        else:
            with transaction.atomic(using=self.using):
                self._wait_for_turn()
                yield

    def _wait_for_turn(self) -> None:
        if self._on_postgresql:
            self._do(TAKE_TURN, [TURN])

    def size(self) -> int:
        ((last,),) = self._read("SELECT max(number) FROM audit_event")
        return 0 if last is None else last + 1

    def hashes(self, numbers: list[int]) -> dict[int, bytes]:
        if not numbers:
            return {}
        marks = ",".join(["%s"] * len(numbers))
        found = self._read(f"SELECT number, hashes FROM audit_event WHERE number IN ({marks})", numbers)
        return {number: bytes(hashes) for number, hashes in found}

    def add(self, rows: list[Row]) -> None:
        sql = "INSERT INTO audit_event (number, hashes, leaf, about) VALUES (%s, %s, %s, %s)"
        for number, leaf, hashes in rows:
            self._do(sql, [number, hashes, leaf, about_in(leaf)])

    def keep_opening(self, number: int, secret: bytes) -> None:
        self._do("INSERT INTO audit_opening (number, secret) VALUES (%s, %s)", [number, secret])

    def rows(self, start: int, count: int) -> list[Row]:
        """As they lie there; one that is filed under another thing than its leaf says has no hashes here."""
        found = self._read(self._sql_of_rows, (start, count))
        if self._on_postgresql:
            return [(number, bytes(leaf), bytes(hashes or b"")) for number, leaf, hashes in found]
        return found

    def _read(self, sql: str, values: Sequence = ()) -> list[tuple]:
        return self._do(sql, values).fetchall()

    def _do(self, sql: str, values: Sequence = ()) -> CursorWrapper:
        if self._cursor is None:  # one for all that is asked: making one takes as long as asking
            self._cursor = self._db.cursor()
        self._cursor.execute(sql, values)
        return self._cursor
