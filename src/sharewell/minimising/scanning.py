"""Looking through every layer of some bytes for strings that must not be there."""

import base64
import binascii
import contextlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from .cleaning import CleanFile
from .finding import find, leave_out
from .folding import fold, squeeze, words_of
from .index import Index
from .known import Known
from .variants import POSTCODE, of_address
from .words import say

DEEPEST = 6
BUDGET = 400_000_000
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}(?:[\r\n]+[A-Za-z0-9+/_-]+)*={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}\s?){8,}")


class Place(NamedTuple):
    """Where a string was found ("page 2", "object 7 0", "word/document.xml") and whose it is."""

    where: str
    label: str


class Passage(NamedTuple):
    """A paragraph that may be kept, and the page that it stood on."""

    page: int
    text: str


def shielded_strings(known: Iterable[Known]) -> list[str]:
    """The strings that give a shielded name, place or number away, each long enough to mean nothing else."""
    strings: dict[str, None] = {}
    for one in known:
        if one.shielded:
            strings |= dict.fromkeys(_telling(one))
    return [string for string in strings if len(squeeze(string)) >= 5]


def _telling(one: Known) -> Iterator[str]:
    yield one.text
    if one.kind == "address":
        for match in POSTCODE.finditer(one.text):
            yield match[0]
        for variant in of_address(one.text, shielded=True):
            if not variant.gentle and variant.because == "address":
                yield " ".join(variant.words)
        # As it is written, too: the variants have only the shortest spelling of each word.
        yield from (
            line for line in re.split(r"[,\n;|]", one.text) if re.search(r"\d", line) and " " in line.strip()
        )


def scan_bytes(data: bytes, strings: Iterable[str]) -> list[Place]:
    """Every place where one of `strings` is readable, in whatever coding, wrapping or compression.

    Compared without case, accents, spacing and punctuation. Looks into zip members, PDF objects, pages and
    streams, PNG and deflated chunks, base64, hexadecimal, UTF-8, UTF-16, entities and percent signs.
    """
    return list(dict.fromkeys(_Scan(strings).through(data, "file")))


class _Scan:
    def __init__(self, strings: Iterable[str]):
        self.wanted = {}
        for string in strings:
            self.wanted.setdefault(squeeze(string), string)
            self.wanted.setdefault("".join(words_of(string)), string)
        self.wanted.pop("", None)
        self.left = BUDGET

    def through(self, data: bytes, where: str, depth: int = 0) -> Iterator[Place]:
        """The places in these bytes and in everything packed inside them."""
        self.left -= len(data)
        if not self.wanted or not data or depth > DEEPEST or self.left < 0:
            return
        for text in _readings(data):
            yield from self._in_text(text, where)
        if data.startswith(b"PK"):
            yield from self._zip(data, depth)
        elif b"%PDF-" in data[:1024]:
            yield from self._pdf(data, depth)
        elif data.startswith(b"\x89PNG"):
            yield from self._png(data, where, depth)
        for piece in _coded(data):
            yield from self.through(piece, where, depth + 2)

    def _in_text(self, text: str, where: str) -> Iterator[Place]:
        plain = fold(text)
        squeezed = "".join(c for c in plain if c.isalnum())
        shortest = "".join(words_of(text)) if len(text) < 5_000_000 else squeezed
        for wanted, label in self.wanted.items():
            if wanted in squeezed or wanted in shortest:
                yield Place(where, label)

    def _zip(self, data: bytes, depth: int) -> Iterator[Place]:
        with contextlib.suppress(Exception), zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from self._in_text(package.comment.decode("latin-1"), "zip comment")
            for member in package.infolist():
                yield from self._in_text(
                    member.filename + " " + member.extra.decode("latin-1"), member.filename
                )
                with package.open(member) as part:
                    content = part.read(max(0, self.left))
                yield from self.through(content, member.filename, depth + 1)
                # Words of a Word document may be parted by tags in the middle of a word.
                if member.filename.endswith(".xml"):
                    bare = re.sub(rb"<[^>]*>", b"", content).decode("utf-8", "replace")
                    yield from self._in_text(html.unescape(bare), member.filename)

    def _pdf(self, data: bytes, depth: int) -> Iterator[Place]:
        import pikepdf

        with (
            contextlib.suppress(Exception),
            pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document,
        ):
            yield from self._in_objects(document, pikepdf, depth)
        with contextlib.suppress(Exception):
            yield from self._in_pages(data)
        # Earlier revisions keep their streams in the file, though no table leads to them any more.
        for match in re.finditer(rb"stream\r?\n(?=\x78)", data):
            with contextlib.suppress(zlib.error):
                content = zlib.decompressobj().decompress(data[match.end() :], 10_000_000)
                yield from self.through(content, f"byte {match.end()}", depth + 1)

    def _in_objects(self, document, pikepdf, depth: int) -> Iterator[Place]:
        for thing in [document.trailer, *document.objects]:
            where = f"object {getattr(thing, 'objgen', (0, 0))[0]}"
            for text in _strings_of(thing, pikepdf):
                yield from self._in_text(text, where)
            if isinstance(thing, pikepdf.Stream):
                try:
                    content = thing.read_bytes()
                except Exception:
                    content = thing.read_raw_bytes()
                yield from self.through(content, where, depth + 1)

    def _in_pages(self, data: bytes) -> Iterator[Place]:
        import pypdfium2

        with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
            for number in range(len(document)):
                text = document[number].get_textpage().get_text_range()
                yield from self._in_text(text, f"page {number + 1}")

    def _png(self, data: bytes, where: str, depth: int) -> Iterator[Place]:
        at = 8
        while at + 12 <= len(data):
            size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
            chunk = data[at + 8 : at + 8 + size]
            if kind not in {b"IDAT", b"IEND", b"IHDR"}:
                packed = chunk.find(b"\x78")
                for start in {packed, chunk.find(b"\0\0\x78") + 2, chunk.find(b"\0\x78") + 1}:
                    with contextlib.suppress(zlib.error):
                        unpacked = zlib.decompressobj().decompress(chunk[max(0, start) :], 10_000_000)
                        yield from self.through(unpacked, where, depth + 1)
            at += 12 + size


def _strings_of(thing, pikepdf, depth: int = 0) -> Iterator[str]:
    """Each string, name and key of one PDF object."""
    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        yield str(thing)
        return
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from thing.keys()
        inner = [value for _, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        # A line of text is often an array of pieces with kerning between them.
        inner = list(thing)
        yield "".join(str(item) for item in inner if isinstance(item, pikepdf.String))
    else:
        inner = []
    for value in inner if depth < 40 else ():
        if not getattr(value, "is_indirect", False):
            yield from _strings_of(value, pikepdf, depth + 1)


def _readings(data: bytes) -> Iterator[str]:
    """The bytes read as text in each way that may make sense."""
    plain = data.decode("utf-8", "ignore")
    yield plain
    if b"\0" in data:
        yield data.replace(b"\0", b"").decode("utf-8", "ignore")
        for coding in ("utf-16-le", "utf-16-be"):
            yield data.decode(coding, "ignore")
            yield data[1:].decode(coding, "ignore")
    if not data.isascii():
        yield data.decode("latin-1")
    for mark, read in [("&", html.unescape), ("%", unquote), ("\\u", _backslashes), ("=", _quoted_printable)]:
        if mark in plain and len(plain) < 20_000_000:
            yield read(plain)
    if b"Tj" in data or b"TJ" in data:  # a line of a page is shown piece by piece
        yield "".join(re.findall(r"\(((?:[^()\\]|\\.)*)\)", data.decode("latin-1")))


def _backslashes(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def _quoted_printable(text: str) -> str:
    return binascii.a2b_qp(text.encode("utf-8", "ignore")).decode("utf-8", "ignore")


def _coded(data: bytes) -> Iterator[bytes]:
    """What stretches of base64 or hexadecimal stand for, where that looks like anything."""
    if len(data) > 50_000_000:
        return
    for match in _BASE64.finditer(data):
        raw = re.sub(rb"[\r\n]", b"", match[0]).rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        with contextlib.suppress(ValueError):
            yield base64.b64decode(
                raw[: len(raw) // 4 * 4 + (len(raw) % 4 if len(raw) % 4 > 1 else 0)] + b"=="
            )
    for match in _HEX.finditer(data):
        with contextlib.suppress(ValueError):
            yield bytes.fromhex(match[0].decode())


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
    return list(dict.fromkeys([*places, *scan_bytes(clean.data, shielded_strings(known))]))


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
