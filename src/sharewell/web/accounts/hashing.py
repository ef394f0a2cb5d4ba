"""Hashing passwords: dear enough to make guessing slow, and only so many at once.

A hash takes memory and time by design, so a flood of sign-ins would take all of both. A few are made at
once, a few more wait a moment, and whoever comes after is asked to try again. Nothing on the way to what to
do in an emergency makes a hash, so none of this holds it up.
"""

import threading
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

WAITING = 4  # threads that may stand in line; the others stay free for every other page
PATIENCE = 5  # seconds in the line


class TooBusy(Exception):
    """So many are signing in at this moment that one more would slow everybody down."""


class _Line:
    """At most `at_once` inside, at most `waiting` before the door."""

    def __init__(self, at_once, waiting, patience):
        self.inside = threading.BoundedSemaphore(at_once)
        self.before = threading.BoundedSemaphore(at_once + waiting)
        self.patience = patience

    @contextmanager
    def turn(self):
        if not self.before.acquire(blocking=False):
            raise TooBusy
        try:
            if not self.inside.acquire(timeout=self.patience):
                raise TooBusy
            try:
                yield
            finally:
                self.inside.release()
        finally:
            self.before.release()


_line = _Line(settings.HASHES_AT_ONCE, WAITING, PATIENCE)


class Argon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB and two passes: near a tenth of a second on a small server. Known and unknown
    accounts take the same.
    """

    memory_cost, time_cost, parallelism = 47_104, 2, 1

    def encode(self, password, salt):
        with _line.turn():
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with _line.turn():
            return super().verify(password, encoded)
