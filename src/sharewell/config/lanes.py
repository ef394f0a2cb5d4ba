"""Who is answered when many ask at once: what to do in danger has a lane of its own, which nobody fills.

A request is read whole by one of many reading threads before a page's thread is taken, so that a slow sender
holds up nobody but itself. Each address and each session may have only some of the pages' threads at a time.
"""

import contextlib
import io
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

from sharewell.config.headers import ALWAYS, NOTHING_RUNS, OVER_TLS

EMERGENCY = ("/danger/", "/cy/danger/")
READERS = 192  # threads that only read requests and hand over answers
BIG, MOST_BIG = 1024 * 1024, 4  # bytes; a body over that is read while so few others are
PATIENCE = 15.0  # seconds that a page waits for its turn before it says that we are busy
_MORE = (
    10 * 1024 * 1024
)  # bytes over the largest file: a page says so where a file is only a little too large

Environ = dict[str, Any]
Start = Callable[..., Any]


class Busy(Exception):
    """There is no room for this request now."""


class Shares:
    """How many requests of one who asks may be answered at once."""

    def __init__(self, most: int) -> None:
        self._most, self._taken, self._changed = most, Counter[str](), threading.Condition()

    @contextlib.contextmanager
    def one(self, who: str) -> Iterator[None]:
        """Wait for a share of `who`. Raises `Busy`."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._taken[who] < self._most, PATIENCE):
                raise Busy
            self._taken[who] += 1
        try:
            yield
        finally:
            with self._changed:
                self._taken[who] -= 1
                self._taken += Counter()  # forgets those who have none
                self._changed.notify_all()


class Lane:
    """Some threads that answer, of which one address has all but one at most, and one session half."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._addresses, self._sessions = Shares(max(1, threads - 1)), Shares(max(1, threads // 2))

    def answer(
        self, app: Callable[..., Any], environ: Environ
    ) -> tuple[str, list[tuple[str, str]], list[bytes]]:
        """What the pages say, when it is this one's turn. Raises `Busy`."""
        with contextlib.ExitStack() as shares:
            shares.enter_context(self._addresses.one(_address(environ)))
            if session := _session(environ):
                shares.enter_context(self._sessions.one(session))
            return self._pool.submit(_answer, app, environ).result()


class Lanes:
    """The pages, as a WSGI application."""

    def __init__(self, app: Callable[..., Any], threads: int) -> None:
        quick = max(2, threads // 4)
        self._app = app
        self._quick, self._others = Lane("danger", quick), Lane("page", max(2, threads - quick))
        self._big = threading.BoundedSemaphore(MOST_BIG)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Read it, answer it, hand the answer over."""
        lane = self._quick if environ.get("PATH_INFO", "").startswith(EMERGENCY) else self._others
        try:
            if not self._read(environ):
                return _refuse(start, "413 Request Entity Too Large", "Too much at once.")
            if rest := getattr(environ.get("gunicorn.socket"), "rest", None):
                rest()
            status, headers, body = lane.answer(self._app, environ)
        except Busy:
            return _refuse(
                start, "503 Service Unavailable", "Busy. Try again in a moment.", ("Retry-After", "5")
            )
        start(status, headers)
        return body

    def _read(self, environ: Environ) -> bool:
        """Take the whole body into memory; whether it is small enough."""
        largest = settings.UPLOAD_LIMIT + _MORE
        said = environ.get("CONTENT_LENGTH") or ""
        length = int(said) if said.isdecimal() else 0
        is_open_ended = not said and environ.get("wsgi.input_terminated")
        if length > largest:
            return False
        if not length and not is_open_ended:
            environ["wsgi.input"] = io.BytesIO()
            return True
        with self._room_for(length if length else BIG + 1):
            hurry = getattr(environ.get("gunicorn.socket"), "allow", None)
            if hurry:
                hurry(length)
            body = environ["wsgi.input"].read(largest + 1)
        if len(body) > largest:
            return False
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
        return True

    @contextlib.contextmanager
    def _room_for(self, length: int) -> Iterator[None]:
        if length <= BIG:
            yield
            return
        if not self._big.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            self._big.release()


def _answer(app: Callable[..., Any], environ: Environ) -> tuple[str, list[tuple[str, str]], list[bytes]]:
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        said[:] = [status, headers]

    body = app(environ, start)
    try:
        parts = list(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    return said[0], said[1], parts


def _address(environ: Environ) -> str:
    """Where it comes from; behind a proxy of our own, what that says last."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or environ.get("REMOTE_ADDR", "")


def _session(environ: Environ) -> str:
    """Whose session it says it is, unreadably; nothing for somebody who has none."""
    try:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return sha256(cookie.value.encode()).hexdigest() if cookie else ""


def _refuse(start: Start, status: str, words: str, *more: tuple[str, str]) -> list[bytes]:
    headers = {
        **ALWAYS,
        **OVER_TLS,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Security-Policy": NOTHING_RUNS,
        "Connection": "close",
        **dict(more),
    }
    start(status, list(headers.items()))
    return [words.encode()]
