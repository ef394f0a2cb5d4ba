"""Where a walk is kept between two pages. Signed out: in a sealed cookie of their own browser alone."""

import base64
import json
import time
import zlib
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sharewell import rules
from sharewell.domain.decisions.permissions import raise_worry_refusal
from sharewell.domain.sealed import ring
from sharewell.sealing import SealingError
from sharewell.web.questions.drafts import DraftStore
from sharewell.web.questions.walks import Walk, question_keys

# Names that tell nobody, who looks through a browser's cookies, what was done here.
COOKIE, WHAT_IF = f"{settings.COOKIE_PREFIX}answers", f"{settings.COOKIE_PREFIX}changes"
LASTS = 12 * 60 * 60  # seconds; a shared computer forgets sooner, when its browser is closed
LARGEST = 3800  # bytes; browsers drop a cookie of more than about 4,000
_SEALED_FOR = "cookie.answers"
_NONSENSE = (SealingError, ValueError, TypeError, AttributeError, KeyError, zlib.error)


class Store(Protocol):
    """Keeps one walk. `save` and `forget` write to the answer that is about to be sent."""

    def load(self) -> Walk: ...

    def save(self, response: HttpResponse, walk: Walk) -> None: ...

    def forget(self, response: HttpResponse) -> None: ...


class CookieStore:
    """The walk of somebody who is not signed in."""

    version = 0
    draft = None

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def load(self) -> Walk:
        """The walk so far. A cookie that is too old, was altered or makes no sense is an empty walk."""
        try:
            return Walk(_opened(self.request.COOKIES.get(COOKIE, ""))).sound()
        except (rules.CaseError, *_NONSENSE):
            return Walk()

    def save(self, response: HttpResponse, walk: Walk) -> None:
        _set(response, COOKIE, walk.answers)

    def forget(self, response: HttpResponse) -> None:
        response.delete_cookie(COOKIE, samesite="Lax")
        response.delete_cookie(WHAT_IF, samesite="Lax")


class WhatIfStore:
    """What somebody changed for the sake of seeing, by fact: a sealed cookie beside that of the walk."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def load(self) -> dict:
        """The changes; none where the cookie is too old, was altered or makes no sense."""
        try:
            return _opened(self.request.COOKIES.get(WHAT_IF, ""))
        except _NONSENSE:
            return {}

    def save(self, response: HttpResponse, changed: dict) -> None:
        if changed:
            _set(response, WHAT_IF, changed)
        else:
            response.delete_cookie(WHAT_IF, samesite="Lax")


def _set(response: HttpResponse, name: str, answers: dict) -> None:
    """Seal answers into a cookie. It has no expiry of its own, so closing the browser forgets it."""
    sealed = _closed(answers)
    if len(sealed) > LARGEST:  # cannot happen with answers from the rules; never send half a walk
        raise ValueError("the answers are too many for a cookie")
    response.set_cookie(name, sealed, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def _closed(answers: dict) -> str:
    plain = json.dumps({"at": int(time.time()), "answers": answers}, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(ring().seal(zlib.compress(plain, 9), _SEALED_FOR)).decode()


def _opened(cookie: str) -> dict:
    if not cookie or len(cookie) > LARGEST:
        return {}
    plain = ring().unseal(base64.urlsafe_b64decode(cookie.encode()), _SEALED_FOR)
    kept = json.loads(zlib.decompressobj().decompress(plain, 20 * LARGEST))
    if time.time() - kept["at"] >= LASTS:
        return {}
    asked = {key for keys in question_keys().values() for key in keys}
    return {key: value for key, value in kept["answers"].items() if key in asked}


def store_for(request: HttpRequest) -> Store:
    """Where this person's walk is kept."""
    signed_out = CookieStore(request)
    may_keep = request.user.is_authenticated and raise_worry_refusal(request.user) is None
    return DraftStore(request, signed_out) if may_keep else signed_out
