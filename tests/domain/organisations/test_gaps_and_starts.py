"""What an organisation lacks, and the start dates that its own lawyers confirmed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions, permissions, provisions, queries
from sharewell.domain.organisations.states import ROLES
from tests.people import SYSTEM

DAY = date(2026, 9, 30)
DUTY = "E-CA04-16LA"


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def file(town, about="decision:one", **more):
    return actions.file_gap(
        **{"organisation": town.school, "kind": "policy-document", "what": "18", "about": about}
        | {"by": town.teacher}
        | more
    )


def set_date(town, by, **more):
    facts = {"provision": DUTY, "starts_on": DAY, "confirmed_by": "Imogen Vale, Vale and Partners"}
    return actions.set_start_date(organisation=town.school, by=by, **facts | more)


# --- Gaps ---------------------------------------------------------------------------------------------


def test_a_gap_has_an_owner_and_a_day_and_is_in_the_log(town, officer):
    gap = file(town)
    assert gap.owner == officer and gap.state == "open"
    assert gap.due_on > timezone.localdate()
    assert [event.kind for event in events_about(f"gap:{gap.pk}")] == ["gap-filed"]


def test_without_a_data_protection_officer_it_is_the_leads(town, officer):
    actions.end_access(person=officer, by=town.at_school["administrator"])
    assert file(town).owner == town.lead


@pytest.mark.parametrize("kind", ["agreement", "assessment", "privacy-notice"])
def test_the_same_function_files_every_kind_for_whom_and_when_is_said(town, kind):
    due = timezone.localdate() + timedelta(days=3)
    gap = file(town, kind=kind, what="", owner=town.lead, due_on=due)
    assert (gap.kind, gap.owner, gap.due_on) == (kind, town.lead, due)


def test_what_is_missing_once_is_one_gap_however_often_it_is_met(town):
    first, again = file(town), file(town, about="decision:two")
    assert first == again
    assert {row.about for row in again.meetings.all()} == {"decision:one", "decision:two"}
    assert file(town, about="decision:two").meetings.count() == 2
    assert file(town, what="6") != first
    kinds = [event.kind for event in events_about(f"gap:{first.pk}")]
    assert kinds == ["gap-filed", "gap-met"]


def test_one_that_was_put_right_and_is_missing_again_is_a_new_gap(town, officer):
    first = file(town)
    actions.close_gap(gap=first, done="Written and approved.", by=officer)
    assert file(town) != first


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_a_gap_and_who_may_close_it(town, officer, role):
    gap, person = file(town), town.at_school[role]
    sees = role in ("data-protection-officer", "safeguarding-lead", "leader")
    assert (permissions.see_gap_refusal(person, gap) is None) == sees
    assert (permissions.close_gap_refusal(person, gap) is None) == (person == officer)
    assert (gap in queries.gaps_for(person)) == sees
    if not sees:
        with pytest.raises(NotFound):
            queries.gap_for(person, gap.pk)


def test_nobody_elsewhere_sees_it_or_files_one(town):
    gap, stranger = file(town), town.at_council["data-protection-officer"]
    assert queries.gaps_for(stranger) == []
    with pytest.raises(NotFound):
        queries.gap_for(stranger, gap.pk)
    with pytest.raises(Refusal):
        file(town, by=stranger)


def test_closing_says_what_was_done_and_may_say_that_the_document_is_live(town, officer):
    gap = file(town)
    with pytest.raises(ValueError):
        actions.close_gap(gap=gap, done=" ", by=officer)
    actions.close_gap(gap=gap, done="Written and approved.", is_live=True, by=officer)
    town.school.refresh_from_db()
    assert town.school.policy_document_live is True
    assert queries.gap_for(officer, gap.pk).done == "Written and approved."
    with pytest.raises(Refusal):
        actions.close_gap(gap=gap, done="Twice.", by=officer)


def test_the_gaps_of_somebody_who_leaves_go_to_the_next_in_line(town, officer):
    gap = file(town)
    actions.end_access(person=officer, by=town.at_school["administrator"])
    assert queries.gaps_owned_by(town.lead) == [gap]


# --- Start dates ---------------------------------------------------------------------------------------


def test_only_provisions_whose_start_is_in_doubt_are_offered():
    offered = provisions.with_doubtful_start("england")
    assert {DUTY, "E-CPA26"} <= set(offered)
    assert "E-CA89-47-9" not in offered and not provisions.with_doubtful_start("scotland").get(DUTY)


def test_the_officer_sets_a_date_and_it_is_in_force_and_in_the_log(town, officer):
    start = set_date(town, officer, note="SI 2026/1")
    assert queries.starts_in_force(town.school) == [start]
    assert [event.kind for event in events_about(f"start-date:{start.pk}")] == ["start-date-set"]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "data-protection-officer"])
def test_nobody_else_sets_one_and_the_refusal_says_who_can(town, role):
    with pytest.raises(Refusal) as refused:
        set_date(town, town.at_school[role])
    assert "data protection officer" in str(refused.value)
    assert queries.starts_in_force(town.school) == []


def test_the_officer_of_another_organisation_cannot(town):
    with pytest.raises(Refusal):
        set_date(town, town.at_council["data-protection-officer"])


def test_a_provision_without_doubt_gets_no_date_of_one_s_own(town, officer):
    with pytest.raises(Refusal):
        set_date(town, officer, provision="E-CA89-47-9")


def test_a_later_date_takes_the_place_of_the_first_which_stays_readable(town, officer):
    first = set_date(town, officer)
    second = set_date(town, officer, starts_on=DAY + timedelta(days=1))
    assert queries.starts_in_force(town.school) == [second]
    assert queries.start_dates_for(officer) == [second, first]


def test_a_date_is_withdrawn_with_a_reason_once(town, officer):
    start = set_date(town, officer)
    actions.withdraw_start_date(start=start, because="The regulations name another day.", by=officer)
    actions.withdraw_start_date(start=start, because="Again", by=officer)
    assert queries.starts_in_force(town.school) == []
    [row] = queries.start_dates_for(town.teacher)
    assert row.withdrawn_because == "The regulations name another day." and row.withdrawn_by == officer


# --- The policy document, and a directory entry's check ------------------------------------------------


def test_the_officer_says_whether_there_is_a_policy_document(town, officer):
    assert town.school.policy_document_live is None
    actions.say_policy_document(organisation=town.school, is_live=False, by=officer)
    town.school.refresh_from_db()
    assert town.school.policy_document_live is False
    with pytest.raises(Refusal):
        actions.say_policy_document(organisation=town.school, is_live=True, by=town.lead)


def test_an_entry_that_nobody_checked_for_a_year_proves_nothing(town):
    entry = town.front_door
    assert entry.as_recipient()["verified"] is True
    entry.checked_on = timezone.localdate() - timedelta(days=366)
    assert "verified" not in entry.as_recipient()
    actions.correct_entry(entry=entry, by=SYSTEM)
    assert entry.as_recipient()["verified"] is True
