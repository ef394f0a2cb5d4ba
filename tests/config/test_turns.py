"""Whoever writes waits for their turn first: no two wait for each other, whatever they do in which order."""

import threading

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations.models import Organisation
from tests.people import build_town

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(settings.ON_SQLITE, reason="runs on PostgreSQL only: python -m tests.on_postgres"),
    pytest.mark.django_db(transaction=True),
]
MOMENT = 0.5  # seconds in which the other comes to where they would wait


def record(by):
    record_event(kind="gap-filed", by=by, about="gap:00000000-0000-0000-0000-000000000001")


def hold(organisation):
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def both_ways(person, organisation):
    """One holds a row and records, the other records and holds that row; what they met."""
    is_held, has_recorded, met = threading.Event(), threading.Event(), []

    def row_first():
        hold(organisation)
        is_held.set()
        has_recorded.wait(MOMENT)
        record(person)

    def record_first():
        is_held.wait()
        record(person)
        has_recorded.set()
        hold(organisation)

    def do(steps):
        try:
            with transaction.atomic():
                steps()
        except DatabaseError as error:
            met.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(steps,)) for steps in (row_first, record_first)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


def test_no_order_of_rows_and_records_ends_in_a_deadlock():
    town = build_town()
    assert both_ways(town.teacher, town.teacher.organisation) == []


def test_a_turn_that_was_undone_with_its_savepoint_is_taken_again():
    town = build_town()

    def turns_held():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            return cursor.fetchone()[0]

    with transaction.atomic():
        assert turns_held() == 0, "reading takes no turn"
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            hold(town.teacher.organisation)
            assert turns_held() == 1
            raise ZeroDivisionError
        assert turns_held() == 0
        hold(town.teacher.organisation)
        assert turns_held() == 1
    with transaction.atomic():
        assert turns_held() == 0
        hold(town.teacher.organisation)
        assert turns_held() == 1
