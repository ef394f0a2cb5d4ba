"""Backups: one sealed file that holds the whole database as it was at one moment.

A backup is one line of JSON (what it is, when, and the key of the package, wrapped by the key ring) and
then the sealed stream. Without the keys it cannot be opened, so the keys are backed up apart.
"""

import base64
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from sharewell import __version__
from sharewell.domain.sealed import ring
from sharewell.sealing import new_package_key, seal_stream, unseal_stream

MARK = "sharewell backup 1"
PLACE = "backup"


class BackupRefused(Exception):
    """A backup that cannot be made or restored: says why, and what to do."""


def back_up(target: Path) -> None:
    """Seal a copy of the database into `target`; the service may go on working meanwhile."""
    if target.exists():
        raise BackupRefused(f"{target} is there already. Name another file; a backup never replaces one.")
    key = new_package_key()
    head = {
        "is": MARK,
        "at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "sharewell": __version__,
        "key": base64.b64encode(ring().wrap(key, PLACE)).decode(),
    }
    part = target.with_name(target.name + ".part")
    with _folder() as folder, _new_file(part) as sealed:
        plain = folder / "database"
        _dump(plain)
        sealed.write(json.dumps(head).encode() + b"\n")
        with plain.open("rb") as source:
            seal_stream(source, sealed, key, PLACE)
        sealed.flush()
        os.fsync(sealed.fileno())
    part.rename(target)


def restore(source: Path) -> dict[str, Any]:
    """Put the database of a backup in the place of the present one; returns what it says of itself."""
    with source.open("rb") as sealed, _folder() as folder:
        head = _head(sealed, source)
        plain = folder / "database"
        with plain.open("wb") as target:
            key = ring().unwrap(base64.b64decode(head["key"]), PLACE)
            unseal_stream(sealed, target, key, PLACE)
        _load(plain)
    return head


def _head(sealed: BinaryIO, source: Path) -> dict[str, Any]:
    try:
        head = json.loads(sealed.readline(10_000))
        is_ours = head["is"] == MARK
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise BackupRefused(
            f"{source} is not a backup of Sharewell. Name a file that `sharewell backup` made."
        )
    if head["database"] != connection.vendor:
        raise BackupRefused(
            f"{source} was made on {head['database']}, but this service is on {connection.vendor}. "
            "Set DATABASE_URL to a database of the same kind."
        )
    return head


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_postgresql("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def _load(plain: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(plain)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BackupRefused("The database in this backup is damaged. Use an earlier backup.")
            connection.ensure_connection()
            copy.backup(connection.connection)
        return
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    _run_postgresql("pg_restore", [*options, f"--dbname={connection.settings_dict['NAME']}", str(plain)])


def _run_postgresql(program: str, options: list[str]) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(f"{program} is not on this machine. Install the PostgreSQL client programs.")
    given = connection.settings_dict
    names = {"PGDATABASE": "NAME", **{f"PG{key}": key for key in ("HOST", "PORT", "USER", "PASSWORD")}}
    environment = os.environ | {name: str(given[key]) for name, key in names.items() if given[key]}
    done = subprocess.run([path, *options], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BackupRefused(f"{program} could not do it: {done.stderr.strip()}")


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the unsealed copy, beside the database, which is on a disk that may hold it."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".backup-") as folder:
        yield Path(folder)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
