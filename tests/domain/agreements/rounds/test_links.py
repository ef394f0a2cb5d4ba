"""Links and codes of those who have no account, and the mails that bring them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone as clock

from sharewell.domain.agreements import actions, mails
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import NotFound, Refusal
from tests.domain.agreements.life import (
    in_consultation,
    in_signing,
    link_of,
    opened,
)

pytestmark = pytest.mark.django_db


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


def test_a_mail_that_a_server_refuses_stops_no_other_and_is_tried_again(monkeypatch, caplog):
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
        assert [mails.send_all() for _ in range(3)] == [0, 0, 0]
        assert caplog.text.count("does not answer") == 1, "a night without a server would fill the log"
    assert mails.send_all() == 1
    assert ours.surgery.invitations.last().mailed_at is not None
