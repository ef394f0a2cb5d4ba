"""How long an organisation keeps a sort of record, where that is not what is usual."""

import json

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import NotFound
from sharewell.domain.learning import permissions
from sharewell.domain.learning.models import OwnPeriod
from sharewell.domain.learning.periods import usual_for
from sharewell.domain.learning.permissions import allow
from sharewell.domain.learning.states import STARTS, THEN
from sharewell.domain.organisations.models import Organisation
from sharewell.domain.versions import merged

LONGEST = 150  # years: nothing is kept for longer than a life


@transaction.atomic
def set_period(*, organisation, record, by, version=None, at=None, **period):
    """Set `years`, `starts`, `then` and `because` for a record of `retention.toml`, in the place of what was
    set before. Clash where somebody else did since `version`. Gives the OwnPeriod.
    """
    allow(permissions.write_refusal(by, organisation))
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once set one
    if record not in {row["id"] for row in usual_for(organisation)}:
        raise NotFound()
    held = OwnPeriod.objects.filter(organisation=organisation, record=record, ended_at=None).first()
    kept = merged(version=version, stands=said_of(held), mine=period)
    if not 0 < kept["years"] <= LONGEST or kept["starts"] not in STARTS or kept["then"] not in THEN:
        raise ValueError(f"no such period: {kept}")
    if not kept["because"].strip():
        raise ValueError("a period of one's own has a reason")
    at = at or timezone.now()
    if held:
        _end(held, by, at)
    own = OwnPeriod.objects.create(organisation=organisation, record=record, set_by=by, set_at=at, **kept)
    said = json.dumps(kept, sort_keys=True).encode()
    about = f"organisation:{organisation.pk}"
    record_event(kind="period-set", by=by, about=about, commitments={"period": said}, at=at)
    return own


@transaction.atomic
def end_period(*, own, by, at=None):
    """Go back to what is usual."""
    own = OwnPeriod.objects.select_for_update().select_related("organisation").get(pk=own.pk)
    allow(permissions.write_refusal(by, own.organisation))
    if own.ended_at:
        return
    _end(own, by, at or timezone.now())
    record_event(kind="period-ended", by=by, about=f"organisation:{own.organisation_id}", at=at)


def said_of(own):
    """What an own period says, as a form is drawn from it; all empty where there is none."""
    names = ("years", "starts", "then", "because")
    return {name: getattr(own, name) if own else None for name in names}


def _end(own, by, at):
    own.ended_at, own.ended_by = at, by
    own.save(update_fields=["ended_at", "ended_by"])
