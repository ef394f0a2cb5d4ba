"""Lifting the shield of a safe address: asked by one person, agreed by another, put back by anybody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.children import queries as children_queries
from sharewell.domain.children.models import AddressTrace, Place, Reveal, SafeAddress
from sharewell.domain.decisions import actions, queries, who_looked
from sharewell.domain.decisions.models import Alert, ShieldLift
from sharewell.domain.errors import NotFound, Refusal
from tests.domain.deliveries.town import REFUGE, worry_of

pytestmark = pytest.mark.postgres

WHY = "They moved away in May."


@pytest.fixture
def case(town):
    return worry_of(town)


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def ask(case, by, **more):
    return actions.ask_to_lift_shield(worry=case.worry, address=case.refuge, because=WHY, by=by, **more)


def lifted(case, by, and_by):
    lift = ask(case, by)
    actions.lift_shield(lift=lift, by=and_by)
    return lift


def kinds(about):
    return [event.kind for event in events_about(about)]


def is_hidden(case):
    return [one.pk for one in children_queries.addresses_to_hide(worries=[case.worry.pk], children=[])] == [
        case.refuge.pk
    ]


def test_asking_lifts_nothing_and_a_second_person_lifts_it(case, town):
    lift = ask(case, town.teacher)
    assert is_hidden(case) and not Place.objects.filter(pk=case.refuge.pk).exists()
    actions.lift_shield(lift=lift, by=town.lead)
    assert Place.objects.get(pk=case.refuge.pk).address == REFUGE
    assert not is_hidden(case) and not AddressTrace.objects.exists()
    assert queries.children_of(case.worry)[0].hidden_addresses == []
    with pytest.raises(NotFound):
        queries.safe_address_in(case.worry, case.refuge.pk)
    assert kinds(f"worry:{case.worry.pk}")[-2:] == ["shield-lift-asked", "shield-lifted"]
    assert kinds(f"child:{case.child.pk}")[-1] == "place-unshielded"


def test_the_same_person_is_never_both(case, town):
    lift = ask(case, town.lead)
    with pytest.raises(Refusal, match="yourself"):
        actions.lift_shield(lift=lift, by=town.lead)
    lift.outcome, lift.ended_by, lift.ended_at = "lifted", town.lead, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        lift.save()
    assert is_hidden(case)


def test_nobody_agrees_but_who_answers_for_safeguarding_there(case, town, officer):
    lift = ask(case, town.lead)
    colleague = actions.add_member(
        worry=case.worry, person=town.another_teacher, because="x", by=town.lead
    ).person
    for person in [town.teacher, colleague, town.at_school["administrator"], *town.at_council.values()]:
        with pytest.raises(Refusal):
            actions.lift_shield(lift=lift, by=person)
    assert is_hidden(case)
    actions.lift_shield(lift=lift, by=officer)
    assert not is_hidden(case)


def test_nobody_asks_but_the_team_with_a_reason_and_never_through_broken_glass(case, town, officer):
    actions.break_glass(by=town.another_teacher, kind="with-me", because="x", reference=case.worry.reference)
    for person in [town.another_teacher, officer, town.at_school["administrator"], *town.at_council.values()]:
        with pytest.raises(Refusal):
            ask(case, person)
    with pytest.raises(Refusal):
        actions.ask_to_lift_shield(worry=case.worry, address=case.refuge, because="  ", by=town.teacher)
    assert not ShieldLift.objects.exists()


def test_what_nobody_answers_lapses_and_is_asked_for_anew(case, town):
    long_ago = timezone.now() - timedelta(days=8)
    lift = ask(case, town.teacher, at=long_ago)
    assert who_looked.shield_lifts_to_answer(town.lead) == []
    with pytest.raises(Refusal, match="lapsed"):
        actions.lift_shield(lift=lift, by=town.lead)
    again = ask(case, town.teacher)
    with pytest.raises(Refusal, match="already"):
        ask(case, town.lead)
    assert who_looked.shield_lifts_to_answer(town.lead) == [again]


def test_it_can_be_left_by_the_second_person_and_taken_back_by_the_first(case, town):
    for person in (town.teacher, town.lead):
        lift = ask(case, town.teacher)
        actions.keep_shield(lift=lift, by=person)
        with pytest.raises(Refusal):
            actions.lift_shield(lift=lift, by=town.lead)
    assert is_hidden(case)
    assert kinds(f"worry:{case.worry.pk}")[-1] == "shield-kept"


def test_somebody_who_left_lends_no_hand(case, town):
    lift = ask(case, town.teacher)
    town.teacher.is_active = False
    town.teacher.save()
    with pytest.raises(Refusal, match="may not see"):
        actions.lift_shield(lift=lift, by=town.lead)
    assert is_hidden(case)


def test_everybody_of_the_team_is_told_when_it_is_asked_for_and_when_it_is_done(case, town, officer):
    actions.add_member(worry=case.worry, person=town.another_teacher, because="x", by=town.lead)
    lift = ask(case, town.teacher)
    told = Alert.objects.filter(lift=lift)
    asked_of = {town.lead, town.another_teacher, officer}
    assert {one.to for one in told.filter(kind="shield-asked")} == asked_of
    actions.lift_shield(lift=lift, by=town.lead)
    assert {one.to for one in told.filter(kind="shield-lifted")} == {
        town.teacher, town.another_teacher, officer,
    }  # fmt: skip
    assert [alert.kind for alert in who_looked.shields_told(town.another_teacher)] == ["shield-lifted"]
    actions.put_away_alerts(by=town.another_teacher, lift=lift)
    assert who_looked.shields_told(town.another_teacher) == []


def test_those_of_every_other_worry_about_the_child_are_told_too(case, town):
    other = actions.raise_worry(by=town.lead, children=[case.child])
    actions.add_member(worry=other, person=town.another_teacher, because="x", by=town.lead)
    lift = ask(case, town.teacher)
    assert Alert.objects.filter(lift=lift, to=town.another_teacher).exists()


def test_those_of_another_worry_hear_nothing_of_a_sealed_one(case, town):
    other = actions.raise_worry(by=town.lead, children=[case.child])
    actions.add_member(worry=other, person=town.another_teacher, because="x", by=town.lead)
    leader = town.at_school["leader"]
    actions.seal_worry(worry=case.worry, because="Staff.", people=[leader], by=town.teacher)
    case.worry.refresh_from_db()
    lift = ask(case, town.teacher)
    assert not Alert.objects.filter(lift=lift, to=town.another_teacher).exists()
    assert who_looked.shield_lifts_of(other) == [] and who_looked.shield_lifts_of(case.worry) == [lift]
    with pytest.raises(NotFound):
        who_looked.shield_lift_for(town.another_teacher, lift.pk)


def test_of_a_sealed_worry_only_those_who_answer_for_it_agree_and_the_officer(case, town, officer):
    leader = town.at_school["leader"]
    actions.seal_worry(worry=case.worry, because="Staff.", people=[leader], by=town.teacher)
    case.worry.refresh_from_db()
    lift = ask(case, town.teacher)
    with pytest.raises(NotFound):
        who_looked.shield_lift_for(town.lead, lift.pk)
    with pytest.raises(Refusal):
        actions.lift_shield(lift=lift, by=town.lead)
    assert who_looked.shield_lift_for(officer, lift.pk) == lift
    actions.lift_shield(lift=lift, by=officer)


def test_one_person_puts_it_back_with_one_press_and_nothing_of_before_is_lost(case, town):
    actions.reveal_address(worry=case.worry, address=case.refuge, by=town.lead, reason="To visit")
    added_at = SafeAddress.objects.get(pk=case.refuge.pk).added_at
    lifted(case, town.teacher, town.lead)
    assert Reveal.objects.count() == 1
    place = Place.objects.get(pk=case.refuge.pk)
    actions.shield_place(worry=case.worry, place=place, by=town.teacher)
    assert is_hidden(case) and not Place.objects.filter(pk=place.pk).exists()
    back = SafeAddress.objects.get(pk=place.pk)
    assert back.address.opened() == REFUGE and back.added_at == added_at and Reveal.objects.count() == 1
    found = children_queries.others_addresses_in(town.teacher, f"They went to {REFUGE}.", [])
    assert found
    assert kinds(f"child:{case.child.pk}")[-1] == "place-shielded"
    lifted(case, town.lead, officer_of(town))
    assert not is_hidden(case)


def officer_of(town):
    return town.at_school["data-protection-officer"]


def test_a_new_safe_address_leaves_the_old_one_shielded(case, town):
    new = actions.add_safe_address(
        worry=case.worry, child=case.child, by=town.teacher, address="2 Quince Mews"
    )
    hidden = children_queries.addresses_to_hide(worries=[case.worry.pk], children=[])
    assert {one.pk for one in hidden} == {case.refuge.pk, new.pk}
    lifted(case, town.teacher, town.lead)
    hidden = children_queries.addresses_to_hide(worries=[case.worry.pk], children=[])
    assert {one.pk for one in hidden} == {new.pk}


def test_two_second_persons_at_once_lift_it_once(case, town, officer):
    lift = ask(case, town.teacher)
    actions.lift_shield(lift=lift, by=town.lead)
    with pytest.raises(Refusal):
        actions.lift_shield(lift=lift, by=officer)
    assert Place.objects.filter(pk=case.refuge.pk).count() == 1
