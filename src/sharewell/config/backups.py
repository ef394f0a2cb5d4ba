"""Backups: one sealed file that holds the whole database as it was at one moment.

A backup is one line of JSON (what it is, when, the key of the package wrapped by the key ring, and the data
keys, wrapped too) and then the sealed stream, which is bound to that line. It opens with the keys of the
service, or with any two sheets of their escrow. Where SHAREWELL_BACKUP_RECIPIENTS names people, the whole
file is sealed once more to their keys, which never were on this machine: then it needs one of those as well.
"""

import base64
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from sharewell import __version__
from sharewell.config import keys
from sharewell.config.walls import SETTING
from sharewell.domain.audit.actions import record_event
from sharewell.domain.audit.storms import if_possible
from sharewell.domain.belonging import EVERYBODY
from sharewell.domain.sealed import ring, ring_is_here
from sharewell.sealing import new_package_key, offline, seal_stream, unseal_stream

MARK, BEFORE = "sharewell backup 2", "sharewell backup 1"
PLACE = "backup"
LONGEST_HEAD = 16 * 1024 * 1024  # it carries the wrapped keys of every organisation


class BackupRefused(Exception):
    """A backup that cannot be made or restored: says why, and what to do."""


def back_up(target: Path) -> None:
    """Seal a copy of the database into `target`; the service may go on working meanwhile."""
    if target.exists():
        raise BackupRefused(f"{target} is there already. Name another file; a backup never replaces one.")
    offline.check_recipients(settings.BACKUP_RECIPIENTS)
    part = target.with_name(target.name + ".part")
    with _folder() as folder:
        _dump(folder / "database")
        with (folder / "database").open("rb") as plain, new_file(part) as sealed:
            _seal(plain, sealed)
    if settings.BACKUP_RECIPIENTS:
        _seal_to_recipients(part)
    part.rename(target)
    _record(target)


def restore(source: Path, identity: Path | None = None) -> dict[str, Any]:
    """Put the database of a backup in the place of the present one; returns what it says of itself.

    `identity` is the file of an offline key, for a backup that was sealed to one.
    """
    if not ring_is_here():
        raise BackupRefused(
            f"There are no keys in {settings.KEYS}. Make them again first: sharewell keys recover."
        )
    with _folder() as folder, _opened(source, identity, folder) as sealed:
        head, place = _head(sealed, source)
        if head["database"] != connection.vendor:
            raise BackupRefused(
                f"{source} was made on {head['database']}, but this service is on {connection.vendor}. "
                "Set DATABASE_URL to a database of the same kind."
            )
        plain = folder / "database"
        with plain.open("wb") as target:
            unseal_stream(sealed, target, ring().unwrap(head["key"], PLACE), place)
        _load(plain)
    return head


def carried_keys(source: Path, identity: Path | None = None) -> dict[str, Any]:
    """What a backup carries of the keys; of no use without two sheets of their escrow."""
    with _folder() as folder, _opened(source, identity, folder) as sealed:
        head, _place = _head(sealed, source)
    if "keys" not in head:
        raise BackupRefused(f"{source} was made before backups carried keys. Use a later one.")
    return head["keys"]


def private(path: str, flags: int) -> int:
    """Opens a new file that its owner alone can read."""
    return os.open(path, flags, 0o600)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that its owner alone can read, on the disk once it is closed."""
    with open(path, "wb", opener=private) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _seal(plain: BinaryIO, sealed: BinaryIO) -> None:
    key = new_package_key()
    head = {
        "is": MARK,
        "at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "sharewell": __version__,
        "key": base64.b64encode(ring().wrap(key, PLACE)).decode(),
        "keys": keys.carried(),
    }
    line = json.dumps(head).encode() + b"\n"
    sealed.write(line)
    seal_stream(plain, sealed, key, _bound_to(line))


def _seal_to_recipients(part: Path) -> None:
    again = part.with_name(part.name + ".offline")
    with part.open("rb") as sealed, new_file(again) as target:
        offline.seal_to(settings.BACKUP_RECIPIENTS, sealed, target)
    again.replace(part)


def _record(target: Path) -> None:
    """Who can open it, and its hash, go into the log; a backup of a database that is full is one as well."""
    with target.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    said = {"recipients": "\n".join(settings.BACKUP_RECIPIENTS).encode(), "sha256": digest.encode()}
    with if_possible():
        record_event(kind="backup-made", by="system", about=f"backup:{uuid.uuid4()}", commitments=said)


@contextmanager
def _opened(source: Path, identity: Path | None, folder: Path) -> Iterator[BinaryIO]:
    """The backup without the seal of its recipients."""
    with source.open("rb") as file:
        is_offline = file.read(len(offline.BEGINS)) == offline.BEGINS
        file.seek(0)
        if not is_offline:
            yield file
            return
        if identity is None:
            raise BackupRefused(
                f"{source} is sealed to people whose keys are not here. Give the key of one: --identity FILE."
            )
        with new_file(folder / "sealed") as inner:
            offline.open_with(identity, file, inner)
        with (folder / "sealed").open("rb") as inner:
            yield inner


def _head(sealed: BinaryIO, source: Path) -> tuple[dict[str, Any], str]:
    """What a backup says of itself, and what its stream is bound to."""
    line = sealed.readline(LONGEST_HEAD)
    try:
        head = json.loads(line)
        known = {MARK: _bound_to(line), BEFORE: PLACE}
        head["key"] = base64.b64decode(head["key"], validate=True)
        return {"at": "", "database": "", **head}, known[head["is"]]
    except (ValueError, KeyError, TypeError):
        raise BackupRefused(
            f"{source} is not a backup of Sharewell. Name a file that `sharewell backup` made."
        ) from None


def _bound_to(line: bytes) -> str:
    return f"{PLACE} {sha256(line).hexdigest()}"


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_postgresql(
        "pg_dump",
        ["--format=custom", "--enable-row-security", "--no-owner", "--no-privileges", f"--file={target}"],
    )


def _load(plain: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(plain)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BackupRefused("The database in this backup is damaged. Use an earlier backup.")
            connection.ensure_connection()
            copy.backup(connection.connection)
        return
    options = [
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--enable-row-security",
    ]
    _run_postgresql("pg_restore", [*options, f"--dbname={connection.settings_dict['NAME']}", str(plain)])


def _run_postgresql(program: str, options: list[str]) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(f"{program} is not on this machine. Install the PostgreSQL client programs.")
    given = connection.settings_dict
    names = {"PGDATABASE": "NAME", **{f"PG{key}": key for key in ("HOST", "PORT", "USER", "PASSWORD")}}
    # The row-level policies hold for this role too: it says that it acts for everybody.
    asked = f"-c {SETTING}={EVERYBODY}"
    environment = (
        os.environ
        | {"PGOPTIONS": asked}
        | {name: str(given[key]) for name, key in names.items() if given[key]}
    )
    done = subprocess.run([path, *options], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BackupRefused(f"{program} could not do it: {done.stderr.strip()}")


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the unsealed copy, beside the database, which is on a disk that may hold it."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    _clear_away()
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=f".backup-{os.getpid()}-") as folder:
        yield Path(folder)


def _clear_away() -> None:
    """What was left by a backup or restore that was killed goes; one that is at work is let be."""
    for folder in settings.HOME.glob(".backup-*"):
        owner = folder.name.split("-")[1]
        try:
            os.kill(int(owner), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):
            continue
