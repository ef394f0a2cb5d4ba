"""On PostgreSQL the database itself keeps one organisation's rows from another: every table is proven."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from sharewell.config import walls
from sharewell.domain.belonging import EVERYBODY, NOBODY, acting_for, keeper_of, paths_of
from sharewell.domain.children import actions as children
from sharewell.domain.children.models import Child
from sharewell.domain.deliveries import actions as deliveries
from sharewell.domain.deliveries import outbox
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.models import Organisation
from tests.config.filled import fill
from tests.domain.deliveries import town as towns
from tests.people import SYSTEM, add_tendai

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(settings.ON_SQLITE, reason="runs on PostgreSQL only: python -m tests.on_postgres"),
    pytest.mark.django_db,
]
WALLED = [model for model in walls.tables() if paths_of(model)]
SHARED = [model for model in walls.tables() if not paths_of(model)]
ORGANISATIONS = 50


@pytest.fixture
def shared(town):
    """One package sent to the council, one that is only prepared for them, one that went by a link."""
    case = towns.worry_of(town)
    sent = towns.send(towns.prepare(case, town.front_door, town.teacher, way="inbox"), town.teacher)
    by_link = towns.send(towns.prepare(case, town.gp, town.teacher), town.teacher)
    outbox.drain()
    other = towns.worry_of(town)
    prepared = towns.prepare(other, town.front_door, town.teacher)
    return case, sent, by_link, other, prepared


def asked(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given or None)
        return cursor.fetchall()


def count(model):
    return asked(f'SELECT count(*) FROM "{model._meta.db_table}"')[0][0]


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
    assert walled == {model._meta.db_table for model in walls.tables()}
    bare = {name for name, *_rest in rows} - walled
    assert bare <= set(walls.UNWALLED), f"no policy, and no reason why: {bare - set(walls.UNWALLED)}"
    assert len(walled) >= 50


def test_the_findings_name_a_table_whose_wall_is_down():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE children_child NO FORCE ROW LEVEL SECURITY")
    assert list(walls.findings()) == ["The table children_child has no row-level policy."]
    assert walls.raise_walls() == 1
    assert list(walls.findings()) == []


def test_a_step_that_changes_rows_sees_them_while_the_walls_are_down(shared):
    there = count(Child)
    connection.check_constraints()  # or those that wait would stop it
    walls.lower_walls()
    assert count(Child) == there > 0
    assert walls.raise_walls() == len(walls.tables())
    assert list(walls.findings()) == []


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model._meta.label)
def test_no_row_of_any_table_is_seen_by_another_organisation_or_by_nobody(town, shared, model):
    if not model._base_manager.exists():
        fill(model, town.school, {})
    keepers = {}
    for row in model._base_manager.all():
        keeper = keeper_of(row)
        keepers[keeper] = keepers.get(keeper, 0) + 1
    stranger = organisations.add_organisation(by=SYSTEM, name_en="A stranger", kind="gp", nation="england")
    for whom in (stranger.pk, uuid4(), NOBODY, "x", "' OR true --"):
        with acting_for(whom):
            assert count(model) == 0, f"seen by {whom!r}"
    assert keepers, "an empty table would show nothing"
    for keeper, many in keepers.items():
        with acting_for(keeper):
            assert count(model) >= many, "its keeper must see it"


def test_whoever_was_sent_a_package_sees_that_one_and_none_that_is_only_being_prepared(town, shared):
    case, sent, _by_link, other, _prepared = shared
    with acting_for(town.council.pk):
        assert [row.pk for row in Delivery.objects.all()] == [sent.pk]
        assert [row.pk for row in Child.objects.filter(organisation=town.school)] == [case.child.pk]
        for model in (type(case.worry), type(sent.decision)):
            assert model.objects.count() == 1, model
        for hidden in ("decisions_entry", "deliveries_item", "children_safeaddress", "children_place",
                       "children_linkedperson", "deliveries_door", "deliveries_link"):  # fmt: skip
            assert asked(f"SELECT count(*) FROM {hidden}") == [(0,)], hidden
    assert other.child.pk != case.child.pk


def test_whoever_was_sent_a_package_can_open_and_answer_it_behind_the_wall(town, shared):
    _case, sent, *_rest = shared
    lead = town.at_council["safeguarding-lead"]
    with acting_for(town.council.pk):
        opening = deliveries.open_in_inbox(delivery=sent, by=lead)
        deliveries.answer(opening=opening, kind="received", words="We have it.")
    with acting_for(town.school.pk):
        assert Delivery.objects.get(pk=sent.pk).answers.get().words == "We have it."


@pytest.mark.parametrize("by", ["insert", "move", "change", "delete"])
def test_no_row_can_be_written_changed_or_taken_for_another_organisation(town, shared, by):
    case, *_rest = shared
    mine = add_tendai(town.at_council["practitioner"])
    with acting_for(town.council.pk), connection.cursor() as cursor:
        if by in ("insert", "move"):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                if by == "insert":
                    children.add_child(by=town.teacher, name="Planted")
                else:
                    statement = "UPDATE children_child SET organisation_id = %s WHERE id = %s"
                    cursor.execute(statement, [town.school.pk, mine.pk])
        elif by == "change":
            cursor.execute("UPDATE decisions_entry SET kind = 'opinion'")
            assert cursor.rowcount == 0
        else:
            cursor.execute("DELETE FROM children_linkedperson WHERE child_id = %s", [case.child.pk])
            assert cursor.rowcount == 0


def test_fifty_organisations_each_see_their_own_canary_and_no_other(town):
    keepers = {}
    for number in range(ORGANISATIONS):
        organisation = organisations.add_organisation(
            by=SYSTEM, name_en=f"School {number}", kind="academy", nation="england", is_here=True
        )
        person = organisations.add_person(
            by=SYSTEM, organisation=organisation, role="practitioner", name=f"Teacher {number}",
            email=f"teacher{number}@school.example", password="otter-ladder-cotton",
        )  # fmt: skip
        child = children.add_child(by=person, name=f"Canary {number}")
        children.add_place(child=child, by=person, address=f"{number} Canary Row")
        keepers[organisation.pk] = number
    seen = 0
    for whom, number in keepers.items():
        with acting_for(whom):
            assert [row.name for row in Child.objects.all()] == [f"Canary {number}"]
            for model in WALLED:
                for row in model._base_manager.all():
                    assert keeper_of(row) == whom
                    seen += 1
    assert seen >= 2 * ORGANISATIONS
    assert Organisation.objects.count() >= ORGANISATIONS, "the directory is everybody's"


@pytest.mark.django_db(transaction=True)
def test_a_wall_that_was_raised_in_a_transaction_stands_when_that_is_undone(town):
    add_tendai(town.teacher)
    add_tendai(town.at_council["practitioner"])
    with acting_for(town.school.pk):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert Child.objects.count() == 1
            raise ZeroDivisionError
        assert Child.objects.count() == 1, "the database went back to acting for everybody"


def test_what_was_told_in_a_transaction_that_is_undone_is_told_again(town):
    add_tendai(town.teacher)
    with acting_for(town.school.pk):
        assert Child.objects.count() == 1
        with pytest.raises(ZeroDivisionError), transaction.atomic(), acting_for(NOBODY):
            assert Child.objects.count() == 0
            raise ZeroDivisionError
        assert Child.objects.count() == 1
    with acting_for(NOBODY):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            with acting_for(EVERYBODY):
                assert Child.objects.count() == 1
            raise ZeroDivisionError
        assert Child.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_goes_back_to_the_pool_takes_nobody_with_it(town):
    add_tendai(town.teacher)
    with acting_for(town.school.pk):
        assert Child.objects.count() == 1
    for _again in range(20):
        connection.close()
        with acting_for(NOBODY):
            assert Child.objects.count() == 0
        connection.close()
        with acting_for(town.school.pk):
            assert Child.objects.count() == 1


def test_a_page_acts_for_the_organisation_of_whoever_is_signed_in_and_for_nobody_else(town, client, rf):
    from sharewell.config.whose_page import WhosePage
    from sharewell.domain.belonging import acts_for

    request = rf.get("/")
    request.user = town.teacher
    assert WhosePage(lambda _request: acts_for())(request) == str(town.school.pk)
    request.user = type("Anonymous", (), {})()
    assert WhosePage(lambda _request: acts_for())(request) == NOBODY
    assert acts_for() == EVERYBODY
