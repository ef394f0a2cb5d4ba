"""Choosing what goes to this recipient."""

import json

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sharewell.domain.deliveries import choices, needs, permissions
from sharewell.domain.deliveries.actions.doing import locked, moment, move, record
from sharewell.domain.deliveries.models import Delivery, Item
from sharewell.domain.deliveries.states import State
from sharewell.domain.errors import Refusal, allow
from sharewell.domain.versions import merged


@transaction.atomic
def prepare_delivery(*, decision, by, at=None) -> Delivery:
    """Begin a package for one decision; the one already begun, where there is one."""
    allow(permissions.prepare_refusal(by, decision))
    begun = decision.deliveries.filter(state=State.PREPARING).first()
    if begun:
        return begun
    at = moment(at)
    ways = decision.to.ways or ["telephone"]
    delivery = Delivery(decision=decision, way=ways[0], language=decision.lang, by=by, prepared_at=at)
    delivery.asked_first = _usually_asked(delivery)
    delivery.is_urgent = _is_urgent(delivery)
    delivery.save()
    before = decision.deliveries.exclude(pk=delivery.pk).order_by("prepared_at").last()
    if before:
        _carry_over(before, delivery)
    record("delivery-prepared", delivery, by, at)
    return delivery


@transaction.atomic
def drop(*, delivery, reason: str, by, at=None) -> None:
    """Not send it after all, and say why. The decision stands; it can be prepared again."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.change_refusal(by, delivery))
    if not reason.strip():
        raise Refusal(gettext_lazy("Say why it does not go."))
    move(delivery, State.DROPPED)
    delivery.save()
    record("delivery-dropped", delivery, by, at, reason=reason.strip().encode())


@transaction.atomic
def choose(
    *, delivery, chosen: dict[str, tuple[bool, str]], by, way=None, asked_first=None, version=None, at=None
):
    """Put things in or out: {key: (is in, reason)}. Keys left out of `chosen` stay as they are.

    Clash where somebody else chose otherwise since `version` (`choices.standing`).
    """
    delivery, at = locked(delivery), moment(at)
    allow(permissions.change_refusal(by, delivery))
    things = choices.things_for(delivery)
    mine = {key: [is_in, reason.strip()] for key, (is_in, reason) in chosen.items()}
    mine |= {name: value for name, value in (("way", way), ("asked_first", asked_first)) if value is not None}
    result = merged(version=version, stands=choices.standing(delivery, things), mine=mine)
    way, asked_first = result.pop("way", None), result.pop("asked_first", None)
    chosen = {key: (is_in, reason) for key, (is_in, reason) in result.items()}
    for thing in things:
        if thing.key in chosen and not thing.is_shielded:
            _choose_one(delivery, thing, *chosen[thing.key])
    if way in delivery.to.ways:
        delivery.way = way
    if asked_first is not None:
        delivery.asked_first = asked_first
    delivery.save()
    said = json.dumps({key: list(value) for key, value in sorted(chosen.items())}).encode()
    record("items-chosen", delivery, by, at, choice=said)
    return delivery


@transaction.atomic
def same_items_for(*, delivery, others, by, at=None) -> None:
    """Carry the sender's own choices over to other packages of the same worry.

    Each recipient keeps what is usual for them: only what the sender changed goes along, with its reason.
    Releases do not: each recipient of a shielded thing is a word given anew.
    """
    at = moment(at)
    for other in others:
        other = locked(other)
        allow(permissions.change_refusal(by, other))
        _carry_over(delivery, other)
        record("items-chosen", other, by, at, same_as=str(delivery.pk).encode())


def _carry_over(delivery: Delivery, other: Delivery) -> None:
    for item in delivery.items.all():
        fields = {"is_in": item.is_in, "reason": item.reason, "text": item.text, "kept": item.kept}
        Item.objects.filter(delivery=other, key=item.key).delete()
        Item(delivery=other, key=item.key, **fields).save()
    if choices.is_of_one_circle(delivery, other):
        other.asked_first = delivery.asked_first
        other.save()


def item_of(delivery: Delivery, key: str) -> Item:
    return Item.objects.filter(delivery=delivery, key=key).first() or Item(delivery=delivery, key=key)


def _choose_one(delivery, thing, is_in, reason) -> None:
    item = item_of(delivery, thing.key)
    item.is_in = None if is_in == thing.is_usual else is_in
    item.reason = "" if item.is_in is None else reason.strip()
    item.save()


def _is_urgent(delivery) -> bool:
    """Whether somebody is in danger now, by what was answered; or it began as an emergency."""
    return (
        choices.facts_of(delivery).get("worry", {}).get("risk") == "immediate" or delivery.worry.is_emergency
    )


def _usually_asked(delivery) -> str:
    """What a recipient of this kind is usually asked to do first, in the language of the package."""
    facts = choices.facts_of(delivery).get("worry", {})
    with override(delivery.language):
        if facts.get("purpose", "protect") not in ("protect", "support", "care", "crime"):
            return _("Read this, and tell us that you have it.")
        circle = needs.circle(delivery.to.kind)
        if circle in (needs.ASSESSES, needs.POLICES):
            return _decide(facts.get("risk"))
        return {
            needs.TEACHES: _("Keep a close eye on this child, and ring us at once about anything new."),
            needs.TREATS: _("Please tell us what you know that bears on this, and what you will do."),
        }.get(circle, _("Please tell us what you can do to help."))


def _decide(risk) -> str:
    if risk in ("immediate", "significant"):
        return _("Decide today what you will do to keep this child safe, and tell us what you decided.")
    return _("Decide what help this child needs, and tell us what you decided.")
