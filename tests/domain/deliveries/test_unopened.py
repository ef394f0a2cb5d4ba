"""An urgent share that nobody opens: in a quarter of an hour sender and leads know, with mail or without."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from sharewell.domain.audit.queries import events_about
from sharewell.domain.deliveries import actions, outbox, queries, reminders
from sharewell.domain.deliveries.actions.sending import make_link
from sharewell.domain.deliveries.models import Reminder
from sharewell.domain.deliveries.states import UNOPENED_AFTER
from tests.domain.deliveries.town import digest_of, fresh, prepare, send, worry_of

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def urgent(town):
    """What somebody in danger now made necessary, sent by a link."""
    sent = send(prepare(worry_of(town, is_emergency=True), town.gp, town.teacher), town.teacher)
    outbox.drain()
    mail.outbox.clear()
    return fresh(sent)


def needs(person, at):
    return [need.kind for need in queries.needs_today(person, at) if need.delivery.is_urgent]


def test_sender_and_leads_are_told_within_a_quarter_of_an_hour(town, urgent):
    early, late = urgent.sent_at + UNOPENED_AFTER - MINUTE, urgent.sent_at + UNOPENED_AFTER
    assert late + MINUTE <= urgent.sent_at + QUARTER
    assert actions.tell_unopened(at=early) == 0
    assert needs(town.teacher, early) == []
    assert actions.tell_unopened(at=late) == 1
    assert needs(town.teacher, late) == needs(town.lead, late) == ["unopened"]
    assert reminders.drain(late) == 2
    assert sorted(one.to[0] for one in mail.outbox) == sorted([town.teacher.email, town.lead.email])
    kinds = [event.kind for event in events_about(f"delivery:{urgent.pk}")]
    assert kinds.count("delivery-unopened") == 1


def test_each_is_told_of_by_mail_once_and_on_the_first_page_for_as_long_as_it_is_so(town, urgent):
    late = urgent.sent_at + QUARTER
    assert [actions.tell_unopened(at=late), actions.tell_unopened(at=late + MINUTE)] == [1, 0]
    assert Reminder.objects.count() == 2
    assert needs(town.teacher, late + timedelta(hours=5)) == ["unopened"]


def test_an_opening_ends_it_and_nothing_else_does(town, urgent):
    late = urgent.sent_at + QUARTER
    assert fresh(urgent).state == "sent", "a mail that was taken is no opening"
    actions.chase(
        delivery=urgent, kind="chase", words="Nobody answered the telephone.", by=town.teacher, at=late
    )
    assert needs(town.teacher, late) == [], "who has just rung is left in peace for as long again"
    assert needs(town.teacher, late + QUARTER) == ["unopened"]
    fresh_link = outbox.put(urgent, outbox.NOTICE, late, token=make_link(urgent, late))
    opened = actions.open_link(
        token=fresh_link.payload["token"], code=urgent.door.code, name="Priya Nair", role="Doctor", at=late
    )
    assert opened.opening
    assert "unopened" not in needs(town.teacher, late + QUARTER)
    assert actions.tell_unopened(at=late + QUARTER) == 0


def test_it_is_on_the_first_page_while_no_mail_goes_at_all(town, urgent, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    late = urgent.sent_at + QUARTER
    actions.tell_unopened(at=late)
    assert reminders.drain(late) == 0
    assert needs(town.lead, late) == ["unopened"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminders.drain(late + timedelta(hours=1)) == 2, "the mails wait, and go when they can"


def test_what_is_not_urgent_is_left_to_the_agreed_clock(town, case):
    sent = send(prepare(case, town.gp, town.teacher), town.teacher)
    assert actions.tell_unopened(at=sent.sent_at + timedelta(hours=2)) == 0


def test_whoever_was_told_by_telephone_needs_no_opening(town):
    prepared = prepare(worry_of(town, is_emergency=True), town.front_door, town.teacher, way="telephone")
    told = actions.tell_another_way(
        delivery=prepared,
        shown=digest_of(prepared),
        by=town.teacher,
        spoke_to="Duty worker",
        is_read_back=True,
    )
    assert told.is_urgent
    assert actions.tell_unopened(at=told.sent_at + QUARTER) == 0


def test_a_reminder_says_nothing_about_the_case(town, urgent):
    actions.tell_unopened(at=urgent.sent_at + QUARTER)
    reminders.drain(urgent.sent_at + QUARTER)
    for one in mail.outbox:
        said = f"{one.subject}\n{one.body}"
        for secret in ("Tendai", "Marlow", urgent.reference, str(urgent.pk), "Mill Lane", "Fallowshire"):
            assert secret not in said


def test_a_reminder_is_in_the_language_of_whoever_it_is_for(town, urgent):
    type(town.lead).objects.filter(pk=town.lead.pk).update(language="cy")
    actions.tell_unopened(at=urgent.sent_at + QUARTER)
    reminders.drain(urgent.sent_at + QUARTER)
    subjects = {one.to[0]: one.subject for one in mail.outbox}
    assert subjects[town.lead.email] == "Mae rhywbeth brys heb ei agor"
    assert subjects[town.teacher.email] == "Something urgent has not been opened"


def test_what_a_wrong_clock_sent_in_the_future_is_taken_for_overdue(town, urgent):
    type(urgent).objects.filter(pk=urgent.pk).update(sent_at=timezone.now() + timedelta(days=3650))
    assert actions.tell_unopened() == 1
