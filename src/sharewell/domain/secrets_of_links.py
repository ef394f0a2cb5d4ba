"""Secrets that open a page without an account: the link's, which only a mail holds, and the code, which is
said aloud. Pure: it knows no table. What a link leads to is its room's matter.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

MARGIN = timedelta(
    minutes=2
)  # how much a clock may be off; what lies further ahead was written by a wrong one
LINK_LASTS = timedelta(days=14)
CODE_DIGITS = 8
FREE_TRIES = 2  # a slip of the tongue costs nothing
LONGEST_LOCK = timedelta(hours=1)
FRESH_EVERY = timedelta(minutes=5)
VISIT_LASTS = timedelta(hours=8)  # after opening, in the same browser; idle sessions end sooner


def new_token() -> str:
    """256 bits, to stand in a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What a link is found by. Whoever reads it cannot use it as the link."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Eight digits in two halves, easy to say in any language: "4821 7730"."""
    digits = "".join(secrets.choice("0123456789") for _n in range(CODE_DIGITS))
    return f"{digits[:4]} {digits[4:]}"


def is_right(code: str, typed: str) -> bool:
    """Whether the typed code is the code, however it was spaced. Takes as long for a wrong one."""
    return compare_digest(_digits(code), _digits(typed))


def lock_after(wrong: int) -> timedelta | None:
    """How long to wait after so many wrong codes in a row: 1, 2, 4 ... minutes, an hour at most."""
    if wrong <= FREE_TRIES:
        return None
    return min(timedelta(minutes=2 ** min(wrong - FREE_TRIES - 1, 10)), LONGEST_LOCK)


def is_locked(until: datetime | None, at: datetime) -> bool:
    """Whether codes are not tried until a moment. A lock longer than any was set by a wrong clock: it is
    none.
    """
    return until is not None and at < until <= at + LONGEST_LOCK


def why_closed(link, at: datetime) -> str:
    """Why a link ("used_at", "ended_at", "made_at", "expires_at") does not open, or ""; asking changes
    nothing.
    """
    if link.used_at:
        return "used"
    if link.ended_at:
        return "ended"
    return "" if is_within(link.made_at, at, link.expires_at - link.made_at) else "expired"


def is_within(start: datetime, at: datetime, lasts: timedelta) -> bool:
    """Whether `at` lies in what began at `start`. What begins later than now was written by a wrong clock,
    and counts as over: nothing lasts longer because a clock was wrong.
    """
    return start - MARGIN <= at < start + lasts


def _digits(text: str) -> bytes:
    return "".join(letter for letter in text if letter in "0123456789").encode()
