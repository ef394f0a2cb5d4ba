"""Addresses that look like one we know, but are not it: a slip of the finger, or a trap."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

# Characters that are drawn alike, each with the plain one it is taken for. Pairs of letters first.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SINGLES = str.maketrans(
    "0135|ıіϳјаеорсухѕԁɡһӏոκνοτρυ\u2010\u2011\u2013_", "olesliijjaeopcyxsdghlnkvotpu----"
)
_NEAR = 2  # so many slips, or fewer, in a whole address are taken for a likeness
_LONG = 8  # of names shorter than this, two slips make another name


@dataclass(frozen=True)
class Likeness:
    """`known` is the address that was probably meant; `is_drawn_alike` where the eye cannot tell the two
    apart.
    """

    known: str
    is_drawn_alike: bool


def drawn(text: str) -> str:
    """What the eye makes of a text: look-alike characters become the plain ones."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    plain = plain.translate(_SINGLES).replace("i", "l")
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain


_drawn = lru_cache(maxsize=20_000)(drawn)


def likeness(email: str, known: list[str]) -> Likeness | None:
    """The known address that `email` could be mistaken for, or nothing; nothing where it is known itself."""
    email = _readable(email.strip())
    known = sorted({address.strip().lower() for address in known if "@" in address})
    if "@" not in email or email.lower() in known:
        return None
    for address in known:
        if _drawn(address) == _drawn(email) or _is_alike_domain(email, address):
            return Likeness(address, is_drawn_alike=True)
    near = min(known, key=lambda address: (_slips(email, address), address), default=None)
    if near and _slips(email, near) <= _NEAR:
        return Likeness(near, is_drawn_alike=False)
    return None


def likeness_of_name(name: str, known: Iterable[str]) -> Likeness | None:
    """The known organisation that `name` could be mistaken for, or nothing; nothing where it is one."""
    known = sorted({_words(one): one for one in known if _words(one)}.items())
    said = _words(name)
    if not said or any(said == one for one, _name in known):
        return None
    for one, as_known in known:
        if _drawn(one) == _drawn(said):
            return Likeness(as_known, is_drawn_alike=True)
    for one, as_known in known:
        if len(one) >= _LONG and DamerauLevenshtein.distance(said, one, score_cutoff=_NEAR) <= _NEAR:
            return Likeness(as_known, is_drawn_alike=False)
    return None


def _words(name):
    return " ".join(name.casefold().split())


def _slips(email, address):
    here, there = email.lower().rsplit("@", 1), address.rsplit("@", 1)
    local = DamerauLevenshtein.distance(here[0], there[0], score_cutoff=_NEAR)
    domain = DamerauLevenshtein.distance(here[1], there[1], score_cutoff=_NEAR)
    if domain == 0 and min(len(here[0]), len(there[0])) < 5:
        return _NEAR + 1  # colleagues at one place have short names that are near each other
    return local + domain if domain else (local if local == 1 else _NEAR + 1)


def _is_alike_domain(email, address):
    """The domain is drawn like a known one but is not it: whatever stands before the @, it is not them."""
    here, there = email.lower().rsplit("@", 1)[1], address.rsplit("@", 1)[1]
    return here != there and _drawn(here) == _drawn(there)


def _readable(email):
    """With an internationalised domain as it would be drawn, not as it is sent."""
    local, _at, domain = email.rpartition("@")
    try:
        return f"{local}@{domain.encode('ascii').decode('idna')}" if "xn--" in domain.lower() else email
    except UnicodeError:
        return email
