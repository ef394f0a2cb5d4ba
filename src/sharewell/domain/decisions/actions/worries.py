"""Raising a worry, who may see it, what is owed about it, and closing it."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.children.actions import add_child
from sharewell.domain.decisions import cases, permissions, states
from sharewell.domain.decisions.actions.entries import add_entry
from sharewell.domain.decisions.models import Member, Owed, Worry
from sharewell.domain.decisions.permissions import allow

TEAM_FOR = timedelta(days=90)  # unless another last day is given; our own, and extended by a recorded act
ADVICE_FOR = timedelta(days=28)  # for somebody who was only asked for advice


@transaction.atomic
def raise_worry(
    *, by, children=(), new_children=(), entries=(), source_shielded=True, answers=None, draft=None,
    is_emergency=False, pk=None, at=None,
):  # fmt: skip
    """Write down a worry about `children` and `new_children` (facts of `add_child`), with first entries:
    [{"kind", "text", "said_by", "happened_on"}].

    `pk` is chosen by a page that was pressed perhaps twice: the second press gives the worry of the first.
    A draft that it grew from is used up: advice asked about it goes with the worry. The leads of the
    organisation find it under what needs them today.
    """
    allow(permissions.raise_worry_refusal(by))
    for child in children:
        allow(permissions.take_child_refusal(by, child))
    at = at or timezone.now()
    children = [*children, *_added(new_children, by, at)]
    worry = Worry.objects.create(
        id=pk or uuid4(),
        organisation=by.organisation, raised_by=by, raised_at=at, source_shielded=source_shielded,
        answers=cases.nested(cases.flat(answers or {})), is_emergency=is_emergency,
    )  # fmt: skip
    worry.children.set(children)
    for entry in entries:
        add_entry(worry=worry, by=by, at=at, **entry)
    if draft:
        _use_up(draft, worry, by, at)
    record_event(kind="worry-raised", by=by, about=f"worry:{worry.pk}", at=at)
    return worry


def _added(new_children, by, at):
    """The children written down, a hair's breadth apart, which keeps the order of naming."""
    moments = (at + timedelta(microseconds=number) for number in range(len(new_children)))
    return [add_child(by=by, at=moment, **facts) for moment, facts in zip(moments, new_children, strict=True)]


def _use_up(draft, worry, by, at):
    allow(permissions.discard_draft_refusal(by, draft))
    for advice in draft.advice.all():
        advice.worry, advice.draft = worry, None
        advice.save(update_fields=["worry", "draft"])
        if permissions.see_worry_refusal(advice.asked_of, worry):
            let_in(worry=worry, person=advice.asked_of, question=advice.question, by=by, at=at)
    draft.delete()


@transaction.atomic
def add_child_to_worry(*, worry, child, by, at=None):
    """The worry is about this child as well."""
    allow(permissions.change_worry_refusal(by, worry) or permissions.take_child_refusal(by, child))
    worry.children.add(child)
    record_event(kind="child-joined", by=by, about=f"worry:{worry.pk}", at=at)


@transaction.atomic
def add_member(*, worry, person, because, by, until=None, at=None):
    """Take a colleague into the team of a worry, with the reason, until the end of a day (TEAM_FOR)."""
    allow(permissions.add_member_refusal(by, worry, person))
    at = at or timezone.now()
    member = Member.objects.create(
        worry=worry, person=person, because=because, added_by=by, added_at=at,
        until=until or timezone.localdate(at) + TEAM_FOR,
    )  # fmt: skip
    record_event(kind="member-added", by=by, about=f"worry:{worry.pk}", at=at)
    return member


@transaction.atomic
def let_in(*, worry, person, question, by, at):
    """Somebody who is asked for advice may see what it is about for a while. A part of asking."""
    Member.objects.create(
        worry=worry, person=person, because=question, added_by=by, added_at=at,
        until=timezone.localdate(at) + ADVICE_FOR,
    )  # fmt: skip
    record_event(kind="member-added", by=by, about=f"worry:{worry.pk}", at=at)


@transaction.atomic
def end_member(*, member, by, at=None):
    """Take back that a colleague may see a worry."""
    allow(permissions.add_people_refusal(by, member.worry))
    at = at or timezone.now()
    member.ended_at = at
    member.save(update_fields=["ended_at"])
    record_event(kind="member-ended", by=by, about=f"worry:{member.worry_id}", at=at)


@transaction.atomic
def extend_member(*, member, until, because, by, at=None):
    """Give somebody of the team a later last day, with the reason. Never one that is past."""
    member = Member.objects.select_for_update().select_related("worry", "person").get(pk=member.pk)
    allow(permissions.add_member_refusal(by, member.worry, member.person))
    at = at or timezone.now()
    if member.ended_at or until <= member.until or not because.strip():
        raise ValueError("a place in a team is extended to a later day, with a reason, while it lasts")
    member.until, member.because = until, because
    member.save(update_fields=["until", "because"])
    record_event(
        kind="member-extended", by=by, about=f"worry:{member.worry_id}",
        commitments={"because": because.encode()}, at=at,
    )  # fmt: skip


@transaction.atomic
def close_worry(*, worry, because, by, at=None):
    """Close a worry, with the reason. Nothing of it is lost."""
    allow(permissions.close_worry_refusal(by, worry))
    worry.state, worry.closed_because = states.CLOSED, because
    worry.save(update_fields=["state", "closed_because"])
    record_event(kind="worry-closed", by=by, about=f"worry:{worry.pk}", at=at)


@transaction.atomic
def open_worry(*, worry, by, at=None):
    """Open a closed worry again."""
    allow(permissions.close_worry_refusal(by, worry))
    worry.state = states.OPEN
    worry.save(update_fields=["state"])
    record_event(kind="worry-opened", by=by, about=f"worry:{worry.pk}", at=at)


@transaction.atomic
def owe(*, worry, what, due_at, owner, by, decision=None, at=None):
    """Put something on the list of what is owed."""
    allow(permissions.change_worry_refusal(by, worry))
    owed = Owed.objects.create(worry=worry, decision=decision, what=what, owner=owner, due_at=due_at)
    record_event(kind="owed-added", by=by, about=f"worry:{worry.pk}", at=at)
    return owed


@transaction.atomic
def settle(*, owed, by, at=None):
    """What was owed is done. Settling it twice changes nothing."""
    allow(permissions.settle_refusal(by, owed))
    if owed.done_at:
        return
    at = at or timezone.now()
    owed.done_at, owed.done_by = at, by
    owed.save(update_fields=["done_at", "done_by"])
    record_event(kind="owed-settled", by=by, about=f"worry:{owed.worry_id}", at=at)
