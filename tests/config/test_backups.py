"""A backup holds everything, opens only with the keys, and is put back whole."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.config.running import county, run

pytestmark = pytest.mark.slow

was = {}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    county(folder)
    was[folder] = contents(folder)  # the backup itself is an entry in the log, made after it
    done = run(folder, "backup", str(folder / "backup.sealed"))
    assert done.returncode == 0, done.stderr
    return folder


def contents(home):
    """Every row of every table."""
    with closing(sqlite3.connect(home / "sharewell.sqlite3")) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for (name,) in tables}


def test_a_backup_is_put_back_as_it_was(home, tmp_path):
    done = run(tmp_path, "restore", str(home / "backup.sealed"), SHAREWELL_KEYS=str(home / "keys"))
    assert done.returncode == 0, done.stderr
    assert "The log holds" in done.stdout
    assert contents(tmp_path) == was[home]


def test_a_backup_says_nothing_in_the_clear_and_is_nobody_elses_to_read(home):
    sealed = (home / "backup.sealed").read_bytes()
    assert b"SQLite format 3" not in sealed and b".example" not in sealed
    assert (home / "backup.sealed").stat().st_mode & 0o077 == 0


def test_a_backup_does_not_open_without_the_keys_of_its_service(home, tmp_path):
    done = run(tmp_path, "restore", str(home / "backup.sealed"))
    assert done.returncode != 0
    assert "keys" in done.stderr


def test_an_altered_backup_is_refused_and_the_database_stays(home, tmp_path):
    shutil.copytree(home, tmp_path / "other")
    altered = bytearray((home / "backup.sealed").read_bytes())
    altered[len(altered) // 2] ^= 1
    (tmp_path / "altered").write_bytes(altered)
    before = contents(tmp_path / "other")
    done = run(tmp_path / "other", "restore", "--replace", str(tmp_path / "altered"))
    assert done.returncode != 0 and "changed" in done.stderr
    assert contents(tmp_path / "other") == before


def test_a_database_that_holds_people_is_not_replaced_by_accident(home):
    done = run(home, "restore", str(home / "backup.sealed"))
    assert done.returncode != 0 and "--replace" in done.stderr


def test_a_backup_never_takes_the_place_of_another(home):
    done = run(home, "backup", str(home / "backup.sealed"))
    assert done.returncode != 0 and "is there already" in done.stderr


def test_something_else_is_not_taken_for_a_backup(home, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    done = run(home, "restore", "--replace", str(tmp_path / "photo.jpg"))
    assert done.returncode != 0 and "is not a backup" in done.stderr
