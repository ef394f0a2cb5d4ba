"""Mending what was pointed out, and releasing what is otherwise shielded."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sharewell.domain.deliveries import choices, permissions
from sharewell.domain.deliveries.actions.choosing import item_of
from sharewell.domain.deliveries.actions.doing import locked, moment, record
from sharewell.domain.deliveries.models import Delivery, Release
from sharewell.domain.errors import NotFound, Refusal, allow
from sharewell.domain.versions import merged
from sharewell.minimising import marker


@transaction.atomic
def change_text(*, delivery, key: str, text: str, by, version=None, at=None) -> None:
    """Send other words than were recorded, or a file's passages typed anew. The record itself stays.
    Clash where somebody else changed them since `version`.
    """
    delivery, thing = _thing(delivery, key, by)
    if thing.group not in (choices.ENTRIES, choices.PAPERS):
        raise NotFound
    text = merged(version=version, stands={"text": thing.text}, mine={"text": text})["text"]
    item = item_of(delivery, key)
    item.text = None if thing.group == choices.ENTRIES and text == thing.recorded else text
    item.save()
    record("text-changed-for-recipient", delivery, by, moment(at), text=text.encode())


@transaction.atomic
def leave_out_passage(*, delivery, key: str, start: int, end: int, hit: str, by, at=None) -> None:
    """Put the same short marker in place of a passage, whatever its length."""
    delivery, thing = _thing(delivery, key, by)
    if thing.text[start:end] != hit or not hit:
        raise Refusal(_("This text has changed in the meantime. Look at it again."))
    with override(delivery.language):
        text = thing.text[:start] + marker(delivery.language) + thing.text[end:]
    change_text(delivery=delivery, key=key, text=text, by=by, at=at)


@transaction.atomic
def keep_passage(*, delivery, key: str, hit: str, reason: str, by, at=None) -> None:
    """Keep what was pointed out, and say why. What is shielded is released instead, never kept."""
    delivery, _one = _thing(delivery, key, by)
    if not reason.strip():
        raise Refusal(_("Say why they need it."))
    item = item_of(delivery, key)
    item.kept = [*item.kept, {"text": hit, "reason": reason.strip()}]
    item.save()
    record("passage-kept", delivery, by, moment(at), passage=hit.encode(), reason=reason.encode())


@transaction.atomic
def confirm_no_address(*, delivery, key: str, by, at=None) -> None:
    """The sender looked at what cannot be searched, and saw nothing in it that may not be disclosed."""
    delivery, thing = _thing(delivery, key, by)
    if thing.kind != "paper":
        raise NotFound
    item, at = item_of(delivery, key), moment(at)
    item.confirmed_at, item.confirmed_by = at, by
    item.save()
    record("picture-looked-at", delivery, by, at, file=thing.row.sha256.encode())


@transaction.atomic
def release(*, delivery, what: str, reason: str, by, address=None, at=None) -> Release:
    """Give this recipient a shielded address, or who raised the worry, with a reason somebody signs for."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.release_refusal(by, delivery))
    if not reason.strip():
        raise Refusal(_("Say why this recipient needs it."))
    if what == "place" and (address is None or address.child_id != delivery.decision.child_id):
        raise NotFound
    _withdraw(delivery, what, address, at)
    released = Release(delivery=delivery, what=what, address=address, reason=reason.strip(), by=by, at=at)
    released.save()
    said = f"{what} {address.pk if address else ''}".strip()
    record("release-made", delivery, by, at, what=said.encode(), reason=reason.strip().encode())
    return released


@transaction.atomic
def withdraw_release(*, delivery, what: str, by, address=None, at=None) -> None:
    delivery, at = locked(delivery), moment(at)
    allow(permissions.change_refusal(by, delivery))
    if _withdraw(delivery, what, address, at):
        record("release-withdrawn", delivery, by, at)


def _withdraw(delivery, what, address, at) -> int:
    standing = delivery.releases.filter(what=what, address=address, withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=at)


def _thing(delivery, key, by) -> tuple[Delivery, choices.Thing]:
    delivery = locked(delivery)
    allow(permissions.change_refusal(by, delivery))
    for thing in choices.things_for(delivery):
        if thing.key == key:
            return delivery, thing
    raise NotFound
