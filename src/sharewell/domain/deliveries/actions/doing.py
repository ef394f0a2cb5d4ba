"""What every action of this room does the same way: lock the row, ask, move, record."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.states import State, can_move
from sharewell.domain.errors import Refusal


def moment(at=None):
    """The moment that was given, or now."""
    return at or timezone.now()


def locked(delivery: Delivery) -> Delivery:
    """The row as it stands now, held until the transaction ends."""
    return Delivery.objects.select_for_update().get(pk=delivery.pk)


def move(delivery: Delivery, to: State) -> None:
    """Set the state, unsaved. Raises a Refusal where somebody else has moved it on."""
    if not can_move(delivery.state, to):
        raise Refusal(_("This has moved on in the meantime. Look at it again."))
    delivery.state = to


def record(event, delivery: Delivery, by, at, /, **commitments: bytes):
    """Record an event about a delivery, with what it commits to: {name: bytes}."""
    return record_event(
        kind=event,
        by=by,
        about=f"delivery:{delivery.pk}",
        commitments={name.replace("_", "-"): value for name, value in commitments.items()},
        at=at,
    )
