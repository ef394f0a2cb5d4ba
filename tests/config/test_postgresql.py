"""The tables stand on PostgreSQL as well, and are backed up and put back there."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from sharewell.config.walls import SETTING
from sharewell.domain.belonging import EVERYBODY
from tests.config.running import environment, run
from tests.domain import living

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(settings.ON_SQLITE, reason="runs on PostgreSQL only: python -m tests.on_postgres"),
]


@pytest.mark.django_db
def test_the_migrations_made_every_table():
    wanted = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    assert wanted <= set(connection.introspection.table_names())


@pytest.fixture
def new_database():
    """Makes databases of a name on the server of the tests; gives their addresses."""
    address = os.environ["DATABASE_URL"]
    made = []

    def make(name):
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return urlsplit(address)._replace(path=f"/{name}").geturl()

    yield make
    with psycopg.connect(address, autocommit=True) as server:
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def counts(address):
    """How many rows three tables hold; asked as the service asks, behind no wall."""
    with psycopg.connect(address, options=f"-c {SETTING}={EVERYBODY}") as server:
        return [
            server.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("audit_event", "organisations_person", "children_child", "decisions_entry")
        ]


@pytest.mark.slow
def test_a_backup_is_put_back_with_its_log_and_its_walls(tmp_path, new_database):
    here, there = new_database("here"), new_database("there")
    fill = [sys.executable, "-c", living.SHARE]
    given = environment(tmp_path, DATABASE_URL=here, SHAREWELL_DEMO="yes")
    done = subprocess.run(fill, env=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    before = counts(here)
    for command, address in (("backup", here), ("restore", there)):
        done = run(tmp_path, command, str(tmp_path / "sealed"), DATABASE_URL=address)
        assert done.returncode == 0, done.stderr
    assert "The log holds" in done.stdout
    assert counts(there) == before and all(before)
    with psycopg.connect(there) as server:
        assert server.execute("SELECT count(*) FROM children_child").fetchone() == (0,), "nobody is let in"
