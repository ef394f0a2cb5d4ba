"""Who shares what with whom: agreements beside real shares; what has no cover stands out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell.domain.agreements.states import REPLACED
from sharewell.domain.oversight import queries
from sharewell.domain.oversight.queries.flows import UNCOVERED
from tests.covered import agree
from tests.domain.decisions.test_decide import decide
from tests.domain.deliveries.town import fresh, send
from tests.people import WALK, add_tendai, build_town

SEEN = [{"kind": "fact", "text": "Three round bruises on the left arm."}]
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def town():
    return build_town()


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def share(town, to, by=None):
    """A share that really went, through the actions that the pages call."""
    from sharewell.domain.decisions import actions as decisions
    from sharewell.domain.deliveries import actions as deliveries

    by = by or town.teacher
    worry = decisions.raise_worry(by=by, children=[add_tendai(by)], answers=WALK, entries=SEEN)
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


def test_until_what_replaces_it_starts_the_flow_of_the_one_before_is_agreed(town, officer):
    soon = timezone.localdate() + timedelta(days=30)
    agreement = agree(town)
    agreement.state, agreement.ends_on = REPLACED, soon
    agreement.save()
    assert [line.reference for line in queries.flows_for(officer).lines] == [agreement.reference]
    assert queries.flows_for(officer, soon).lines == []
