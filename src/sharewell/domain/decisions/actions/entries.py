"""What is written down about a worry: entries, linked people and places."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.children import actions as children
from sharewell.domain.decisions import permissions, states
from sharewell.domain.decisions.models import Entry
from sharewell.domain.decisions.permissions import allow
from sharewell.rules import canonical


@transaction.atomic
def add_entry(
    *,
    worry,
    kind,
    text,
    by,
    child=None,
    said_by="",
    happened_on=None,
    happened_at=None,
    corrects=None,
    at=None,
):
    """Write down one thing: what kind it is, who said so, and when it happened where that is known."""
    allow(permissions.change_worry_refusal(by, worry))
    if kind not in states.ENTRY_KINDS:
        raise ValueError(f"{kind!r} is no kind of entry; take one of {', '.join(states.ENTRY_KINDS)}")
    at = at or timezone.now()
    entry = Entry.objects.create(
        worry=worry, child=child, kind=kind, text=text, said_by=said_by, happened_on=happened_on,
        happened_at=happened_at, corrects=corrects, recorded_at=at, by=by,
    )  # fmt: skip
    record_event(
        kind="entry-corrected-by" if corrects else "entry-added", by=by, about=f"entry:{entry.pk}",
        commitments={"entry": entry_bytes(entry)}, at=at,
    )  # fmt: skip
    return entry


def entry_bytes(entry):
    """The bytes that the log commits to for an entry."""
    return canonical(
        {
            "kind": entry.kind,
            "text": entry.text,
            "said-by": entry.said_by,
            "happened-on": entry.happened_on.isoformat() if entry.happened_on else None,
            "happened-at": entry.happened_at.isoformat() if entry.happened_at else None,
            "recorded-at": entry.recorded_at.isoformat(),
        }
    )


@transaction.atomic
def undo_entry(*, entry, by, at=None):
    """Take back an entry that was not sent. It stays in the record, struck through."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    allow(permissions.undo_entry_refusal(by, entry))
    at = at or timezone.now()
    entry.undone_at, entry.undone_by = at, by
    entry.save(update_fields=["undone_at", "undone_by"])
    record_event(kind="entry-undone", by=by, about=f"entry:{entry.pk}", at=at)


@transaction.atomic
def mark_entries_sent(*, entries, by, at=None):
    """These entries left the house: from now on they are corrected by new ones, never undone.

    For the room that sends. An entry that was undone in the meantime is not sent: ValueError names it.
    """
    at = at or timezone.now()
    for entry in Entry.objects.select_for_update().filter(pk__in=[entry.pk for entry in entries]):
        if entry.is_undone:
            raise ValueError(f"entry {entry.pk} was undone, so it cannot be sent")
        if entry.sent_at is None:
            entry.sent_at = at
            entry.save(update_fields=["sent_at"])
            record_event(kind="entry-sent", by=by, about=f"entry:{entry.pk}", at=at)


@transaction.atomic
def add_linked_person(*, worry, child, by, at=None, **facts):
    """Write down somebody in the life of a child of this worry; `facts` as
    `children.actions.add_linked_person`.
    """
    allow(permissions.change_worry_refusal(by, worry) or permissions.in_worry_refusal(worry, child))
    return children.add_linked_person(child=child, by=by, at=at, **facts)


@transaction.atomic
def add_place(*, worry, child, by, at=None, **facts):
    """Write down an address of a child of this worry; `facts` as `children.actions.add_place`."""
    allow(permissions.change_worry_refusal(by, worry) or permissions.in_worry_refusal(worry, child))
    return children.add_place(child=child, by=by, at=at, **facts)


@transaction.atomic
def add_safe_address(*, worry, child, by, at=None, **facts):
    """The same for one that must not be disclosed; `facts` as `children.actions.add_safe_address`."""
    allow(permissions.change_worry_refusal(by, worry) or permissions.in_worry_refusal(worry, child))
    return children.add_safe_address(child=child, by=by, at=at, **facts)


@transaction.atomic
def shield_place(*, worry, place, by, at=None):
    """An address of a child of this worry must not be disclosed from now on."""
    allow(permissions.change_worry_refusal(by, worry) or permissions.in_worry_refusal(worry, place.child))
    return children.shield_place(place=place, by=by, at=at)


@transaction.atomic
def reveal_address(*, worry, address, by, reason, at=None):
    """Show a safe address of a child of this worry once, to somebody who may see it. Gives its words."""
    allow(permissions.see_worry_refusal(by, worry) or permissions.in_worry_refusal(worry, address.child))
    return children.reveal_address(address=address, by=by, reason=reason, at=at)
