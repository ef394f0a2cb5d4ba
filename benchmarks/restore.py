"""T20: how long a service with a million records is away when its database has to be restored.

The whole of what a deployer does, by the same commands: `backup`, and `restore`, which checks every hash of
the backup and works out the whole log again. SQLite, on the disk of the temporary folder. SHAREWELL_RECORDS
names other numbers of records, between commas.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import row

SIZES = [int(size) for size in os.environ.get("SHAREWELL_RECORDS", "100000,1000000").split(",")]
SHAREWELL = Path(sys.executable).with_name("sharewell")


def run() -> list[dict]:
    """Two rows for each size: making the backup, and restoring it."""
    return [each for size in SIZES for each in _measured(size)]


def _measured(size: int) -> list[dict]:
    with tempfile.TemporaryDirectory(prefix="sharewell-restore-") as folder:
        home, backup = Path(folder) / "home", Path(folder) / "backup.sealed"
        _service(home, "migrate", "-v0")
        _script(home, "tests.storms.sharing", "share", "A canary")
        _script(home, "tests.storms.filling", str(size))
        away = _service(home, "backup", str(backup))
        for path in home.glob("sharewell.sqlite3*"):
            path.unlink()
        back = _service(home, "restore", str(backup))
    print(f"  {size:,} records: backup {away:.1f} s, restore {back:.1f} s")
    return [
        row("T20", "back up, with the service at work", size, "s", [away], is_rate=False),
        row("T20", "restore, the log worked out again", size, "s", [back], is_rate=False),
    ]


def _service(home: Path, *words: str) -> float:
    return _timed(home, [str(SHAREWELL), *words])


def _script(home: Path, *words: str) -> float:
    return _timed(home, [sys.executable, "-m", *words])


def _timed(home: Path, command: list[str]) -> float:
    given = {"SHAREWELL_HOME": str(home), "SHAREWELL_TLS": "no"}
    given["DJANGO_SETTINGS_MODULE"] = "sharewell.config.settings"
    began = time.perf_counter()
    subprocess.run(command, env=os.environ | given, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
