"""A log in a file, when the machine fails it: what was acknowledged is there, and no damage goes unseen."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from sharewell.ledger.checking import check_rows
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.findings import Altered
from sharewell.ledger.log import Log

APPENDING = """
import sys
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.log import Log
log = Log(SqliteFile(sys.argv[1]))
while True:
    print(log.append(b"entry %d" % log.size()), flush=True)
"""


def test_whatever_was_acknowledged_before_a_kill_is_there_after_it(tmp_path):
    path, acknowledged = tmp_path / "log.sqlite3", -1
    for lines in (1, 17, 40, 3, 90):
        writer = subprocess.Popen([sys.executable, "-c", APPENDING, path], stdout=subprocess.PIPE, text=True)
        for _ in range(lines):
            acknowledged = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged = int((writer.communicate()[0].split() or [acknowledged])[-1])
        store = SqliteFile(path)
        checked = check_rows(store.rows)
        assert checked.size >= acknowledged + 1 >= lines
        assert [row[1] for row in store.rows(0, 1000)] == [
            b"entry %d" % number for number in range(checked.size)
        ]
        store.close()


def test_a_changed_byte_of_the_file_is_found_or_changes_nothing_that_was_recorded(tmp_path):
    path = tmp_path / "log.sqlite3"
    log = Log(SqliteFile(path))
    log.append_many(b"entry %d" % number for number in range(30))
    rows, signed = log.store.rows(0, 100), {30: log.root()}
    log.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log.store.close()
    data, seen = path.read_bytes(), {"found": 0, "harmless": 0}
    for at in range(0, len(data), 5):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        seen[_after(tmp_path / f"{at}.sqlite3", bytes(changed), rows, signed)] += 1
    assert seen["found"] > 400


def _after(path, data, rows, signed) -> str:
    path.write_bytes(data)
    try:
        store = SqliteFile(path)
        try:
            check_rows(store.rows, signed)
            assert store.rows(0, 100) == rows
            return "harmless"
        finally:
            store.close()
    except (Altered, sqlite3.DatabaseError, UnicodeDecodeError):  # the last from words about a broken schema
        return "found"
    finally:
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()


@pytest.mark.parametrize("content", [b"nonsense" * 1000, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_log_is_refused(tmp_path, content):
    path = tmp_path / "log.sqlite3"
    path.write_bytes(content)
    with pytest.raises(sqlite3.DatabaseError):
        SqliteFile(path)
