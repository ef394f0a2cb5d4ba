"""Somebody who did not write it says whether its quality is good enough."""

import pytest
from django.db import IntegrityError, transaction

from sharewell.domain.agreements import actions, states
from sharewell.domain.agreements.models import Notice
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import Refusal
from tests.domain.agreements.life import (
    another_body,
    answer,
    fresh,
    in_consultation,
)

pytestmark = pytest.mark.django_db


def submitted(assurer=None):
    ours = in_consultation()
    ours.assurance = actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer, assurer=assurer)
    return ours


def test_nobody_assures_what_they_wrote_or_submitted(assured_kind):
    ours = submitted()
    with pytest.raises(Refusal):
        actions.answer_assurance(assurance=ours.assurance, outcome="assured", by=ours.officer)
    actions.answer_assurance(assurance=ours.assurance, outcome="assured", by=ours.colleague)
    assert fresh(ours.agreement).state == states.ASSURED


def test_whoever_answered_a_question_of_it_does_not_assure_it_though_another_began_and_submitted(
    assured_kind,
):
    ours = in_consultation()
    answer(ours.agreement, ours.colleague, "see children at risk earlier")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    assurance = actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    with pytest.raises(Refusal, match="wrote themselves"):
        actions.answer_assurance(assurance=assurance, outcome="assured", by=ours.colleague)
    assert life.assurances_waiting(ours.colleague) == []
    actions.answer_assurance(assurance=assurance, outcome="assured", by=ours.leader)


def test_the_table_itself_refuses_an_assurance_by_whoever_submitted_it(assured_kind):
    ours = submitted()
    ours.assurance.by = ours.officer
    with pytest.raises(IntegrityError), transaction.atomic():
        ours.assurance.save()


def test_another_body_assures_where_it_was_asked_and_nobody_else_does(assured_kind):
    body, people = another_body("Regional quality group")
    ours = submitted(body)
    with pytest.raises(Refusal):
        actions.answer_assurance(assurance=ours.assurance, outcome="assured", by=ours.colleague)
    assert life.assurances_waiting(people["data-protection-officer"]) == [ours.assurance]
    assert life.going_round(people["data-protection-officer"], ours.agreement.pk) == ours.agreement
    actions.answer_assurance(
        assurance=ours.assurance, outcome="assured", by=people["data-protection-officer"]
    )
    assert life.assurances_waiting(people["data-protection-officer"]) == []


def test_changes_asked_for_lead_back_through_the_parties_and_the_group(assured_kind):
    ours = submitted()
    actions.answer_assurance(
        assurance=ours.assurance, outcome="changes-asked", said="Say who.", by=ours.colleague
    )
    assert fresh(ours.agreement).state == states.CHANGES_ASKED
    with pytest.raises(Refusal):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)
    answer(ours.agreement, ours.officer, "see each child")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    again = actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    assert again.version.number == 2
    with pytest.raises(ValueError):
        actions.answer_assurance(assurance=again, outcome="changes-asked", said=" ", by=ours.colleague)


def test_it_is_not_submitted_where_nobody_could_look_at_it(assured_kind):
    ours = in_consultation()
    ours.colleague.is_active = ours.leader.is_active = False
    ours.colleague.save()
    ours.leader.save()
    assert ours.town.school not in life.who_can_assure(ours.officer, ours.agreement)
    with pytest.raises(Refusal):
        actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    assert fresh(ours.agreement).state == states.CONSULTATION


def test_where_the_kind_asks_for_assurance_nothing_is_signed_without(assured_kind):
    ours = in_consultation()
    with pytest.raises(Refusal):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)


def test_the_keeper_takes_it_back_and_nobody_is_asked_to_look_at_it_any_more(assured_kind):
    ours = submitted()
    assurance = ours.assurance
    assert life.assurances_waiting(ours.colleague) == [assurance]
    with pytest.raises(Refusal):
        actions.take_back_submission(agreement=ours.agreement, by=ours.partner)
    actions.take_back_submission(agreement=ours.agreement, by=ours.officer)
    assert fresh(ours.agreement).state == states.CONSULTATION
    assert life.assurances_waiting(ours.colleague) == []
    assert life.assurance_for(ours.officer, ours.agreement) is None
    assert not Notice.objects.filter(why=states.TOLD_ASSURE, mailed_at=None).exists()
    with pytest.raises(Refusal):
        actions.answer_assurance(assurance=assurance, outcome="assured", by=ours.colleague)
    with pytest.raises(Refusal):
        actions.take_back_submission(agreement=ours.agreement, by=ours.officer)
    answer(ours.agreement, ours.officer, "see children at risk sooner, and say so")
    again = actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    assert again.version.number == assurance.version.number + 1
