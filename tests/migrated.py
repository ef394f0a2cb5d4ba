"""The tables as the migrations make them: made once for each state of the code, and copied from then on.

Running all migrations takes several seconds, and some forty programs of the tests begin with it. What is
copied is what migrations alone make; the product's own `migrate` then runs on the copy, as on any home that
is up to date, and puts up what stands in the tables besides rows.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"  # ignored by git
A_DAY = 24 * 60 * 60
MAKE = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
call_command(migrate.Command(), verbosity=0)
connection.cursor().execute("PRAGMA journal_mode=DELETE")
"""


def lay(home: Path) -> None:
    """Put the migrated tables into a home that has none, for a program that is started in it."""
    shutil.copyfile(_tables(), home / "sharewell.sqlite3")


def migrate() -> None:
    """The product's `migrate`, in this process, with Django set up."""
    from django.core.management import call_command

    begin_with_tables()
    call_command("migrate", verbosity=0)


def begin_with_tables() -> None:
    """From now on `migrate` on an SQLite database without tables begins with a copy of migrated ones."""
    from django.conf import settings
    from django.db import connection
    from django.db.backends.sqlite3.base import Database

    from sharewell.config.management.commands.migrate import Command

    plain = Command.handle

    def handle(self, *args, **options):
        settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        if connection.vendor == "sqlite" and not connection.introspection.table_names():
            with closing(Database.connect(_tables())) as tables:
                tables.backup(connection.connection)
        plain(self, *args, **options)

    Command.handle = handle


def _tables() -> Path:
    kept = KEPT / f"{_state()}.sqlite3"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        _forget_old_ones()
        with tempfile.TemporaryDirectory(dir=KEPT) as home:
            environment = os.environ | {
                "SHAREWELL_HOME": home,
                "SHAREWELL_TLS": "no",
                "DJANGO_SETTINGS_MODULE": "sharewell.config.settings",
            }
            environment.pop("DATABASE_URL", None)
            subprocess.run([sys.executable, "-c", MAKE], env=environment, cwd=ROOT, check=True)
            Path(home, "sharewell.sqlite3").replace(kept)  # whoever made it at the same moment made the same
    return kept


def _state() -> str:
    """A hash of all that the tables come from: our domain, which the migrations lean on, and the packages."""
    state = hashlib.sha256()
    domain = sorted((ROOT / "src/sharewell/domain").rglob("*.py"))
    for path in (*domain, ROOT / "requirements/development.txt"):
        state.update(path.read_bytes() + b"\0")
    return state.hexdigest()[:32]


def _forget_old_ones() -> None:
    for path in KEPT.glob("*.sqlite3"):
        if path.stat().st_mtime < time.time() - A_DAY:
            path.unlink(missing_ok=True)
