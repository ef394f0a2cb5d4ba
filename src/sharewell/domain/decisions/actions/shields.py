"""An address that need not be hidden any more: asked for by one person, agreed by a second, told to everybody
of the team. Putting it back is `shield_place`, by one person alone.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.children import actions as children
from sharewell.domain.children.models import SafeAddress
from sharewell.domain.decisions import permissions, who_looked
from sharewell.domain.decisions.actions.alerts import tell
from sharewell.domain.decisions.models import ShieldLift
from sharewell.domain.decisions.permissions import allow
from sharewell.domain.decisions.states import SHIELD_ASK_STANDS
from sharewell.domain.errors import Refusal


@transaction.atomic
def ask_to_lift_shield(*, worry, address, because, by, at=None):
    """Say that a safe address of a child of this worry need not be hidden any more, and why. It stays hidden
    until a second person agrees; those of every worry about that child are told at once.
    """
    address = SafeAddress.objects.select_for_update().get(pk=address.pk)
    allow(permissions.ask_to_lift_shield_refusal(by, worry, address))
    if not because.strip():
        raise Refusal(_("Say why this address need not be hidden any more."))
    at = at or timezone.now()
    address.lifts.filter(outcome="", until__lte=timezone.now()).update(outcome="lapsed")
    lift = ShieldLift.objects.create(
        worry=worry, address=address, because=because.strip(), asked_by=by, asked_at=at,
        until=at + SHIELD_ASK_STANDS,
    )  # fmt: skip
    tell(who_looked.who_is_told(lift, but=[by]), "shield-asked", at, lift=lift)
    said = {"because": lift.because.encode()}
    record_event(kind="shield-lift-asked", by=by, about=f"worry:{worry.pk}", commitments=said, at=at)
    return lift


@transaction.atomic
def lift_shield(*, lift, by, at=None):
    """The second person agrees: from now on the address stands openly. What was sent stays as it was."""
    lift = _locked(lift)
    allow(permissions.lift_shield_refusal(by, lift, who_looked.who_agrees(lift)))
    at = at or timezone.now()
    _end(lift, "lifted", by, at)
    children.unshield_address(address=lift.address, by=by, at=at)
    tell(who_looked.who_is_told(lift, but=[by]), "shield-lifted", at, lift=lift)
    record_event(kind="shield-lifted", by=by, about=f"worry:{lift.worry_id}", at=at)


@transaction.atomic
def keep_shield(*, lift, by, at=None):
    """Leave the address hidden: the second person does not agree, or whoever asked takes it back."""
    lift = _locked(lift)
    allow(permissions.keep_shield_refusal(by, lift, who_looked.who_agrees(lift)))
    at = at or timezone.now()
    _end(lift, "kept", by, at)
    record_event(kind="shield-kept", by=by, about=f"worry:{lift.worry_id}", at=at)


def _locked(lift):
    return ShieldLift.objects.select_for_update().get(pk=lift.pk)


def _end(lift, outcome, by, at):
    lift.outcome, lift.ended_by, lift.ended_at = outcome, by, at
    lift.save(update_fields=["outcome", "ended_by", "ended_at"])
