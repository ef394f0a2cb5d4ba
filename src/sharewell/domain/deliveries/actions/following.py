"""After it left: recalling, renewing, chasing, handing on."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.deliveries import outbox, permissions
from sharewell.domain.deliveries.actions.doing import locked, moment, move, record
from sharewell.domain.deliveries.actions.sending import make_link
from sharewell.domain.deliveries.models import Chase, Door, HandedOn
from sharewell.domain.deliveries.states import LINK, State
from sharewell.domain.errors import Refusal, allow


@transaction.atomic
def recall(*, delivery, reason: str, by, at=None):
    """Close it to the recipient from this moment. What they read before stays read, and that is said."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.recall_refusal(by, delivery))
    if not reason.strip():
        raise Refusal(_("Say why you recall it."))
    move(delivery, State.RECALLED)
    delivery.recalled_at, delivery.recalled_by, delivery.recalled_because = at, by, reason.strip()
    delivery.save()
    delivery.links.filter(ended_at__isnull=True).update(ended_at=at)
    record("delivery-recalled", delivery, by, at, reason=reason.strip().encode())
    return delivery


@transaction.atomic
def renew_link(*, delivery, by, at=None) -> None:
    """A fresh link with a new code: after many wrong codes, or when the old one has run out."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.follow_refusal(by, delivery))
    if delivery.way != LINK:
        raise Refusal(_("This did not go by a link."))
    Door.objects.filter(delivery=delivery).delete()
    Door(delivery=delivery, code=codes.new_code()).save()
    outbox.put(delivery, "notice", at, token=make_link(delivery, at))
    record("link-renewed", delivery, by, at)


@transaction.atomic
def chase(*, delivery, kind: str, words: str, by, at=None) -> Chase:
    """Write down that silence was followed up ("chase"), or taken higher ("escalation")."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.follow_refusal(by, delivery))
    if not words.strip():
        raise Refusal(_("Say who you spoke to, and what they said."))
    event = {"chase": "delivery-chased", "escalation": "delivery-escalated"}[kind]
    chased = Chase(delivery=delivery, kind=kind, words=words.strip(), by=by, at=at)
    chased.save()
    record(event, delivery, by, at, words=words.strip().encode())
    return chased


@transaction.atomic
def hand_on(*, delivery, to, by, at=None) -> HandedOn:
    """A colleague may open it from now on."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.hand_on_refusal(by, delivery, to))
    handed = HandedOn(delivery=delivery, to=to, by=by, at=at)
    handed.save()
    record("delivery-handed-on", delivery, by, at, to=str(to.pk).encode())
    return handed
