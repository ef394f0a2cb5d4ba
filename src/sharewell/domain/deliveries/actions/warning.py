"""What nobody presses a button for: urgent and not opened, a mail that came back, an alert to be told."""

from django.db import transaction

from sharewell.domain.decisions.actions import mark_alert_told
from sharewell.domain.decisions.queries import alerts_to_tell
from sharewell.domain.deliveries import permissions, reminders, states
from sharewell.domain.deliveries.actions.doing import locked, moment, record
from sharewell.domain.deliveries.models import Delivery, Outbox


def tell_unopened(*, by="system", at=None) -> int:
    """Tell sender and leads of every urgent share that nobody has opened in time; how many there were.

    Each is told of once by mail. Their first page says so for as long as it is so.
    """
    at = moment(at)
    rows = Delivery.objects.filter(is_urgent=True, unopened_at=None, state__in=states.NOT_OPENED)
    waiting = [row for row in rows if states.is_unopened(row, at)]
    return sum(_tell_unopened(row, by, at) for row in waiting)


@transaction.atomic
def _tell_unopened(delivery, by, at) -> bool:
    delivery = locked(delivery)
    if delivery.unopened_at or not states.is_unopened(delivery, at):
        return False  # opened meanwhile, or another worker was quicker
    delivery.unopened_at = at
    delivery.save()
    for person in _sender_and_leads(delivery):
        reminders.put(person, "unopened", at, delivery)
    record("delivery-unopened", delivery, by, at)
    return True


@transaction.atomic
def note_bounce(*, message_id: str, by="system", at=None) -> bool:
    """A mail server says that a notice could not be delivered. Whether it was one of ours, and news.

    It changes no state: a mail that came back is no answer, and neither is one that did not. Somebody who has
    not opened it is rung up instead; where somebody has, the mail arrived somehow.
    """
    at = moment(at)
    row = Outbox.objects.select_for_update().filter(message_id=message_id, bounced_at=None).first()
    if row is None:
        return False
    row.bounced_at = at
    row.save()
    delivery = locked(row.delivery)
    record("notice-bounced", delivery, by, at)
    if delivery.state in states.NOT_OPENED:
        told = _sender_and_leads(delivery) if delivery.is_urgent else [delivery.sent_by]
        for person in told:
            reminders.put(person, "bounced", at, delivery)
    return True


@transaction.atomic
def tell_alerts(*, by="system", at=None) -> int:
    """Have a mail told of each alert that needs somebody today: broken glass, flags. How many there were."""
    at, alerts = moment(at), alerts_to_tell()
    for alert in alerts:
        reminders.put(alert.to, "alert", at)
        mark_alert_told(alert=alert, at=at)
    return len(alerts)


def _sender_and_leads(delivery) -> list:
    """Who can do something about it: the sender, and the leads who may see this worry."""
    people = delivery.worry.organisation.people.filter(is_active=True)
    leads = [one for one in people if one.is_lead and permissions.follow_refusal(one, delivery) is None]
    return list({one.pk: one for one in [delivery.sent_by, *leads]}.values())
