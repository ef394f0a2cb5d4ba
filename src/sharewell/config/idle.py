"""A session ends after a time in which nothing was done."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_MINUTE = 60


class IdleTimeout:
    """Moves the end of a session on, at most once a minute, so that reading a page rarely writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            minute = int(time.time()) // _MINUTE
            if request.session.get("active_minute") != minute:
                request.session["active_minute"] = minute
        return self.get_response(request)
