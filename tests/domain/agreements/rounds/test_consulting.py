"""An agreement is put before its parties, and they comment."""

import pytest

from sharewell.domain.agreements import actions, comparing, documents, states
from sharewell.domain.agreements.models import Notice
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import NotFound, Refusal
from sharewell.printing.documents import Para
from tests.domain.agreements.life import (
    another_body,
    answer,
    drafted,
    fresh,
    in_consultation,
    opened,
    with_partners,
)

pytestmark = pytest.mark.django_db


def test_what_is_put_before_the_parties_is_frozen_and_each_of_them_is_told():
    ours = with_partners()
    version = actions.put_before_parties(agreement=ours.agreement, by=ours.officer, note="First words")
    assert fresh(ours.agreement).state == states.CONSULTATION
    assert version.number == 1
    assert version.sha256 == documents.hash_of(version.content)
    told = Notice.objects.filter(why=states.TOLD_COMMENT)
    assert {each.person.organisation for each in told} == {ours.town.council}
    assert ours.surgery.invitations.get().purpose == "comment"
    assert not ours.council.invitations.exists()


def test_a_draft_is_seen_by_no_partner_and_what_was_put_before_them_is():
    ours = with_partners()
    with pytest.raises(NotFound):
        life.going_round(ours.partner, ours.agreement.pk)
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    assert life.going_round(ours.partner, ours.agreement.pk) == ours.agreement


def test_only_the_keepers_own_take_it_further():
    ours = with_partners()
    for by in (ours.partner, ours.town.teacher, ours.town.at_school["administrator"]):
        with pytest.raises(Refusal):
            actions.put_before_parties(agreement=ours.agreement, by=by)
    assert fresh(ours.agreement).state == states.DRAFT


def test_one_body_alone_has_nobody_to_put_it_before():
    ours = drafted()
    with pytest.raises(Refusal):
        actions.put_before_parties(agreement=ours.agreement, by=ours.officer)


def test_the_next_version_is_made_only_where_words_have_changed_and_shows_what_did():
    ours = in_consultation()
    with pytest.raises(Refusal):
        actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    answer(ours.agreement, ours.officer, "see children at risk earlier")
    second = actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    first = life.version_of(ours.partner, fresh(ours.agreement), 1)
    assert comparing.count_changes(second.content, first.content) == 1
    document = comparing.document_of_changes(second.content, first.content, "en")
    runs = [run for block in document.blocks if isinstance(block, Para) for run in block.words["en"]]
    marked = [(run.mark, run.text) for run in runs if getattr(run, "mark", "") in ("added", "removed")]
    assert marked == [("removed", "sooner"), ("added", "earlier")]


def test_a_party_comments_on_a_clause_and_the_keeper_says_what_was_made_of_it():
    ours = in_consultation()
    version = ours.agreement.versions.get()
    comment = actions.add_comment(
        agreement=ours.agreement, version=version, clause="kept", text="Why six?", by=ours.partner
    )
    assert comment.party == ours.council
    assert [each for each in life.comments_waiting(ours.officer)] == [ours.agreement]
    with pytest.raises(Refusal):
        actions.settle_comment(comment=comment, how="taken-up", by=ours.partner)
    settled = actions.settle_comment(
        comment=comment, how="not-taken-up", said="The schedule says so.", by=ours.officer
    )
    assert settled.settled_by == ours.officer
    assert life.comments_waiting(ours.officer) == []
    with pytest.raises(Refusal):
        actions.settle_comment(comment=comment, how="taken-up", by=ours.officer)


def test_somebody_who_does_not_answer_for_a_party_does_not_comment():
    ours = in_consultation()
    version = ours.agreement.versions.get()
    _body, strangers = another_body("Brackenholt Youth Trust")
    for by in (ours.town.at_council["practitioner"], strangers["leader"]):
        with pytest.raises(Refusal):
            actions.add_comment(agreement=ours.agreement, version=version, text="No.", by=by)


def test_a_party_with_no_account_comments_through_its_link_in_its_own_language():
    ours = in_consultation()
    comment = actions.add_comment(
        agreement=ours.agreement, version=ours.agreement.versions.get(), clause="kept", text="Pam chwech?",
        language="cy", invitation=opened(ours.surgery), name="Dr Rao",
    )  # fmt: skip
    assert (comment.party, comment.text_cy, comment.text_en) == (ours.surgery, "Pam chwech?", "")
    assert comment.name == "Dr Rao"


def test_an_open_comment_holds_up_the_signing_and_an_answer_frees_it():
    ours = in_consultation()
    comment = actions.add_comment(
        agreement=ours.agreement, version=ours.agreement.versions.get(), text="Wait.", by=ours.partner
    )
    with pytest.raises(Refusal):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)
    actions.settle_comment(comment=comment, how="taken-up", by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    assert fresh(ours.agreement).state == states.SIGNING
