"""Keyed hashes of names and safe addresses: a text is searched for all that is known, and nothing is opened.

A trace is the hash of the first two words of one way of writing it (or of its one word), and the hash of the
whole. A text costs one hash for each pair of its words, however many children are known.
"""

from itertools import product
from typing import NamedTuple

from sharewell.domain.sealed import ring
from sharewell.minimising import WORD, canonical, ways_of_address, ways_of_name

GAP = 12  # the most characters between two words that belong together
MOST_WORDS = 10
BATCH = 500  # hashes in one query


class Trace(NamedTuple):
    """What is stored of one way of writing something."""

    blind: bytes
    whole: bytes
    words: int


class Met(NamedTuple):
    """A place in a text where one of the rows is named."""

    start: int
    end: int
    row: object


def of_child(child):
    """The traces of a child's names: those of two words and more, in every usual order."""
    names = [child.name, *child.other_names.splitlines()]
    ways = {words for name in names for words in ways_of_name(name)}
    return _traces(ways, child.organisation_id, "names")


def of_address(address, organisation_id):
    """The traces of a safe address: number and street, postcode, the whole."""
    return _traces(set(ways_of_address(address)), organisation_id, "safe-addresses")


def _traces(ways, organisation_id, purpose):
    blind = Blinds(organisation_id, purpose)
    return [Trace(blind(words[:2]), blind(words), len(words)) for words in sorted(ways)]


class Blinds(dict):
    """Hashes of rows of words for one organisation, each worked out once."""

    def __init__(self, organisation_id, purpose):
        self.organisation_id, self.purpose = organisation_id, purpose

    def __call__(self, words):
        if words not in self:
            self[words] = ring().blind(f"{self.organisation_id} {' '.join(words)}", self.purpose)
        return self[words]


def met_in(text, organisation_id, purpose, rows):
    """Every place in `text` that names one of `rows` (a query of traces of that purpose), as `Met`."""
    words, blind = _words(text), Blinds(organisation_id, purpose)
    begun = {}  # the first two words, hashed: where they stand
    for at in range(len(words)):
        for row in _rows(words, at, 1 if words[at].alone else 2, text):
            begun.setdefault(blind(row), []).append(at)
    found = []
    for trace in _stored(rows, list(begun)):
        for at in begun[bytes(trace.blind)]:
            if any(blind(row) == bytes(trace.whole) for row in _rows(words, at, trace.words, text)):
                found.append(Met(words[at].start, words[at + trace.words - 1].end, trace))
    return _apart(found)


def _apart(found):
    """Of places that overlap, the longest."""
    apart = []
    for met in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or met.start >= apart[-1].end:
            apart.append(met)
    return apart


def _stored(rows, blinds):
    for start in range(0, len(blinds), BATCH):
        yield from rows.filter(blind__in=blinds[start : start + BATCH])


class _Word(NamedTuple):
    start: int
    end: int
    ways: tuple[str, ...]  # as written; without what follows the last apostrophe, or the first
    alone: bool  # whether it can be a postcode that is written together


def _words(text):
    return [_word(match) for match in WORD.finditer(text)]


def _word(match):
    plain = canonical(match[0])
    whose = match[0].replace("’", "'")
    ways = (plain, canonical(whose.rpartition("'")[0]), canonical(whose.partition("'")[0]))
    is_alone = 5 <= len(plain) <= 7 and plain[0].isalpha() and any(letter.isdigit() for letter in plain)
    return _Word(match.start(), match.end(), tuple(dict.fromkeys(filter(None, ways))), is_alone)


def _rows(words, at, length, text):
    """The ways in which so many words from here on can be read; none where they do not belong together."""
    part = words[at : at + length]
    apart = any(two.start - one.end > GAP for one, two in zip(part, part[1:], strict=False))
    if len(part) < length or apart or length > MOST_WORDS:
        return []
    return (
        list(product(*(word.ways for word in part[:-1]), part[-1].ways))
        if length > 1
        else [(way,) for way in part[0].ways]
    )
