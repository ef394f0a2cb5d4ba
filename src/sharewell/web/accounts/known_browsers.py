"""Browsers in which somebody has come through both steps before: there only what is typed there is counted,
so that nobody can lock a colleague out by guessing at their password elsewhere.

What marks one is a cookie: a number made by chance, and after it a mark for each person who signed in there,
which only this service can make and which tells nobody whose it is. It opens nothing. Whoever steals it may
guess as slowly as from any other browser.
"""

import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = f"{settings.COOKIE_PREFIX}browser"
LASTS = 180 * 24 * 3600  # seconds
MOST = 8  # people at one desk; the first to come is the first to be forgotten
RATE = "5/5m/key"  # wrong passwords of one person in one known browser
MANY, TOLD_FOR = 5, 30 * 24 * 3600  # wrong passwords that are told of; seconds for which they are remembered


def known_browser(request: HttpRequest, email: str) -> str:
    """The number of this browser, where whoever has that address signed in before; else nothing."""
    number, *marks = request.COOKIES.get(COOKIE, "").split(".")
    mine = _mark(number, email)
    return number if any(constant_time_compare(each, mine) for each in marks[:MOST]) else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Somebody came through both steps here."""
    number, *marks = request.COOKIES.get(COOKIE, "").split(".")
    number = number if any(marks) else secrets.token_urlsafe(16)
    mine = _mark(number, email)
    kept = [each for each in marks if each != mine][-(MOST - 1) :]
    response.set_cookie(
        COOKIE, ".".join([number, *kept, mine]), max_age=LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def count_wrong(email: str) -> None:
    """One more wrong password for that address, whether anybody has it or not."""
    key = _counted(email)
    cache.set(key, cache.get(key, 0) + 1, TOLD_FOR)


def wrong_ones(email: str) -> int:
    """How many there were since this was last asked, where there were many; else 0. Begins to count anew."""
    key = _counted(email)
    count = cache.get(key, 0)
    cache.delete(key)
    return count if count >= MANY else 0


def _mark(number: str, email: str) -> str:
    return salted_hmac("sharewell.browser", f"{number} {email.lower()}", algorithm="sha256").hexdigest()[:32]


def _counted(email: str) -> str:
    return "tried:" + salted_hmac("sharewell.tried", email.lower(), algorithm="sha256").hexdigest()
