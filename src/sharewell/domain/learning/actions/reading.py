"""Saying that one has read a policy."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.learning import permissions
from sharewell.domain.learning.models import Reading
from sharewell.domain.learning.permissions import allow


@transaction.atomic
def confirm_read(*, version, by, at=None):
    """Say that one has read a version. Said twice it counts once, from the first time."""
    allow(permissions.read_refusal(by, version))
    reading, is_new = Reading.objects.get_or_create(
        version=version, person=by, defaults={"at": at or timezone.now()}
    )
    if is_new:
        record_event(kind="policy-read", by=by, about=f"policy:{version.policy_id}", at=at)
    return reading
