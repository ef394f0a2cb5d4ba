"""The rows of the log in the database's tables: a ledger `Store`, in the transaction of whoever writes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections, router, transaction
from django.db.backends.utils import CursorWrapper

from sharewell.domain.audit.models import Event
from sharewell.ledger.entries import about_in
from sharewell.ledger.log import Row

_LOCK = 0x5EA12E11  # the advisory lock on PostgreSQL under which entries are added, one writer at a time


class Tables:
    """The log's table, as `sharewell.ledger.log.Log` reads and adds to it.

    On SQLite a transaction that is going to write is the only one (BEGIN IMMEDIATE). On PostgreSQL a lock
    that lasts to the end of the transaction makes it so. The number of an entry is its key, so that two
    entries with one number cannot be, whatever else goes wrong.
    """

    def __init__(self, using: str | None = None):
        self.using = using or router.db_for_write(Event)
        self._db = connections[self.using]
        self._on_postgresql = self._db.vendor == "postgresql"
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
            self._do("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

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
        found = self._read(
            "SELECT number, leaf, hashes FROM audit_event WHERE number >= %s ORDER BY number LIMIT %s",
            [start, count],
        )
        return (
            [(number, bytes(leaf), bytes(hashes)) for number, leaf, hashes in found]
            if self._on_postgresql
            else found
        )

    def first_misplaced(self) -> int | None:
        """The first event that would be found under another thing than its leaf says, if there is one."""
        begins = "'{\"about\":\"' || about || '\",'"
        if self._on_postgresql:
            same = f"substr(leaf, 1, length(about) + 12) = convert_to({begins}, 'UTF8')"
        else:
            same = f"substr(leaf, 1, length(about) + 12) = CAST({begins} AS BLOB)"
        sql = f"SELECT min(number) FROM audit_event WHERE NOT coalesce({same}, FALSE)"
        ((number,),) = self._read(sql)
        return number

    def _read(self, sql: str, values: Sequence = ()) -> list[tuple]:
        return self._do(sql, values).fetchall()

    def _do(self, sql: str, values: Sequence = ()) -> CursorWrapper:
        if self._cursor is None:  # one for all that is asked: making one takes as long as asking
            self._cursor = self._db.cursor()
        self._cursor.execute(sql, values)
        return self._cursor
