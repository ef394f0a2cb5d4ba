"""Mails that come back: read from a Maildir, known by their Message-ID, and never taken for an opening."""

import mailbox

import pytest
from django.utils import timezone

from sharewell.config import bounces
from sharewell.domain.audit.queries import events_about
from sharewell.domain.deliveries import actions, outbox, queries
from sharewell.domain.deliveries.models import Reminder
from tests.domain.deliveries.town import fresh, prepare, send, worry_of

REPORT = """\
From: MAILER-DAEMON@mail.example
To: no-reply@sharewell.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; safeguarding@milllane.example
Action: {action}
Status: 5.1.1

--B
Content-Type: {part}

{headers}
--B--
"""


def report(message_id, action="failed", part="text/rfc822-headers"):
    headers = f"Message-ID: {message_id}\nSubject: something\n\nbody\n"
    return REPORT.format(action=action, part=part, headers=headers).encode()


@pytest.fixture
def box(settings, tmp_path):
    settings.BOUNCES = str(tmp_path / "bounces")
    return mailbox.Maildir(settings.BOUNCES)


def sent_to_the_surgery(town, **more):
    sent = send(prepare(worry_of(town, **more), town.gp, town.teacher), town.teacher)
    outbox.drain()
    return fresh(sent)


def message_id_of(delivery):
    return delivery.outbox.last().message_id


def kinds(delivery):
    return [event.kind for event in events_about(f"delivery:{delivery.pk}")]


@pytest.mark.parametrize("part", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize("action", ["failed", "delayed"])
def test_a_mail_that_comes_back_asks_the_sender_to_ring(town, box, part, action):
    sent = sent_to_the_surgery(town)
    box.add(report(message_id_of(sent), action, part))
    assert bounces.read_new() == 1
    assert fresh(sent).state == "sent"
    assert [need.kind for need in queries.needs_today(town.teacher)] == ["trouble"]
    assert [(one.person, one.why) for one in Reminder.objects.all()] == [(town.teacher, "bounced")]
    assert kinds(sent).count("notice-bounced") == 1


def test_the_same_report_twice_says_nothing_new(town, box):
    sent = sent_to_the_surgery(town)
    for _n in range(2):
        box.add(report(message_id_of(sent)))
    bounces.read_new()
    box.add(report(message_id_of(sent)))
    assert bounces.read_new() == 0
    assert kinds(sent).count("notice-bounced") == Reminder.objects.count() == 1


def test_a_report_that_comes_before_its_mail_is_recorded_as_sent_counts_as_well(town, box):
    sent = send(prepare(worry_of(town), town.gp, town.teacher), town.teacher)
    box.add(report(message_id_of(sent)))
    assert bounces.read_new() == 1
    assert fresh(sent).state == "sending"
    assert outbox.drain() == 1
    assert queries.has_trouble(fresh(sent))


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", ""])
def test_no_report_makes_a_share_opened_or_delivered(town, box, action):
    sent = sent_to_the_surgery(town)
    before = kinds(sent)
    box.add(report(message_id_of(sent), action))
    assert bounces.read_new() == 0
    assert (fresh(sent).state, kinds(sent)) == ("sent", before)
    assert not sent.openings.exists()


def test_a_mail_that_came_back_after_somebody_opened_it_needs_nobody(town, box):
    sent = send(prepare(worry_of(town), town.gp, town.teacher), town.teacher)
    token = sent.outbox.get().payload["token"]
    outbox.drain()
    actions.open_link(token=token, code=sent.door.code, name="Priya Nair", role="Doctor")
    box.add(report(message_id_of(sent)))
    assert bounces.read_new() == 1
    assert not Reminder.objects.exists()
    assert queries.needs_today(town.teacher, timezone.now()) == []


def test_where_it_is_urgent_the_leads_are_told_as_well(town, box):
    sent = sent_to_the_surgery(town, is_emergency=True)
    box.add(report(message_id_of(sent)))
    bounces.read_new()
    assert {one.person for one in Reminder.objects.all()} == {town.teacher, town.lead}


def test_a_fresh_link_that_arrives_ends_the_trouble_of_the_old_one(town, box):
    sent = sent_to_the_surgery(town)
    box.add(report(message_id_of(sent)))
    bounces.read_new()
    actions.renew_link(delivery=sent, by=town.teacher)
    outbox.drain()
    assert not queries.has_trouble(fresh(sent))


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: out of office\n\nI am away.",
        report("<guessed@elsewhere.example>"),
        report("no angle brackets"),
        REPORT.format(action="failed", part="message/rfc822", headers="").encode(),
        b"Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\n",
    ],
    ids=["nothing", "noise", "away", "guessed", "no id", "no headers", "cut off"],
)
def test_a_mail_that_is_no_report_of_ours_changes_nothing_and_is_read_once(town, box, mail):
    sent = sent_to_the_surgery(town)
    before = kinds(sent)
    box.add(mail)
    assert bounces.read_new() == 0
    assert kinds(sent) == before
    assert [one.get_subdir() for one in mailbox.Maildir(box._path, factory=None)] == ["cur"], "it is kept"
