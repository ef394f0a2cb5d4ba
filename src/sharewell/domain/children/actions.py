"""Every write of children, linked people and places."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.children import permissions, traces
from sharewell.domain.children.models import (
    AddressTrace,
    Child,
    ChildTrace,
    LinkedPerson,
    Place,
    Reveal,
    SafeAddress,
)
from sharewell.domain.errors import Refusal, allow


@transaction.atomic
def add_child(*, by, name, born_on=None, age=None, is_unborn=False, other_names="", notes="", at=None):
    """Write down a child for `by`'s organisation. The age is asked only where no date of birth is known."""
    allow(permissions.add_child_refusal(by))
    at = at or timezone.now()
    child = Child.objects.create(
        organisation=by.organisation, name=name, born_on=born_on, is_unborn=is_unborn,
        other_names=other_names, age_given=age, age_given_on=None if age is None else
        timezone.localdate(at), notes=notes, added_by=by, added_at=at,
    )  # fmt: skip
    _keep_traces(ChildTrace, traces.of_child(child), child=child)
    record_event(kind="child-added", by=by, about=f"child:{child.pk}", at=at)
    return child


@transaction.atomic
def add_linked_person(*, child, by, name, relation="other", phone="", email="", may_be_a_risk=False, at=None):
    """Write down somebody in the child's life."""
    allow(permissions.change_child_refusal(by, child))
    at = at or timezone.now()
    linked = LinkedPerson.objects.create(
        child=child, name=name, relation=relation, phone=phone, email=email, may_be_a_risk=may_be_a_risk,
        added_by=by, added_at=at,
    )  # fmt: skip
    record_event(kind="linked-person-added", by=by, about=f"child:{child.pk}", at=at)
    return linked


@transaction.atomic
def add_place(*, child, by, address, linked_person=None, at=None):
    """Write down where the child, or a linked person, can be found."""
    allow(permissions.change_child_refusal(by, child))
    at = at or timezone.now()
    place = Place.objects.create(
        child=child, linked_person=linked_person, address=address, added_by=by, added_at=at
    )
    record_event(kind="place-added", by=by, about=f"child:{child.pk}", at=at)
    return place


@transaction.atomic
def add_safe_address(*, child, by, address, linked_person=None, at=None):
    """Write down where somebody lives who must not be found. It is sealed apart, and no page shows it."""
    allow(permissions.change_child_refusal(by, child))
    at = at or timezone.now()
    safe = _hide(SafeAddress(child=child, linked_person=linked_person, added_by=by, added_at=at), address)
    record_event(kind="safe-address-added", by=by, about=f"child:{child.pk}", at=at)
    return safe


@transaction.atomic
def shield_place(*, place, by, at=None):
    """An address that was written down openly must not be disclosed from now on; it keeps its id. One whose
    shield was lifted gets it back.
    """
    allow(permissions.change_child_refusal(by, place.child))
    safe = SafeAddress.objects.select_for_update().filter(pk=place.pk).first()
    if safe:
        _put_back(safe, place.address)
    else:
        safe = SafeAddress(
            pk=place.pk, child=place.child, linked_person=place.linked_person, added_by=place.added_by,
            added_at=place.added_at,
        )  # fmt: skip
        _hide(safe, place.address)
    Place.objects.filter(pk=place.pk).delete()
    record_event(kind="place-shielded", by=by, about=f"child:{safe.child_id}", at=at)
    return safe


@transaction.atomic
def unshield_address(*, address, by, at=None):
    """A safe address need not be hidden any more: it stands openly from now on, under the same id. Only the
    room of worries calls this, once two people have said so.
    """
    address = SafeAddress.objects.select_for_update().get(pk=address.pk)
    allow(permissions.unshield_address_refusal(by, address))
    Place.objects.create(
        pk=address.pk, child=address.child, linked_person=address.linked_person,
        address=address.address.opened(), added_by=address.added_by, added_at=address.added_at,
    )  # fmt: skip
    address.traces.all().delete()
    address.lifted_at = at or timezone.now()
    address.save(update_fields=["lifted_at"])
    record_event(kind="place-unshielded", by=by, about=f"child:{address.child_id}", at=at)


@transaction.atomic
def reveal_address(*, address, by, reason, at=None):
    """Show a safe address to one person, once. Gives its words; who saw it, when and why is kept."""
    allow(permissions.reveal_address_refusal(by, address))
    if not reason.strip():
        raise Refusal(_("Say why you need to see this address."))
    at = at or timezone.now()
    Reveal.objects.create(address=address, by=by, reason=reason.strip(), at=at)
    said = {"reason": reason.strip().encode()}
    record_event(kind="address-revealed", by=by, about=f"child:{address.child_id}", commitments=said, at=at)
    return address.address.opened()


def _hide(safe, words):
    safe.address = words
    safe.save(force_insert=True)
    _trace(safe, words)
    return safe


def _put_back(safe, words):
    safe.lifted_at = None
    safe.save(update_fields=["lifted_at"])
    _trace(safe, words)


def _trace(safe, words):
    _keep_traces(AddressTrace, traces.of_address(words, safe.child.organisation_id), address=safe)


def _keep_traces(table, found, **of):
    table.objects.bulk_create([table(**of, **trace._asdict()) for trace in found])
