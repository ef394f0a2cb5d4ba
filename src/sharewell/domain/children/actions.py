"""Every write of children, linked people and places."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.children import permissions
from sharewell.domain.children.models import Child, LinkedPerson, Place


def _allow(refusal):
    if refusal:
        raise refusal


@transaction.atomic
def add_child(*, by, name, born_on=None, age=None, is_unborn=False, other_names="", notes="", at=None):
    """Write down a child for `by`'s organisation. The age is asked only where no date of birth is known."""
    _allow(permissions.add_child_refusal(by))
    at = at or timezone.now()
    child = Child.objects.create(
        organisation=by.organisation, name=name, born_on=born_on, is_unborn=is_unborn,
        other_names=other_names, age_given=age, age_given_on=None if age is None else
        timezone.localdate(at), notes=notes, added_by=by, added_at=at,
    )  # fmt: skip
    record_event(kind="child-added", by=by, about=f"child:{child.pk}", at=at)
    return child


@transaction.atomic
def add_linked_person(*, child, by, name, relation="other", phone="", email="", may_be_a_risk=False, at=None):
    """Write down somebody in the child's life."""
    _allow(permissions.change_child_refusal(by, child))
    at = at or timezone.now()
    linked = LinkedPerson.objects.create(
        child=child, name=name, relation=relation, phone=phone, email=email, may_be_a_risk=may_be_a_risk,
        added_by=by, added_at=at,
    )  # fmt: skip
    record_event(kind="linked-person-added", by=by, about=f"child:{child.pk}", at=at)
    return linked


@transaction.atomic
def add_place(*, child, by, address, linked_person=None, is_shielded=False, at=None):
    """Write down where the child, or a linked person, can be found; shielded where it must not be
    disclosed.
    """
    _allow(permissions.change_child_refusal(by, child))
    at = at or timezone.now()
    place = Place.objects.create(
        child=child,
        linked_person=linked_person,
        address=address,
        is_shielded=is_shielded,
        added_by=by,
        added_at=at,
    )
    record_event(kind="place-added", by=by, about=f"child:{child.pk}", at=at)
    return place


@transaction.atomic
def shield_place(*, place, by, is_shielded=True, at=None):
    """Mark an address as not to be disclosed, or lift the mark."""
    _allow(permissions.change_child_refusal(by, place.child))
    place.is_shielded = is_shielded
    place.save(update_fields=["is_shielded"])
    kind = "place-shielded" if is_shielded else "place-unshielded"
    record_event(kind=kind, by=by, about=f"child:{place.child_id}", at=at)
