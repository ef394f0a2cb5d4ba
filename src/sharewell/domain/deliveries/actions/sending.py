"""Sending what was shown, or saying that they were told another way."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.decisions.actions import look_again, mark_entries_sent
from sharewell.domain.decisions.clocks import END_OF_WORK, working_day_after
from sharewell.domain.deliveries import cautions, choices, outbox, packages, permissions
from sharewell.domain.deliveries.actions.doing import locked, moment, move, record
from sharewell.domain.deliveries.known import Strangers
from sharewell.domain.deliveries.models import Delivery, Door, Link, SecondLook, Telling
from sharewell.domain.deliveries.states import INBOX, LINK, TELEPHONE, TOLD_ANOTHER_WAY, State, Verdict
from sharewell.domain.errors import Refusal, allow
from sharewell.rules import canonical

OWED_WITHIN = 2  # working days


class ShownAnew(Refusal):
    """What would be sent is not what was shown: nothing was sent, and it has to be looked at again."""


@transaction.atomic
def send_delivery(*, delivery, shown: str, by, at=None) -> Delivery:
    """Send the package whose SHA-256 was shown, to the inbox or by a link. The outbox does the rest.

    What stands behind it is looked up again: a flow that waits for cover which has ended since does not go.
    """
    delivery, at = locked(delivery), moment(at)
    if delivery.way in TOLD_ANOTHER_WAY:
        raise Refusal(_("Say how you told them instead."))
    allow(permissions.decided_otherwise_refusal(delivery) or permissions.unlooked_refusal(delivery, shown))
    _seal(delivery, shown, by, at)
    delivery.cover = look_again(decision=delivery.decision, by=by, at=at)
    move(delivery, State.SENDING)
    delivery.sent_to = delivery.to.email
    delivery.save()
    if delivery.way == LINK:
        Door(delivery=delivery, code=codes.new_code()).save()
        outbox.put(delivery, "notice", at, token=make_link(delivery, at))
    elif delivery.way == INBOX:
        outbox.put(delivery, "arrival", at)
    record("delivery-sent", delivery, by, at, package=bytes(delivery.package), **_cover(delivery))
    _owe_second_look(delivery, by, at)
    return delivery


def _cover(delivery: Delivery) -> dict[str, bytes]:
    """What the log commits to of what stood behind it, where that is not what it was decided on."""
    return {} if delivery.cover is None else {"cover": canonical(delivery.cover)}


@transaction.atomic
def tell_another_way(
    *,
    delivery,
    shown: str,
    by,
    spoke_to="",
    said="",
    is_read_back=False,
    their_reference="",
    told_at=None,
    at=None,
) -> Delivery:
    """They were told by telephone or through their own form: an equal of sending, with the same clocks."""
    delivery, at = locked(delivery), moment(at)
    told_at = told_at or at
    if told_at > at + timedelta(minutes=1):
        raise Refusal(_("The time you told them lies ahead. Check the day and the time."))
    if delivery.way == TELEPHONE and not spoke_to.strip():
        raise Refusal(_("Say who you spoke to."))
    _seal(delivery, shown, by, told_at)
    delivery.cover = look_again(decision=delivery.decision, by=by, at=at, has_gone=True)
    move(delivery, State.SENT)
    delivery.save()
    Telling(
        delivery=delivery,
        number=delivery.to.phone if delivery.way == TELEPHONE else "",
        spoke_to=spoke_to.strip(),
        said=said.strip(),
        is_read_back=is_read_back,
        their_reference=their_reference.strip(),
        at=told_at,
        by=by,
    ).save()
    record(
        "delivery-told",
        delivery,
        by,
        at,
        package=bytes(delivery.package),
        told=f"{spoke_to}\n{said}".encode(),
        **_cover(delivery),
    )
    _owe_second_look(delivery, by, at)
    return delivery


def _owe_second_look(delivery: Delivery, by, at) -> None:
    """Where it could not wait for the second look that the organisation wants, one is owed afterwards."""
    agreed = delivery.second_looks.filter(verdict=Verdict.AGREED, package_sha256=delivery.package_sha256)
    if not delivery.worry.organisation.releases_by_two or agreed.exists():
        return
    day = working_day_after(timezone.localdate(at), OWED_WITHIN, delivery.worry.organisation.nation)
    SecondLook(
        delivery=delivery, package_sha256=delivery.package_sha256, asked_by=by, asked_at=at,
        is_afterwards=True, due_at=timezone.make_aware(datetime.combine(day, END_OF_WORK)),
    ).save()  # fmt: skip
    record("second-look-owed", delivery, by, at, package=delivery.package_sha256.encode())


def make_link(delivery: Delivery, at) -> str:
    """A fresh link in place of every earlier one; its secret is returned and kept nowhere but in the
    outbox.
    """
    delivery.links.filter(ended_at__isnull=True).update(ended_at=at)
    token = codes.new_token()
    Link(
        delivery=delivery, token_hash=codes.hash_token(token), made_at=at, expires_at=at + codes.LINK_LASTS
    ).save()
    return token


def _seal(delivery: Delivery, shown: str, by, at) -> None:
    """Freeze the package: exactly the bytes that were shown, or nothing."""
    allow(permissions.send_refusal(by, delivery))
    things = choices.things_for(delivery)
    package = packages.build(delivery, things)
    if packages.digest(package) != shown:
        raise ShownAnew(_("Something changed after this page was made. Look at it again before you send it."))
    if cautions.holds_back(cautions.cautions_for(delivery, things)):
        raise Refusal(_("Something still has to be mended before this can go."))
    look = Strangers(delivery, things).look
    if any(look.places(text) for text in packages.texts_of(package)):
        raise Refusal(
            _("An address that must not be disclosed stands in this, though no single item shows it."),
            _("Take out what you added last, or type the key points instead."),
        )
    delivery.package = package
    delivery.package_sha256 = packages.digest(package)
    delivery.left_out = packages.left_out(delivery, things)
    delivery.sent_at, delivery.sent_by = at, by
    delivery.answer_by = at + timedelta(hours=delivery.to.agreed_hours)
    entries = [thing.row for thing in things if thing.is_in and thing.group == choices.ENTRIES]
    mark_entries_sent(entries=entries, by=by, at=at)
