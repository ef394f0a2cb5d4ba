"""The outbox against a real mail server, and one that refuses, drops or is not there."""

import asyncio
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.deliveries import actions, outbox, queries
from tests.domain.deliveries.town import fresh, prepare, send


class Server:
    """A mail server here. `does` is "take", "refuse", "busy", "later", "hang" (say nothing more) or "drop":
    take it, then hang up.
    """

    def __init__(self):
        self.does, self.mails = "take", []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.does == "refuse":
            return "550 no such mailbox"
        if self.does == "busy":
            return "451 try later"
        if self.does == "hang":
            await asyncio.sleep(30)
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        if self.does == "later":
            return "451 try later"
        self.mails.append(envelope.content.decode())
        if self.does == "drop":
            server.transport.abort()
        return "250 taken"

    def lines(self, start):
        return {line for mail in self.mails for line in mail.splitlines() if line.startswith(start)}


@pytest.fixture
def server(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Server(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    yield controller.handler
    controller.stop()


@pytest.fixture
def sent(town, to_gp, server):
    return send(to_gp, town.teacher)


def kinds(delivery):
    return [event.kind for event in events_about(f"delivery:{delivery.pk}")]


def test_a_notice_goes_out_once_to_the_checked_address(town, sent, server):
    assert fresh(sent).state == "sending"
    assert [outbox.drain(), outbox.drain()] == [1, 0]
    assert fresh(sent).state == "sent"
    (mail,) = server.mails
    assert f"To: {town.gp.email}" in mail
    assert "Auto-Submitted: auto-generated" in mail
    assert kinds(sent).count("delivery-handed-over") == 1


@pytest.mark.parametrize("does", ["refuse", "busy", "later", "hang", "drop"])
def test_trouble_is_shown_to_the_sender_tried_again_and_mended(town, sent, server, does, caplog, settings):
    server.does, settings.EMAIL_TIMEOUT = does, 0.5
    at = timezone.now()
    assert outbox.drain(at) == 0
    assert fresh(sent).state == "sending"
    assert queries.has_trouble(sent)
    assert [need.kind for need in queries.needs_today(town.teacher)] == ["trouble"]
    assert outbox.drain(at) == 0, "not again at once"
    assert outbox.drain(at + timedelta(minutes=1)) == 0
    server.does = "take"
    assert outbox.drain(at + timedelta(hours=2)) == 1
    assert fresh(sent).state == "sent"
    assert not queries.has_trouble(sent)
    assert len(server.lines("Message-ID:")) == 1
    assert len({line for line in server.lines("1. Open")}) == 1
    assert kinds(sent).count("notice-refused") == 1
    assert town.gp.email not in caplog.text


def test_a_server_that_is_not_there_loses_nothing(sent, settings):
    settings.EMAIL_PORT = 1
    assert outbox.drain() == 0
    assert queries.has_trouble(sent)
    assert fresh(sent).outbox.get().payload["token"]


def test_one_row_in_trouble_does_not_stop_the_next(town, sent, to_council, server):
    server.does = "refuse"
    send(to_council, town.teacher)
    assert outbox.drain() == 1
    assert fresh(to_council).state == "sent"


def test_what_is_recalled_before_it_went_is_never_mailed(town, sent, server):
    actions.recall(delivery=sent, reason="Wrong surgery", by=town.teacher)
    assert outbox.drain() == 1
    assert server.mails == []
    assert fresh(sent).state == "recalled"


def test_a_link_that_was_replaced_meanwhile_is_not_mailed(town, sent, server):
    actions.renew_link(delivery=sent, by=town.teacher)
    assert outbox.drain() == 2
    assert len(server.mails) == 1


def test_the_wait_between_tries_grows_to_an_hour_and_no_longer(sent, settings):
    settings.EMAIL_PORT = 1
    at = timezone.now()
    for _n in range(14):
        outbox.drain(at)
        row = sent.outbox.get()
        assert row.next_at - at <= timedelta(hours=1)
        at = row.next_at
    assert row.attempts == 14


@pytest.mark.parametrize("does", ["hang", "drop"])
def test_where_the_mail_server_is_away_the_other_mails_do_not_wait_for_it_one_by_one(
    town, case, sent, server, does, settings
):
    server.does, settings.EMAIL_TIMEOUT = does, 0.5
    second = send(prepare(case, town.gp, town.teacher), town.teacher)
    assert outbox.drain() == 0
    tried = [row.attempts for row in (sent.outbox.get(), second.outbox.get())]
    assert tried == [1, 0]


def test_what_needs_no_mail_goes_first_and_needs_no_mail_server(town, sent, to_council, settings):
    settings.EMAIL_PORT = 1
    send(to_council, town.teacher)
    assert outbox.drain() == 1
    assert fresh(to_council).state == "sent"


def test_a_row_that_a_wrong_clock_put_off_for_years_is_due_at_once(sent, server):
    years = timezone.now() + timedelta(days=3650)
    sent.outbox.update(next_at=years, made_at=years)
    assert outbox.drain() == 1
    assert fresh(sent).state == "sent"
