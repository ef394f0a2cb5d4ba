"""Each party signs; when the last has signed it is in force for all."""

from datetime import timedelta

import pytest
from django.utils import timezone as clock

from sharewell.domain.agreements import actions, comparing, documents, reviews, states
from sharewell.domain.agreements.models import Signature
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import Refusal
from sharewell.printing.documents import docx, pdf
from tests.domain.agreements.life import (
    ALONE,
    another_body,
    answer,
    drafted,
    fresh,
    in_consultation,
    in_force,
    in_signing,
    lay_kind,
    link_of,
    opened,
    with_partners,
)
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx

pytestmark = pytest.mark.django_db


def test_it_is_in_force_for_all_when_the_last_has_signed_and_not_before():
    ours = in_signing()
    actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader)
    actions.sign(party=ours.council, name="Cai Rees", role="Director", by=ours.partner_leader, language="cy")
    assert fresh(ours.agreement).state == states.SIGNING
    actions.sign(party=ours.surgery, name="Dr Rao", role="Senior partner", invitation=opened(ours.surgery))
    agreement, today = fresh(ours.agreement), clock.localdate()
    assert (agreement.state, agreement.in_force_from) == (states.IN_FORCE, today)
    assert agreement.review_on == reviews.in_months(today, 6)
    assert {party.joined_on for party in agreement.parties.all()} == {today}
    assert set(Signature.objects.values_list("how", flat=True)) == {"account", "link"}


def test_it_starts_on_the_day_that_it_names_where_that_is_later():
    later = clock.localdate() + timedelta(days=40)
    ours = with_partners()
    actions.change_about(agreement=ours.agreement, by=ours.officer, in_force_from=later)
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    actions.sign(party=ours.school, name="A", role="R", by=ours.leader)
    actions.sign(party=ours.council, name="B", role="R", by=ours.partner_leader)
    actions.sign(party=ours.surgery, name="C", role="R", invitation=opened(ours.surgery))
    assert fresh(ours.agreement).in_force_from == later
    assert fresh(ours.agreement).review_on == reviews.in_months(later, 6)


def test_only_a_leader_or_whom_the_agreement_names_signs_and_only_once():
    ours = in_signing()
    for by in (ours.officer, ours.town.teacher, ours.partner_leader):
        with pytest.raises(Refusal):
            actions.sign(party=ours.school, name="X", role="Y", by=by)
    actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader)
    with pytest.raises(Refusal):
        actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader)


def test_whom_the_agreement_names_signs_whatever_their_role():
    ours = with_partners()
    actions.change_party(party=ours.school, by=ours.officer, signatory_email=ours.officer.email.upper())
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    assert life.signatures_waiting(ours.officer) == [ours.school]
    actions.sign(party=ours.school, name="The Officer", role="Officer", by=ours.officer)
    assert life.signatures_waiting(ours.officer) == []


def test_words_changed_after_the_parties_saw_them_are_not_signed():
    ours = in_consultation()
    answer(ours.agreement, ours.officer, "something else altogether")
    with pytest.raises(Refusal):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)


def test_nobody_is_asked_to_sign_for_a_party_of_which_nobody_said_who_signs():
    ours = with_partners()
    actions.change_party(party=ours.council, by=ours.officer, signatory_role_en="")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    with pytest.raises(Refusal):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)


def test_a_signature_is_for_the_version_that_was_read():
    ours = in_consultation()
    first = ours.agreement.versions.get()
    answer(ours.agreement, ours.officer, "see more")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    with pytest.raises(Refusal):
        actions.sign(party=ours.school, name="A", role="R", by=ours.leader, version=first)


def test_taken_back_from_signing_its_links_close_and_everybody_signs_anew():
    ours = in_signing()
    actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader)
    token, code = link_of(ours.surgery)
    actions.stop_signing(agreement=ours.agreement, because="A typing mistake.", by=ours.officer)
    assert fresh(ours.agreement).state == states.CONSULTATION
    assert actions.open_invitation(token=token, code=code).why_not == "ended"
    answer(ours.agreement, ours.officer, "see children sooner")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    assert [each.signature for each in life.signings_of(ours.officer, ours.agreement)] == [None] * 3


def test_a_party_that_does_not_sign_says_why_and_nothing_ends_by_that():
    ours = in_signing()
    comment = actions.decline_to_sign(party=ours.council, because="Clause 2.", by=ours.partner_leader)
    assert fresh(ours.agreement).state == states.SIGNING
    assert (comment.party, comment.text_en) == (ours.council, "Clause 2.")


def test_what_one_body_declares_alone_is_signed_at_once(tmp_path, settings):
    folder = tmp_path / "alone"
    folder.mkdir()
    lay_kind(folder, settings, ALONE)
    ours = drafted()
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader)
    assert fresh(ours.agreement).state == states.IN_FORCE


def test_what_its_kind_needs_answered_is_answered_before_it_is_signed():
    ours = in_consultation()
    answer(ours.agreement, ours.officer, "")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    with pytest.raises(Refusal, match="not answered"):
        actions.open_signing(agreement=ours.agreement, by=ours.officer)


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_the_paper_of_what_is_signed_and_of_what_changed_can_be_read_by_everybody(lang):
    ours = in_force()
    body, people = another_body("Brackenholt Youth Trust")
    party = actions.ask_to_join(agreement=ours.agreement, organisation=body, role_en="Chief", by=ours.officer)
    actions.sign(party=party, name="Bo Lind", role="Chief", by=people["leader"])
    version = ours.agreement.versions.get()
    signed = documents.document_of(version.content, lang, signatures=version.signatures.all())
    before = version.content | {"title": {"en": "Keeping sight", "cy": ""}}
    changed = comparing.document_of_changes(version.content, before, lang)
    for document in (signed, changed):
        assert problems(pdf(document)) == []
        assert problems_in_docx(docx(document)) == []
    assert any(line.name == "Bo Lind" for block in signed.blocks for line in getattr(block, "lines", ()))
