"""Who shares what with whom: agreements beside real shares; what has no cover stands out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell.domain.agreements.actions import confirm_for_party
from sharewell.domain.agreements.states import REPLACED
from sharewell.domain.oversight import queries
from sharewell.domain.oversight.queries.flows import COVERED, UNCOVERED
from sharewell.web.oversight.words import state_words
from tests.covered import agree, assess
from tests.domain.decisions.test_decide import decide
from tests.domain.deliveries.town import fresh, send
from tests.people import WALK, add_tendai

SEEN = [{"kind": "fact", "text": "Three round bruises on the left arm."}]
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def share(town, to, by=None, answers=WALK):
    """A share that really went, through the actions that the pages call."""
    from sharewell.domain.decisions import actions as decisions
    from sharewell.domain.deliveries import actions as deliveries

    by = by or town.teacher
    worry = decisions.raise_worry(by=by, children=[add_tendai(by)], answers=answers, entries=SEEN)
    delivery = deliveries.prepare_delivery(decision=decide(worry, by, to), by=by)
    deliveries.choose(delivery=delivery, chosen={}, way=to.ways[0], by=by)
    send(fresh(delivery), by)
    return delivery


def test_a_share_that_no_agreement_covers_stands_out(town, officer):
    share(town, town.front_door), share(town, town.front_door)
    share(town, town.gp)
    [often, once] = queries.flows_for(officer).lines
    assert (often.partner, often.shares, often.state) == (town.council, 2, UNCOVERED)
    assert (once.partner, once.shares) == (town.surgery, 1)
    assert often.us_first and often.last_on == timezone.localdate()


def test_the_other_body_sees_that_it_was_given_something(town):
    share(town, town.front_door)
    [line] = queries.flows_for(town.at_council["leader"]).lines
    assert (line.us_first, line.partner, line.shares) == (False, town.school, 1)


def test_what_was_not_sent_or_is_long_ago_is_no_flow(town, officer, worry_not_sent):
    share(town, town.gp)
    later = timezone.localdate() + timedelta(days=367)
    assert [line.partner for line in queries.flows_for(officer).lines] == [town.surgery]
    assert queries.flows_for(officer, later).lines == []


@pytest.fixture
def worry_not_sent(town):
    from sharewell.domain.decisions import actions as decisions
    from sharewell.domain.deliveries import actions as deliveries

    worry = decisions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    return deliveries.prepare_delivery(decision=decide(worry, town.teacher, town.front_door), by=town.teacher)


@pytest.mark.parametrize("role", ["practitioner", "administrator"])
def test_how_often_is_for_those_who_answer_for_the_organisation(town, role):
    share(town, town.front_door)
    found = queries.flows_for(town.at_school[role])
    assert (found.has_shares, found.lines) == (False, [])


def test_which_papers_cover_a_flow_is_said_of_each(town, officer, django_assert_max_num_queries):
    agreement, assessment = agree(town), assess(town)
    share(town, town.front_door), share(town, town.gp)
    with django_assert_max_num_queries(8):
        [surgery, council] = queries.flows_for(officer).lines
    assert (council.agreement, council.assessments) == (agreement.pk, [assessment])
    assert (surgery.agreement, surgery.assessments) == (None, [])


def test_what_was_agreed_for_single_cases_leaves_regular_sharing_uncovered(town, officer):
    agree(town, pattern="one-off")
    share(town, town.front_door)
    [line] = queries.flows_for(officer).lines
    assert line.state == COVERED and not line.lacks_assessment  # a single share needs none
    share(town, town.front_door, answers=WALK | {"arrangement": {"pattern": "routine"}})
    [line] = queries.flows_for(officer).lines
    assert (line.shares, line.regular, line.state) == (2, 1, UNCOVERED) and line.lacks_assessment
    assert state_words(line) == "Agreed for single cases, and shared regularly"


def test_what_is_shared_regularly_did_not_just_happen_once(town, officer):
    share(town, town.front_door, answers=WALK | {"arrangement": {"pattern": "routine"}})
    assert state_words(queries.flows_for(officer).lines[0]) == "No agreement covers it"
    share(town, town.gp)
    assert state_words(queries.flows_for(officer).lines[1]) == "No agreement. It happened once"


def test_what_another_body_entered_is_agreed_once_somebody_of_the_giver_says_yes(town, officer):
    theirs = town.at_council["data-protection-officer"]
    agreement = agree(town, keeper=theirs)
    share(town, town.front_door)
    [line] = queries.flows_for(officer).lines
    assert (line.agreements, line.unconfirmed, line.state) == (0, 1, UNCOVERED)
    assert state_words(line) == "Waits until somebody here says yes"
    [seen] = queries.flows_for(theirs).lines
    assert state_words(seen) == "They have not said yes yet"
    assert not queries.processing_for(officer).activities[0].texts["items"]
    confirm_for_party(party=agreement.parties.get(organisation=town.school), by=officer)
    [line] = queries.flows_for(officer).lines
    assert (line.agreements, line.unconfirmed, line.state) == (1, 0, COVERED)


def test_until_what_replaces_it_starts_the_flow_of_the_one_before_is_agreed(town, officer):
    soon = timezone.localdate() + timedelta(days=30)
    agreement = agree(town)
    agreement.state, agreement.ends_on = REPLACED, soon
    agreement.save()
    assert [line.reference for line in queries.flows_for(officer).lines] == [agreement.reference]
    assert queries.flows_for(officer, soon).lines == []
