"""Where an organisation wants it, nothing goes before a second person looked; danger never waits."""

import pytest

from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.deliveries import actions, packages, queries
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import actions as organisations
from tests.domain.deliveries.town import digest_of, fresh, prepare, send, thing, worry_of
from tests.people import WALK


@pytest.fixture
def by_two(town):
    officer = town.at_school["data-protection-officer"]
    organisations.set_release_by_two(organisation=town.school, is_wanted=True, by=officer)
    town.teacher.organisation.refresh_from_db()


@pytest.fixture
def asked(by_two, town, to_council):
    return actions.ask_for_second_look(delivery=to_council, shown=digest_of(to_council), by=town.teacher)


def kinds(delivery):
    return [event.kind for event in events_about(f"delivery:{delivery.pk}")]


def test_one_person_sends_where_the_organisation_did_not_ask_for_two(town, to_council):
    assert send(to_council, town.teacher).state == "sending"
    assert not to_council.second_looks.exists()


def test_nobody_but_the_officer_says_whether_two_are_wanted(town):
    for role, person in town.at_school.items():
        if role != "data-protection-officer":
            with pytest.raises(Refusal):
                organisations.set_release_by_two(organisation=town.school, is_wanted=True, by=person)
    with pytest.raises(Refusal):
        other = town.at_council["data-protection-officer"]
        organisations.set_release_by_two(organisation=town.school, is_wanted=True, by=other)


def test_nothing_goes_before_somebody_else_has_looked(by_two, town, to_council):
    with pytest.raises(Refusal):
        send(to_council, town.teacher)
    assert fresh(to_council).is_preparing


def test_it_goes_as_soon_as_a_second_person_agrees_and_both_are_known(asked, town, to_council):
    assert [need.kind for need in queries.needs_today(town.lead)] == ["second-look"]
    actions.release_after_look(look=asked, shown=digest_of(to_council), by=town.lead)
    sent = fresh(to_council)
    assert sent.state == "sending" and sent.sent_by == town.teacher
    look = sent.second_looks.get()
    assert (look.verdict, look.by) == ("agreed", town.lead)
    assert {"second-look-asked", "second-look-given", "delivery-sent"} <= set(kinds(sent))
    assert queries.needs_today(town.lead) == []


def test_nobody_gives_the_second_look_to_their_own_package(asked, town, to_council):
    strangers = [town.teacher, town.another_teacher, town.at_school["administrator"]]
    for person in [*strangers, town.at_council["safeguarding-lead"]]:
        with pytest.raises(Refusal):
            actions.release_after_look(look=asked, shown=digest_of(to_council), by=person)
    assert fresh(to_council).is_preparing


def test_a_colleague_who_was_let_in_can_look(asked, town, to_council):
    decisions.add_member(
        worry=to_council.worry, person=town.another_teacher, because="To look at it", by=town.lead
    )
    actions.release_after_look(look=asked, shown=digest_of(to_council), by=town.another_teacher)
    assert fresh(to_council).state == "sending"


def test_what_was_changed_after_the_look_was_asked_for_needs_another(asked, town, to_council):
    fact = thing(to_council, "entry:fact")
    actions.change_text(delivery=to_council, key=fact.key, text="Bruises.", by=town.teacher)
    with pytest.raises(Refusal):
        actions.release_after_look(look=asked, shown=digest_of(to_council), by=town.lead)
    with pytest.raises(Refusal):
        actions.release_after_look(look=asked, shown=asked.package_sha256, by=town.lead)
    again = actions.ask_for_second_look(delivery=to_council, shown=digest_of(to_council), by=town.teacher)
    actions.release_after_look(look=again, shown=digest_of(to_council), by=town.lead)
    with pytest.raises(Refusal):
        actions.send_back(look=asked, words="x", by=town.lead)


def test_an_agreed_look_sends_nothing_else(asked, town, to_council):
    """A package that was agreed to and recalled is not agreed to for ever in other words."""
    actions.release_after_look(look=asked, shown=digest_of(to_council), by=town.lead)
    actions.recall(delivery=fresh(to_council), reason="Wrong team", by=town.teacher)
    again = actions.prepare_delivery(decision=to_council.decision, by=town.teacher)
    with pytest.raises(Refusal):
        actions.send_delivery(delivery=again, shown=packages.digest(packages.build(again)), by=town.teacher)


def test_a_second_person_can_send_it_back_with_the_reason(asked, town, to_council):
    with pytest.raises(Refusal):
        actions.send_back(look=asked, words=" ", by=town.lead)
    actions.send_back(look=asked, words="The wrong Sam", by=town.lead)
    assert fresh(to_council).is_preparing
    assert [need.kind for need in queries.needs_today(town.teacher)] == ["sent-back"]
    with pytest.raises(Refusal):
        send(to_council, town.teacher)


def test_where_a_child_is_in_danger_it_goes_at_once_and_the_look_is_owed(by_two, town):
    danger = WALK | {"worry": WALK["worry"] | {"risk": "immediate"}}
    delivery = prepare(worry_of(town, answers=danger), town.front_door, town.teacher)
    sent = send(delivery, town.teacher)
    assert sent.state == "sending"
    look = sent.second_looks.get()
    assert look.is_afterwards and look.due_at > look.asked_at
    assert "owed-look" in [need.kind for need in queries.needs_today(town.lead)]
    with pytest.raises(Refusal):
        actions.look_afterwards(look=look, was_right=True, by=town.teacher)
    actions.look_afterwards(look=look, was_right=False, words="They have moved", by=town.lead)
    assert fresh(sent).second_looks.get().verdict == "sent-back"
    assert "second-look-refused" in kinds(sent)


def test_who_was_told_by_telephone_was_told_and_the_look_is_owed(by_two, town, case):
    delivery = prepare(case, town.front_door, town.teacher, way="telephone")
    told = actions.tell_another_way(
        delivery=delivery, shown=digest_of(delivery), by=town.teacher, spoke_to="Sam Okafor"
    )
    assert told.state == "sent" and told.second_looks.get().is_afterwards
