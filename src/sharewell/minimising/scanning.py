"""Looking through every layer of some bytes for strings that must not be there."""

import base64
import binascii
import contextlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from .folding import fold, squeeze

DEEPEST = 6
BUDGET = 400_000_000
# The shortest string that is looked for; among bytes that are not text, shorter ones turn up by chance.
SHORTEST, SHORTEST_IN_BYTES = 5, 7
# Case, spacing, punctuation, accents and the zero bytes of UTF-16 all go in one pass.
_LOWER = bytes(range(256)).lower()
_NOT_TOLD = bytes(set(range(256)) - set(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){8,}")
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")
_TURNED: list[
    tuple[re.Pattern[bytes], Callable[[str], str]]
] = [  # how else text may be written, and what tells that it is
    (re.compile(rb"&(?:#|[a-zA-Z]+;)"), html.unescape),
    (re.compile(rb"%[0-9A-Fa-f]{2}"), unquote),
    (re.compile(rb"\\u[0-9A-Fa-f]{4}"), lambda text: _backslashes(text)),
    (re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)"), lambda text: _quoted_printable(text)),
]
_PICTURE = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")


class Place(NamedTuple):
    """Where a string was found ("page 2", "object 7 0", "word/document.xml") and whose it is."""

    where: str
    label: str


def scan_bytes(data: bytes, strings: Iterable[str], given: Iterable[str] = ()) -> list[Place]:
    """Every place where one of `strings` is readable, in whatever coding, wrapping or compression; but where
    it is no more than a part of something `given` that stands there whole.

    Compared without case, accents, spacing and punctuation. Looks into zip members, PDF objects, pages and
    streams, notes of pictures, base64, hexadecimal, UTF-8, UTF-16, entities and percent signs; not at the
    points of pictures.
    """
    return list(dict.fromkeys(_Scan(strings, given).through(data, "file")))


class _Scan:
    def __init__(self, strings: Iterable[str], given: Iterable[str] = ()):
        given = [each for each in given if each.strip()]
        self.given = {form for each in given for form in _forms(each)}
        self.given_exactly = {form for each in given for form in _exactly(each)}
        self.wanted: dict[bytes, str] = {}
        self.exact: dict[bytes, str] = {}
        for string in strings:
            for form in _forms(string):
                if len(form) >= SHORTEST:
                    self.wanted.setdefault(form, string)
            if not squeeze(string).isascii():
                self.exact |= dict.fromkeys(_exactly(string), string)
        self.left = BUDGET

    def through(self, data: bytes, where: str, depth: int = 0) -> Iterator[Place]:
        """The places in these bytes and in everything packed inside them."""
        self.left -= len(data)
        if not data or depth > DEEPEST or self.left < 0:
            return
        if data.startswith(b"\xff\xd8\xff"):
            data = _notes_of_jpeg(data)
        elif data.startswith(b"\x89PNG"):
            yield from self._png(data, where, depth)
            return
        yield from self._plainly(data, where)
        if data.startswith(b"PK"):
            yield from self._zip(data, depth)
        elif b"%PDF-" in data[:1024]:
            yield from self._pdf(data, depth)
        for piece in _coded(data):
            yield from self.through(piece, where, depth + 2)

    def _plainly(self, data: bytes, where: str) -> Iterator[Place]:
        is_text = _is_text(data)
        for reading in _readings(data, is_text=is_text):
            told = _squeezed(reading)
            for form, string in self.wanted.items():
                if (is_text or len(form) >= SHORTEST_IN_BYTES) and _stands(form, told, self.given):
                    yield Place(where, string)
        for form, string in self.exact.items():
            if _stands(form, data, self.given_exactly):
                yield Place(where, string)

    def _zip(self, data: bytes, depth: int) -> Iterator[Place]:
        with contextlib.suppress(Exception), zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from self._plainly(package.comment, "zip comment")
            for member in package.infolist():
                yield from self._plainly(member.filename.encode() + b" " + member.extra, member.filename)
                with package.open(member) as part:
                    content = part.read(max(0, self.left))
                yield from self.through(content, member.filename, depth + 1)
                if content.lstrip().startswith(b"<"):  # tags may stand in the middle of a word
                    yield from self._plainly(re.sub(rb"<[^>]*>", b"", content), member.filename)

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
        if data.count(b"%%EOF") > 1:
            for match in re.finditer(rb"stream\r?\n(?=\x78)", data):
                with contextlib.suppress(zlib.error):
                    content = zlib.decompressobj().decompress(data[match.end() :], 10_000_000)
                    yield from self.through(content, f"byte {match.end()}", depth + 1)

    def _in_objects(self, document: Any, pikepdf: Any, depth: int) -> Iterator[Place]:
        for thing in [document.trailer, *document.objects]:
            where = f"object {getattr(thing, 'objgen', (0, 0))[0]}"
            yield from self._plainly("\n".join(_strings_of(thing, pikepdf)).encode("utf-8", "ignore"), where)
            if isinstance(thing, pikepdf.Stream):
                content = _content_of(thing)
                yield from self.through(content, where, depth + 1)
                # A line of a page is shown piece by piece.
                if b"Tj" in content or b"TJ" in content:
                    yield from self._plainly(b"".join(_SHOWN.findall(content)), where)

    def _in_pages(self, data: bytes) -> Iterator[Place]:
        import pypdfium2

        with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
            for number in range(len(document)):
                text = document[number].get_textpage().get_text_range()
                yield from self._plainly(fold(text).encode("utf-8", "ignore"), f"page {number + 1}")

    def _png(self, data: bytes, where: str, depth: int) -> Iterator[Place]:
        at = 8
        while at + 12 <= len(data):
            size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
            chunk = data[at + 8 : at + 8 + size]
            if kind not in {b"IDAT", b"fdAT"}:
                yield from self._plainly(chunk, where)
                for match in re.finditer(rb"\0+\x78", chunk[:400]):
                    with contextlib.suppress(zlib.error):
                        packed = chunk[match.end() - 1 :]
                        yield from self.through(
                            zlib.decompressobj().decompress(packed, 10_000_000), where, depth + 1
                        )
            at += 12 + size
            if kind == b"IEND":
                break
        yield from self.through(data[at:], where, depth + 1)


def _forms(string: str) -> tuple[bytes, bytes]:
    """A string as in a text without accents, and as the accents' bytes leave it when they go."""
    return squeeze(string).encode(), _squeezed(string.encode())


def _exactly(string: str) -> list[bytes]:
    return [string.encode(way) for way in ("utf-8", "utf-16-le", "utf-16-be")]


def _stands(form: bytes, told: bytes, given: Iterable[bytes]) -> bool:
    """Whether `form` stands anywhere in `told` but inside something given."""
    if form not in told:
        return False
    around = [(at, at + len(each)) for each in given if form in each for at in _starts(each, told)]
    return any(
        not any(start <= at and at + len(form) <= end for start, end in around) for at in _starts(form, told)
    )


def _starts(form: bytes, told: bytes) -> Iterator[int]:
    at = told.find(form)
    while at >= 0:
        yield at
        at = told.find(form, at + 1)


def _squeezed(data: bytes) -> bytes:
    return data.translate(_LOWER, _NOT_TOLD)


def _is_text(data: bytes) -> bool:
    sample = data[:4096].replace(b"\0", b"")
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return odd <= len(sample) / 50


def _notes_of_jpeg(data: bytes) -> bytes:
    """A JPEG up to where its points begin, and whatever follows its end."""
    points, end = data.find(b"\xff\xda"), data.rfind(b"\xff\xd9")
    return data if points < 0 or end < points else data[3:points] + b"\n" + data[end + 2 :]


def _content_of(stream: Any) -> bytes:
    """A stream's bytes unpacked; of a picture only the notes."""
    if str(stream.get("/Subtype", "")) == "/Image":
        raw = bytes(stream.read_raw_bytes())
        return raw if raw.startswith(b"\xff\xd8\xff") else raw[:65_536]
    try:
        return bytes(stream.read_bytes())
    except Exception:
        return bytes(stream.read_raw_bytes())


def _strings_of(thing: Any, pikepdf: Any, depth: int = 0) -> Iterator[str]:
    """Each string, name and key of one PDF object."""
    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        yield str(thing)
        return
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from thing.keys()
        inner = [value for _, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
        yield "".join(str(item) for item in inner if isinstance(item, pikepdf.String))
    else:
        inner = []
    for value in inner if depth < 40 else ():
        if not getattr(value, "is_indirect", False):
            yield from _strings_of(value, pikepdf, depth + 1)


def _readings(data: bytes, *, is_text: bool) -> Iterator[bytes]:
    """The bytes as they are, and text as its entities, escapes and so on mean it."""
    yield data
    if is_text:
        for mark, turned in _TURNED:
            if mark.search(data):
                yield fold(turned(data.decode("utf-8", "ignore"))).encode("utf-8", "ignore")


def _backslashes(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def _quoted_printable(text: str) -> str:
    return binascii.a2b_qp(text.encode("utf-8", "ignore")).decode("utf-8", "ignore")


def _coded(data: bytes) -> Iterator[bytes]:
    """What stretches of base64 or hexadecimal stand for."""
    for match in _BASE64.finditer(data):
        raw = match[0].replace(b"\r", b"").replace(b"\n", b"").replace(b"-", b"+").replace(b"_", b"/")
        with contextlib.suppress(ValueError):
            yield base64.b64decode(raw[: len(raw) - (len(raw) % 4 == 1)] + b"==")
    for match in _HEX.finditer(data):
        yield bytes.fromhex(match[0].decode())
