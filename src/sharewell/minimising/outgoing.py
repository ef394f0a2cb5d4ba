"""The last look: what must not be disclosed is taken out of whatever leaves, or it does not leave.

Texts and pages have it taken out, each time by one marker of one width. Of a file nothing can be taken out,
so it is refused where it holds any; and a file of a kind that nothing here can search is refused as well.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from .finding import find
from .folding import fold
from .index import Index
from .known import Known
from .scanning import Place, scan_bytes
from .shielding import shielded_strings, telling_forms
from .words import say

TEXTS = {"text/html", "text/plain", "text/turtle", "application/xhtml+xml"}
# What `scan_bytes` can search down to its last layer, but for the points of pictures.
SEARCHED = {
    "application/pdf",
    "application/zip",
    "application/json",
    "application/ld+json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "text/csv",
    "text/css",
    "text/javascript",
}
_TAG = re.compile(r"<!--.*?-->|<[!/?a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?")
_LETTERS = re.compile(r"%[0-9a-fA-F]{2}|[^\W_]")
_OTHER = re.compile(r"%[0-9a-fA-F]{2}|[\W_]+")
_SURE = 8  # letters and digits; what is shorter may be part of some other word, and must begin and end as one
_SHORTEST = 5

Span = tuple[int, int]


class Disclosing(Exception):
    """It would disclose what must not be, or nobody can tell. Says in how many places and on which `pages` of
    a PDF, never what.
    """

    def __init__(self, places: Iterable[Place] = ()):
        found = [place.where for place in places]
        self.places = len(found)
        self.pages = sorted({int(where[5:]) for where in found if re.fullmatch(r"page \d+", where)})
        super().__init__(
            "of a kind that is not searched" if self.is_unsearched else f"in {self.places} places"
        )

    @property
    def is_unsearched(self) -> bool:
        """Whether nothing was found, because nothing here can search it."""
        return not self.places


class LastLook:
    """Looks through texts, pages and files for what `known` shields. What is `given` on purpose stays word
    for word where it stands whole, though something shielded is written like a part of it.
    """

    def __init__(self, known: Iterable[Known], lang: str = "en", given: Iterable[str] = ()):
        self.known = tuple(one for one in known if one.shielded)
        self.marker = say("marker", "left-out", lang)
        self.masked = 0  # places taken out so far
        self._index = Index(self.known)
        self._read = [each for each in given if each.strip()]
        # Beside what is given the longer ones count too: the short one in them may be a part of it.
        told = telling_forms(self.known)
        self._strings = list(told.values()) if self._read else shielded_strings(self.known)
        self._given = [re.compile(r"\s+".join(map(re.escape, each.split()))) for each in self._read]
        self._forms = [form for form in told if len(form) >= _SHORTEST]

    def text(self, text: str) -> str:
        """A text with every place taken out."""
        return self._without(text, [(n, n + 1) for n in range(len(text))], text)

    def page(self, page: str) -> str:
        """A page with every place taken out of its words and of what its tags hold; its tags stay."""
        return self._without(page, *_words_of_page(page))

    def places(self, text: str) -> list[Span]:
        """Where it stands in a text, but inside what is given: (start, end), in order, none overlapping."""
        return _merged(self._hidden_in(text))

    def anything(self, value: Any) -> Any:
        """The same of texts in lists and dictionaries, however deep."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.anything(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.anything(each) for each in value)
        return value

    def check(self, data: bytes, content_type: str, name: str = "") -> None:
        """Raise `Disclosing` for a file that holds any, and for one of a kind that cannot be searched."""
        kind = content_type.partition(";")[0].strip().lower()
        if kind not in TEXTS | SEARCHED:
            raise Disclosing()
        found = scan_bytes(data, self._strings, self._read)
        if any(self._spans(name)):
            found.append(Place("its name", ""))
        if kind in TEXTS and self._hidden_in(data.decode("utf-8", "replace")):
            found.append(Place("its text", ""))
        if found:
            raise Disclosing(found)

    def _spans(self, text: str) -> Iterator[Span]:
        for finding in find(text, self._index):
            if finding.shielded and not finding.gentle:
                yield finding.start, finding.end
        yield from self._spread(text)

    def _hidden_in(self, text: str) -> list[Span]:
        """Where it stands, but where it is a part of what is given."""
        given = [match.span() for each in self._given for match in each.finditer(text)]
        return [span for span in self._spans(text) if not any(_is_in(span, each) for each in given)]

    def _spread(self, text: str) -> Iterator[Span]:
        """What is spelt with anything, or nothing, between its letters and words."""
        plain = _OTHER.sub("", fold(text))
        if not any(form in plain for form in self._forms):
            return
        letters = [match for match in _LETTERS.finditer(text) if len(match[0]) == 1]
        told = "".join((fold(match[0]) or " ")[:1] for match in letters)
        for form in self._forms:
            at = told.find(form)
            while at >= 0:
                start, end = letters[at].start(), letters[at + len(form) - 1].end()
                alone = not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()
                if alone or len(form) >= _SURE:
                    yield start, end
                at = told.find(form, at + 1)

    def _without(self, raw: str, where: list[Span], words: str) -> str:
        """`raw` without what is found in `words`, of which each character stands at a place of `where`."""
        cuts: list[tuple[int, int, str]] = []
        for start, end in _merged(self._hidden_in(words)):
            self.masked += 1
            first, *rest = _merged(span for span in where[start:end] if span[0] < span[1])
            cuts += [(*first, self.marker), *((*span, "") for span in rest)]  # the rest: beyond a tag
        kept, at = [], 0
        for start, end, marker in sorted(cuts):
            kept += [raw[at:start], marker]
            at = end
        return "".join([*kept, raw[at:]])


def _is_in(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _words_of_page(page: str) -> tuple[list[Span], str]:
    """Where each character of a page's words stands, and the words: its texts, then its tags' values."""
    where: list[Span] = []
    words: list[str] = []
    values: list[Span] = []
    at = 0
    for tag in [*_TAG.finditer(page), None]:
        start, end = tag.span() if tag else (len(page), len(page))
        _add(page, at, start, where, words)
        where.append((start, start))
        words.append(" ")
        if tag:
            values += _values(tag, start)
        at = end
    for start, end in values:
        where.append((start, start))
        words.append("\n")
        _add(page, start, end, where, words)
    return where, "".join(words)


def _values(tag: re.Match[str], start: int) -> list[Span]:
    if tag[0].startswith("<!--"):
        return [(start + 4, tag.end() - 3)]
    found = []
    for match in _VALUE.finditer(tag[0]):
        group = 1 if match[1] is not None else 2
        found.append((start + match.start(group), start + match.end(group)))
    return found


def _add(page: str, start: int, end: int, where: list[Span], words: list[str]) -> None:
    """Add a stretch of a page, its entities read."""
    at = start
    for entity in _ENTITY.finditer(page, start, end):
        _plainly(page, at, entity.start(), where, words)
        meant = html.unescape(entity[0])
        where.extend([entity.span()] * len(meant))
        words.append(meant)
        at = entity.end()
    _plainly(page, at, end, where, words)


def _plainly(page: str, start: int, end: int, where: list[Span], words: list[str]) -> None:
    where.extend((n, n + 1) for n in range(start, end))
    words.append(page[start:end])
