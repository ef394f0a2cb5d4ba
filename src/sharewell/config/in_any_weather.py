"""Signing in works while nothing can be written: what signing in writes down of itself may be left out then.

A recovery code is another matter. It counts once, so where that cannot be written down it does not count.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in

from sharewell.domain.audit.storms import if_possible

_DJANGOS = "update_last_login"
_record_usage = Authenticator.record_usage


def prepare() -> None:
    """Put our own in the place of the two writes that Django and allauth make at each sign-in."""
    user_logged_in.disconnect(dispatch_uid=_DJANGOS)
    user_logged_in.connect(_note_last_sign_in, dispatch_uid=_DJANGOS)  # its own, later, is then left out
    Authenticator.record_usage = _note_usage


def _note_last_sign_in(sender: Any, user: Any, **more: Any) -> None:
    with if_possible():
        update_last_login(sender, user, **more)


def _note_usage(authenticator: Authenticator) -> None:
    with if_possible():
        _record_usage(authenticator)
