"""Attaching files: cleaned first, in a process of their own; kept sealed."""

import hashlib

from django.db import transaction
from django.db.models import Max

from sharewell.domain.deliveries import permissions
from sharewell.domain.deliveries.actions.choosing import item_of
from sharewell.domain.deliveries.actions.doing import locked, moment, record
from sharewell.domain.deliveries.models import Attachment, Delivery, Preview
from sharewell.domain.errors import allow
from sharewell.domain.versions import merged
from sharewell.minimising import CleanFile, clean_file_apart


def attach_file(*, delivery, data: bytes, name: str, about: str, by, at=None) -> Attachment:
    """Clean a file and put it into this package. Raises FileRefused, with nothing else lost."""
    allow(permissions.change_refusal(by, delivery))
    clean = clean_file_apart(data, name)
    return _keep(delivery, clean, name, about, by, moment(at))


def attach_typed(*, delivery, text: str, about: str, by, at=None) -> Attachment:
    """Key points typed in place of a file that could not be taken; they are read as text in the package."""
    allow(permissions.change_refusal(by, delivery))
    clean = clean_file_apart(text.encode(), "typed.txt")
    return _keep(delivery, clean, "typed.txt", about, by, moment(at), text)


@transaction.atomic
def _keep(
    delivery: Delivery, clean: CleanFile, name: str, about: str, by, at, text: str | None = None
) -> Attachment:
    delivery = locked(delivery)
    allow(permissions.change_refusal(by, delivery))
    last = delivery.worry.attachments.aggregate(last=Max("number"))["last"] or 0
    attachment = Attachment(
        worry=delivery.worry,
        number=last + 1,
        about=about.strip(),
        original_name=name[-200:],
        kind=clean.kind,
        content_type=clean.content_type,
        size=len(clean.data),
        sha256=hashlib.sha256(clean.data).hexdigest(),
        data=clean.data,
        pages=list(clean.pages),
        unsearched=list(clean.unsearched),
        removed=list(clean.removed),
        by=by,
        at=at,
    )
    attachment.save()
    for number, picture in zip(clean.preview_of, clean.previews, strict=True):
        Preview(attachment=attachment, number=number, data=picture).save()
    item = item_of(delivery, f"paper:{attachment.pk}")
    item.is_in, item.reason, item.text = True, about.strip(), text
    item.save()
    record("file-attached", delivery, by, at, file=attachment.sha256.encode())
    return attachment


@transaction.atomic
def describe_file(*, delivery, attachment, about: str, by, version=None, at=None) -> None:
    """Say what a file is. Clash where somebody else said otherwise since `version`."""
    delivery = locked(delivery)
    allow(permissions.change_refusal(by, delivery))
    held = Attachment.objects.select_for_update().only("about").get(pk=attachment.pk)
    stands, mine = {"text": held.about}, {"text": about.strip()}
    attachment.about = merged(version=version, stands=stands, mine=mine)["text"]
    attachment.save(update_fields=["about"])
    record("file-described", delivery, by, moment(at))


@transaction.atomic
def take_away_file(*, delivery, attachment, by, at=None) -> None:
    """Take a file out of everything that is still being prepared. What was sent keeps it."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.change_refusal(by, delivery))
    attachment.taken_away_at = at
    attachment.save()
    record("file-taken-away", delivery, by, at, file=attachment.sha256.encode())
