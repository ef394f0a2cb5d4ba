"""A folder in memory, for what must be kept for a while when the service's own folder cannot be written."""

import os
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_PLACES = ("/dev/shm", tempfile.gettempdir())


def refuge(home: Path | None = None) -> Path | None:
    """The folder, made where it is missing; nothing where this machine has none that is ours alone.

    `home` is the service's own, which settings know once they are read. The folder outlives this process, and
    mostly not a restart of the machine. What is put there is sealed first.
    """
    name = f"sharewell-{sha256(str(home or settings.HOME).encode()).hexdigest()[:16]}-{_me()}"
    return next((folder for place in _PLACES if (folder := _made(Path(place) / name))), None)


def _made(folder: Path) -> Path | None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == _me() and not found.st_mode & 0o077
    return folder if is_ours and os.access(folder, os.W_OK) else None


def _me() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
