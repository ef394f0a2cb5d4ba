"""What must still happen after a send: written with its cause, done by a worker, once.

`put` writes a row in the sender's own transaction. `drain` claims a row (so that another worker leaves it
alone for a while), does the work, and closes the row in the same transaction as everything that follows
from it. A crash at any point leaves the row open, and it is taken up again when the claim runs out. Only a
mail can go out twice then, with the same Message-ID and the same link.
"""

import logging
import smtplib
from datetime import timedelta
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.audit.actions import record_event
from sharewell.domain.deliveries import notices
from sharewell.domain.deliveries.models import Delivery, Outbox
from sharewell.domain.deliveries.states import State

NOTICE, ARRIVAL = "notice", "arrival"  # a mail with a link; an inbox on this server, which needs no mail
CLAIM = timedelta(minutes=2)  # longer than a mail server may take
LONGEST_WAIT = timedelta(hours=1)
# The server is there, and says no to this one mail.
REFUSED = smtplib.SMTPRecipientsRefused | smtplib.SMTPNotSupportedError
log = logging.getLogger(__name__)


def put(delivery: Delivery, kind: str, at, **payload) -> Outbox:
    """Write down what must happen; call it inside the transaction of its cause."""
    row = Outbox(
        kind=kind,
        delivery=delivery,
        payload=payload,
        message_id=new_message_id(),
        next_at=at,
        made_at=at,
    )
    row.save()
    return row


def new_message_id() -> str:
    """Of a mail, chosen before it is tried: one that goes out twice is known for one."""
    return make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost")


def drain(at=None, claim: timedelta = CLAIM, kinds=(ARRIVAL, NOTICE)) -> int:
    """Do everything that is due; say how many rows were finished. One row in trouble never stops the others,
    but where the mail server itself is away the rest of the mails wait for the next round.
    """
    at = at or timezone.now()
    due = due_of(Outbox, at).filter(kind__in=kinds).order_by("kind", "made_at")  # what needs no mail first
    return take_turns(due, at, claim, _do, _finish)


def due_of(table, at):
    """Rows that are open and due. One that would wait longer than anything ever does was put off while the
    clock was wrong: it is due as well.
    """
    is_due = Q(next_at__lte=at) | Q(next_at__gt=at + LONGEST_WAIT + CLAIM)
    return table.objects.filter(is_due, done_at__isnull=True)


def take_turns(due, at, claim, do, finish) -> int:
    """Claim one row after the other, `do` it, and `finish` it; say how many were finished."""
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            done += _take(due.model, pk, at, claim, do, finish)
        except ServerAway:
            break
    return done


class ServerAway(Exception):
    """The mail server did not answer at all: trying the next mail would only hold everything up."""


def waiting_since():
    """The moment when the oldest row that is still open was written; nothing where none is."""
    return Outbox.objects.filter(done_at__isnull=True).aggregate(oldest=Min("made_at"))["oldest"]


def _take(table, pk, at, claim, do, finish) -> bool:
    if not due_of(table, at).filter(pk=pk).update(next_at=at + claim, attempts=F("attempts") + 1):
        return False  # another worker has it
    row = table.objects.select_related("delivery").get(pk=pk)
    try:
        do(row)
    except Exception as error:  # a mail server that says no, or nothing; or whatever is wrong with this row
        _put_off(row, error, at)
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException | REFUSED):
            raise ServerAway from error
        return False
    return finish(pk, at)


def _do(row: Outbox) -> None:
    if row.kind == NOTICE and _is_wanted(row):
        subject, body = notices.notice(row.delivery, row.payload["token"])
        mail(row, row.delivery.sent_to or row.delivery.to.email, subject, body)  # as shown before sending


def mail(row, to: str, subject: str, body: str) -> None:
    """Hand one mail to the mail server. `row` holds its Message-ID."""
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=[to], headers=headers).send()


def _is_wanted(row: Outbox) -> bool:
    """Whether the link is still the newest one, and nothing was recalled meanwhile."""
    link = row.delivery.links.filter(token_hash=codes.hash_token(row.payload["token"])).first()
    return link is not None and link.ended_at is None and row.delivery.state != State.RECALLED


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
def _put_off(row, error: Exception, at) -> None:
    """Try again later, and let the sender see that there is trouble. The error's text stays out of log and
    table.
    """
    wait = min(timedelta(seconds=15 * 2 ** min(row.attempts, 10)), LONGEST_WAIT)
    trouble = type(error).__name__
    if not row.trouble and row.delivery_id:
        record_event(kind="notice-refused", by="system", about=f"delivery:{row.delivery_id}", at=at)
    type(row).objects.filter(pk=row.pk).update(next_at=at + wait, trouble=trouble)
    log.warning("A mail could not be sent: %s, attempt %s", trouble, row.attempts)
