"""PDFs, rebuilt from what their pages show: one revision, no notes about anybody, nothing that runs."""

import base64
import contextlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops
from pypdfium2 import raw as pdfium

from .limits import Limits
from .pictures import check_points, encode, strip_jpeg, strip_jpeg2000
from .refusing import FileRefused
from .words import lists

RUNS = {"/JavaScript", "/Launch", "/Rendition", "/ImportData", "/Movie", "/Sound", "/RichMediaExecute"}
RUNNING_KEYS = {"/JS", "/XFA", "/RichMediaContent"}
# Notes about the file and its makers, and ways to reach what no page shows.
NOTES = frozenset(lists()["pdf"]["notes"].split())
PAGE_KEYS = frozenset(lists()["pdf"]["page-keys"].split())
# Annotations that draw something on the page become part of it; the others (sticky notes, links, files) go.
DRAWN = frozenset(lists()["pdf"]["drawn"].split())
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})?")
MARKED = {"BDC", "BMC", "EMC", "MP", "DP"}
PICTURE_SHARE = 0.0025  # of a page: about 1.5 square centimetres of A4
MANY_STROKES = 400  # letters drawn as shapes cannot be searched


def clean_pdf(data: bytes, limits: Limits) -> tuple[bytes, list[str]]:
    """A new PDF with the same pages, and what was removed."""
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(_opened(data))
        if len(source.objects) > limits.objects:
            raise FileRefused("too-much-inside")
        if len(source.pages) > limits.pages:
            raise FileRefused("too-many-pages", pages=len(source.pages), limit=limits.pages)
        if not len(source.pages):
            raise FileRefused("broken")
        _check(source, limits)
        removed = _noticed(source, data)
        _draw_annotations(source)
        fresh = stack.enter_context(Pdf.new())
        fresh.pages.extend(source.pages)
        _clean_pages(fresh)
        language = str(source.Root.get("/Lang", ""))
        if LANGUAGE.fullmatch(language):
            fresh.Root.Lang = language
        out = io.BytesIO()
        fresh.remove_unreferenced_resources()
        fresh.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue(), removed


def _opened(data: bytes) -> Pdf:
    try:
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise FileRefused("encrypted") from None


def _check(source: Pdf, limits: Limits) -> None:
    """Refuse what would run when it is opened, and what unpacks to too much."""
    budget = limits.unpacked
    for thing in source.objects:
        for inner in _inside(thing):
            keys = set(inner.keys())
            if keys & RUNNING_KEYS or str(inner.get("/S", "")) in RUNS:
                raise FileRefused("script")
        if isinstance(thing, Stream):
            if thing.get("/Subtype") == Name.Image:
                check_points(int(thing.get("/Width", 0)), int(thing.get("/Height", 0)), limits.pixels)
            budget -= _unpacked_size(thing, budget)


def _inside(thing: Any, depth: int = 0) -> Iterator[Dictionary | Stream]:
    """Each dictionary of one object, itself included, other objects not followed."""
    if depth > 60:
        raise FileRefused("broken")
    if isinstance(thing, Stream | Dictionary):
        yield thing
        values = [value for _, value in thing.items()]
    elif isinstance(thing, Array):
        values = list(thing)
    else:
        return
    for value in values:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _inside(value, depth + 1)


def _unpacked_size(stream: Stream, budget: int) -> int:
    """How much a deflated stream unpacks to, without ever holding more than a piece of it."""
    filters = _filters(stream)
    if not filters or filters[0] not in {"/FlateDecode", "/Fl"}:
        return len(stream.read_raw_bytes())
    unpacker, size, rest = zlib.decompressobj(), 0, stream.read_raw_bytes()
    while rest and not unpacker.eof:
        try:
            size += len(unpacker.decompress(rest, 1 << 20))
        except zlib.error:
            break
        rest = unpacker.unconsumed_tail
        if size > budget:
            raise FileRefused("too-much-inside")
    return size


def _filters(stream: Stream) -> list[str]:
    filters: Any = stream.get("/Filter", [])
    return [str(filters)] if isinstance(filters, Name) else [str(name) for name in filters]


def _noticed(source: Pdf, data: bytes) -> list[str]:
    """What the file holds that its clean copy will not."""
    root, annotations = source.Root, [one for page in source.pages for one in page.get("/Annots", [])]
    subtypes = {str(one.get("/Subtype", "")) for one in annotations if isinstance(one, Dictionary)}
    names = root.get("/Names", Dictionary())
    signs = {
        "properties": "/Metadata" in root
        or len(source.trailer.get("/Info", {}))
        or data.count(b"/PieceInfo"),
        "attachments": "/EmbeddedFiles" in names or "/AF" in root or "/FileAttachment" in subtypes,
        "notes": subtypes & {"/Text", "/Popup"},
        "links": "/Link" in subtypes,
        "form-fields": "/AcroForm" in root,
        "earlier-versions": data.count(b"startxref") > 1
        and data.count(b"%%EOF") > 1
        and "/Prev" in source.trailer,
        "thumbnails": any("/Thumb" in page for page in source.pages),
        "layers": "/OCProperties" in root,
        "page-tags": "/StructTreeRoot" in root,
        "bookmarks": "/Outlines" in root,
        "restrictions": source.is_encrypted,
    }
    return [name for name, sign in signs.items() if sign]


def _draw_annotations(source: Pdf) -> None:
    """Make what annotations draw part of their page, and forget the rest (who wrote them, when, replies)."""
    for page in source.pages:
        kept = [
            one
            for one in page.get("/Annots", [])
            if isinstance(one, Dictionary) and str(one.get("/Subtype", "")) in DRAWN
        ]
        if "/Annots" in page:
            page.Annots = source.make_indirect(Array(kept))
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
    source.flatten_annotations("screen")
    for page in source.pages:
        if "/Annots" in page:
            del page["/Annots"]


def _clean_pages(fresh: Pdf) -> None:
    for page in fresh.pages:
        for key in {*page.obj.keys()} - PAGE_KEYS:
            del page[key]
        page.obj.Contents = fresh.make_stream(_drawing_only(page))
        _forget_layers(page.get("/Resources"))
    for thing in list(fresh.objects):
        for inner in _inside(thing):
            for key in NOTES:
                if key in inner:
                    del inner[key]
        if isinstance(thing, Stream):
            _clean_stream(thing)


def _drawing_only(stream: Any) -> bytes:
    """A content stream without comments and without marks that carry words nobody sees."""
    steps = pikepdf.parse_content_stream(stream)
    return pikepdf.unparse_content_stream([step for step in steps if str(step.operator) not in MARKED])


def _forget_layers(resources: Any) -> None:
    if isinstance(resources, Dictionary) and "/Properties" in resources:
        del resources["/Properties"]


def _clean_stream(stream: Stream) -> None:
    subtype, filters = stream.get("/Subtype"), _filters(stream)
    if subtype == Name.Form or stream.get("/PatternType") == 1:
        stream.write(_drawing_only(stream))
        _forget_layers(stream.get("/Resources"))
    elif subtype == Name.Image and filters:
        if filters[-1] in {"/DCTDecode", "/DCT"}:
            _write_picture(stream, strip_jpeg(_before_last(stream, filters)), Name.DCTDecode)
        elif filters[-1] == "/JPXDecode":
            _write_picture(stream, strip_jpeg2000(_before_last(stream, filters)), Name.JPXDecode)


def _before_last(stream: Stream, filters: list[str]) -> bytes:
    """The coded picture of a stream that may be wrapped once more."""
    data = stream.read_raw_bytes()
    for name in filters[:-1]:
        match name:
            case "/FlateDecode" | "/Fl":
                data = zlib.decompress(data)
            case "/ASCII85Decode" | "/A85":
                data = base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
            case "/ASCIIHexDecode" | "/AHx":
                data = bytes.fromhex(data.partition(b">")[0].decode("ascii"))
            case _:
                raise FileRefused("broken")
    return data


def _write_picture(stream: Stream, data: bytes, name: Name) -> None:
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1]
    stream.write(data, filter=name, decode_parms=parameters if isinstance(parameters, Dictionary) else None)


def look_at(data: bytes, limits: Limits) -> tuple[list[str], list[int], list[bytes]]:
    """Each page's text, the numbers of the pages that hold what cannot be searched, and a PNG of each."""
    texts, unsearched, previews = [], [], []
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n")
            texts.append(text)
            if _holds_the_unsearchable(page, text):
                unsearched.append(number + 1)
            scale = limits.preview / max(page.get_size())
            previews.append(_preview(page.render(scale=scale).to_pil()))
            page.close()
    return texts, unsearched, previews


def _preview(image: Image.Image) -> bytes:
    """A page as a PNG: in greys where it has no colour, never with fewer shades (a faint stamp must show)."""
    image = image.convert("RGB")
    red, green, blue = image.split()
    apart: list[Any] = [
        ImageChops.difference(*pair).getextrema()[1] for pair in ((red, green), (green, blue))
    ]
    spread = max(apart)
    return encode(image if spread > 8 else image.convert("L"), "png")


def _holds_the_unsearchable(page: Any, text: str) -> bool:
    readable = [c for c in text if c.isprintable() and not "\ue000" <= c <= "\uf8ff" and c != "\ufffd"]
    spaces = sum(c.isspace() for c in text)
    if len(readable) + spaces < 0.9 * len(text) or not "".join(readable).strip():
        return True  # letters without a meaning, or none: a scan, or an empty page
    width, height = page.get_size()
    strokes = 0
    for thing in page.get_objects(max_depth=15):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            if (right - left) * (top - bottom) >= PICTURE_SHARE * width * height:
                return True
        strokes += thing.type in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING}
    return strokes > MANY_STROKES
