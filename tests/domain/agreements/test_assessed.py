"""What an impact assessment covers of an agreement is what was signed off in it; a link widens nothing."""

import pytest

from sharewell.domain.agreements import actions
from sharewell.domain.agreements.queries.assessed import agreements_behind, assessed_flows
from tests.assessments import signed, written
from tests.domain.agreements.partners import draft, flow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def link(agreement, assessment, by):
    actions.link_assessments(agreement=agreement, assessments=[assessment], by=by)


def test_the_flows_that_were_signed_off_are_covered_and_no_other(town, officer):
    agreement = draft(town)
    covered, bare = flow_of(agreement, officer, purpose="support"), flow_of(agreement, officer)
    made = signed(town)
    link(agreement, made, officer)
    rows = assessed_flows(officer, agreement)
    assert [(row.flow, row.covering, row.is_linked) for row in rows] == [
        (covered, (made,), True), (bare, (), False),
    ]  # fmt: skip
    assert rows[1].linked == made and rows[1].written is None
    [(behind, its, others)] = agreements_behind(officer, made)
    assert (behind, [row.flow for row in its], [row.flow for row in others]) == (agreement, [covered], [bare])


def test_one_that_is_not_linked_covers_too_and_one_that_is_being_written_does_not(town, officer):
    agreement = draft(town)
    flow_of(agreement, officer, purpose="support")
    being_written = written(town, title="Second")
    link(agreement, being_written, officer)
    [row] = assessed_flows(officer, agreement)
    assert (row.is_covered, row.written, row.linked) == (False, being_written, None)
    made = signed(town)
    [row] = assessed_flows(officer, agreement)
    assert (row.covering, row.is_linked) == ((made,), False)


def test_what_another_party_gives_is_for_its_own_assessments(town, officer):
    agreement = draft(town)
    flow_of(agreement, officer, purpose="support")
    made = signed(town)
    link(agreement, made, officer)
    at_council = town.at_council["data-protection-officer"]
    assert assessed_flows(at_council, agreement) == []
    assert agreements_behind(at_council, made) == []
