"""A session ends after a time in which nothing was done, and after a working day whatever was done in it."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from sharewell.domain.audit import storms
from sharewell.domain.organisations import actions
from sharewell.web.accounts.devices import browser_of
from sharewell.web.accounts.telling import NEW_BROWSER, tell

SIGNED_IN = "signed_in_at"
_MINUTE, _HOUR = 60, 3600


class IdleTimeout:
    """Moves the end of a session on, at most once a minute, so that reading a page rarely writes.

    The same minute notes in which browser somebody is at work, for their own list of devices. A session that
    is older than it may get is ended here; what was just typed into it is kept like after any time-out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if _is_too_old(request):
                logout(request)
            else:
                _note_minute(request)
        return self.get_response(request)


def _is_too_old(request: HttpRequest) -> bool:
    """Whether the session began longer ago than a session may last; a clock set back makes none last."""
    age = time.time() - request.session.get(SIGNED_IN, 0)
    return not 0 <= age < settings.SESSION_HOURS * _HOUR


def _note_minute(request: HttpRequest) -> None:
    key = request.session.session_key
    minute = [int(time.time()) // _MINUTE, (key or "")[:4]]  # a new key of the session is noted at once
    if request.session.get("active_minute") == minute:
        return
    request.session["active_minute"] = minute
    if key:
        with storms.if_possible():
            browser = browser_of(request.META.get("HTTP_USER_AGENT", ""))
            if actions.note_device(by=request.user, session_key=key, browser=browser):
                tell(request.user, NEW_BROWSER)
