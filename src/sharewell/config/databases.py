"""Where the tables are: SQLite beside the keys unless an address of a PostgreSQL is given."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from sharewell.config.environment import SettingError

# Before this, connections that close at once can lose a committed row while the journal is a WAL.
SAFE_SQLITE = (3, 51, 3)


def journal(version: tuple[int, ...]) -> str:
    """The journal for this version of SQLite: the quick one, or the one that is safe in older ones."""
    return "WAL" if version >= SAFE_SQLITE else "DELETE"


# Never `mmap_size`: it corrupted files in trials. FULL, because a legal record must survive a power cut.
# One connection a thread is kept open for good, which is both the fastest and the pattern that lost nothing.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode={journal(sqlite3.sqlite_version_info)}; "
            "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    },
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's description of the database at `url`; with no `url`, the SQLite file in `home`.

    `url` is `postgresql://name:password@host:port/database?sslmode=require` or `sqlite:////absolute/path`.
    """
    if not url:
        return {**SQLITE, "NAME": home / "sharewell.sqlite3"}
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {**SQLITE, "NAME": Path(unquote(parts.path.removeprefix("/")))}
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(parts)
    raise SettingError(
        f"DATABASE_URL begins with {parts.scheme!r}, but takes postgresql:// or sqlite:// addresses. "
        "Change it, or leave it out to use SQLite."
    )


def _postgresql(parts: Any) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 12, "timeout": 20}},
    }
