"""The browsers in which people are signed in: listing them, and signing out of one from another."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions
from sharewell.domain.organisations.models import Device, session_hash

KEPT = timedelta(days=30)  # our own: long enough to notice a sign-in that was not yours


def note_device(*, by, session_key, browser, at=None):
    """Somebody is at work in this browser; called at most once a minute. `browser` is a word or three. Says
    whether it is one that they, who had signed in before, had not used in the last weeks.
    """
    at = at or timezone.now()
    found = Device.objects.filter(session_hash=session_hash(session_key))
    if found.update(seen_at=at):
        return False
    used = set(Device.objects.filter(person=by, seen_at__gte=at - KEPT).values_list("browser", flat=True))
    with transaction.atomic():
        Device.objects.filter(person=by, seen_at__lt=at - KEPT).delete()
        Device(
            person=by, session_hash=session_hash(session_key), session_key=session_key,
            browser=browser[:60], began_at=at, seen_at=at,
        ).save()  # fmt: skip
    return bool(used) and browser[:60] not in used


def move_device(*, session_key, to_key):
    """A session goes on under another key: whoever copied the one before has nothing."""
    for device in Device.objects.filter(session_hash=session_hash(session_key)):
        device.session_hash, device.session_key = session_hash(to_key), to_key
        device.save(update_fields=["session_hash", "session_key"])


@transaction.atomic
def end_device(*, device, by, at=None):
    """Sign out of one browser, wherever it is."""
    permissions.allow(permissions.end_device_refusal(by, device))
    _end(device, at or timezone.now())
    record_event(kind="device-signed-out", by=by, about=f"person:{device.person_id}", at=at)


@transaction.atomic
def sign_out_everywhere(*, person, by, but="", at=None):
    """Sign somebody out of every browser: their own doing, or their administrator's when one was lost."""
    if by != permissions.SYSTEM and by.pk != person.pk:
        permissions.allow(permissions.keep_people_refusal(by, person.organisation))
    end_devices_of(person, but=but, at=at)
    record_event(kind="device-signed-out", by=by, about=f"person:{person.pk}", at=at)


def end_devices_of(person, *, at=None, but=""):
    """Sign somebody out everywhere, in the transaction of what made it necessary; `but` is a session's key
    that goes on.
    """
    for device in Device.objects.filter(person=person, ended_at=None):
        if not (but and device.is_session(but)):
            _end(device, at or timezone.now())


def _end(device, at):
    """The session goes with its device. A session that is gone already is no error."""
    import_module(settings.SESSION_ENGINE).SessionStore().delete(device.session_key)
    device.ended_at, device.session_key = at, ""
    device.save(update_fields=["ended_at", "session_key"])
