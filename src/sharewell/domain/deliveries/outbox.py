"""What must still happen after a send: written with its cause, done by a worker, once.

`put` writes a row in the sender's own transaction. `drain` claims a row (so that another worker leaves it
alone for a while), does the work, and closes the row in the same transaction as everything that follows
from it. A crash at any point leaves the row open, and it is taken up again when the claim runs out. Only a
mail can go out twice then, with the same Message-ID and the same link.
"""

import logging
from datetime import timedelta
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.deliveries import codes, notices
from sharewell.domain.deliveries.models import Delivery, Outbox
from sharewell.domain.deliveries.states import State

KINDS = ("notice", "arrival")
CLAIM = timedelta(minutes=2)  # longer than a mail server may take
LONGEST_WAIT = timedelta(hours=1)
log = logging.getLogger(__name__)


def put(delivery: Delivery, kind: str, at, **payload) -> Outbox:
    """Write down what must happen; call it inside the transaction of its cause."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    row = Outbox(
        kind=kind,
        delivery=delivery,
        payload=payload,
        message_id=make_msgid(domain=domain),
        next_at=at,
        made_at=at,
    )
    row.save()
    return row


def drain(at=None, claim: timedelta = CLAIM) -> int:
    """Do everything that is due; say how many rows were finished. One row in trouble never stops the
    others.
    """
    at = at or timezone.now()
    due = Outbox.objects.filter(done_at__isnull=True, next_at__lte=at).order_by("made_at")
    return sum(_take(pk, at, claim) for pk in list(due.values_list("pk", flat=True)))


def waiting_since():
    """The moment when the oldest row that is still open was written; nothing where none is."""
    return Outbox.objects.filter(done_at__isnull=True).aggregate(oldest=Min("made_at"))["oldest"]


def _take(pk, at, claim) -> bool:
    mine = Outbox.objects.filter(pk=pk, done_at__isnull=True, next_at__lte=at)
    if not mine.update(next_at=at + claim, attempts=F("attempts") + 1):
        return False  # another worker has it
    row = Outbox.objects.select_related("delivery").get(pk=pk)
    try:
        if row.kind == "notice" and _is_wanted(row):
            _mail(row)
    except (
        Exception
    ) as error:  # a mail server that says no, or nothing; or whatever is wrong with this one row
        _put_off(row, error, at)
        return False
    return _finish(pk, at)


def _is_wanted(row: Outbox) -> bool:
    """Whether the link is still the newest one, and nothing was recalled meanwhile."""
    link = row.delivery.links.filter(token_hash=codes.hash_token(row.payload["token"])).first()
    return link is not None and link.ended_at is None and row.delivery.state != State.RECALLED


def _mail(row: Outbox) -> None:
    subject, body = notices.notice(row.delivery, row.payload["token"])
    EmailMessage(
        subject,
        body,
        to=[row.delivery.sent_to or row.delivery.to.email],  # as it was shown before sending
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    ).send()


@transaction.atomic
def _finish(pk, at) -> bool:
    row = Outbox.objects.select_for_update().get(pk=pk)
    if row.done_at is not None:
        return False
    row.done_at, row.payload, row.trouble = at, {}, ""
    row.save()
    delivery = Delivery.objects.select_for_update().get(pk=row.delivery_id)
    if delivery.state == State.SENDING:  # opened or recalled already, where the mail was quicker than we were
        delivery.state = State.SENT
        delivery.save()
    record_event(kind="delivery-handed-over", by="system", about=f"delivery:{delivery.pk}", at=at)
    return True


@transaction.atomic
def _put_off(row: Outbox, error: Exception, at) -> None:
    """Try again later, and let the sender see that there is trouble. The error's text stays out of log and
    table.
    """
    wait = min(timedelta(seconds=15 * 2 ** min(row.attempts, 10)), LONGEST_WAIT)
    trouble = type(error).__name__
    if not row.trouble:
        record_event(kind="notice-refused", by="system", about=f"delivery:{row.delivery_id}", at=at)
    row.next_at, row.trouble = at + wait, trouble
    row.save()
    log.warning("A notice could not be sent: %s, attempt %s", trouble, row.attempts)
