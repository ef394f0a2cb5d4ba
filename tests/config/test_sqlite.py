"""SQLite, as it is really loaded here, loses nothing under the product's own settings."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sharewell.config.databases import SAFE_SQLITE, SQLITE, journal

WRITERS = Path(__file__).with_name("sqlite_writers.py")


@pytest.mark.slow
def test_two_processes_of_four_threads_lose_no_committed_row(tmp_path):
    with closing(sqlite3.connect(tmp_path / "sharewell.sqlite3")) as database:
        database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, writer TEXT, number INTEGER)")
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITERS), str(tmp_path), name, "4", "4"], stdout=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]
    told = [int(writer.communicate(timeout=60)[0]) for writer in writers]
    assert all(writer.returncode == 0 for writer in writers)
    with closing(sqlite3.connect(tmp_path / "sharewell.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone()[0] == sum(told) > 100
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_the_settings_are_the_ones_that_lost_nothing():
    assert "mmap" not in SQLITE["OPTIONS"]["init_command"]
    assert SQLITE["CONN_MAX_AGE"] is None
    assert SQLITE["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_older_sqlite_gets_the_journal_that_loses_nothing_there():
    assert journal((3, 40, 1)) == journal((3, 51, 2)) == "DELETE"
    assert journal((3, 51, 3)) == journal((3, 53, 4)) == "WAL"


@pytest.mark.django_db
@pytest.mark.skipif(not settings.ON_SQLITE, reason="about SQLite")
def test_the_connection_has_what_the_settings_ask_for():
    with connection.cursor() as cursor:
        said = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")
        }
    assert said == {"synchronous": 2, "foreign_keys": 1}


@pytest.mark.skipif("pysqlite3" not in sys.modules, reason="no wheel of a newer SQLite for this machine")
def test_the_sqlite_that_django_uses_is_one_that_does_not_lose_rows():
    from django.db.backends.sqlite3.base import Database

    assert Database.sqlite_version_info >= SAFE_SQLITE
