"""Mails to people here, that they are needed: written down with their cause, sent by the worker.

The page says the same without any mail: somebody who is signed in sees it under what needs them today.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sharewell.domain.deliveries import notices, outbox
from sharewell.domain.deliveries.models import Delivery, Reminder

WHY = ("unopened", "bounced", "alert")


def put(person, why: str, at, delivery: Delivery | None = None) -> Reminder:
    """Write down that they must be told; call it inside the transaction of its cause."""
    row = Reminder(
        person=person, why=why, delivery=delivery, message_id=outbox.new_message_id(), next_at=at, made_at=at
    )
    row.save()
    return row


def drain(at=None, claim: timedelta = outbox.CLAIM) -> int:
    """Send what is due, as the outbox does; say how many went."""
    at = at or timezone.now()
    due = outbox.due_of(Reminder, at).order_by("made_at")
    return outbox.take_turns(due, at, claim, _do, _finish)


def _do(row: Reminder) -> None:
    if row.person.is_active and row.person.email:
        subject, body = notices.reminder(row.why, row.person.language)
        outbox.mail(row, row.person.email, subject, body)


@transaction.atomic
def _finish(pk, at) -> bool:
    return bool(Reminder.objects.filter(pk=pk, done_at=None).update(done_at=at, trouble=""))
