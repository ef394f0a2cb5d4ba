"""The tables stand on PostgreSQL as well, and are backed up and put back there."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.config.running import run

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


@pytest.mark.slow
def test_a_backup_is_put_back_with_its_log(tmp_path, new_database):
    here, there = new_database("here"), new_database("there")
    for command in (["migrate"], ["load_county"], ["backup", str(tmp_path / "sealed")]):
        done = run(tmp_path, *command, DATABASE_URL=here, SHAREWELL_DEMO="yes")
        assert done.returncode == 0, done.stderr
    done = run(tmp_path, "restore", str(tmp_path / "sealed"), DATABASE_URL=there)
    assert done.returncode == 0, done.stderr
    assert "The log holds" in done.stdout
    counts = []
    for address in (here, there):
        with psycopg.connect(address) as server:
            counts.append(
                [
                    server.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                    for table in ("audit_event", "decisions_entry", "organisations_person")
                ]
            )
    assert counts[0] == counts[1] and all(counts[0])
