"""An agreement goes round: put before the parties, argued over, assured, signed, reviewed, ended."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone as clock

from sharewell.domain.agreements import actions, comparing, documents, mails, queries, reviews, states
from sharewell.domain.agreements.models import Notice, Signature
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import NotFound, Refusal
from sharewell.printing.documents import Para, docx, pdf
from tests.domain.agreements.life import (
    ALONE,
    ASSURED,
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


@pytest.fixture(autouse=True)
def kind(tmp_path, settings):
    lay_kind(tmp_path, settings)


@pytest.fixture
def assured_kind(tmp_path, settings):
    folder = tmp_path / "assured"
    folder.mkdir()
    lay_kind(folder, settings, ASSURED)


# --- Before the parties ---------------------------------------------------------------------------------


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


# --- Quality assurance ----------------------------------------------------------------------------------


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


# --- Signing --------------------------------------------------------------------------------------------


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


# --- Reviews, the next version, the end -------------------------------------------------------------------

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
    actions.add_flow(agreement=ours.agreement, giver=ours.school, receivers=[council], **flow)
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


# --- Joining and leaving ----------------------------------------------------------------------------------


def test_a_body_joins_by_signing_the_version_that_stands():
    ours = in_force()
    body, people = another_body("Brackenholt Youth Trust")
    party = actions.ask_to_join(
        agreement=ours.agreement, organisation=body, role_en="Chief executive", by=ours.officer
    )
    assert party.joined_on is None
    assert life.signatures_waiting(people["leader"]) == [party]
    actions.sign(party=party, name="Bo Lind", role="Chief executive", by=people["leader"])
    party.refresh_from_db()
    assert party.joined_on == clock.localdate()
    assert fresh(ours.agreement).state == states.IN_FORCE
    assert party.signatures.get().version == ours.agreement.versions.get()
    with pytest.raises(Refusal):
        actions.ask_to_join(agreement=ours.agreement, organisation=body, by=ours.officer)


def test_a_party_leaves_without_anybodys_consent_and_the_others_are_told():
    ours = in_force()
    with pytest.raises(Refusal):
        actions.leave_agreement(party=ours.council, because="x", by=ours.town.at_council["practitioner"])
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    ours.council.refresh_from_db()
    assert ours.council.left_on == clock.localdate()
    assert fresh(ours.agreement).state == states.IN_FORCE
    assert Notice.objects.filter(why="ended", person=ours.officer).exists()


def test_where_one_is_left_alone_it_ends():
    ours = in_force()
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    actions.leave_agreement(party=ours.surgery, because="They closed.", by=ours.officer)
    assert fresh(ours.agreement).state == states.WITHDRAWN


def test_who_has_left_is_not_waited_for():
    ours = in_force()
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    draft = actions.draft_anew(agreement=ours.agreement, by=ours.officer)
    assert {party.organisation for party in draft.parties.all()} == {ours.town.school, ours.town.surgery}


# --- Links ------------------------------------------------------------------------------------------------


def test_the_mail_names_no_agreement_and_no_code_and_the_link_is_forgotten_once_it_has_gone():
    ours = in_signing()
    mails.send_all()
    row = ours.surgery.invitations.get(purpose="sign")
    sent = next(each for each in mail.outbox if each.to == ["rao@milllane.example"])
    assert row.token == ""
    assert row.code not in sent.body
    for secret in (ours.agreement.title_en, ours.agreement.reference, "Tendai"):
        assert secret not in sent.body + sent.subject
    assert mails.send_all() == 0


def test_a_wrong_code_is_counted_and_after_some_it_takes_a_while():
    ours = in_signing()
    token, code = link_of(ours.surgery)
    tried = [actions.open_invitation(token=token, code="0000 0000") for _n in range(3)]
    assert [each.why_not for each in tried] == ["wrong"] * 3
    assert tried[-1].until is not None
    assert actions.open_invitation(token=token, code=code).why_not == "locked"
    later = clock.now() + timedelta(minutes=2)
    assert actions.open_invitation(token=token, code=code, at=later).invitation


def test_the_same_link_opens_again_until_it_is_signed():
    ours = in_signing()
    token, code = link_of(ours.surgery)
    assert actions.open_invitation(token=token, code=code).invitation
    invitation = actions.open_invitation(token=token, code=code).invitation
    actions.sign(party=ours.surgery, name="Dr Rao", role="Senior partner", invitation=invitation)
    assert actions.open_invitation(token=token, code=code).why_not == "used"
    with pytest.raises(Refusal):
        actions.sign(party=ours.surgery, name="Dr Rao", role="Senior partner", invitation=invitation)


def test_a_link_to_comment_signs_nothing_and_a_link_of_one_party_nothing_for_another():
    ours = in_consultation()
    commenting = opened(ours.surgery)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    for party in (ours.surgery, ours.council):
        with pytest.raises(Refusal):
            actions.sign(party=party, name="X", role="Y", invitation=commenting)
    signing = opened(ours.surgery)
    with pytest.raises(Refusal):
        actions.sign(party=ours.council, name="X", role="Y", invitation=signing)


def test_a_link_runs_out_and_a_fresh_one_goes_to_the_same_address_with_the_same_code():
    ours = in_signing()
    token, code = link_of(ours.surgery)
    later = clock.now() + timedelta(days=15)
    assert actions.open_invitation(token=token, code=code, at=later).why_not == "expired"
    actions.ask_for_fresh_link(token=token, at=later)
    with pytest.raises(Refusal):
        actions.ask_for_fresh_link(token=token, at=later)
    row = ours.surgery.invitations.last()
    assert row.code == code
    assert row.mailed_at is None


def test_somebody_who_knows_no_link_finds_none():
    with pytest.raises(NotFound):
        actions.open_invitation(token="t" * 43, code="0000 0000")
    with pytest.raises(NotFound):
        life.invitation_for("t" * 43)


def test_everything_that_covers_a_share_is_looked_up_as_the_agreement_stands():
    """Cover comes with the last signature and goes with the end."""
    ours = with_partners()
    actions.add_flow(
        agreement=ours.agreement, giver=ours.school, receivers=[ours.council], purpose="protect",
        by=ours.officer,
    )  # fmt: skip
    today = clock.localdate()
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    actions.sign(party=ours.school, name="A", role="R", by=ours.leader)
    actions.sign(party=ours.council, name="B", role="R", by=ours.partner_leader)
    assert queries.cover_for(ours.town.school, ours.town.council, "protect", today) is None
    actions.sign(party=ours.surgery, name="C", role="R", invitation=opened(ours.surgery))
    assert queries.cover_for(ours.town.school, ours.town.council, "protect", today)
    actions.leave_agreement(party=ours.council, because="We are merged.", by=ours.partner)
    assert queries.cover_for(ours.town.school, ours.town.council, "protect", today) is None


def test_everybody_finds_on_their_first_page_what_waits_for_them():
    from sharewell.web.home.needs import agreement_lines

    def says(person):
        return [line.says for line in agreement_lines(person, clock.now())]

    title = "Keeping children in sight"
    ours = in_consultation()
    assert says(ours.partner) == [f"{title} waits for your comments."]
    assert says(ours.officer) == []
    comment = actions.add_comment(
        agreement=ours.agreement, version=ours.agreement.versions.get(), text="Why?", by=ours.partner
    )
    assert says(ours.partner) == []
    assert says(ours.officer) == [f"A comment on {title} waits for your answer."]
    actions.settle_comment(comment=comment, how="taken-up", by=ours.officer)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    assert says(ours.leader) == says(ours.partner_leader) == [f"{title} waits for your signature."]
    assert says(ours.town.teacher) == []


def test_a_mail_that_a_server_refuses_stops_no_other_and_is_tried_again(monkeypatch):
    """The one who refuses is the mail server; what is sent to others goes all the same."""
    import smtplib

    from django.core.mail import EmailMessage

    ours = in_signing()
    sends = EmailMessage.send

    def refuses_one(message, *args, **kwargs):
        if message.to == ["rao@milllane.example"]:
            raise smtplib.SMTPRecipientsRefused({"rao@milllane.example": (550, b"no")})
        return sends(message, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuses_one)
        assert mails.send_all() > 0
        assert ours.surgery.invitations.last().mailed_at is None
        patched.setattr(
            EmailMessage, "send", lambda *_a, **_k: (_ for _ in ()).throw(ConnectionRefusedError())
        )
        assert mails.send_all() == 0
    assert mails.send_all() == 1
    assert ours.surgery.invitations.last().mailed_at is not None


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
