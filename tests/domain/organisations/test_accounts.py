"""Roles and second steps by two, refused tries in the log, devices, and passwords as people type them."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from sharewell.domain.audit.models import Event
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions, permissions, queries
from sharewell.domain.organisations.states import CHANGE_WAITS, CONFIRMING, GIVEN_BY_TWO, ROLES
from sharewell.ledger.entries import read_entry
from tests.people import PASSWORD, SYSTEM


def kinds_about(person):
    """The kinds of the events about a person, in order."""
    leaves = Event.objects.filter(about=f"person:{person.pk}").order_by("number").values_list("leaf")
    return [_kind(bytes(leaf)) for (leaf,) in leaves]


def _kind(leaf):
    return read_entry(leaf)["kind"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_that_opens_records_or_gives_roles_waits_for_a_second_person(town, role):
    boss, person = town.at_school["administrator"], town.another_teacher
    if role == person.role:
        person.role = "leader"
        person.save()
    before = person.role
    change = actions.change_role(person=person, role=role, because="New in post", by=boss)
    person.refresh_from_db()
    if role not in GIVEN_BY_TWO:
        assert change is None
        assert person.role == role
        return
    assert person.role == before
    assert change in queries.changes_waiting_for(boss)
    actions.confirm_change(change=change, by=town.at_school["leader"])
    person.refresh_from_db()
    assert person.role == role
    assert kinds_about(person)[-2:] == ["role-asked-for", "role-given"]
    with pytest.raises(Refusal):
        actions.confirm_change(change=change, by=town.at_school["leader"])


@pytest.mark.parametrize("where", ["school", "council"])
@pytest.mark.parametrize("role", ROLES)
def test_who_may_be_the_second_person(town, role, where):
    boss = town.at_school["administrator"]
    change = actions.change_role(person=town.another_teacher, role="safeguarding-lead", by=boss)
    second = (town.at_school if where == "school" else town.at_council)[role]
    may = where == "school" and role in CONFIRMING and second != boss
    assert (permissions.confirm_change_refusal(second, change) is None) is may
    if may:
        assert change in queries.changes_to_confirm(second)
        actions.confirm_change(change=change, by=second)
    else:
        assert change not in queries.changes_to_confirm(second)
        with pytest.raises(Refusal):
            actions.confirm_change(change=change, by=second)
    town.another_teacher.refresh_from_db()
    assert (town.another_teacher.role == "safeguarding-lead") is may


def test_nobody_is_both_people_nor_the_one_whom_it_is_about(town):
    boss = town.at_school["administrator"]
    with pytest.raises(Refusal):
        actions.change_role(person=boss, role="safeguarding-lead", by=boss)
    change = actions.change_role(person=town.at_school["leader"], role="administrator", by=boss)
    for second in (boss, town.at_school["leader"]):
        with pytest.raises(Refusal):
            actions.confirm_change(change=change, by=second)
    assert queries.who_may_confirm(boss, town.at_school["leader"]) == sorted(
        [town.lead, town.at_school["data-protection-officer"]], key=lambda each: each.name
    )


TRIES = {
    "a role for oneself": lambda t, by: actions.change_role(person=by, role="administrator", by=by),
    "a second step for oneself": lambda t, by: actions.ask_for_second_step(person=by, by=by),
    "a role elsewhere": lambda t, by: actions.change_role(
        person=t.at_council["leader"], role="practitioner", by=by
    ),
    "a person elsewhere": lambda t, by: actions.add_person(
        organisation=t.council, email="new@council.example", name="New", role="leader", by=by
    ),
    "an end elsewhere": lambda t, by: actions.end_access(person=t.at_council["leader"], by=by),
}


@pytest.mark.parametrize("role", ["administrator", "practitioner", "safeguarding-lead"])
@pytest.mark.parametrize("tried", TRIES)
def test_what_an_administrator_may_not_do_is_refused_and_leaves_an_entry(town, tried, role):
    entries = Event.objects.count()
    with pytest.raises(Refusal):
        TRIES[tried](town, town.at_school[role])
    assert Event.objects.count() == entries + 1
    assert _kind(bytes(Event.objects.latest("number").leaf)) == "account-change-refused"


def test_the_last_administrator_stays(town):
    boss = town.at_school["administrator"]
    with pytest.raises(Refusal):
        actions.end_access(person=boss, by=boss)
    other = actions.change_role(person=town.at_school["leader"], role="administrator", by=boss)
    actions.confirm_change(change=other, by=town.lead)
    actions.end_access(person=boss, by=boss)
    assert not type(boss).objects.get(pk=boss.pk).is_active


def test_a_new_lead_is_a_practitioner_until_somebody_confirms(town):
    boss = town.at_school["administrator"]
    new = actions.add_person(
        organisation=town.school, email="Nia@School.example", name="Nia", role="safeguarding-lead", by=boss
    )
    assert new.role == "practitioner"
    [change] = queries.changes_waiting_for(boss)
    actions.confirm_change(change=change, by=town.lead)
    new.refresh_from_db()
    assert new.is_lead


def test_from_the_command_line_one_is_enough_and_the_log_says_so(town):
    new = actions.add_person(
        organisation=town.school, email="a@school.example", name="A", role="administrator", by=SYSTEM
    )
    assert new.role == "administrator"
    assert kinds_about(new) == ["person-added"]


def test_what_nobody_confirmed_in_time_has_to_be_asked_for_anew(town):
    boss, person = town.at_school["administrator"], town.another_teacher
    long_ago = timezone.now() - CHANGE_WAITS
    change = actions.change_role(person=person, role="safeguarding-lead", by=boss, at=long_ago)
    assert queries.changes_waiting_for(boss) == []
    with pytest.raises(Refusal):
        actions.confirm_change(change=change, by=town.lead)
    anew = actions.change_role(person=person, role="safeguarding-lead", by=boss)
    assert anew != change
    actions.confirm_change(change=anew, by=town.lead)


def test_a_change_is_declined_or_taken_back_once(town):
    boss, person = town.at_school["administrator"], town.another_teacher
    change = actions.change_role(person=person, role="safeguarding-lead", by=boss)
    with pytest.raises(Refusal):
        actions.withdraw_change(change=change, by=town.lead)
    actions.withdraw_change(change=change, by=boss)
    with pytest.raises(Refusal):
        actions.decline_change(change=change, by=town.lead)
    again = actions.change_role(person=person, role="safeguarding-lead", by=boss)
    actions.decline_change(change=again, by=town.lead)
    person.refresh_from_db()
    assert person.role == "practitioner"


def test_asking_twice_for_the_same_is_asking_once(town):
    boss, person = town.at_school["administrator"], town.another_teacher
    first = actions.change_role(person=person, role="safeguarding-lead", by=boss)
    assert actions.change_role(person=person, role="safeguarding-lead", by=boss) == first
    other = actions.change_role(person=person, role="administrator", by=boss)
    assert queries.changes_waiting_for(boss) == [other]


def test_a_lost_second_step_takes_two_people_and_gives_one_code(town):
    boss, person = town.at_school["administrator"], town.teacher
    change = actions.ask_for_second_step(person=person, because="Lost her phone", by=boss)
    assert [each.type for each in Authenticator.objects.filter(user=person)] == ["totp"]
    with pytest.raises(Refusal):
        actions.confirm_change(change=change, by=boss)
    code = actions.confirm_change(change=change, by=town.lead)
    [only] = Authenticator.objects.filter(user=person)
    assert only.type == "recovery_codes"
    assert code.replace("-", "") not in str(only.data)
    assert only.wrap().validate_code(code.replace("-", ""))
    assert not only.wrap().validate_code(code.replace("-", ""))


def test_nobody_sees_or_changes_people_of_another_place(town):
    boss = town.at_council["administrator"]
    assert {each.organisation_id for each in queries.all_people_for(boss)} == {town.council.pk}
    with pytest.raises(NotFound):
        queries.person_for(boss, town.teacher.pk)
    change = actions.change_role(
        person=town.another_teacher, role="safeguarding-lead", by=town.at_school["administrator"]
    )
    with pytest.raises(NotFound):
        queries.change_for(boss, change.pk)
    for role in set(ROLES) - {"administrator"}:
        with pytest.raises(Refusal):
            queries.all_people_for(town.at_school[role])
        with pytest.raises(NotFound):
            queries.person_for(town.at_school[role], town.teacher.pk)


def test_the_organisations_own_sign_in_takes_a_role_at_once_and_only_asks_for_one(town):
    person = town.lead
    actions.follow_role(person=person, role="practitioner")
    assert person.role == "practitioner"
    change = actions.follow_role(person=person, role="safeguarding-lead")
    assert person.role == "practitioner"
    actions.confirm_change(change=change, by=town.at_school["administrator"])
    change.person.refresh_from_db()
    assert change.person.role == "safeguarding-lead"
    assert actions.follow_role(person=change.person, role="safeguarding-lead") is None
    officer = actions.follow_role(person=change.person, role="data-protection-officer")
    assert change.person.role == "practitioner"
    assert officer.asked_by is None


def test_an_accent_typed_after_its_letter_is_the_letter_with_the_accent(town):
    composed, apart = "t\u0177 bach twt ar y bryn", "ty\u0302 bach twt ar y bryn"
    actions.choose_password(person=town.teacher, password=apart, by=town.teacher)
    town.teacher.refresh_from_db()
    assert town.teacher.check_password(composed)
    assert town.teacher.check_password(apart)
    assert not town.teacher.check_password("ty bach twt ar y bryn")
    assert not town.teacher.check_password(PASSWORD)


def test_of_two_who_answer_at_the_same_moment_one_finds_it_answered(town):
    change = actions.ask_for_second_step(person=town.teacher, by=town.at_school["administrator"])
    hers = queries.change_for(town.lead, change.pk)
    theirs = queries.change_for(town.at_school["leader"], change.pk)
    code = actions.confirm_change(change=hers, by=town.lead)
    assert theirs.is_open  # as it was when it was read
    with pytest.raises(Refusal):
        actions.confirm_change(change=theirs, by=town.at_school["leader"])
    [only] = Authenticator.objects.filter(user=town.teacher)
    assert only.wrap().validate_code(code.replace("-", ""))


def test_where_nobody_else_can_confirm_whoever_runs_the_service_does(town, capsys):
    change = actions.ask_for_second_step(person=town.teacher, by=town.at_school["administrator"])
    call_command("confirm_change", town.teacher.email)
    assert "never by e-mail" in capsys.readouterr().out
    change.refresh_from_db()
    assert (change.state, change.answered_by) == ("done", None)
    with pytest.raises(CommandError):
        call_command("confirm_change", town.teacher.email)


def test_no_administrator_makes_the_second_person_they_need_alone(town):
    """Nobody confirms who was not confirmed: else one person writes in a friend, and the friend says yes."""
    boss = town.at_school["administrator"]
    for role in CONFIRMING:
        friend = actions.add_person(
            organisation=town.school, email=f"{role}@friend.example", name="A Friend", role=role, by=boss
        )
        actions.change_role(person=friend, role=role, by=boss)
        friend.refresh_from_db()
        assert friend.role == "practitioner"
        change = actions.change_role(person=town.another_teacher, role="safeguarding-lead", by=boss)
        with pytest.raises(Refusal):
            actions.confirm_change(change=change, by=friend)
        actions.withdraw_change(change=change, by=boss)
