"""Many write at once, in several processes and threads: one log comes of it, with no fork and no gap."""

import subprocess
import sys
from uuid import uuid4

import pytest
from django.db import connection

from tests.domain.audit.crowd import EACH, THREADS

PROCESSES = 2


def crowd(url, home, what):
    command = [sys.executable, "-m", "tests.domain.audit.crowd", url, str(home), what]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def write_at_once(url, home):
    said(crowd(url, home, "prepare"))
    stayed = sum(int(said(each)) for each in [crowd(url, home, "write") for _ in range(PROCESSES)])
    assert stayed == PROCESSES * THREADS * EACH * 4 // 5
    assert int(said(crowd(url, home, "check"))) == stayed


def test_many_writers_of_one_sqlite_file_make_one_log(tmp_path):
    write_at_once(f"sqlite:///{tmp_path}/crowd.sqlite3", tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="python -m tests.on_postgres runs it")
@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_postgresql_make_one_log(tmp_path):
    name, said_of = f"crowd_{uuid4().hex}", connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    host = f"host={said_of['HOST']}&" if str(said_of["HOST"]).startswith("/") else ""
    netloc = "" if host else f"{said_of['HOST']}:{said_of['PORT']}"
    url = f"postgresql://{said_of['USER']}:{said_of['PASSWORD']}@{netloc}/{name}?{host}"
    try:
        write_at_once(url, tmp_path)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
