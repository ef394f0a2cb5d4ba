"""Whether what is stored can be read, is whole, and has room to grow."""

import shutil
import sqlite3
from collections.abc import Iterator
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.db import Error, connection
from django.db.models import Model

from sharewell.config.databases import journal
from sharewell.config.finding import Finding
from sharewell.domain.audit import spool
from sharewell.domain.audit.refuge import refuge
from sharewell.domain.decisions.checks import unlike_the_log
from sharewell.domain.sealed import SealedBinaryField
from sharewell.sealing import SealingError

ROOM = 200 * 1024 * 1024  # bytes; below this the disk is nearly full
NAMED, MOST = 5, 1000  # so many damaged rows are named one by one, and so many looked for


def free_bytes() -> int:
    """How much the disk of the database still takes."""
    return shutil.disk_usage(settings.HOME).free if settings.HOME.exists() else 0


def disk_findings() -> Iterator[Finding]:
    """What can be found at once about the place where things are stored, the database asked for nothing."""
    for check in (_room, _spool):
        yield from check()


def database_findings() -> Iterator[Finding]:
    """What the database says of itself."""
    for check in (_writing, _sqlite, _postgresql):
        yield from check()


def _room() -> Iterator[Finding]:
    if settings.HOME.exists() and free_bytes() < ROOM:
        yield Finding(
            True,
            f"The disk of {settings.HOME} has only {free_bytes() // 2**20} MB left. When it is full nothing "
            "can be saved.",
            "Make room, or move SHAREWELL_HOME to a larger disk. The journal needs as much as the database.",
        )


def _writing() -> Iterator[Finding]:
    mend = "Mend the disk or the rights of the file, then start again. Meanwhile people can look things up."
    if settings.READING_ONLY:
        yield Finding(True, "The database can be read only: nothing is saved.", mend)
        return
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
        is_standby, reads_only = cursor.fetchone()
    if is_standby:
        yield Finding(
            True,
            "DATABASE_URL leads to a standby, which takes no writes.",
            "Promote it (pg_ctl promote), or give the address of the primary.",
        )
    elif reads_only == "on":
        yield Finding(
            True,
            "PostgreSQL takes no writes from us (default_transaction_read_only).",
            "Find out why it was set. Then: ALTER DATABASE … RESET default_transaction_read_only",
        )


def _sqlite() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    if not settings.DEMO:
        yield Finding(
            False,
            "The tables are in SQLite, which suits one small organisation.",
            "Give DATABASE_URL of a PostgreSQL wherever more than a few people work at once.",
        )
    version = tuple(int(part) for part in sqlite3.sqlite_version.split("."))
    if journal(version) != "WAL":
        yield Finding(
            False,
            f"SQLite here is {sqlite3.sqlite_version}, so its slower journal is used: "
            "before 3.51.3 the quick one can lose a committed row.",
            "Install the Python package pysqlite3 where a wheel of it exists, or use PostgreSQL.",
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = cursor.fetchone()[0]
    if said != "ok":
        yield Finding(
            True, f"The database file is damaged: {said}.", "Stop the service and restore a backup."
        )


def _postgresql() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_checksums")
        if cursor.fetchone()[0] != "on":
            yield Finding(
                False,
                "PostgreSQL keeps no checksums, so it would not notice a page that the disk altered.",
                "Stop it, and run: pg_checksums --enable -D (its folder)",
            )


def _spool() -> Iterator[Finding]:
    if waits := spool.waiting():
        yield Finding(
            True,
            f"{waits} records wait to be written, sealed, since the database could not be.",
            "They go in by themselves once it can. Do not delete SHAREWELL_SPOOL.",
        )
    if settings.SPOOL.with_name(settings.SPOOL.name + ".aside").exists():
        yield Finding(
            True,
            f"Records that waited could not be written; they are in {settings.SPOOL}.aside.",
            "Keep that file and the keys, and ask whoever looks after the program.",
        )
    if refuge() is None:
        yield Finding(
            False,
            "There is no folder in memory that is ours alone, so nobody could sign in on a read-only disk.",
            "Let /dev/shm be written by the person that the service runs as.",
        )


def content_findings() -> Iterator[Finding]:
    """Where the tables do not say what was written down: damage that the database itself may not notice."""
    yield from _indexes()
    unlike = list(islice(unlike_the_log(), MOST))
    if unlike:
        named = ", ".join(unlike[:NAMED]) + (" …" if len(unlike) > NAMED else "")
        yield Finding(
            True,
            f"{len(unlike)} entries or decisions are missing, or are not what the log committed to: {named}.",
            "Restore a backup beside this database and compare them; see the how-to on damage.",
        )


def _indexes() -> Iterator[Finding]:
    """SQLite's own full check: every page, every index against its table, every reference."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        said = cursor.fetchone()[0]
        cursor.execute("PRAGMA foreign_key_check")
        lost = cursor.fetchone()
    if said != "ok" or lost:
        yield Finding(
            True,
            f"The database file is damaged: {said if said != 'ok' else f'{lost[0]} refers to nothing'}.",
            "Stop the service and restore a backup; see the how-to on damage.",
        )


def sealed_findings() -> Iterator[Finding]:
    """Each row that does not open under our keys. Opens every sealed column once, which takes its time."""
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, SealedBinaryField)]
        damaged = list(_damaged(model, fields)) if fields else []
        if damaged:
            named = ", ".join(damaged[:NAMED]) + (" …" if len(damaged) > NAMED else "")
            yield Finding(
                True,
                f"{len(damaged)} rows of {model._meta.db_table} do not open: {named}.",
                "Their pages say so, and all else works. Take these rows from a backup; see the how-to on "
                "damage.",
            )


def _damaged(model: type[Model], fields: list[SealedBinaryField]) -> Iterator[str]:
    try:
        for row in model._default_manager.order_by().iterator(chunk_size=500):
            if not all(_opens(row, field) for field in fields):
                yield str(row.pk)
    except Error:
        yield "the rest cannot be read"


def _opens(row: Model, field: SealedBinaryField) -> bool:
    try:
        getattr(row, field.attname)
    except (SealingError, ValueError):
        return False
    return True
