"""The ways in which one known string may be written, as sequences of canonical words.

Everything a text is compared with comes from here, so what is found is what this module foresees: full
names in either order, with initials, run together or in part; addresses by line, by number and street, by
flat, by house name; the rest (numbers, telephones, dates) is compared by its digits in `index.py`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .folding import TOKEN, canonical, words_of
from .words import lists

ORDINARY = frozenset(lists()["ordinary"].split())
JOINING = frozenset(lists()["joining"].split())
ABBREVIATIONS = frozenset(lists()["abbreviations"].split())
TITLES = ("mr", "mrs", "miss", "ms", "mx", "dr", "sir")
STREETS = frozenset(lists()["one-spelling"]) | {
    "way",
    "hill",
    "row",
    "view",
    "green",
    "heol",
    "maes",
    "walk",
    "mews",
}
ARTICLES = frozenset({"y", "yr", "r", "the"})
# Short forms that the texts searched keep apart from the long ones, as other words are written like them.
SHORT_TOO = {"heol": "hl", "rd": "ff"}
NAMES: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
for _english, _welsh in lists()["streets-by-both-names"].items():
    for _name in _welsh:
        _both = tuple(words_of(_english)), tuple(words_of(_name))
        NAMES.setdefault(_both[0], set()).add(_both[1])
        NAMES.setdefault(_both[1], set()).add(_both[0])
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[\s.-]{0,3}(\d[a-z]{2})\b", re.IGNORECASE)


class Variant(NamedTuple):
    """One way to write something: canonical words in a row, the reason to give, and how sure it is.

    `capital` asks for a capital letter in the text; `near` lets a slip of one or two letters pass.
    """

    words: tuple[str, ...]
    because: str
    gentle: bool = False
    capital: bool = False


def ways_of_name(name: str) -> set[tuple[str, ...]]:
    """The rows of two words and more that mean nobody else: the full name, first and last, turned round."""
    return {
        way.words
        for way in of_name(name)
        if way.because == "full-name" and len(way.words) > 1 and not way.gentle
    }


def ways_of_address(address: str) -> set[tuple[str, ...]]:
    """The rows that mean this address and no other: number and street, flat and number, the postcode."""
    return {way.words for way in of_address(address, shielded=True) if way.because in {"address", "postcode"}}


def of_name(name: str) -> Iterator[Variant]:
    """Full name, order turned round, first and last, initials and surname, run together, parts alone."""
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first} {last}"
    # Each part is a row of words: a double-barrelled surname stays together.
    parts = [tuple(words_of(part)) for part in name.split() if words_of(part)]
    telling = [part for part in parts if not set(part) <= JOINING] or parts
    yield from _whole(parts, telling)
    for word in {word for part in telling for word in part}:
        yield from _alone(word)
    for first, second in re.findall(r"([^\W_]+)['’‘ʼ`´]([^\W_]{3,})", name):
        yield Variant((canonical(first), canonical(second)), "part-name")
        yield from _alone(canonical(second))
    if len(telling) > 1:
        for title in TITLES:
            yield Variant((title, *telling[-1]), "part-name")
        yield from _initials([part[0][0] for part in telling])


def _whole(parts: list[tuple[str, ...]], telling: list[tuple[str, ...]]) -> Iterator[Variant]:
    if len(telling) < 2:
        if len(parts) > 1:
            yield Variant(_row(parts), "full-name")
        return
    first, *middle, last = telling
    rest = parts[: parts.index(last)]
    for row in [parts, telling, [first, last], [last, first], [last, *rest], [*parts[1:], first]]:
        yield Variant(_row(row), "full-name")
        yield Variant(("".join(_row(row)),), "full-name")
    letter, letters = (first[0][0],), [(part[0][0],) for part in middle]
    yield Variant(_row([first, *letters, last]), "full-name")
    for row in [[letter, last], [last, letter], [letter, *middle, last], [letter, *letters, last]]:
        yield Variant(_row(row), "initials-name", capital=bool(set(last) & ORDINARY))
    yield Variant(_row([first, (last[0][0],)]), "initials-name", capital=True)
    for joined in [letter[0] + "".join(last), "".join(last) + letter[0]]:
        if len(joined) > 4:
            yield Variant((joined,), "initials-name", capital=bool(set(last) & ORDINARY))


def _row(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part)


def _initials(letters: list[str]) -> Iterator[Variant]:
    for row in {tuple(letters), (letters[0], letters[-1])}:
        joined = "".join(row)
        if joined not in ABBREVIATIONS:
            yield Variant((joined,), "initials", gentle=True, capital=True)
            yield Variant(row, "initials", gentle=True, capital=True)


def _alone(word: str) -> Iterator[Variant]:
    if word in JOINING or len(word) < 2:
        return
    if word in ORDINARY or len(word) == 2:
        yield Variant((word,), "ordinary-name", gentle=True, capital=True)
    else:
        yield Variant((word,), "part-name")


def of_address(address: str, *, shielded: bool) -> Iterator[Variant]:
    """Each line, number and street with or without its kind, flat and number, house name, postcode halves.

    A town or a half postcode alone counts only where the address is shielded, and gently.
    """
    for match in POSTCODE.finditer(address):
        out, inward = match[1].lower(), match[2].lower()
        yield Variant((out, inward), "postcode")
        yield Variant((out + inward,), "postcode")
        if shielded:
            yield Variant((out,), "part-postcode", gentle=True)
    plain = POSTCODE.sub("\n", address)
    lines = [words for words in map(words_of, re.split(r"[,\n;|]", plain)) if words]
    everything = tuple(word for line in lines for word in line)
    if len(everything) > 1:
        yield Variant(everything, "address")
    if lines and not any(word[0].isdigit() for word in lines[0]) and not set(lines[0]) <= ORDINARY | JOINING:
        # The first line is the name of a house, if it is not a number and street.
        yield Variant(tuple(lines[0]), "street", capital=len(lines[0]) == 1)
    for before, line in zip([[], *lines], lines, strict=False):
        if _is_number(line) and before != line:
            continue  # a number on a line of its own belongs to the street after it
        is_begun = _is_number(before) or (len(before) == 2 and before[0] == "flat")
        yield from _line(line, shielded=shielded)
        if is_begun:
            yield from _line(before + line, shielded=shielded)


def _line(words: list[str], *, shielded: bool) -> Iterator[Variant]:
    """One line of an address: flat, number and street; a house or street with a name; or a place."""
    flat = words[0] == "flat" and len(words) > 1 and words[1][0].isdigit()
    if flat and len(words) > 2:
        yield Variant(tuple(words), "address")
    # After a flat's own number, the number of the house is the next one.
    at = next((n for n, word in enumerate(words) if n >= 2 * flat and word[0].isdigit()), None)
    if at is not None and at + 1 < len(words):
        yield from _numbered(words, at, flat=flat)
    elif not flat and len(words) > 1 and set(words) & STREETS:
        yield Variant(tuple(words), "street")
    elif not flat and at is None and shielded:
        for first in [words[0], *mutations(words[0])]:
            yield Variant((first, *words[1:]), "place", gentle=True, capital=True)


def _numbered(words: list[str], at: int, *, flat: bool) -> Iterator[Variant]:
    street = words[at + 1 :]
    yield from _in_street(words, at, street, flat=flat)
    for other in otherwise(tuple(street)):
        for variant in _in_street(words, at, list(other), flat=flat):
            if variant.because == "address":  # the other name of a street alone is too often another street
                yield variant


def _in_street(words: list[str], at: int, street: list[str], *, flat: bool) -> Iterator[Variant]:
    number = words[at]
    rows = {(number, *street), *_split(number, street)}
    if len(street) > 1 and street[-1] in STREETS:
        rows.add((number, *street[:-1]))
    if flat:
        rows |= {(words[1], number, *street), (number, words[1], *street), (number, *words[:2], *street)}
    for row in rows:
        yield Variant(row, "address")
    if len("".join(street)) > 3:
        yield Variant(tuple(street), "street")


def otherwise(street: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The other ways to write a street that begins these canonical words: by its name in the other language,
    with another short form, without "y", "yr" and "the".
    """
    ways = {street}
    for length in range(1, len(street) + 1):
        ways |= {(*other, *street[length:]) for other in NAMES.get(street[:length], ())}
    ways |= {tuple(word for word in way if word not in ARTICLES) for way in ways}
    for word, short in SHORT_TOO.items():
        ways |= {tuple(short if each == word else each for each in way) for way in ways}
    return {way for way in ways if way} - {street}


def _split(number: str, street: list[str]) -> Iterator[tuple[str, ...]]:
    """14b also as 14 b."""
    parted = re.fullmatch(r"(\d+)([a-z])", number)
    if parted:
        yield (parted[1], parted[2], *street)


def _is_number(words: list[str]) -> bool:
    return len(words) == 1 and words[0][0].isdigit()


# First letters as Welsh changes them after other words: Bangor, ym Mangor, i Fangor.
_MUTATED = [
    ("ll", ["l"]), ("rh", ["r"]), ("c", ["g", "ngh", "ch"]), ("p", ["b", "mh", "ph"]),
    ("t", ["d", "nh", "th"]), ("g", ["", "ng"]), ("b", ["f", "m"]), ("d", ["dd", "n"]), ("m", ["f"]),
]  # fmt: skip


def mutations(word: str) -> list[str]:
    """A Welsh word with its first letter mutated, in each way there is."""
    for start, changed in _MUTATED:
        if word.startswith(start) and not word.startswith(("ch", "th", "ph", "dd")):
            return [form + word[len(start) :] for form in changed]
    return []


def near_words(kind: str, text: str) -> set[str]:
    """The words of a known string that a slip of the pen may spell otherwise: long, telling, all letters."""
    if kind not in {"name", "address"}:
        return set()
    words = {canonical(match[0]) for match in TOKEN.finditer(text)}
    return {
        word
        for word in words
        if len(word) >= 5 and word.isalpha() and word not in ORDINARY | JOINING | STREETS
    }
