"""Whose part is over, or never was: no link, question, hand-over or open request lets them in after that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions import queries as worries
from sharewell.domain.decisions.models import Worry
from sharewell.domain.decisions.seeing import reason_to_see
from sharewell.domain.deliveries import actions, cautions, outbox, permissions, queries
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.models import Person
from tests.domain.deliveries.town import digest_of, fresh, prepare, send, worry_of


@pytest.fixture
def case(town):
    return worry_of(town)


@pytest.fixture
def came_in(town, case):
    """What children's services have opened in their inbox."""
    delivery = prepare(case, town.front_door, town.teacher)
    send(delivery, town.teacher)
    outbox.drain()
    actions.open_in_inbox(delivery=delivery, by=town.at_council["safeguarding-lead"])
    return fresh(delivery)


def anew(row):
    return type(row).objects.get(pk=row.pk)


def test_what_came_in_is_handed_on_to_no_administrator(town, came_in):
    lead, administrator = (town.at_council[role] for role in ("safeguarding-lead", "administrator"))
    assert administrator not in queries.colleagues_of(lead)
    with pytest.raises(Refusal):
        actions.hand_on(delivery=came_in, to=administrator, by=lead)
    assert permissions.receive_refusal(administrator, came_in)


def test_who_becomes_an_administrator_or_leaves_reads_nothing_more_that_was_handed_on(town, came_in):
    lead, leader = town.at_council["safeguarding-lead"], town.at_council["leader"]
    actions.hand_on(delivery=came_in, to=leader, by=lead)
    assert permissions.receive_refusal(leader, came_in) is None
    Person.objects.filter(pk=leader.pk).update(role="administrator")
    assert permissions.receive_refusal(anew(leader), came_in)
    assert came_in not in queries.inbox_for(anew(leader))
    Person.objects.filter(pk=leader.pk).update(role="leader", is_active=False)
    assert permissions.receive_refusal(anew(leader), came_in)


def test_a_question_shows_nothing_once_its_reader_is_out_of_the_team(town, case):
    asked = town.another_teacher
    advice = decisions.ask_advice(by=town.teacher, of=asked, question="What would you do?", worry=case.worry)
    assert worries.advice_for(asked, advice.pk) == advice
    assert [need.kind for need in worries.needs_today(asked)] == ["advice-wanted"]
    decisions.end_member(member=case.worry.members.get(person=asked), by=town.teacher)
    assert worries.needs_today(asked) == []
    with pytest.raises(NotFound):
        worries.advice_for(asked, advice.pk)


def test_a_question_shows_nothing_to_who_has_become_an_administrator(town, case):
    asked = town.another_teacher
    of_worry = decisions.ask_advice(by=town.teacher, of=asked, question="What now?", worry=case.worry)
    draft = decisions.begin_draft(by=town.teacher, answers={})
    of_draft = decisions.ask_advice(by=town.teacher, of=asked, question="And here?", draft=draft)
    organisations.change_role(person=asked, role="administrator", by="system")
    assert worries.needs_today(anew(asked)) == []
    for advice in (of_worry, of_draft):
        with pytest.raises(NotFound):
            worries.advice_for(anew(asked), advice.pk)


def test_broken_glass_lets_nobody_else_in_not_even_to_give_advice(town, case):
    breaker, friend = town.another_teacher, town.at_school["leader"]
    decisions.break_glass(by=breaker, kind="other", because="On call", reference=case.worry.reference)
    worry = anew(case.worry)
    assert reason_to_see(breaker, worry) == "glass"
    with pytest.raises(Refusal):
        decisions.ask_advice(by=breaker, of=friend, question="What do you think?", worry=worry)
    assert not reason_to_see(friend, Worry.objects.get(pk=worry.pk))
    decisions.ask_advice(by=breaker, of=town.lead, question="What do you think?", worry=worry)  # who sees it


@pytest.mark.parametrize("way", ["link", "telephone"])
def test_nothing_goes_elsewhere_than_where_it_was_shown_to_go(town, case, way):
    organisations.correct_entry(entry=town.gp, by="system", ways=["link", "telephone"])
    delivery = prepare(case, town.gp, town.teacher, way=way)
    shown = digest_of(delivery)
    stranger = town.at_council["administrator"]
    organisations.correct_entry(
        entry=town.gp, by=stranger, email="mallory@elsewhere.example", phone="01632 960999"
    )
    act = actions.send_delivery if way == "link" else actions.tell_another_way
    more = {} if way == "link" else {"spoke_to": "Dr Hale"}
    with pytest.raises(Refusal):
        act(delivery=fresh(delivery), shown=shown, by=town.teacher, **more)
    assert fresh(delivery).is_preparing


def test_a_front_door_that_was_moved_lately_is_pointed_out_and_one_that_was_checked_is_not(town, case):
    delivery = prepare(case, town.gp, town.teacher)

    def pointed_out():
        return "reached-otherwise" in {one.what for one in cautions.cautions_for(fresh(delivery))}

    organisations.correct_entry(entry=town.gp, by=town.lead, email=town.gp.email, phone=town.gp.phone)
    assert not pointed_out()
    long_ago = timezone.now() - timedelta(days=40)
    organisations.correct_entry(entry=town.gp, by=town.lead, phone="01632 960151", at=long_ago)
    assert not pointed_out()
    organisations.correct_entry(entry=town.gp, by=town.lead, email="new@milllane.example")
    assert pointed_out()


def test_what_was_decided_later_not_to_share_does_not_go_from_a_page_that_was_open(town, case):
    delivery = prepare(case, town.gp, town.teacher)
    soon = timezone.localdate() + timedelta(days=5)
    decisions.record_decision(
        worry=case.worry, child=case.child, to=town.gp, choice="not-share", reason="The mother is at risk",
        by=town.lead, review_on=soon,
    )  # fmt: skip
    with pytest.raises(Refusal):
        send(delivery, town.teacher)
    assert fresh(delivery).is_preparing
    again = prepare(case, town.gp, town.teacher)
    assert send(again, town.teacher).state == "sending", "a new decision to share it goes"


def test_a_role_that_the_organisations_own_sign_in_speaks_of_no_more_is_not_asked_for(town):
    asked = organisations.follow_role(person=town.teacher, role="safeguarding-lead")
    organisations.follow_role(person=town.teacher, role="practitioner")
    assert anew(asked).state == "withdrawn"
    with pytest.raises(Refusal):
        organisations.confirm_change(change=anew(asked), by=town.lead)
    again = organisations.follow_role(person=town.teacher, role="safeguarding-lead")
    assert organisations.follow_role(person=town.teacher, role="safeguarding-lead") == again
