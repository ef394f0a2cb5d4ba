"""Telling somebody that they have to know today. The worker sends the mail, without a word of the case."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.decisions.models import Alert


def tell(people, kind, at, *, glass=None, flag=None, lift=None):
    """An alert for each of these people, once. A part of an action: its event is recorded there."""
    rows = [Alert(to=person, kind=kind, at=at, glass=glass, flag=flag, lift=lift) for person in people]
    Alert.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def mark_alert_told(*, alert, at=None):
    """The mail about an alert was handed on."""
    Alert.objects.filter(pk=alert.pk, told_at=None).update(told_at=at or timezone.now())


@transaction.atomic
def put_away_alerts(*, by, glass=None, lift=None, at=None):
    """The person has read this. It stays where it is; it only no longer stands under what needs them."""
    Alert.objects.filter(to=by, glass=glass, lift=lift, seen_at=None).update(seen_at=at or timezone.now())
