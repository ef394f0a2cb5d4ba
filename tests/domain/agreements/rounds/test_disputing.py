"""The code and the link of a party never meet in the keeper's hands; a body can say that it never signed."""

import pytest
from django.core import mail

from sharewell.domain.agreements import actions, mails, states
from sharewell.domain.agreements.models import Notice, Signature
from sharewell.domain.agreements.queries import life
from sharewell.domain.audit.queries import events_about
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.models import DirectoryEntry
from tests.domain.agreements.life import fresh, in_force, in_signing, opened
from tests.people import SYSTEM

pytestmark = pytest.mark.django_db
DOOR = "safeguarding@milllane.example"  # where the directory says that the surgery is reached


def mails_to(address):
    mails.send_all()
    return [each for each in mail.outbox if each.to == [address]]


def notice_in(sent):
    token = next(word for word in sent.body.split() if "/not-us/" in word).rpartition("/")[2]
    return life.signed_notice_for(token)


def test_the_code_goes_to_the_body_itself_and_the_link_to_whom_the_keeper_named():
    ours = in_signing()
    row = ours.surgery.invitations.get(purpose="sign")
    (sent,) = [each for each in mails_to(DOOR) if row.code in each.body]
    assert row.code_to == DOOR
    assert "/signing/" not in sent.body
    assert row.code not in "".join(each.body for each in mails_to("rao@milllane.example"))
    assert mails.send_all() == 0


def test_where_the_link_goes_to_the_body_itself_the_code_is_said():
    ours = in_signing()
    entry = DirectoryEntry.objects.get(email=DOOR)
    organisations.correct_entry(entry=entry, by=SYSTEM, email="Rao@MillLane.example")
    row = actions.invite(party=ours.surgery, purpose="sign", by=ours.officer)
    assert row.code_to == ""
    entry.refresh_from_db()
    organisations.correct_entry(entry=entry, by=SYSTEM, email="")
    assert actions.invite(party=ours.surgery, purpose="sign", by=ours.officer).code_to == ""


def test_a_fresh_link_brings_no_second_code():
    in_signing()
    before = len(mails_to(DOOR))
    newest = [each for each in mail.outbox if each.to == ["rao@milllane.example"]][-1]
    token = next(word for word in newest.body.split() if "/signing/" in word).rpartition("/")[2]
    actions.ask_for_fresh_link(token=token)
    assert len(mails_to(DOOR)) == before


def test_a_body_is_told_at_its_own_address_that_somebody_signed_for_it_by_a_link():
    ours = in_force()
    (sent,) = [each for each in mails_to(DOOR) if "/not-us/" in each.body]
    for secret in (ours.agreement.title_en, ours.agreement.reference, "Dr Rao"):
        assert secret not in sent.body + sent.subject
    notice = notice_in(sent)
    assert notice.signature.party == ours.surgery
    assert notice.token == ""
    assert Signature.objects.filter(notice__isnull=False).count() == 1  # with an account nobody is told


def test_what_a_body_never_signed_covers_nothing_of_theirs_until_they_sign():
    ours = in_force()
    sent = [each for each in mails_to(DOOR) if "/not-us/" in each.body][-1]
    actions.dispute_signature(notice=notice_in(sent), because="Nobody here knows of it.")
    assert fresh(ours.agreement).state == states.IN_FORCE  # for the others
    signing = next(each for each in life.signings(ours.agreement) if each.party == ours.surgery)
    assert signing.signature is None
    assert signing.party.joined_on is None
    assert signing.disputed.disputed_because == "Nobody here knows of it."
    told = {each.person.organisation for each in Notice.objects.filter(why=states.TOLD_DISPUTED)}
    assert told == {ours.town.school, ours.town.council}
    assert [row.party for row in life.disputed_for(ours.officer)] == [ours.surgery]
    assert life.disputed_for(ours.partner) == []
    with pytest.raises(Refusal):
        actions.dispute_signature(notice=notice_in(sent), because="Again.")
    # When they sign themselves, it holds for them again
    actions.invite(party=ours.surgery, purpose="sign", by=ours.officer)
    invitation = opened(ours.surgery)
    actions.sign(party=ours.surgery, name="Dr Rao", role="Senior partner", invitation=invitation)
    ours.surgery.refresh_from_db()
    assert ours.surgery.joined_on is not None
    assert life.disputed_for(ours.officer) == []


def test_while_it_is_being_signed_a_disputed_signature_brings_nothing_into_force():
    ours = in_signing()
    actions.sign(party=ours.surgery, name="X", role="Y", invitation=opened(ours.surgery))
    sent = [each for each in mails_to(DOOR) if "/not-us/" in each.body][-1]
    actions.dispute_signature(notice=notice_in(sent), because="It was not us.")
    actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader)
    actions.sign(party=ours.council, name="Cai Rees", role="Director", by=ours.partner_leader)
    assert fresh(ours.agreement).state == states.SIGNING
    actions.invite(party=ours.surgery, purpose="sign", by=ours.officer)
    actions.sign(party=ours.surgery, name="Dr Rao", role="Partner", invitation=opened(ours.surgery))
    assert fresh(ours.agreement).state == states.IN_FORCE


def disputed():
    """Being signed; somebody signed for the surgery, which says that it was not them."""
    ours = in_signing()
    actions.sign(party=ours.surgery, name="X", role="Y", invitation=opened(ours.surgery))
    sent = [each for each in mails_to(DOOR) if "/not-us/" in each.body][-1]
    actions.dispute_signature(notice=notice_in(sent), because="It was not us.")
    return ours


def test_the_keeper_corrects_who_signs_and_the_body_gets_a_new_code_at_its_own_address():
    ours = disputed()
    actions.invite(party=ours.surgery, purpose="sign", by=ours.officer)
    before = ours.surgery.invitations.last()
    actions.correct_signatory(
        party=ours.surgery, name="Dr Lin", email="lin@milllane.example", by=ours.officer
    )
    before.refresh_from_db()
    row = ours.surgery.invitations.last()
    assert before.ended_at and row.pk != before.pk and row.code != before.code
    assert row.code_to == DOOR
    assert any("/signing/" in each.body for each in mails_to("lin@milllane.example"))
    assert any(row.code in each.body for each in mails_to(DOOR))
    assert events_about(f"agreement:{ours.agreement.pk}")[-2].kind == "agreement-signatory-corrected"
    ours.surgery.refresh_from_db()
    actions.sign(party=ours.surgery, name="Dr Lin", role="Senior partner", invitation=opened(ours.surgery))
    # and what was not theirs stays on record, and counts for nothing
    assert [bool(each.disputed_at) for each in ours.surgery.signatures.all()] == [True, False]


def test_after_a_dispute_nobody_is_asked_anew_without_an_address_of_the_body_itself():
    ours = disputed()
    organisations.correct_entry(entry=DirectoryEntry.objects.get(email=DOOR), by=SYSTEM, email="")
    with pytest.raises(Refusal, match="directory has no address"):
        actions.correct_signatory(party=ours.surgery, name="X", email="x@elsewhere.example", by=ours.officer)


def test_who_signs_is_corrected_by_its_keeper_alone_and_only_while_a_signature_is_awaited():
    ours = in_signing()
    said = {"party": ours.surgery, "name": "Dr Lin", "email": "lin@milllane.example"}
    with pytest.raises(Refusal):
        actions.correct_signatory(by=ours.partner, **said)
    actions.correct_signatory(by=ours.officer, **said)  # mistyped, or they have gone
    ours.surgery.refresh_from_db()
    actions.sign(party=ours.surgery, name="Dr Lin", role="Partner", invitation=opened(ours.surgery))
    with pytest.raises(Refusal, match="signed already"):
        actions.correct_signatory(by=ours.officer, **said)


def test_a_secret_that_is_not_there_leads_to_no_signature():
    in_force()
    with pytest.raises(NotFound):
        life.signed_notice_for("t" * 43)
