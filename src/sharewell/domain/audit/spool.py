"""What could not be written is kept apart, sealed, and written when the database can be written again.

The file is as long as it will ever be from the first start, so that a full disk has room for it. A record is
four bytes of length and the sealed box; a length of nought ends them. The length is written last, so that a
power cut leaves no half record. Where even that file cannot be written, one in memory is (`refuge.py`).
"""

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, transaction

from sharewell.domain.audit import storms
from sharewell.domain.audit.refuge import refuge
from sharewell.domain.sealed import ring

try:
    import fcntl
except ImportError:  # no file locks on Windows: there one process serves
    fcntl = None  # type: ignore[assignment]

SIZE = 4 * 1024 * 1024  # some ten thousand looks
WRITTEN, KEPT, LOST = "written", "kept", "lost"
_SEALED_FOR = "spool"
_END = b"\0\0\0\0"

log = logging.getLogger("sharewell.spool")
_by_name: dict[str, Callable[..., object]] = {}


def replayable(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Marks a function whose call may be kept and made later.

    It takes keywords that JSON can say, its own id and moment among them, and called twice it does once.
    """

    def mark(do: Callable[..., object]) -> Callable[..., object]:
        _by_name[name] = do
        do.spooled_as = name  # type: ignore[attr-defined]
        return do

    return mark


def write(do: Callable[..., object], *, is_asked: bool = False, **facts: Any) -> str:
    """Do it now, or keep it for later where the database cannot be written: WRITTEN, KEPT, or LOST.

    `is_asked` where it is what somebody asked for, and no bookkeeping of ours: it waits longer for its turn.
    """
    try:
        with storms.impatient(is_asked=is_asked):
            do(**facts)
    except (Error, OSError) as error:
        if not storms.notice(error):
            raise
        return KEPT if keep(do, **facts) else LOST
    return WRITTEN


def keep(do: Callable[..., object], **facts: Any) -> bool:
    """Keep it for later. False where there is nowhere to keep it."""
    record = json.dumps({"do": do.spooled_as, "facts": facts}).encode()  # type: ignore[attr-defined]
    sealed = ring().seal(record, _SEALED_FOR)
    return any(_append(path, sealed) for path in _paths())


def prepare() -> None:
    """Make the file at its full length, while the disk still has room."""
    with _opened(settings.SPOOL, make=True):
        pass


def waiting() -> int:
    """How many records wait to be written."""
    return sum(1 for path in _paths() for _ in _records(path))


def replay() -> int:
    """Write what waits, in order; says how many were written. Stops, and loses nothing, if a storm is on."""
    return sum(_replay(path) for path in _paths() if path.exists())


def _paths() -> list[Path]:
    folder = refuge()
    return [settings.SPOOL, *([folder / "spool"] if folder else [])]


def _replay(path: Path) -> int:
    written = 0
    with _opened(path) as file:
        if file is None:
            return 0
        for sealed in _boxes(file):
            try:
                _do(sealed)
            except (Error, OSError) as error:
                if storms.notice(error):
                    return written
                _put_aside(path, sealed, error)
            except Exception as error:
                _put_aside(path, sealed, error)
            written += 1
        if written:
            os.pwrite(file, _END, 0)
            os.fsync(file)
    return written


def _do(sealed: bytes) -> None:
    record = json.loads(ring().unseal(sealed, _SEALED_FOR))
    with transaction.atomic():
        _by_name[record["do"]](**record["facts"])
    storms.is_over()


def _put_aside(path: Path, sealed: bytes, error: Exception) -> None:
    """A record that cannot be written for another reason is kept beside, for a person to look at."""
    log.error("A record that waited cannot be written (%s); it is kept in %s.aside.", type(error), path)
    handle = os.open(f"{path}.aside", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "wb") as aside:
        aside.write(len(sealed).to_bytes(4) + sealed)
        aside.flush()
        os.fsync(aside.fileno())


def _append(path: Path, sealed: bytes) -> bool:
    with _opened(path, make=True) as file:
        if file is None:
            return False
        at = sum(4 + len(box) for box in _boxes(file))
        if at + 4 + len(sealed) + len(_END) > SIZE:
            return False
        try:
            os.pwrite(file, sealed + _END, at + 4)
            os.fsync(file)
            os.pwrite(file, len(sealed).to_bytes(4), at)
            os.fsync(file)
        except OSError:
            return False
    return True


def _records(path: Path) -> Iterator[bytes]:
    with _opened(path) as file:
        yield from _boxes(file) if file is not None else ()


def _boxes(file: int) -> Iterator[bytes]:
    held, at = os.pread(file, SIZE, 0), 0
    while length := int.from_bytes(held[at : at + 4]):
        yield held[at + 4 : at + 4 + length]
        at += 4 + length


@contextmanager
def _opened(path: Path, make: bool = False) -> Iterator[int | None]:
    """The file at its full length, and nobody else's meanwhile; nothing where it cannot be had."""
    try:
        file = os.open(path, os.O_RDWR | (os.O_CREAT if make else 0), 0o600)
    except OSError:
        yield None
        return
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file if _is_whole(file) else None
    finally:
        os.close(file)


def _is_whole(file: int) -> bool:
    """Whether the file has its full length, in blocks that are really there."""
    if os.fstat(file).st_size >= SIZE:
        return True
    try:
        os.pwrite(file, bytes(SIZE), 0)
        os.fsync(file)
    except OSError:
        os.ftruncate(file, 0)
        return False
    return os.fstat(file).st_size >= SIZE
