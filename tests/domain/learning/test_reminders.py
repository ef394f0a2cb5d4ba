"""Owners are told once of each review that comes up; a mail that does not go keeps no other back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from sharewell.domain.learning import actions, reminders
from sharewell.domain.organisations import actions as organisations
from tests.domain.learning.test_policies import published

pytestmark = pytest.mark.django_db


def old(by, days, kind="sharing"):
    return published(by, kind, at=timezone.now() - timedelta(days=days))[0]


def test_an_owner_is_told_once_of_a_review_and_again_of_the_next_one(town):
    officer = town.at_school["data-protection-officer"]
    policy = old(officer, 720)  # reviewed after 24 months: it is due within days
    assert reminders.send() == 1
    assert mail.outbox[0].to == [officer.email]
    assert "Sharing" not in mail.outbox[0].body and str(policy.pk) not in mail.outbox[0].body
    assert reminders.send() == 0
    actions.review_policy(policy=policy, outcome="stands", said="It holds.", by=officer)
    assert reminders.send() == 0
    assert reminders.send(at=timezone.now() + timedelta(days=720)) == 1


def test_a_review_far_off_or_of_what_was_withdrawn_reminds_nobody(town):
    officer = town.at_school["data-protection-officer"]
    old(officer, 10)
    actions.withdraw(policy=old(officer, 720), because="Not needed.", by=officer)
    assert reminders.send() == 0


def test_whoever_puts_things_right_is_told_where_the_owner_has_left(town):
    old(town.lead, 720)
    organisations.end_access(person=town.lead, by=town.at_school["administrator"])
    assert reminders.send() == 1
    assert mail.outbox[0].to == [town.at_school["data-protection-officer"].email]


def test_the_mail_is_in_the_language_of_its_reader(town):
    officer = town.at_school["data-protection-officer"]
    organisations.choose_language(person=officer, language="cy", by=officer)
    old(officer, 720)
    reminders.send()
    assert mail.outbox[0].subject == "Mae adolygiad ar ddod" and "/cy/home/" in mail.outbox[0].body


def test_a_mail_that_does_not_go_is_tried_again_and_keeps_no_other_back(town, settings):
    officer, lead = town.at_school["data-protection-officer"], town.lead
    old(officer, 720), old(lead, 720)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert reminders.send() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminders.send() == 2
