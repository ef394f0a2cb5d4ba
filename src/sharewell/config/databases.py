"""Where the tables are: SQLite beside the keys unless an address of a PostgreSQL is given.

A service can also be started for reading only: asked to, or because its SQLite file cannot be written.
"""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from sharewell.config.environment import SettingError
from sharewell.domain.audit.refuge import refuge

# Before this, connections that close at once can lose a committed row while the journal is a WAL.
SAFE_SQLITE = (3, 51, 3)


def journal(version: tuple[int, ...]) -> str:
    """The journal for this version of SQLite: the quick one, or the one that is safe in older ones."""
    return "WAL" if version >= SAFE_SQLITE else "DELETE"


# Never `mmap_size`: it corrupted files in trials. FULL, because a legal record must survive a power cut.
# With `recursive_triggers` a row that another replaces (INSERT OR REPLACE) is one that is deleted, for the
# triggers that keep the log and what is frozen.
# One connection a thread is kept open for good, which is both the fastest and the pattern that lost nothing.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode={journal(sqlite3.sqlite_version_info)}; "
            "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        ),
    },
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's description of the database at `url`; with no `url`, the SQLite file in `home`.

    `url` is `postgresql://name:password@host:port/database?sslmode=require` or `sqlite:////absolute/path`.
    """
    if not url:
        return {**SQLITE, "NAME": home / "sharewell.sqlite3"}
    try:
        parts = urlsplit(url)
        parts.port, parts.hostname  # noqa: B018 (both are worked out when they are asked for)
    except ValueError as error:
        raise SettingError(f"DATABASE_URL is no address: {error}. Change it, or leave it out.") from None
    if parts.scheme == "sqlite":
        return {**SQLITE, "NAME": Path(unquote(parts.path.removeprefix("/")))}
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(parts)
    raise SettingError(
        f"DATABASE_URL begins with {parts.scheme!r}, but takes postgresql:// or sqlite:// addresses. "
        "Change it, or leave it out to use SQLite."
    )


# A connection is asked whether it lives before it is used, so that nobody meets one to a server that is gone.
# Nobody waits for longer than this for a connection, and nothing for another's lock: then the page says so.
# The pool soon gives up trying by itself, later and later, and lets the next page try.
POOL: dict[str, Any] = {"min_size": 1, "max_size": 12, "timeout": 5, "reconnect_timeout": 2}
LOCK_TIMEOUT = "-c lock_timeout=20s"


def _postgresql(parts: Any) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options["options"] = f"{LOCK_TIMEOUT} {options.get('options', '')}".strip()
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": POOL},
    }


# --- For reading only -------------------------------------------------------------------------------


def cannot_be_written(tables: dict[str, Any]) -> bool:
    """Whether this is an SQLite file that is there and that we may not write: by its disk, folder or mode."""
    file = tables["NAME"]
    if not isinstance(file, Path) or not file.exists():
        return False
    return _is_on_a_read_only_disk(file) or not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def for_reading(tables: dict[str, Any], home: Path) -> dict[str, Any]:
    """The same tables, opened so that nothing can be written, whatever asks.

    SQLite with a WAL cannot be opened on a disk that takes no writes: it wants files beside it. There it is
    opened as a file that nobody changes; or, where its journal holds what the file does not, as a copy in
    memory. Raises `SettingError` where the machine has no room for that copy.
    """
    if not isinstance(tables["NAME"], Path):
        asked = tables["OPTIONS"].get("options", "")
        options = {"options": f"{asked} -c default_transaction_read_only=on".strip()}
        return {**tables, "OPTIONS": tables["OPTIONS"] | options}
    options = {"transaction_mode": "DEFERRED", "timeout": 20, "init_command": "PRAGMA query_only=ON;"}
    return {**tables, "NAME": _name_for_reading(tables["NAME"], home), "OPTIONS": options}


def _name_for_reading(file: Path, home: Path) -> str:
    is_in_use = file.with_name(file.name + "-shm").exists()
    if is_in_use and os.access(file.parent, os.W_OK) and not _is_on_a_read_only_disk(file):
        return f"file:{quote(str(file))}?mode=ro"
    if not any(_size(journal) for journal in _journals(file)):
        return f"file:{quote(str(file))}?mode=ro&immutable=1"
    return f"file:{quote(str(_copied(file, home)))}?mode=rw"


def _journals(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in ("-wal", "-journal")]


def _copied(file: Path, home: Path) -> Path:
    """A copy with the journals, made once for what they hold now; the sealed columns stay sealed."""
    folder = refuge(home)
    if folder is None:
        raise SettingError(f"{file} cannot be written, and there is no folder in memory to read it from.")
    stamp = "-".join(f"{part.stat().st_mtime_ns:x}" for part in (file, *_journals(file)) if part.exists())
    target = folder / f"reading-{stamp}" / file.name
    if target.exists():
        return target
    part = target.parent.with_suffix(f".{os.getpid()}.part")
    part.mkdir(mode=0o700, exist_ok=True)
    for each in (file, *_journals(file)):
        if each.exists():
            shutil.copyfile(each, part / each.name)
    try:
        part.rename(target.parent)
    except OSError:  # another process was quicker
        shutil.rmtree(part)
    return target


def _is_on_a_read_only_disk(file: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(file).f_flag & os.ST_RDONLY)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
