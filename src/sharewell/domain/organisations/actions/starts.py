"""Start dates that an organisation's own lawyers have confirmed, where the rules are in doubt about one."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import permissions, provisions
from sharewell.domain.organisations.models import Organisation, StartDate
from sharewell.domain.organisations.permissions import allow


@transaction.atomic
def set_start_date(*, organisation, provision, starts_on, confirmed_by, by, note="", at=None):
    """Set the day on which a provision started. One that was set before is withdrawn for it.

    From now on the answers and decisions of this organisation are those of that day. Refusal where the rules
    have no doubt about the start of `provision`; ValueError where nobody is named who confirmed it.
    """
    allow(permissions.own_law_refusal(by, organisation))
    if provision not in provisions.with_doubtful_start(organisation.nation):
        raise Refusal(provisions.NOT_IN_DOUBT)
    if not confirmed_by.strip():
        raise ValueError("a start date names who confirmed it")
    at = at or timezone.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once make one date
    for before in StartDate.objects.filter(organisation=organisation, provision=provision, withdrawn_at=None):
        _withdraw(before, "", by, at)
    start = StartDate.objects.create(
        organisation=organisation, provision=provision, starts_on=starts_on, confirmed_by=confirmed_by,
        note=note, set_by=by, set_at=at,
    )  # fmt: skip
    said = {"starts_on": starts_on.isoformat().encode(), "confirmed_by": confirmed_by.encode()}
    record_event(kind="start-date-set", by=by, about=f"start-date:{start.pk}", commitments=said, at=at)
    return start


@transaction.atomic
def withdraw_start_date(*, start, because, by, at=None):
    """The date no longer holds. Decisions that rested on it keep it."""
    allow(permissions.own_law_refusal(by, start.organisation))
    held = StartDate.objects.select_for_update().get(pk=start.pk)
    if held.withdrawn_at is None:
        _withdraw(held, because, by, at or timezone.now())


def _withdraw(start, because, by, at):
    start.withdrawn_at, start.withdrawn_by, start.withdrawn_because = at, by, because
    start.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record_event(kind="start-date-withdrawn", by=by, about=f"start-date:{start.pk}", at=at)
