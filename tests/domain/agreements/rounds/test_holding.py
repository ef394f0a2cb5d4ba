"""Partners may comment on what has gaps; nobody assures or signs it before each is mended."""

import pytest

from sharewell.domain.agreements import actions, grounds, states
from sharewell.domain.agreements.standings import FAILS, MISSING, Found
from sharewell.domain.errors import Refusal
from tests.domain.agreements.life import fresh, ground, with_partners

pytestmark = pytest.mark.django_db


def with_a_flow(**more):
    """Before the parties, with what the school gives the council; nobody has said what it rests on."""
    ours = with_partners(**more)
    ours.flow = actions.add_flow(
        agreement=ours.agreement, giver=ours.school, receivers=[ours.council], purpose="protect",
        items_en="Concerns about a pupil's safety", by=ours.officer,
    )  # fmt: skip
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    return ours


def power_of(nation):
    """One that extends to that nation alone, and of which the rules are not unsure."""
    powers = {pk: grounds.known()[pk] for pk in grounds.powers_in(nation)}
    sure = (pk for pk, each in powers.items() if each["confidence"] != "unsure")
    return next(pk for pk in sure if powers[pk]["extends"] == [nation])


def test_a_flow_that_rests_on_nothing_goes_before_the_parties_and_no_further(assured_kind):
    ours = with_a_flow()
    assert fresh(ours.agreement).state == states.CONSULTATION
    with pytest.raises(Refusal, match="on nothing yet"):
        actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    ground(ours.flow, ours.officer)
    actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    assert fresh(ours.agreement).state == states.ASSURANCE


def test_nor_is_it_signed_where_its_kind_asks_for_no_assurance():
    ours = with_a_flow()
    with pytest.raises(Refusal, match="does not hold"):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)
    assert not ours.agreement.parties.filter(invitations__purpose=states.INVITED_TO_SIGN).exists()


def test_what_the_rules_say_does_not_hold_bars_it_as_well(assured_kind):
    ours = with_a_flow()
    ground(ours.flow, ours.officer, power=power_of("scotland"))  # and the school is in England
    with pytest.raises(Refusal, match="does not hold"):
        actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)


def test_what_the_rules_are_unsure_of_advises_and_bars_nothing():
    flow, unsure, sure = object(), {"confidence": "unsure"}, {"confidence": "second-hand"}

    def found(standing, *sources, flow=flow):
        return Found(flow, None, None, "power", "x", standing, sources=sources)

    assert found(FAILS, sure).bars and found(FAILS, sure, unsure).bars and found(FAILS).bars
    assert found(MISSING).bars
    assert not found(FAILS, unsure).bars and not found(FAILS, sure, flow=None).bars


def test_what_was_assured_can_be_taken_back_and_mended(assured_kind):
    ours = with_a_flow()
    ground(ours.flow, ours.officer)
    assurance = actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    actions.answer_assurance(assurance=assurance, outcome="assured", by=ours.colleague)
    actions.take_back_submission(agreement=ours.agreement, by=ours.officer)
    assert fresh(ours.agreement).state == states.CONSULTATION
    assurance.refresh_from_db()
    assert assurance.outcome == "assured"  # of the version that they saw
    with pytest.raises(Refusal):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)
