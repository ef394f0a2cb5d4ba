"""What has to be ready before the first request."""

import logging
import time

from django.apps import AppConfig

_log = logging.getLogger("sharewell.sign_in")


class Roof(AppConfig):
    """The settings, commands and server as an application."""

    name = "sharewell.config"

    def ready(self) -> None:
        """Signing in begins a session's day, and counts as showing who one is. Forms speak as pages do."""
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
        from django.db.backends.signals import connection_created

        from sharewell.config import in_any_weather, turns, walls, whose_page
        from sharewell.web.layout.fields import say_errors_plainly

        in_any_weather.prepare()
        say_errors_plainly()
        connection_created.connect(walls.listen, dispatch_uid="sharewell.walls")
        connection_created.connect(turns.listen, dispatch_uid="sharewell.turns")
        user_logged_in.connect(whose_page.note_sign_in, dispatch_uid="sharewell.whose-page")
        user_logged_in.connect(_note_sign_in, dispatch_uid="sharewell.sign-in")
        user_logged_out.connect(_note_sign_out, dispatch_uid="sharewell.sign-out")
        user_login_failed.connect(_note_failure, dispatch_uid="sharewell.sign-in-failed")


def _note_failure(**_) -> None:
    """What was typed is in no log: a password is often typed where the address goes."""
    _log.warning("a sign-in was refused")


def _note_sign_out(user, **_) -> None:
    if user is not None:
        _log.info("signed out: %s", user.pk)


def _note_sign_in(request, user, **_) -> None:
    from allauth.account.authentication import get_authentication_records

    from sharewell.config.idle import SIGNED_IN
    from sharewell.web.accounts.step_up import note_proof

    request.session[SIGNED_IN] = int(time.time())
    note_proof(request)
    ways = " ".join(
        str(each.get("type") or each["method"]) for each in get_authentication_records(request, user)
    )
    _log.info("signed in: %s%s", user.pk, f" by {ways}" if ways else "")
