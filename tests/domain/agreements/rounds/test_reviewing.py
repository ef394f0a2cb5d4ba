"""What is in force is looked at again, replaced, ended."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone as clock

from sharewell.domain.agreements import actions, documents, queries, reviews, states
from sharewell.domain.agreements.models import Notice
from sharewell.domain.errors import Refusal
from tests.domain.agreements.life import (
    answer,
    drafted,
    fresh,
    ground,
    in_force,
    opened,
)

pytestmark = pytest.mark.django_db


NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_a_review_is_called_for_ahead_and_on_its_day_and_cover_goes_on():
    ours = in_force(NOON)
    due = reviews.in_months(date(2026, 11, 2), 6)
    at = datetime(2027, 5, 2, 9, tzinfo=UTC)
    assert actions.keep_agreements(at - timedelta(days=40)) == 0
    assert actions.keep_agreements(at - timedelta(days=20)) == 1
    assert fresh(ours.agreement).state == states.IN_FORCE
    assert actions.keep_agreements(at - timedelta(days=19)) == 0
    assert actions.keep_agreements(at) == 1
    agreement = fresh(ours.agreement)
    assert (agreement.state, agreement.review_on, agreement.covers) == (states.REVIEW_DUE, due, True)
    assert actions.keep_agreements(at) == 0
    assert ours.officer.pk in Notice.objects.filter(why="review").values_list("person", flat=True)


def test_one_that_stands_is_reviewed_again_at_the_latest_after_twenty_four_months():
    ours = in_force(NOON)
    at = datetime(2027, 5, 2, 9, tzinfo=UTC)
    actions.keep_agreements(at)
    agreement = actions.record_review(
        agreement=ours.agreement, outcome="stands", said="All well.", by=ours.officer,
        next_on=date(2035, 1, 1), at=at,
    )  # fmt: skip
    assert agreement.state == states.IN_FORCE
    assert agreement.review_on == date(2029, 5, 2)
    assert agreement.reviews.get(done_at=None).due_on == date(2029, 5, 2)


def test_both_clocks_are_settings(settings):
    settings.FIRST_REVIEW_MONTHS, settings.REVIEW_MONTHS = 3, 12
    assert reviews.first_after(date(2026, 11, 30)) == date(2027, 2, 28)
    assert reviews.latest_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_next_version_holds_everything_and_replaces_the_old_one_once_all_have_signed():
    ours = in_force()
    draft = actions.record_review(
        agreement=ours.agreement, outcome="changes", said="More parties.", by=ours.officer
    )
    assert draft.replaces == ours.agreement
    assert draft.reference == f"{ours.agreement.reference}/2"
    assert draft.state == states.DRAFT
    contents = (ours.agreement.versions.get().content, documents.content_of(draft))
    before, after = ([(each["id"], each["text"]) for each in documents.clauses_of(c)] for c in contents)
    assert after == before
    with pytest.raises(Refusal):
        actions.draft_anew(agreement=ours.agreement, by=ours.officer)
    answer(draft, ours.officer, "see children sooner still")
    actions.put_before_parties(agreement=draft, by=ours.officer)
    actions.open_signing(agreement=draft, by=ours.officer)
    parties = {party.organisation: party for party in draft.parties.all()}
    actions.sign(party=parties[ours.town.school], name="A", role="R", by=ours.leader)
    actions.sign(party=parties[ours.town.council], name="B", role="R", by=ours.partner_leader)
    assert fresh(ours.agreement).state == states.IN_FORCE
    surgery = parties[ours.town.surgery]
    actions.sign(party=surgery, name="C", role="R", invitation=opened(surgery))
    assert fresh(ours.agreement).state == states.REPLACED
    assert fresh(draft).state == states.IN_FORCE


def test_until_what_replaces_it_starts_the_one_before_goes_on_covering():
    ours = drafted()
    today = clock.localdate()
    council = actions.add_party(
        agreement=ours.agreement, organisation=ours.town.council, by=ours.officer,
        signatory_role_en="Director",
    )  # fmt: skip
    flow = {"purpose": "protect", "items_en": "Concerns", "by": ours.officer}
    flow = actions.add_flow(agreement=ours.agreement, giver=ours.school, receivers=[council], **flow)
    ground(flow, ours.officer)
    for agreement in (ours.agreement, None):
        agreement = agreement or actions.draft_anew(agreement=ours.agreement, by=ours.officer)
        if agreement != ours.agreement:
            actions.change_about(
                agreement=agreement, by=ours.officer, in_force_from=today + timedelta(days=30)
            )
        actions.put_before_parties(agreement=agreement, by=ours.officer)
        actions.open_signing(agreement=agreement, by=ours.officer)
        for party in agreement.parties.all():
            by = ours.leader if party.organisation == ours.town.school else ours.partner_leader
            actions.sign(party=party, name=by.name, role="Head", by=by)
    assert fresh(ours.agreement).state == states.REPLACED
    bodies = ours.town.school, ours.town.council, "protect"
    for days, covers in ((0, ours.agreement), (29, ours.agreement), (30, agreement), (400, agreement)):
        assert queries.cover_for(*bodies, today + timedelta(days=days)).agreement == covers


def test_withdrawn_covers_nothing_and_says_why():
    ours = in_force()
    with pytest.raises(ValueError):
        actions.withdraw_agreement(agreement=ours.agreement, because=" ", by=ours.officer)
    with pytest.raises(Refusal):
        actions.withdraw_agreement(agreement=ours.agreement, because="Because.", by=ours.partner)
    actions.withdraw_agreement(agreement=ours.agreement, because="No longer needed.", by=ours.officer)
    agreement = fresh(ours.agreement)
    assert (agreement.covers, agreement.ended_because) == (False, "No longer needed.")
    assert not agreement.reviews.filter(done_at=None).exists()


def test_after_its_last_day_it_has_ended():
    ours = in_force(NOON)
    agreement = fresh(ours.agreement)
    agreement.ends_on = date(2026, 12, 31)
    agreement.save()
    assert actions.keep_agreements(datetime(2026, 12, 31, 12, tzinfo=UTC)) == 0
    assert actions.keep_agreements(datetime(2027, 1, 1, 12, tzinfo=UTC)) == 1
    assert fresh(ours.agreement).state == states.WITHDRAWN
    assert fresh(ours.agreement).ends_on == date(2026, 12, 31)
