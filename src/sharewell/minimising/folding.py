"""Seeing through spelling: the same word with or without accents, case, apostrophes or hidden characters."""

import re
import unicodedata

from .words import lists

# Letters of other alphabets that look like Latin ones, for text made to slip past a search.
LOOKALIKES = str.maketrans("аеорсухіјѕԁһӏТВНКМРСАЕОХαοινρτυκ", "aeopcyxijsdhltbhkmpcaeoxaoivptuk")
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
LONGER = {short: words.split() for short, words in lists()["one-spelling"].items()}
SHORTER = {word: short for short, words in LONGER.items() for word in words}

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
_APOSTROPHES = "'’‘ʼ`´"
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
TOKEN = re.compile(rf"[^\W_]{_LETTER}*(?:[{_APOSTROPHES}]{_LETTER}+)*")
APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")


def fold(word: str) -> str:
    """One word in its plainest spelling: no accents, case, apostrophes or invisible characters."""
    if word.isascii():
        plain = word.lower()
    else:
        parts = unicodedata.normalize("NFKD", word.translate(LOOKALIKES))
        plain = "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Cf"}).casefold()
        plain = plain.translate(LOOKALIKES).replace("ø", "o").replace("ł", "l").replace("đ", "d")
    return APOSTROPHE.sub("", plain)


def canonical(word: str) -> str:
    """A folded word in its one spelling: "Street" and "St" alike, "twelve" as 12."""
    plain = fold(word)
    return SHORTER.get(plain) or NUMBERS.get(plain) or plain


def words_of(text: str) -> list[str]:
    """The canonical words of a text, in order."""
    return [canonical(match[0]) for match in TOKEN.finditer(text)]


def squeeze(text: str) -> str:
    """Letters and digits only, folded: what is left when spacing and punctuation are ignored."""
    return "".join(c for c in fold(text) if c.isalnum())
