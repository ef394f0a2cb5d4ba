"""The team of a worry, seals and broken glass: who may see what, for one worry and for all of them alike."""

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions, permissions, queries, seeing, who_looked
from sharewell.domain.decisions.actions.glass import LASTS
from sharewell.domain.decisions.actions.worries import ADVICE_FOR, TEAM_FOR
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from tests.people import PASSWORD, SECRET, SYSTEM, add_tendai

pytestmark = pytest.mark.postgres
WHY = {"kind": "with-me", "because": "His mother is at the desk and afraid."}


def another(town, role, name):
    """One more person at the school."""
    return organisations.add_person(
        by=SYSTEM, organisation=town.school, role=role, name=name, password=PASSWORD, totp_secret=SECRET,
        email=f"{name.split()[0].lower()}@school.example",
    )  # fmt: skip


@pytest.fixture
def second_lead(town):
    return another(town, "safeguarding-lead", "Olwen Price")


def kinds(about):
    return [event.kind for event in events_about(about)]


def sees(person, worry):
    """Whether somebody sees a worry; the list, the one page and the permission must say the same."""
    fresh = type(worry).objects.get(pk=worry.pk)
    one = permissions.see_worry_refusal(person, fresh) is None
    assert (worry in queries.worries_for(person)) is one
    try:
        assert queries.worry_for(person, worry.pk) == worry
    except NotFound:
        assert not one
        return False
    assert one
    return True


# --- The team ----------------------------------------------------------------------------------------
def test_nobody_is_let_in_without_a_last_day(town, worry):
    today = timezone.localdate()
    member = actions.add_member(worry=worry, person=town.another_teacher, because="Form tutor", by=town.lead)
    assert member.until == today + TEAM_FOR
    actions.ask_advice(by=town.teacher, of=town.at_school["leader"], question="Is it enough?", worry=worry)
    assert worry.members.get(person=town.at_school["leader"]).until == today + ADVICE_FOR
    assert kinds(f"worry:{worry.pk}").count("member-added") == 2


def test_a_later_last_day_is_an_act_with_a_reason(town, worry):
    member = actions.add_member(worry=worry, person=town.another_teacher, because="Tutor", by=town.lead)
    later = member.until + timedelta(days=30)
    with pytest.raises(Refusal):
        actions.extend_member(member=member, until=later, because="x", by=town.another_teacher)
    for until, because in ((member.until, "Still"), (later, " ")):
        with pytest.raises(ValueError, match="later day"):
            actions.extend_member(member=member, until=until, because=because, by=town.teacher)
    actions.extend_member(member=member, until=later, because="Still his tutor", by=town.teacher)
    member.refresh_from_db()
    assert (member.until, member.because) == (later, "Still his tutor")
    assert kinds(f"worry:{worry.pk}")[-1] == "member-extended"


# --- Seals -------------------------------------------------------------------------------------------
def test_a_sealed_worry_is_seen_by_those_named_and_not_by_every_lead(town, worry, second_lead):
    actions.add_member(worry=worry, person=town.another_teacher, because="Tutor", by=town.lead)
    actions.seal_worry(worry=worry, because="Staff are named.", people=[town.lead], by=town.teacher)
    assert sees(town.teacher, worry) and sees(town.lead, worry)
    assert not sees(second_lead, worry) and not sees(town.another_teacher, worry)
    assert queries.sealed_worries(second_lead)[0][0] == worry.reference
    assert queries.sealed_worries(town.lead) == queries.sealed_worries(town.another_teacher) == []
    assert "worry-sealed" in kinds(f"worry:{worry.pk}")


def test_a_seal_ends_what_broken_glass_had_opened_and_it_can_be_broken_anew(town, worry):
    other = town.another_teacher
    actions.break_glass(by=other, reference=worry.reference, **WHY)
    assert sees(other, worry)
    actions.seal_worry(worry=worry, because="Staff are named.", people=[town.lead], by=town.teacher)
    assert not sees(other, worry)
    actions.break_glass(by=other, reference=worry.reference, **WHY)
    assert sees(other, worry)


def test_a_child_of_sealed_worries_alone_is_offered_to_nobody_who_does_not_see_them(town, worry, second_lead):
    child = worry.children.get()
    assert child in queries.children_for(second_lead)
    actions.seal_worry(worry=worry, because="Staff are named.", people=[town.lead], by=town.teacher)
    assert child not in queries.children_for(second_lead)
    with pytest.raises(Refusal):
        actions.raise_worry(by=second_lead, children=[child])
    assert child in queries.children_for(town.lead) and child in queries.children_for(town.teacher)


def test_a_seal_leaves_more_than_one_person_and_somebody_who_answers_for_safeguarding(town, worry):
    for people in ([], [town.another_teacher]):
        with pytest.raises(Refusal):
            actions.seal_worry(worry=worry, because="x", people=people, by=town.teacher)
    actions.seal_worry(worry=worry, because="x", people=[town.at_school["leader"]], by=town.teacher)
    assert sees(town.at_school["leader"], worry) and not sees(town.lead, worry)


def test_it_takes_two_to_lift_a_seal(town, worry, second_lead):
    seal = actions.seal_worry(worry=worry, because="x", people=[town.lead], by=town.teacher)
    with pytest.raises(Refusal):
        actions.ask_to_lift_seal(seal=seal, because="x", by=second_lead)
    actions.ask_to_lift_seal(seal=seal, because="The matter is over.", by=town.teacher)
    for person in (town.teacher, second_lead, town.another_teacher):
        with pytest.raises(Refusal):
            actions.answer_lift(seal=seal, is_lifted=True, by=person)
    assert not sees(second_lead, worry)
    actions.answer_lift(seal=seal, is_lifted=True, by=town.lead)
    assert sees(second_lead, worry)
    assert kinds(f"worry:{worry.pk}")[-2:] == ["seal-lift-asked", "seal-lifted"]


def test_a_seal_that_was_left_can_be_asked_about_again_and_the_officer_can_agree(town, worry):
    seal = actions.seal_worry(worry=worry, because="x", people=[town.lead], by=town.teacher)
    actions.ask_to_lift_seal(seal=seal, because="Over.", by=town.lead)
    actions.answer_lift(seal=seal, is_lifted=False, by=town.at_school["data-protection-officer"])
    assert queries.seal_of(queries.worry_for(town.lead, worry.pk)) == seal
    actions.ask_to_lift_seal(seal=seal, because="Over now.", by=town.lead)
    actions.answer_lift(seal=seal, is_lifted=True, by=town.at_school["data-protection-officer"])
    assert queries.seal_of(queries.worry_for(town.lead, worry.pk)) is None


def test_the_database_itself_refuses_a_seal_lifted_by_one(town, worry):
    seal = actions.seal_worry(worry=worry, because="x", people=[town.lead], by=town.teacher)
    seal.lift_asked_by = seal.lifted_by = town.lead
    with pytest.raises(IntegrityError), transaction.atomic():
        seal.save()


# --- Broken glass --------------------------------------------------------------------------------------
def test_whoever_breaks_the_glass_is_in_at_once_and_out_after_four_hours(town, worry):
    other = town.another_teacher
    assert not sees(other, worry)
    assert actions.break_glass(by=other, reference=worry.reference.lower(), **WHY) == [worry]
    assert sees(other, worry)
    actions.add_entry(worry=worry, kind="what-we-did", text="Rang 999.", by=other)
    later = timezone.now() + LASTS
    assert seeing.reason_to_see(other, worry, later) == ""
    assert worry not in seeing.worries_seen_by(other, later)


def test_whoever_broke_the_glass_can_act_for_the_child_but_let_nobody_in(town, worry, second_lead):
    actions.seal_worry(worry=worry, because="x", people=[town.lead], by=town.teacher)
    actions.break_glass(by=second_lead, reference=worry.reference, **WHY)
    worry.refresh_from_db()
    assert permissions.change_worry_refusal(second_lead, worry) is None
    for act in (
        lambda: actions.add_member(worry=worry, person=second_lead, because="x", by=second_lead),
        lambda: actions.add_member(worry=worry, person=town.another_teacher, because="x", by=second_lead),
        lambda: actions.ask_advice(by=second_lead, of=town.another_teacher, question="?", worry=worry),
        lambda: actions.close_worry(worry=worry, because="x", by=second_lead),
    ):
        with pytest.raises(Refusal):
            act()


@pytest.mark.parametrize("role", ["administrator"])
def test_an_administrator_cannot_break_the_glass(town, worry, role):
    with pytest.raises(Refusal):
        actions.break_glass(by=town.at_school[role], reference=worry.reference, **WHY)


def test_the_glass_of_another_organisation_cannot_be_broken(town, worry):
    person = town.at_council["safeguarding-lead"]
    assert actions.break_glass(by=person, reference=worry.reference, **WHY) == []
    assert actions.break_glass(by=person, name="Tendai Marlow", born_on=date(2019, 3, 14), **WHY) == []
    assert not sees(person, worry)


NAMED = {
    ("Tendai Marlow", date(2019, 3, 14)): True,
    (" tendai  MARLOW ", date(2019, 3, 14)): True,
    ("Tendai Marlow", None): True,  # one child alone is called so
    ("Tendai Marlow", date(2019, 3, 15)): False,
    ("Tendai", date(2019, 3, 14)): False,  # no searching by parts of a name
    ("", None): False,
}


@pytest.mark.parametrize(("name", "born_on"), NAMED)
def test_a_child_is_found_by_the_whole_name_and_the_birthday(town, worry, name, born_on):
    found = actions.break_glass(by=town.another_teacher, name=name, born_on=born_on, **WHY)
    assert found == ([worry] if NAMED[name, born_on] else [])


def test_a_name_that_two_children_have_finds_neither_without_a_birthday(town, worry):
    actions.raise_worry(by=town.lead, children=[add_tendai(town.lead, born_on=date(2015, 1, 2))])
    assert actions.break_glass(by=town.another_teacher, name="Tendai Marlow", **WHY) == []


def test_looking_for_a_child_who_is_not_here_is_recorded_and_reviewed_too(town, worry):
    actions.break_glass(by=town.another_teacher, name="Somebody Else", **WHY)
    [glass] = who_looked.glass_to_review(town.lead)
    assert (glass.worry, glass.sought) == (None, "Somebody Else")
    assert kinds(f"glass:{glass.pk}") == ["glass-found-nothing"]


def test_the_owner_and_those_who_review_are_told_at_once(town, worry):
    actions.break_glass(by=town.another_teacher, reference=worry.reference, **WHY)
    told = {alert.to for alert in queries.alerts_to_tell()}
    assert told == {town.teacher, town.lead, town.at_school["data-protection-officer"]}
    [alert] = who_looked.glass_told(town.teacher)
    actions.put_away_alerts(by=town.teacher, glass=alert.glass)
    assert who_looked.glass_told(town.teacher) == []
    for row in queries.alerts_to_tell():
        actions.mark_alert_told(alert=row)
    assert queries.alerts_to_tell() == []


def test_of_a_sealed_worry_only_those_who_answer_for_it_review_and_the_officer(town, worry, second_lead):
    actions.seal_worry(worry=worry, because="x", people=[town.lead], by=town.teacher)
    actions.break_glass(by=town.another_teacher, reference=worry.reference, **WHY)
    officer = town.at_school["data-protection-officer"]
    [glass] = who_looked.glass_to_review(officer)
    assert who_looked.glass_to_review(town.lead) == [glass]
    assert who_looked.glass_to_review(second_lead) == []
    with pytest.raises(NotFound):
        who_looked.glass_for(second_lead, glass.pk)


def test_nobody_reviews_their_own_and_where_one_lead_is_all_there_is_a_leader_does(town, worry):
    for role in ("data-protection-officer",):
        organisations.end_access(by=SYSTEM, person=town.at_school[role])
    actions.seal_worry(worry=worry, because="x", people=[town.at_school["leader"]], by=town.teacher)
    actions.break_glass(by=town.lead, reference=worry.reference, **WHY)
    assert who_looked.glass_to_review(town.lead) == []
    [glass] = who_looked.glass_to_review(town.at_school["leader"])
    with pytest.raises(Refusal):
        actions.review_glass(glass=glass, is_upheld=True, words="Fine.", by=town.lead)
    actions.review_glass(glass=glass, is_upheld=True, words="Fine.", by=town.at_school["leader"])


def test_what_was_not_right_ends_at_once_and_those_above_are_told(town, worry):
    other, officer = town.another_teacher, town.at_school["data-protection-officer"]
    actions.break_glass(by=other, reference=worry.reference, **WHY)
    [glass] = who_looked.glass_to_review(town.lead)
    actions.review_glass(glass=glass, is_upheld=False, words="He was curious.", by=town.lead)
    assert not sees(other, worry)
    kinds_told = {(alert.to, alert.kind) for alert in queries.alerts_to_tell()}
    assert {(officer, "glass-not-upheld"), (town.at_school["leader"], "glass-not-upheld")} <= kinds_told
    assert who_looked.glass_to_review(officer) == [] and who_looked.glass_reviewed(officer) == [glass]
    with pytest.raises(Refusal):
        actions.review_glass(glass=glass, is_upheld=True, words="x", by=officer)


def test_a_review_is_due_in_two_working_days_and_overdue_is_told_to_those_above_once(town, worry):
    friday = timezone.make_aware(timezone.datetime(2026, 11, 20, 15, 0))
    actions.break_glass(by=town.another_teacher, reference=worry.reference, at=friday, **WHY)
    [glass] = who_looked.glass_to_review(town.lead)
    assert timezone.localtime(glass.review_by) == timezone.make_aware(timezone.datetime(2026, 11, 24, 17, 0))
    actions.keep_watch(at=glass.review_by)
    leader = town.at_school["leader"]
    assert leader not in {alert.to for alert in queries.alerts_to_tell()}
    for minutes in (1, 2, 3):
        actions.keep_watch(at=glass.review_by + timedelta(minutes=minutes))
    overdue = [alert for alert in queries.alerts_to_tell() if alert.kind == "glass-overdue"]
    assert [alert.to for alert in overdue].count(leader) == 1
    assert town.another_teacher not in {alert.to for alert in overdue}


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_looks_are_judged(town, worry):
    actions.note_look(
        by=town.lead, worry=worry, at=timezone.make_aware(timezone.datetime(2026, 11, 22, 3, 0))
    )
    read = []

    def noticing(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            read.append((connection.in_atomic_block, sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noticing):
        assert actions.judge_looks() > 0
    assert any("decisions_look" in sql for _, sql in read)
    assert [sql for is_held, sql in read if is_held] == [], (
        "who reads in a write keeps everybody from writing"
    )
    assert actions.judge_looks() == 0


def test_somebody_who_sees_it_anyway_breaks_nothing(town, worry):
    assert actions.break_glass(by=town.lead, reference=worry.reference, **WHY) == [worry]
    assert queries.alerts_to_tell() == []


# --- One rule, said twice ------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(4))
def test_the_database_and_the_rule_for_one_worry_never_disagree(town, seed):
    """A random little history; then every person, every worry, at four moments."""
    chance = random.Random(seed)
    people = [*town.at_school.values(), *town.at_council.values(), town.another_teacher]
    people += [
        another(town, "safeguarding-lead", "Olwen Price"),
        another(town, "practitioner", "Rhys Mostyn"),
    ]
    worries = [actions.raise_worry(by=chance.choice([town.teacher, *people[-3:]])) for _ in range(8)]
    for _ in range(60):
        _something(chance, chance.choice(worries), people)
    organisations.end_access(by=SYSTEM, person=people[-1])
    people[-1].refresh_from_db()
    worries = [type(each).objects.get(pk=each.pk) for each in worries]
    now, said = timezone.now(), set()
    for at in (now, now + timedelta(hours=5), now + timedelta(days=3), now + timedelta(days=100)):
        for person in people:
            seen = set(seeing.worries_seen_by(person, at))
            for each in worries:
                reason = seeing.reason_to_see(person, each, at)
                assert (each in seen) is bool(reason), (person, each, at, reason)
                said.add(reason)
    assert said == {"", "raised", "added", "lead", "glass"}, "each reason has to occur, or nothing was shown"


def _something(chance, worry, people):
    """One act of somebody on a worry; refused, it changes nothing."""
    worry.refresh_from_db()
    by, whom = chance.choice(people), chance.choice(people)
    days = timezone.localdate() + timedelta(days=chance.choice([-1, 0, 2, 60]))
    act = chance.choice(["add", "add", "add", "end", "seal", "lift", "glass", "glass"])
    try:
        if act == "add":
            actions.add_member(worry=worry, person=whom, because="x", until=days, by=worry.raised_by)
        elif act == "end" and worry.members.exists():
            actions.end_member(member=worry.members.first(), by=worry.raised_by)
        elif act == "seal":
            actions.seal_worry(worry=worry, because="x", people=[whom], by=worry.raised_by)
        elif act == "lift" and queries.seal_of(worry):
            actions.ask_to_lift_seal(seal=queries.seal_of(worry), because="x", by=worry.raised_by)
            actions.answer_lift(seal=queries.seal_of(worry), is_lifted=True, by=by)
        elif act == "glass":
            actions.break_glass(by=by, reference=worry.reference, **WHY)
    except Refusal:
        pass
