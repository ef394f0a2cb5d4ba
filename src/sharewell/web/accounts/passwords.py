"""Which passwords are good enough: long, and not the first that somebody would try.

After NIST SP 800-63B-4: fifteen letters at least, no rule about which kinds of letters, no changing by the
calendar, and a list of what is refused, to which the organisation's own words belong.
"""

import re
import unicodedata
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 15, 256
ENOUGH = 8  # letters that have to be left once known words, rows and repeats are taken away
_OURS = {
    *("sharewell", "safeguarding", "diogelu", "password", "passphrase", "cyfrinair", "letmein", "welcome"),
    *("croeso", "admin", "administrator", "qwertyuiop", "asdfghjkl", "zxcvbnm", "iloveyou", "football"),
    *(
        "monkey",
        "dragon",
        "sunshine",
        "princess",
        "secret",
        "login",
        "changeme",
        "children",
        "child",
        "plant",
    ),
    *("plentyn", "school", "ysgol", "academy", "council", "cyngor", "police", "heddlu", "surgery", "nursery"),
    *("teacher", "january", "february", "march", "april", "june", "july", "august", "september", "october"),
    *("november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("spring", "summer", "autumn", "winter"),
}
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS, _FIGURES = str.maketrans("@$!|", "asil"), str.maketrans("013457", "oleast")


class Long:
    """Fifteen letters of any kind, spaces among them; and no more than can be typed."""

    def validate(self, password, user=None):
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="password_too_short")
        if len(password) > LONGEST:
            raise ValidationError(_("Choose one of at most 256 letters"), code="password_too_long")

    def get_help_text(self):
        return _("Use at least 15 letters. Three or four words that have nothing to do with you are good")


class NotGuessable:
    """Not a password of the lists that are tried first, nor made of words that belong to whoever signs in."""

    def validate(self, password, user=None):
        if is_guessable(password, words_of(user)):
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self):
        return _(
            "Choose words that have nothing to do with you, your work or this service. What people use often "
            "is tried first"
        )


def words_of(person):
    """What anybody could know of a person: their names, their address, what their organisation is called."""
    if person is None or not getattr(person, "organisation_id", None):
        return []
    place = person.organisation
    return [
        person.name,
        *re.split(r"[@.]", person.email),
        place.name_en,
        place.name_cy,
        str(place.area or ""),
    ]


def is_guessable(password, words=()):
    """Whether little is left of a password once all that comes to mind first is taken away."""
    plain = _plain(password)
    known = {_plain(part) for word in words for part in (word, *re.split(r"[^\w]+", word))}
    known = sorted((known | _OURS) - {""}, key=len, reverse=True)
    return any(_comes_to_mind(each, known) for each in (plain, plain.translate(_FIGURES)))


def _comes_to_mind(plain, known):
    if plain in _common() or plain.rstrip("0123456789!") in _common():
        return True
    for word in known:
        if len(word) > 2:
            plain = plain.replace(word, "")
    return len(_without_rows(plain)) < ENOUGH


def _plain(text):
    """Small letters and figures alone, without accents and the usual disguises."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "", bare.translate(_SIGNS))


def _without_rows(text):
    """The text without repeats, years, and three or more that stand side by side on the keyboard or in the
    alphabet.
    """
    text = re.sub(r"(.+?)\1+", r"\1", re.sub(r"(?:19\d|20[0-4])\d", "", text))
    rows = [row for each in _ROWS for row in (each, each[::-1])]
    for length in range(10, 2, -1):
        for row in rows:
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], "")
    return text


@cache
def _common():
    """Twenty thousand that are known to be tried first."""
    return frozenset(map(_plain, CommonPasswordValidator().passwords)) - {""}
