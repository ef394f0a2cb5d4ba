"""When the database cannot be written, or does not answer: what an error means, and how long we go by it.

A storm is `read-only`, `full`, `locked` (somebody else holds it too long), `failing` (the disk answers with
errors) or `away` (no answer at all, so that nobody knows whether the last commit was kept).
"""

import errno
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection, transaction

READ_ONLY, FULL, LOCKED, FAILING, AWAY = "read-only", "full", "locked", "failing", "away"
REMEMBERED = 10.0  # seconds for which pages go by the last storm that was met
AWAY_FOR = 2.0  # and for which nobody waits again for a database that did not answer
# Milliseconds that something may wait for its turn which is not what the person asked for; how many where the
# last one waited in vain; and how many it may wait, whatever happened to others, where somebody asked for it.
PATIENCE, NONE_LEFT, ASKED = 2000, 50, 5000

_SQLITE = {8: READ_ONLY, 13: FULL, 5: LOCKED, 6: LOCKED, 10: FAILING, 14: AWAY}
_POSTGRESQL = {
    "25006": READ_ONLY, "53100": FULL, "58030": FAILING,
    "55P03": LOCKED, "57014": LOCKED, "40001": LOCKED, "40P01": LOCKED,
}  # fmt: skip
_SQLITE_DAMAGE = (11, 26)  # malformed, not a database
_POSTGRESQL_AWAY = ("08", "57P", "53300")  # how the codes of a lost connection begin

_DISKS = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY, errno.EIO: FAILING}

_last: tuple[str, float, BaseException] | None = None


def storm_of(error: BaseException) -> str | None:
    """Which storm an error of the database or of the disk tells of; nothing where it is of another kind."""
    if isinstance(error, OSError):
        return _DISKS.get(error.errno or 0)
    cause = error.__cause__ if isinstance(error, Error) and error.__cause__ else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    if not isinstance(error, Error):
        return None
    state = getattr(cause, "sqlstate", None)
    if state:
        return AWAY if state.startswith(_POSTGRESQL_AWAY) else _POSTGRESQL.get(state)
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None


def is_damage(error: BaseException) -> bool:
    """Whether an error of the database tells of pages that are not what was written."""
    cause = error.__cause__ if isinstance(error, Error) and error.__cause__ else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_DAMAGE
    return isinstance(error, Error) and str(getattr(cause, "sqlstate", None)).startswith("XX")


def notice(error: BaseException) -> str | None:
    """The storm that an error tells of, which pages will speak of for some seconds."""
    global _last
    storm = storm_of(error)
    if storm and not (_last and _last[2] is error):  # that one is no new meeting
        _last = (storm, time.monotonic(), OperationalError("the database did not answer a moment ago"))
    return storm


def present() -> str | None:
    """The storm that was met within the last seconds, or that the service was started in."""
    if getattr(settings, "READING_ONLY", False):
        return READ_ONLY
    if _last and time.monotonic() - _last[1] < REMEMBERED:
        return _last[0]
    return None


def just_away() -> BaseException | None:
    """An error to raise where the database was away a moment ago: so long nobody waits for it again."""
    is_now = _last and _last[0] == AWAY and time.monotonic() - _last[1] < AWAY_FOR
    return _last[2] if _last and is_now else None


def is_over() -> None:
    """Something was written: the storm is over."""
    global _last
    _last = None


@contextmanager
def if_possible() -> Iterator[None]:
    """What is written here is written if the database can be, and left out, whole, where it cannot.

    Any other error is raised. For what must not stand in a person's way: bookkeeping, never their words.
    """
    try:
        with ExitStack() as stack:
            _enter(stack)
            yield
    except (Error, OSError) as error:
        if not notice(error):
            raise


def _enter(stack: ExitStack) -> None:
    """Begin; where not even that can be done, whatever is asked for meanwhile fails in the same way."""
    try:
        stack.enter_context(impatient())
    except Error as error:
        if not notice(error):
            raise
        stack.enter_context(connection.execute_wrapper(partial(_refuse, error)))


def _refuse(error: Error, *_: object) -> None:
    raise error


@contextmanager
def impatient(*, is_asked: bool = False) -> Iterator[None]:
    """One transaction that waits for its turn for two seconds at most, and not for twenty.

    For five where it is what somebody asked for, who is told that it was kept apart where that is too short.
    """
    patience = ASKED if is_asked else NONE_LEFT if present() == LOCKED else PATIENCE
    if connection.vendor == "sqlite":
        with _impatient_sqlite(patience), transaction.atomic():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{patience}ms'")
        yield


@contextmanager
def _impatient_sqlite(patience: int) -> Iterator[None]:
    connection.ensure_connection()
    database: Any = connection.connection
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    database.execute(f"PRAGMA busy_timeout = {min(usual, patience)}").close()
    try:
        yield
    finally:
        if connection.connection is database:
            database.execute(f"PRAGMA busy_timeout = {usual}").close()
