"""Worries, entries, and who may see them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions, permissions, queries, states
from sharewell.domain.errors import NotFound, Refusal
from sharewell.sealing import SealingError
from tests.people import add_tendai

pytestmark = pytest.mark.postgres


def test_a_worry_keeps_what_was_seen_apart_from_what_was_thought(town):
    entries = [{"kind": kind, "text": f"text of {kind}", "said_by": "Amina"} for kind in states.ENTRY_KINDS]
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], entries=entries)
    assert [entry.kind for entry in queries.entries_of(worry)] == list(states.ENTRY_KINDS)
    assert [event.kind for event in events_about(f"worry:{worry.pk}")] == ["worry-raised"]


# Who may see and change a worry of the teacher's: True where they may.
SEES = {
    ("school", "practitioner"): True,  # raised it
    ("school", "safeguarding-lead"): True,
    ("school", "data-protection-officer"): False,
    ("school", "leader"): False,
    ("school", "administrator"): False,
    ("council", "practitioner"): False,
    ("council", "safeguarding-lead"): False,
    ("council", "data-protection-officer"): False,
    ("council", "leader"): False,
    ("council", "administrator"): False,
}


@pytest.mark.parametrize(("where", "role"), SEES)
def test_nobody_sees_a_worry_without_a_reason(town, worry, where, role):
    person = getattr(town, f"at_{where}")[role]
    may = SEES[where, role]
    assert (permissions.see_worry_refusal(person, worry) is None) is may
    assert (permissions.change_worry_refusal(person, worry) is None) is may
    assert (worry in queries.worries_for(person)) is may
    if may:
        assert queries.worry_for(person, worry.pk) == worry
    else:
        with pytest.raises(NotFound):
            queries.worry_for(person, worry.pk)
        with pytest.raises(Refusal):
            actions.add_entry(worry=worry, kind="fact", text="x", by=person)


def test_another_teacher_sees_it_once_they_are_added_and_not_when_that_ends(town, worry):
    other = town.another_teacher
    with pytest.raises(NotFound):
        queries.worry_for(other, worry.pk)
    member = actions.add_member(worry=worry, person=other, because="Teaches Tendai on Fridays", by=town.lead)
    assert queries.worry_for(other, worry.pk) == worry
    actions.end_member(member=member, by=town.lead)
    with pytest.raises(NotFound):
        queries.worry_for(other, worry.pk)


def test_a_member_until_yesterday_sees_it_no_more(town, worry):
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.add_member(
        worry=worry, person=town.another_teacher, because="Cover", until=yesterday, by=town.lead
    )
    with pytest.raises(NotFound):
        queries.worry_for(town.another_teacher, worry.pk)


@pytest.mark.parametrize("role", ["administrator"])
def test_an_administrator_can_neither_raise_a_worry_nor_be_added(town, worry, role):
    person = town.at_school[role]
    with pytest.raises(Refusal):
        actions.raise_worry(by=person, children=[])
    with pytest.raises(Refusal):
        actions.add_member(worry=worry, person=person, because="x", by=town.lead)


def test_somebody_of_another_organisation_cannot_be_added(town, worry):
    with pytest.raises(Refusal):
        actions.add_member(worry=worry, person=town.at_council["practitioner"], because="x", by=town.lead)


def test_a_child_nobody_told_me_of_cannot_be_pulled_into_my_worry(town, worry):
    child = worry.children.get()
    with pytest.raises(Refusal):
        actions.raise_worry(by=town.another_teacher, children=[child])
    assert child not in queries.children_for(town.another_teacher)
    assert child in queries.children_for(town.lead)


def test_an_entry_is_undone_until_it_is_sent_and_then_only_corrected(town, worry):
    first = worry.entries.get()
    second = actions.add_entry(worry=worry, kind="opinion", text="He seems afraid.", by=town.teacher)
    actions.mark_entries_sent(entries=[first], by=town.teacher)
    actions.undo_entry(entry=second, by=town.teacher)
    with pytest.raises(Refusal):
        actions.undo_entry(entry=first, by=town.teacher)
    new = actions.add_entry(
        worry=worry, kind="fact", text="Two bruises, not three.", by=town.teacher, corrects=first
    )
    assert new.corrects == first
    with pytest.raises(ValueError, match="undone"):
        actions.mark_entries_sent(entries=[second], by=town.teacher)
    with pytest.raises(Refusal):
        actions.undo_entry(entry=second, by=town.teacher)


def test_only_the_writer_and_the_lead_can_undo_an_entry(town, worry):
    actions.add_member(worry=worry, person=town.another_teacher, because="Cover", by=town.lead)
    mine = worry.entries.get()
    with pytest.raises(Refusal):
        actions.undo_entry(entry=mine, by=town.another_teacher)
    actions.undo_entry(entry=mine, by=town.lead)


def test_a_closed_worry_is_read_but_not_changed_until_it_is_opened_again(town, worry):
    with pytest.raises(Refusal):
        actions.close_worry(worry=worry, because="Done", by=town.teacher)
    actions.close_worry(worry=worry, because="Moved school", by=town.lead)
    assert queries.worry_for(town.teacher, worry.pk).state == states.CLOSED
    with pytest.raises(Refusal):
        actions.add_entry(worry=worry, kind="fact", text="x", by=town.teacher)
    actions.open_worry(worry=worry, by=town.lead)
    actions.add_entry(worry=worry, kind="fact", text="x", by=town.teacher)


def test_looking_is_written_down_once_in_a_quarter_of_an_hour(town, worry):
    now = timezone.now()
    for minutes in (0, 5, 20):
        actions.note_look(worry=worry, by=town.lead, at=now + timedelta(minutes=minutes))
    assert [look.person for look in queries.looks_of(worry)] == [town.lead, town.lead]


def test_the_lead_is_told_of_a_new_worry_until_they_look_at_it(town, worry):
    assert [need.kind for need in queries.needs_today(town.lead)] == ["worry-new"]
    assert queries.needs_today(town.teacher) == []
    actions.note_look(worry=worry, by=town.lead)
    assert queries.needs_today(town.lead) == []


def test_advice_lets_the_colleague_in_and_comes_back(town, worry):
    other = town.another_teacher
    advice = actions.ask_advice(by=town.teacher, of=other, question="Have you seen this?", worry=worry)
    assert queries.worry_for(other, worry.pk)
    assert [need.kind for need in queries.needs_today(other)] == ["advice-wanted"]
    with pytest.raises(Refusal):
        actions.answer_advice(advice=advice, answer="Yes", by=town.teacher)
    actions.answer_advice(advice=advice, answer="Yes, on Monday.", by=other)
    given = queries.needs_today(town.teacher)
    assert [need.kind for need in given] == ["advice-given"]
    actions.put_away_advice(advice=given[0].about, by=town.teacher)
    assert queries.needs_today(town.teacher) == []


def test_an_emergency_becomes_a_worry_with_what_is_owed(town):
    now = timezone.now()
    worry = actions.record_emergency(
        by=town.teacher,
        nation="england",
        child_name="Jakub",
        seen="Somebody waits at the gate.",
        calls=[{"moment": now, "text": "Rang 999.", "spoke_to": "Operator", "is_checked": False}],
    )
    assert worry.is_emergency
    kinds = {owed.what for owed in queries.owed_of(worry)}
    assert {"written-confirmation", "tell-lead", "call-back"} <= kinds
    assert "record-emergency" not in kinds
    owed = queries.owed_of(worry)[0]
    actions.settle(owed=owed, by=town.teacher)
    with pytest.raises(Refusal):
        actions.settle(owed=owed, by=town.another_teacher)


def test_nothing_that_names_anybody_lies_open_in_the_database(town, worry):
    child = worry.children.get()
    actions.add_linked_person(worry=worry, child=child, by=town.teacher, name="Chipo Marlow")
    actions.add_place(worry=worry, child=child, by=town.teacher, address="22 Cooper's Rise")
    actions.ask_advice(by=town.teacher, of=town.lead, question="What about Kestrel class?", worry=worry)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        dump = b""
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                dump += b"\n".join(
                    bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row
                )
    for secret in (
        b"Tendai",
        b"Marlow",
        b"bruises",
        b"Amina Yusuf",
        b"Chipo",
        b"Cooper",
        b"Kestrel",
        b"2019-03-14",
    ):
        assert secret not in dump


def test_a_sealed_value_moved_to_another_row_does_not_open(town, worry):
    one = worry.children.get()
    two = add_tendai(town.teacher, name="Farai Marlow", born_on=date(2023, 1, 30))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE children_child SET name = (SELECT name FROM children_child WHERE id = %s) WHERE id = %s",
            [_id(one), _id(two)],
        )
    with pytest.raises(SealingError, match="does not open"):
        _ = type(two).objects.get(pk=two.pk).name


def _id(row):
    return row.pk.hex if connection.vendor == "sqlite" else row.pk
