"""What comes back, the five dots, and what silence becomes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sharewell.domain.deliveries import actions, outbox, queries
from sharewell.domain.errors import NotFound, Refusal
from tests.domain.deliveries.town import digest_of, fresh, prepare, send


@pytest.fixture
def duty_worker(town):
    return town.at_council["practitioner"]


@pytest.fixture
def arrived(town, to_council):
    sent = send(to_council, town.teacher)
    outbox.drain()
    return fresh(sent)


def dots(delivery):
    return [dot.state for dot in queries.dots_for(fresh(delivery)) if dot.at]


def test_it_arrives_in_their_inbox_and_the_line_of_dots_fills(arrived, duty_worker):
    assert queries.inbox_for(duty_worker) == [arrived]
    assert dots(arrived) == ["sent"]
    opening = actions.open_in_inbox(delivery=arrived, by=duty_worker)
    for kind, words in (("received", ""), ("accepted", ""), ("acting", "Visit today"), ("outcome", "Safe")):
        answer = actions.answer(opening=opening, kind=kind, words=words)
        assert answer.checkpoint.count("\n") >= 3
    assert dots(arrived) == ["sent", "opened", "accepted", "acting", "outcome"]
    assert queries.dots_for(fresh(arrived))[1].who == "Council Practitioner, Practitioner"


def test_a_no_needs_a_reason_and_stands_as_a_no_in_the_line(arrived, duty_worker):
    opening = actions.open_in_inbox(delivery=arrived, by=duty_worker)
    with pytest.raises(Refusal):
        actions.answer(opening=opening, kind="not-accepted", words=" ")
    actions.answer(opening=opening, kind="not-accepted", words="He lives in Eirlas")
    third = queries.dots_for(fresh(arrived))[2]
    assert third.is_no
    assert third.words == "Not accepted"


def test_an_answer_is_not_given_twice_and_nothing_goes_back(arrived, duty_worker):
    opening = actions.open_in_inbox(delivery=arrived, by=duty_worker)
    actions.answer(opening=opening, kind="accepted")
    for kind in ("accepted", "received"):
        with pytest.raises(Refusal):
            actions.answer(opening=opening, kind=kind)


def test_it_reaches_no_inbox_before_the_outbox_was_drained(town, to_council, duty_worker):
    send(to_council, town.teacher)
    assert queries.inbox_for(duty_worker) == []
    with pytest.raises(NotFound):
        queries.received_for(duty_worker, to_council.pk)


def test_silence_becomes_a_chase_then_an_escalation_and_an_answer_ends_it(town, arrived, duty_worker):
    due = arrived.answer_by
    assert due == arrived.sent_at + timedelta(hours=24)
    hour = timedelta(hours=1)
    assert queries.silence(arrived, due - hour) == ""
    assert queries.silence(arrived, due + hour) == "chase"
    actions.chase(delivery=arrived, kind="chase", words="Rang, no answer", by=town.teacher, at=due + hour)
    assert queries.silence(fresh(arrived), due + 2 * hour) == ""
    assert queries.silence(fresh(arrived), due + 26 * hour) == "escalate"
    opening = actions.open_in_inbox(delivery=arrived, by=duty_worker)
    assert queries.silence(fresh(arrived), due + 26 * hour) == "escalate", "opening it is no answer"
    actions.answer(opening=opening, kind="received")
    assert queries.silence(fresh(arrived), due + 26 * hour) == ""


def test_what_needs_me_today_names_the_silence_the_no_and_what_came_in(town, arrived, duty_worker):
    later = arrived.answer_by + timedelta(hours=1)
    assert [need.kind for need in queries.needs_today(town.teacher, later)] == ["chase"]
    assert [need.kind for need in queries.needs_today(duty_worker)] == ["unread"]
    opening = actions.open_in_inbox(delivery=arrived, by=duty_worker)
    assert [need.kind for need in queries.needs_today(duty_worker)] == ["unanswered"]
    actions.answer(opening=opening, kind="not-accepted", words="Not ours")
    assert [need.kind for need in queries.needs_today(town.teacher)] == ["not-accepted"]
    assert queries.needs_today(town.another_teacher) == []


def test_an_unfinished_package_waits_for_whoever_began_it(town, to_gp):
    assert [need.kind for need in queries.needs_today(town.teacher)] == ["unfinished"]
    assert queries.needs_today(town.at_council["practitioner"]) == []


def test_told_by_telephone_is_an_equal_of_sending_with_the_same_clock(town, case):
    delivery = prepare(case, town.front_door, town.teacher, way="telephone")
    told_at = timezone.now() - timedelta(hours=2)
    told = actions.tell_another_way(
        delivery=delivery, shown=digest_of(delivery), by=town.teacher, spoke_to="Sam", said="Call back",
        is_read_back=True, told_at=told_at,
    )  # fmt: skip
    assert told.telling.number == town.front_door.phone
    assert told.answer_by == told_at + timedelta(hours=24)
    assert queries.silence(told, told.answer_by) == "chase"
    actions.write_down_answer(delivery=told, kind="accepted", words="", name="Sam", by=town.teacher)
    assert dots(told) == ["sent", "accepted"]


def test_who_was_spoken_to_is_asked_and_a_time_ahead_is_refused(town, case):
    delivery = prepare(case, town.front_door, town.teacher, way="telephone")
    for wrong in ({"spoke_to": ""}, {"spoke_to": "Sam", "told_at": timezone.now() + timedelta(days=1)}):
        with pytest.raises(Refusal):
            actions.tell_another_way(delivery=delivery, shown=digest_of(delivery), by=town.teacher, **wrong)


def test_a_lead_hands_it_on_and_nobody_else_at_a_school_may_look(town, case):
    from sharewell.domain.organisations import actions as organisations

    school_door = organisations.add_entry(
        by="system", organisation=town.school, role_en="Safeguarding lead", ways=["inbox"],
        checked_on=date(2026, 11, 2),
    )  # fmt: skip
    delivery = send(prepare(case, school_door, town.teacher), town.teacher)
    outbox.drain()
    with pytest.raises(Refusal):
        actions.open_in_inbox(delivery=delivery, by=town.another_teacher)
    actions.hand_on(delivery=delivery, to=town.another_teacher, by=town.lead)
    assert actions.open_in_inbox(delivery=delivery, by=town.another_teacher)
    with pytest.raises(Refusal):
        actions.hand_on(delivery=delivery, to=town.at_council["practitioner"], by=town.lead)
