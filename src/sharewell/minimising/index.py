"""An index over everything known to a case, built once and asked for each word of a text.

Each word is looked up in a dictionary, so the time for a text depends on its length and not on how many
names are known. A slip of one or two letters is found by a second dictionary of words with letters left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from . import variants
from .dates import dates_in
from .digits import Digits
from .folding import APOSTROPHE, TOKEN, canonical, fold
from .identifiers import EMAIL
from .known import Known
from .slips import Slips

GAP = 12  # the most characters between two words of one name (a line end with an indent, say)
ENDS_A_SENTENCE = re.compile(r"(?:^|[.!?:\n•][\"')\]]*)\s*$")
BREAKS = {"-", "\u2010", "\u00ad"}
BROKEN = re.compile(r"[-\u2010\u00ad][ \t]*\r?\n[ \t]*([^\W_]+)")
INITIALS = re.compile(r"[A-ZÀ-ÞŴŶ](?:\.? ?[A-ZÀ-ÞŴŶ])+")
SPELT_OUT = re.compile(r"(?<![^\W_])[^\W_](?:[ \t.\-_][^\W_]){3,}(?![^\W_])")


class Hit(NamedTuple):
    """A place in a text, the reason, and everything known that it may speak of."""

    start: int
    end: int
    because: str
    gentle: bool
    known: tuple[Known, ...]


class _Word(NamedTuple):
    start: int
    end: int
    word: str  # canonical, or as corrected
    exact: bool
    capital: bool


class Index:
    """What is known, ready to be looked for in any number of texts."""

    def __init__(self, known: Iterable[Known]):
        self.known = tuple(known)
        self._tree: dict[Any, Any] = {}  # words that follow each other; None: what they spell
        self._words: set[str] = set()
        self._slips = Slips()
        self._digits = Digits()
        self._emails: dict[str, list[Known]] = {}
        self._dates: dict[tuple[int | None, int, int], list[Known]] = {}
        # What was worked out for a word before; texts repeat themselves.
        self._seen: dict[str, tuple[str, int, int] | None] = {}
        for one in self.known:
            self._add(one)

    # -- building ----------------------------------------------------------------------------------

    def _add(self, one: Known) -> None:
        add = {
            "name": self._add_name,
            "address": self._add_address,
            "email": self._add_email,
            "date": self._add_date,
            "phone": self._digits.add_phone,
        }
        add.get(one.kind, self._add_number)(one)
        for word in variants.near_words(one.kind, one.text):
            self._slips.add(word)

    def _add_name(self, one: Known) -> None:
        self._add_variants(one, variants.of_name(one.text))

    def _add_address(self, one: Known) -> None:
        self._add_variants(one, variants.of_address(one.text, shielded=one.shielded))

    def _add_email(self, one: Known) -> None:
        self._emails.setdefault(_mailbox(one.text), []).append(one)

    def _add_date(self, one: Known) -> None:
        for dated in dates_in(one.text):
            self._dates.setdefault(dated.day, []).append(one)
            self._dates.setdefault((None, *dated.day[1:]), []).append(one)

    def _add_number(self, one: Known) -> None:
        if not any(c.isalpha() for c in one.text):
            self._digits.add_number(one)
        words = tuple(canonical(match[0]) for match in TOKEN.finditer(one.text))
        if words:
            self._add_variants(one, [variants.Variant(row, "number") for row in {words, ("".join(words),)}])

    def _add_variants(self, one: Known, found: Iterable[variants.Variant]) -> None:
        for variant in found:
            node = self._tree
            for word in variant.words:
                self._words.add(word)
                node = node.setdefault(word, {})
            node.setdefault(None, []).append((variant, one))

    # -- asking ------------------------------------------------------------------------------------

    def hits(self, text: str) -> Iterator[Hit]:
        """Every place where something known is written; places may overlap."""
        words = list(self._known_words(text))
        for n in range(len(words)):
            yield from self._hits_from(words, n, text)
        yield from self._spelt_out(text)
        for start, end, because, known in self._digits.found_in(text):
            yield Hit(start, end, because, because == "part-phone", known)
        for match in EMAIL.finditer(text) if self._emails else ():
            mailed = self._emails.get(_mailbox(match[0]))
            if mailed:
                yield Hit(match.start(), match.end(), "email", False, tuple(mailed))
        for dated in dates_in(text) if self._dates else ():
            born = self._dates.get(dated.day)
            if born:
                because = "date" if dated.day[0] else "part-date"
                yield Hit(dated.start, dated.end, because, not dated.day[0], tuple(born))

    def _known_words(self, text: str) -> Iterator[_Word]:
        """The words of a text that stand in something known, in order, slips corrected."""
        seen = self._seen
        for match in TOKEN.finditer(text):
            raw = match[0]
            try:
                found = seen[raw]
            except KeyError:
                found = seen[raw] = self._look_up(raw)
            if found is not None:
                word, cut, before = found
                start = match.start() + before
                yield _Word(start, match.end() - cut, word, True, text[start].isupper())
            elif text[match.end() : match.end() + 1] in BREAKS or raw[0].isupper():
                mended = self._broken_over_lines(text, match) or self._slip(match)
                if mended:
                    yield mended

    def _look_up(self, raw: str) -> tuple[str, int, int] | None:
        """The canonical word, and how many characters at the end and the start are not part of it."""
        word = canonical(raw)
        if word in self._words:
            return word, 0, 0
        # Siân's, i'r, d'Arcy, O'Brien's: the longest part that is known.
        cuts = [match.start() for match in APOSTROPHE.finditer(raw)]
        parts = [(raw[:at], len(raw) - at, 0) for at in cuts] + [(raw[at + 1 :], 0, at + 1) for at in cuts]
        for part, after, before in sorted(parts, key=lambda part: -len(part[0])):
            if canonical(part) in self._words:
                return canonical(part), after, before
        plain = fold(raw)
        one = plain[:-1]
        if len(one) > 2 and plain[-1] == "s" and one in self._words and one not in variants.ORDINARY:
            return one, 1, 0
        bare = raw.rstrip("0123456789")
        if bare != raw and len(bare) > 4 and fold(bare) in self._words:
            return fold(bare), len(raw) - len(bare), 0
        return None

    def _broken_over_lines(self, text: str, match: re.Match[str]) -> _Word | None:
        after = BROKEN.match(text, match.end())
        if after and canonical(match[0] + after[1]) in self._words:
            whole = canonical(match[0] + after[1])
            return _Word(match.start(), after.end(), whole, True, match[0][0].isupper())
        return None

    def _slip(self, match: re.Match[str]) -> _Word | None:
        word = self._slips.meant(match[0])
        return _Word(match.start(), match.end(), word, False, True) if word else None

    def _hits_from(self, words: list[_Word], n: int, text: str) -> Iterator[Hit]:
        node, start = self._tree.get(words[n].word), words[n].start
        exact = capital = True
        best = None
        at = n
        while node is not None:
            word = words[at]
            exact, capital = exact and word.exact, capital and word.capital
            entries = [
                (variant, one) for variant, one in node.get(None, ()) if capital or not variant.capital
            ]
            if entries:
                best = (word.end, entries, exact, at - n + 1)
            at += 1
            if at == len(words) or not _adjoin(text, words[at - 1], words[at]):
                break
            node = node.get(words[at].word)
        if best is None:
            return
        end, entries, exact, length = best
        if not exact and length == 1 and ENDS_A_SENTENCE.search(text, max(0, start - 12), start):
            return  # a slip that is only a capital at the start of a sentence is far too often another word
        variant = min((variant for variant, _ in entries), key=lambda variant: variant.gentle)
        if variant.because == "initials" and not INITIALS.fullmatch(text, start, end):
            return
        known = tuple(dict.fromkeys(one for _, one in entries))
        if exact:
            yield Hit(start, end, variant.because, variant.gentle, known)
        else:
            yield Hit(start, end, "near", length == 1, known)

    def _spelt_out(self, text: str) -> Iterator[Hit]:
        """Names with a space or a dot after each letter."""
        for match in SPELT_OUT.finditer(text):
            letters = [(match.start() + n, c) for n, c in enumerate(match[0]) if c.isalnum()]
            for length in range(len(letters), 3, -1):
                for first in range(len(letters) - length + 1):
                    part = letters[first : first + length]
                    node = self._tree.get(canonical("".join(c for _, c in part)))
                    if node and None in node:
                        known = tuple(dict.fromkeys(one for _, one in node[None]))
                        yield Hit(part[0][0], part[-1][0] + 1, node[None][0][0].because, False, known)


def _adjoin(text: str, one: _Word, two: _Word) -> bool:
    """Whether nothing but spacing and punctuation lies between two words."""
    between = text[one.end : two.start]
    if len(between) > GAP:
        return False
    return between in {"'s ", "’s "} or not any(c.isalnum() for c in between)


def _mailbox(email: str) -> str:
    """An e-mail address without case and without what follows a plus."""
    name, _, domain = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"
