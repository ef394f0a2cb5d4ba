"""Each storm is known by the code of the real error, and no other error is taken for one."""

import errno
import sqlite3
from contextlib import closing

import pytest
from django.db import IntegrityError, OperationalError, connection

from sharewell.config.databases import cannot_be_written, database, for_reading
from sharewell.domain.audit import storms


def error_of(do):
    with pytest.raises(sqlite3.Error) as caught:
        do()
    return caught.value


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sharewell.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE kept (words TEXT UNIQUE)")
        made.commit()
    return path


def test_what_sqlite_says(file, tmp_path):
    with closing(sqlite3.connect(file, timeout=0)) as one, closing(sqlite3.connect(file, timeout=0)) as two:
        one.execute("PRAGMA max_page_count = 3")
        full = error_of(lambda: one.execute("INSERT INTO kept VALUES (hex(zeroblob(99999)))"))
        one.rollback()
        one.execute("BEGIN IMMEDIATE")
        locked = error_of(lambda: two.execute("INSERT INTO kept VALUES ('x')"))
        one.rollback()
        two.execute("PRAGMA query_only = ON")
        read_only = error_of(lambda: two.execute("INSERT INTO kept VALUES ('x')"))
    nowhere = error_of(lambda: sqlite3.connect(tmp_path / "no" / "such").execute("SELECT 1"))
    said = [storms.storm_of(each) for each in (full, locked, read_only, nowhere)]
    assert said == [storms.FULL, storms.LOCKED, storms.READ_ONLY, storms.AWAY]


def test_what_is_no_storm(file):
    with closing(sqlite3.connect(file)) as one:
        one.execute("INSERT INTO kept VALUES ('x')")
        twice = error_of(lambda: one.execute("INSERT INTO kept VALUES ('x')"))
        wrong = error_of(lambda: one.execute("SELECT nothing FROM nowhere"))
    assert storms.storm_of(twice) is None and storms.storm_of(wrong) is None
    assert storms.storm_of(IntegrityError("no code")) is None
    assert storms.storm_of(ValueError("disk full")) is None and storms.storm_of(OSError("unknown")) is None


def test_what_the_disk_says():
    assert storms.storm_of(OSError(errno.ENOSPC, "full")) == storms.FULL
    assert storms.storm_of(OSError(errno.EROFS, "read-only")) == storms.READ_ONLY
    assert storms.storm_of(FileNotFoundError(errno.ENOENT, "none")) is None


@pytest.mark.django_db
def test_bookkeeping_is_left_out_whole_and_another_error_is_raised():
    did = []
    with connection.execute_wrapper(away):
        with storms.if_possible():
            connection.cursor().execute("SELECT 1")
            did.append("never")
        assert not did and storms.present()
        with pytest.raises(KeyError), storms.if_possible():
            raise KeyError
    storms.is_over()
    assert storms.present() is None


def away(execute, sql, params, many, context):
    raise OperationalError("the connection is lost")


def test_a_file_is_opened_for_reading_so_that_nothing_can_write(file, tmp_path):
    tables = for_reading(database("", tmp_path), tmp_path)
    with closing(sqlite3.connect(tables["NAME"], uri=True)) as one:
        one.execute(tables["OPTIONS"]["init_command"])
        assert one.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        assert storms.storm_of(error_of(lambda: one.execute("DELETE FROM kept"))) == storms.READ_ONLY


def test_what_only_the_journal_holds_is_read_too(file, tmp_path, monkeypatch):
    kept = sqlite3.connect(file)
    kept.execute("INSERT INTO kept VALUES ('written last')")
    kept.commit()  # and never closed: it is in the journal alone
    monkeypatch.setattr("sharewell.config.databases._is_on_a_read_only_disk", lambda path: True)
    tables = for_reading(database("", tmp_path), tmp_path)
    with closing(sqlite3.connect(tables["NAME"], uri=True)) as one:
        one.execute(tables["OPTIONS"]["init_command"])
        assert one.execute("SELECT words FROM kept").fetchone() == ("written last",)
    kept.close()


def test_a_new_service_is_not_taken_for_one_that_cannot_be_written(tmp_path):
    assert not cannot_be_written(database("", tmp_path / "new"))


def test_postgresql_is_told_to_refuse_writes(tmp_path):
    tables = for_reading(database("postgresql://a@b/c", tmp_path), tmp_path)
    assert "default_transaction_read_only=on" in tables["OPTIONS"]["options"]
