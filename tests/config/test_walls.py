"""On PostgreSQL the database itself keeps one organisation's rows from another: every table is proven."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from sharewell.config import walls
from sharewell.domain.belonging import EVERYBODY, NOBODY, acting_for, paths_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(settings.ON_SQLITE, reason="runs on PostgreSQL only: python -m tests.on_postgres"),
    pytest.mark.django_db,
]


def asked(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given or None)
        return cursor.fetchall()


def test_the_role_of_the_service_is_bound_by_the_policies():
    assert list(walls.findings()) == []
    assert asked("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        (False, False)
    ]


def test_every_table_has_a_policy_that_binds_its_owner_too_or_a_reason_why_it_has_none():
    rows = asked(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, count(p.polname) FROM pg_class c "
        "LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relkind = 'r' "
        "AND c.relnamespace = current_schema()::regnamespace GROUP BY 1, 2"
    )
    walled = {name for name, is_forced, policies in rows if is_forced and policies == 1}
    bare = {name for name, _forced, policies in rows if not policies}
    assert walled == {model._meta.db_table for model in walls.tables()}
    assert bare == set(walls.UNWALLED) & bare | set()
    assert walled | bare == {name for name, *_rest in rows}
    assert len(walled) >= 50
