"""What must not be disclosed: whether a file still holds it, and what may be kept of the file without it."""

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import NamedTuple

from .cleaning import CleanFile
from .finding import find, leave_out
from .folding import LONGER, squeeze
from .index import Index
from .known import Known
from .scanning import SHORTEST, Place, scan_bytes
from .variants import POSTCODE, of_address
from .words import say


class Passage(NamedTuple):
    """A paragraph that may be kept, and the page that it stood on."""

    page: int
    text: str


def shielded_strings(known: Iterable[Known]) -> list[str]:
    """The strings that give a shielded name, place or number away, each long enough to mean nothing else."""
    told = telling_forms(known)
    # Whatever holds a shorter one is found by it.
    least: list[str] = []
    for form in sorted(told, key=len):
        if len(form) >= SHORTEST and not any(short in form for short in least):
            least.append(form)
    return [told[form] for form in least]


def telling_forms(known: Iterable[Known]) -> dict[str, str]:
    """Every such string, by its letters and digits alone."""
    strings: dict[str, None] = {}
    for one in known:
        if one.shielded:
            strings |= dict.fromkeys(_telling(one))
    return {squeeze(string): string for string in reversed(strings)}


def _telling(one: Known) -> Iterator[str]:
    yield one.text
    if one.kind == "address":
        for match in POSTCODE.finditer(one.text):
            yield match[0]
        for variant in of_address(one.text, shielded=True):
            if variant.because in {"address", "street"} and len(variant.words) > 1:
                yield from _spellings(variant.words)


def _spellings(words: tuple[str, ...]) -> Iterator[str]:
    """A line of an address with each of its words (street, road) in every spelling."""
    ways = [[word, *LONGER.get(word, ())] for word in words]
    for row in islice(product(*ways), 100):
        yield " ".join(row)


def holds_shielded(clean: CleanFile, known: Iterable[Known]) -> list[Place]:
    """Where a clean file still holds what must not be disclosed. Empty is no proof for `unsearched` pages."""
    known = [one for one in known if one.shielded]
    if not known:
        return []
    index, places = Index(known), []
    for number, text in enumerate(clean.pages, 1):
        places += [
            Place(f"page {number}", finding.label or finding.text)
            for finding in find(text, index)
            if finding.shielded and not finding.gentle
        ]
    return list(dict.fromkeys([*places, *hidden_in(clean, known, index)]))


def hidden_in(clean: CleanFile, known: Iterable[Known], index: Index | None = None) -> list[Place]:
    """Where in a clean file it stands that no page shows: its bytes, and what a document calls its styles."""
    known = [one for one in known if one.shielded]
    places = scan_bytes(clean.data, shielded_strings(known)) if known else []
    if clean.kind == "docx" and known:
        for name, said in _called(clean.data):
            found = find(said, index or Index(known))
            if any(one.shielded and not one.gentle for one in found):
                places.append(Place(name, ""))
    return places


def _called(data: bytes) -> Iterator[tuple[str, str]]:
    """The values in the tags of each part of a document, such as the names of styles: (part, values)."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                values = re.findall(
                    r'"([^"<>]*[^\W\d][^"<>]* [^"<>]*)"', package.read(name).decode("utf-8", "replace")
                )
                yield name, html.unescape("\n\n".join(dict.fromkeys(values)))


def retype(clean: CleanFile, known: Iterable[Known] | Index, lang: str = "en") -> list[Passage]:
    """A file's paragraphs with everything shielded left out, to be typeset anew: no picture, no layout."""
    index = known if isinstance(known, Index) else Index(known)
    passages = []
    for number, text in enumerate(clean.pages, 1):
        # Found in the whole page first, so that what runs over a line or paragraph is seen.
        kept = leave_out(text, [finding for finding in find(text, index) if finding.shielded], lang)
        for paragraph in re.split(r"\n\s*\n", kept):
            if paragraph.strip():
                passages.append(Passage(number, paragraph.strip()))
    return passages


def marker(lang: str = "en") -> str:
    """What stands where something was left out; always as wide."""
    return say("marker", "left-out", lang)
