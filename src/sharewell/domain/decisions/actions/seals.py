"""A worry that only named people see: sealed by one person, lifted by two."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions import permissions
from sharewell.domain.decisions.actions.worries import add_member, end_member
from sharewell.domain.decisions.models import Seal
from sharewell.domain.decisions.permissions import allow
from sharewell.domain.decisions.seeing import is_of_the_team


@transaction.atomic
def seal_worry(*, worry, because, people, by, at=None):
    """Leave a worry to `people`, to `by` and to the one who raised it. Whoever else was of its team is not,
    and glass that somebody else broke before is whole again; they may break it anew, and say why.

    Those of `people` who see it by their role alone are taken into the team, until its usual last day.
    """
    named = {by.pk, worry.raised_by_id, *(person.pk for person in people)}
    who_stay = [worry.raised_by, *people]
    allow(permissions.seal_refusal(by, worry) or permissions.sealed_people_refusal(by, who_stay))
    at = at or timezone.now()
    for member in worry.members.filter(ended_at=None).exclude(person__in=named):
        end_member(member=member, by=by, at=at)
    worry.broken_glass.filter(until__gt=at).exclude(by__in=named).update(until=at)
    for person in [by, *people]:
        is_in = is_of_the_team(person, worry, timezone.localdate(at))
        if not is_in and person.pk != worry.raised_by_id:
            add_member(worry=worry, person=person, because=because, by=by, at=at)
    worry.is_sealed = True
    worry.save(update_fields=["is_sealed"])
    seal = Seal.objects.create(worry=worry, because=because, by=by, at=at)
    record_event(
        kind="worry-sealed", by=by, about=f"worry:{worry.pk}", commitments={"because": because.encode()},
        at=at,
    )  # fmt: skip
    return seal


@transaction.atomic
def ask_to_lift_seal(*, seal, because, by, at=None):
    """Say that a seal should be lifted, and why. It stays until a second person agrees."""
    seal = Seal.objects.select_for_update().get(pk=seal.pk)
    allow(permissions.ask_to_lift_refusal(by, seal))
    at = at or timezone.now()
    seal.lift_asked_by, seal.lift_asked_at, seal.lift_because = by, at, because
    seal.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_because"])
    record_event(
        kind="seal-lift-asked", by=by, about=f"worry:{seal.worry_id}",
        commitments={"because": because.encode()}, at=at,
    )  # fmt: skip


@transaction.atomic
def answer_lift(*, seal, is_lifted, by, at=None):
    """The second person: lift the seal, or leave it. Left, somebody may ask again."""
    seal = Seal.objects.select_for_update().get(pk=seal.pk)
    allow(permissions.lift_refusal(by, seal))
    at = at or timezone.now()
    if is_lifted:
        seal.lifted_by, seal.lifted_at = by, at
        seal.worry.is_sealed = False
        seal.worry.save(update_fields=["is_sealed"])
    else:
        seal.lift_asked_by, seal.lift_asked_at, seal.lift_because = None, None, ""
    seal.save()
    kind = "seal-lifted" if is_lifted else "seal-kept"
    record_event(kind=kind, by=by, about=f"worry:{seal.worry_id}", at=at)
