"""Every hiding place of every format that somebody may attach, as a file with a string hidden in it.

`PLACES[format][place](secret)` gives the bytes. The formats that are not taken at all are here as well: they
must be refused, whatever is in them.
"""

# ruff: noqa: E501 (one hiding place a line)

import base64
import contextlib
import gzip
import io
import json
import re
import struct
import zipfile
import zlib
from html import escape
from urllib.parse import quote

from docx import Document
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from . import files

SPELLINGS = {
    "as it was written down": "14b Llewelyn Street",
    "in capitals": "14B LLEWELYN STREET",
    "in small letters": "14b llewelyn street",
    "shortened": "14b Llewelyn St",
    "with a comma": "14b, Llewelyn Street",
    "with its letter apart": "14 b Llewelyn Street",
    "with its postcode": "14b Llewelyn Street, LL99 1ZZ",
    "its postcode": "LL99 1ZZ",
    "its postcode written together": "LL991ZZ",
    "its postcode with a hyphen": "ll99-1zz",
    "written together": "14bLlewelynStreet",
    "with hard spaces": "14b\u00a0Llewelyn\u00a0Street",
    "with a slip": "14b Llewelin Street",
    "turned round": "Llewelyn Street 14b",
    "its street": "Llewelyn Street",
}


# --- Word -----------------------------------------------------------------------------------------
def _body(xml):
    """A place in the body: `xml` with {} for the string."""
    return lambda secret: files.docx(
        document=_letter(), edit=files.into_body(xml.replace("{}", escape(secret)))
    )


def _part(name, xml="<a>{}</a>"):
    def build(secret):
        content = xml.replace("{}", escape(secret)).encode()
        called = name.replace("{}", secret)
        return files.docx(document=_letter(), edit=lambda members: members.update({called: content}))

    return build


def _inside(name, old, new):
    def build(secret):
        def edit(members):
            text = members[name].decode()
            assert old in text
            members[name] = text.replace(old, new.replace("{}", escape(secret)), 1).encode()

        return files.docx(document=_letter(), edit=edit)

    return build


def _letter():
    document = Document()
    document.add_paragraph("He was tired.")
    document.sections[0].header.paragraphs[0].text = "Northbrook School"
    document.sections[0].footer.paragraphs[0].text = "Page"
    document.add_picture(io.BytesIO(_jpeg_plain()))
    return document


def _property(name):
    def build(secret):
        document = _letter()
        setattr(document.core_properties, name, secret)
        return files.docx(document=document)

    return build


def _run(inner):
    return _body(f"<w:p><w:r>{inner}</w:r></w:p>")


WORD = {
    "the text": _run("<w:t>{}</w:t>"),
    "hidden text": _run("<w:rPr><w:vanish/></w:rPr><w:t>{}</w:t>"),
    "white text": _run('<w:rPr><w:color w:val="FFFFFF"/><w:sz w:val="1"/></w:rPr><w:t>{}</w:t>'),
    "a deletion": _body("<w:p><w:del w:author='x'><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>"),
    "who deleted": _body("<w:p><w:del w:author='{}'><w:r><w:delText>a</w:delText></w:r></w:del></w:p>"),
    "who inserted": _body("<w:p><w:ins w:author='{}'><w:r><w:t>a</w:t></w:r></w:ins></w:p>"),
    "something moved": _body("<w:p><w:moveFrom w:author='x'><w:r><w:t>{}</w:t></w:r></w:moveFrom></w:p>"),
    "a table": _body("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
    "a deleted row": _body(
        "<w:tbl><w:tr><w:trPr><w:del w:author='x'/></w:trPr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:tbl>"
    ),
    "a bookmark": _body('<w:p><w:bookmarkStart w:id="9" w:name="{}"/><w:bookmarkEnd w:id="9"/></w:p>'),
    "a field": _run("<w:instrText>HYPERLINK {}</w:instrText>"),
    "a simple field": _body('<w:p><w:fldSimple w:instr="QUOTE {}"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>'),
    "a content control": _body(
        '<w:sdt><w:sdtPr><w:alias w:val="{}"/><w:tag w:val="{}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    ),
    "a smart tag": _body(
        '<w:p><w:smartTag w:uri="x" w:element="y"><w:smartTagPr><w:attr w:name="a" w:val="{}"/></w:smartTagPr>'
        "</w:smartTag></w:p>"
    ),
    "a revision's number": _body('<w:p w:rsidR="{}"/>'),
    "a comment in the code": _body("<!-- {} -->"),
    "an instruction in the code": _body("<?x {}?>"),
    "alternative text": _inside("word/document.xml", "<wp:docPr ", '<wp:docPr descr="{}" '),
    "a picture's name": _inside("word/document.xml", 'name="Picture 1"', 'name="{}"'),
    "a picture's title": _inside("word/document.xml", "<wp:docPr ", '<wp:docPr title="{}" '),
    "the author": _property("author"),
    "the title": _property("title"),
    "the keywords": _property("keywords"),
    "who saved it last": _property("last_modified_by"),
    "custom data": _part("customXml/item1.xml"),
    "custom properties": _part("docProps/custom.xml"),
    "the application's properties": _part("docProps/app.xml"),
    "a variable": _inside(
        "word/settings.xml", "</w:settings>", '<w:docVars><w:docVar w:name="a" w:val="{}"/></w:docVars></w:settings>'
    ),
    "a style's name": _inside(
        "word/styles.xml", "</w:styles>", '<w:style w:styleId="z"><w:name w:val="{}"/></w:style></w:styles>'
    ),
    "a part that nothing names": _part("word/notes.xml"),
    "a part's name": _part("word/{}.xml", "<a/>"),
    "a glossary": _part("word/glossary/document.xml"),
    "the thumbnail": _part("docProps/thumbnail.jpeg"),
    "an embedded file": _part("word/embeddings/book.xlsx"),
    "comments nobody points to": _part("word/comments.xml", "<w:comments>{}</w:comments>"),
}  # fmt: skip


# --- PDF ------------------------------------------------------------------------------------------
def _pdf(extra):
    return lambda secret: files.pdf(["Words"], extra=lambda document, page: extra(document, page, secret))


def _drawn(content):
    def add(document, page, secret):
        shown = content.replace("{}", secret.replace("(", "").replace(")", ""))
        page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n" + shown.encode("cp1252"))

    return _pdf(add)


def _note(**keys):
    def add(document, page, secret):
        made = {key: String(secret) if value == "{}" else value for key, value in keys.items()}
        note = Dictionary(Type=Name.Annot, Rect=[100, 100, 300, 200], **made)
        page.Annots = Array([document.make_indirect(note)])

    return _pdf(add)


def _link(document, page, secret):
    action = Dictionary(S=Name.URI, URI=String(f"https://example.org/{quote(secret)}"))
    page.Annots = Array(
        [document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 9, 9], A=action))]
    )


def _of_root(key, value):
    return _pdf(lambda document, page, secret: document.Root.__setitem__(key, value(document, secret)))


def _metadata(document, page, secret):
    with document.open_metadata() as metadata:
        metadata["dc:title"] = secret


def _photograph(document, page, secret):
    photo = Stream(document, _jpeg_exif(secret))
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 80, 60, Name.DeviceRGB, 8
    page.Resources.XObject = Dictionary(A=photo)
    page.Contents = document.make_stream(page.Contents.read_bytes() + b"\nq 80 0 0 60 60 300 cm /A Do Q")


def _field(document, page, secret):
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("a"),
            V=String(secret),
            Rect=[1, 1, 90, 20],
        )
    )
    page.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def _revised(secret):
    kept = files.SECRET
    files.SECRET = secret.replace("(", "").replace(")", "")
    try:
        return files.updated_pdf()
    finally:
        files.SECRET = kept


PDF = {
    "the page": _drawn("BT /F1 9 Tf 60 60 Td ({}) Tj ET"),
    "invisible letters": _drawn("BT 3 Tr /F1 9 Tf 60 60 Td ({}) Tj ET"),
    "outside the page": _drawn("BT /F1 9 Tf 60 -900 Td ({}) Tj ET"),
    "under a black box": _drawn("BT /F1 9 Tf 60 60 Td ({}) Tj ET 0 0 0 rg 50 50 300 30 re f"),
    "a comment in a stream": _drawn("% {}"),
    "a text for reading aloud": _drawn("/Span <</ActualText ({})>> BDC EMC"),
    "alternative text": _drawn("/Span <</Alt ({})>> BDC EMC"),
    "the author": _pdf(lambda d, p, secret: d.docinfo.__setitem__("/Author", secret)),
    "the title": _pdf(lambda d, p, secret: d.docinfo.__setitem__("/Title", secret)),
    "a key of one's own": _pdf(lambda d, p, secret: d.docinfo.__setitem__("/Case", secret)),
    "the metadata": _pdf(_metadata),
    "a sticky note": _note(Subtype=Name.Text, Contents="{}"),
    "who wrote a note": _note(Subtype=Name.Text, T="{}"),
    "a link": _pdf(_link),
    "a form's field": _pdf(_field),
    "an attachment": _pdf(lambda d, p, secret: d.attachments.__setitem__("note.txt", secret.encode())),
    "an attachment's name": _pdf(lambda d, p, secret: d.attachments.__setitem__(f"{secret}.txt", b"x")),
    "the outline": _of_root("/Outlines", lambda d, secret: d.make_indirect(Dictionary(Title=String(secret)))),
    "the page labels": _of_root("/PageLabels", lambda d, secret: Dictionary(Nums=Array([0, Dictionary(P=String(secret))]))),
    "a named place": _of_root(
        "/Names", lambda d, secret: Dictionary(Dests=Dictionary(Names=Array([String(secret), Array([])])))
    ),
    "the tags": _of_root("/StructTreeRoot", lambda d, secret: d.make_indirect(Dictionary(K=Dictionary(Alt=String(secret))))),
    "a script": _of_root("/OpenAction", lambda d, secret: Dictionary(S=Name.JavaScript, JS=String(f"x = '{secret}'"))),
    "a program's private data": _pdf(
        lambda d, page, secret: page.obj.__setitem__("/PieceInfo", Dictionary(A=Dictionary(Private=String(secret))))
    ),
    "the page's thumbnail": _pdf(lambda d, page, secret: page.obj.__setitem__("/Thumb", Stream(d, secret.encode()))),
    "an object that nothing names": lambda secret: files.pdf(["Words"]) + f"\n99 0 obj\n({secret})\nendobj\n".encode(),
    "a photograph's notes": _pdf(_photograph),
    "an earlier revision": _revised,
    "after the end": lambda secret: files.pdf(["Words"]) + b"\n% " + secret.encode(),
}  # fmt: skip


# --- Pictures --------------------------------------------------------------------------------------
def _jpeg_plain(**more):
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "#88aacc").save(out, "JPEG", **more)
    return out.getvalue()


def _jpeg_exif(secret, tag=0x010E, sub=None, wide=False):
    exif = Image.Exif()
    value = secret.encode("utf-16-le") if wide else secret
    (exif.get_ifd(sub) if sub else exif)[tag] = value
    return _jpeg_plain(exif=exif)


def _segment(marker, content):
    """A JPEG with a segment of one's own after its first two bytes."""

    def build(secret):
        body = content(secret)
        return (
            b"\xff\xd8" + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + _jpeg_plain()[2:]
        )

    return build


JPEG = {
    "its description": _jpeg_exif,
    "its artist": lambda secret: _jpeg_exif(secret, 0x013B),
    "its copyright": lambda secret: _jpeg_exif(secret, 0x8298),
    "a title of Windows": lambda secret: _jpeg_exif(secret, 0x9C9B, wide=True),
    "the photographer's comment": lambda secret: _jpeg_exif("ASCII\0\0\0" + secret, 0x9286, sub=0x8769),
    "where it was taken": lambda secret: _jpeg_exif(secret, 0x001C, sub=0x8825),
    "a comment": lambda secret: _jpeg_plain(comment=secret.encode()),
    "XMP": _segment(
        0xE1, lambda secret: b"http://ns.adobe.com/xap/1.0/\0" + f"<x>{escape(secret)}</x>".encode()
    ),
    "a caption of a newspaper": _segment(
        0xED, lambda secret: b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + secret.encode()
    ),
    "a maker's segment": _segment(0xEC, lambda secret: secret.encode()),
    "a preview in its head": _segment(0xE0, lambda secret: b"JFXX\0\x10" + secret.encode()),
    "after its end": lambda secret: _jpeg_plain() + secret.encode(),
}


def _png(**notes):
    def build(secret):
        info = PngInfo()
        for way, key in notes.items():
            if way == "itxt":
                info.add_itxt(key, secret, zip=True)
            else:
                info.add_text(key, secret.encode("latin-1", "replace").decode("latin-1"), zip=way == "zip")
        out = io.BytesIO()
        Image.new("RGB", (40, 30)).save(out, "PNG", pnginfo=info)
        return out.getvalue()

    return build


def _chunk(kind):
    def build(secret):
        plain, body = _png()(""), secret.encode()
        chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        return plain[:33] + chunk + plain[33:]

    return build


PNG = {
    "a comment": _png(text="Comment"),
    "a packed comment": _png(zip="Description"),
    "a comment in any language": _png(itxt="XML:com.adobe.xmp"),
    "a key of a comment": lambda secret: _png(text=secret[:20].replace("\u00a0", " "))("x"),
    "a private chunk": _chunk(b"prVt"),
    "EXIF": _chunk(b"eXIf"),
    "after its end": lambda secret: _png()("") + secret.encode(),
}


# --- Text ------------------------------------------------------------------------------------------
def _unseen(secret):
    return "\u200b".join(secret)


TEXT = {
    "a line": lambda secret: f"She said: {secret}.".encode(),
    "a line of UTF-16": lambda secret: f"She said: {secret}.".encode("utf-16"),
    "a line with a mark at its head": lambda secret: f"She said: {secret}.".encode("utf-8-sig"),
    "a line of Windows": lambda secret: f"Caf\u00e9: {secret}.".encode("cp1252"),
    "over two lines": lambda secret: f"She said: {secret.replace(' ', chr(10), 1)}.".encode(),
    "with invisible marks": lambda secret: f"She said: {_unseen(secret)}.".encode(),
    "a table of commas": lambda secret: f'name,where\r\nTomos,"{secret}"\r\n'.encode(),
    "JSON": lambda secret: json.dumps({"where": secret}, ensure_ascii=False).encode(),
    "an address of a page": lambda secret: f"See example.org/?q={secret.replace(' ', '+')}".encode(),
    "a calendar": lambda secret: f"BEGIN:VCALENDAR\nLOCATION:{secret}\nEND:VCALENDAR".encode(),
    "a visiting card": lambda secret: f"BEGIN:VCARD\nADR:;;{secret};;;;\nEND:VCARD".encode(),
    "a mail": lambda secret: f"From: a@b.example\nSubject: {secret}\n\nHello".encode(),
    "between other letters": lambda secret: f"xx_{secret}_xx".encode(),
}


# --- Formats that are not taken ---------------------------------------------------------------------
def _packed(name):
    return lambda secret: files.zipped({name: secret.encode(), "mimetype": b"x"})


def _starting(start, end=b""):
    return lambda secret: start + secret.encode() + end


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
REFUSED = {
    "Word of long ago": _starting(_OLE),
    "Excel of long ago": _starting(_OLE + b"Workbook"),
    "Outlook message": _starting(_OLE + b"__substg1.0_"),
    "Excel": _packed("xl/sharedStrings.xml"),
    "Excel, a hidden sheet": _packed("xl/worksheets/sheet2.xml"),
    "PowerPoint": _packed("ppt/slides/slide1.xml"),
    "PowerPoint, speaker's notes": _packed("ppt/notesSlides/notesSlide1.xml"),
    "OpenDocument text": _packed("content.xml"),
    "OpenDocument, its history": _packed("VersionList.xml"),
    "electronic book": _packed("OEBPS/a.xhtml"),
    "zip": _packed("a.txt"),
    "zip, a name": lambda secret: files.zipped({f"{secret}.txt": b"x"}),
    "zip, in a zip": lambda secret: files.zipped({"a.zip": files.zipped({"a.txt": secret.encode()})}),
    "gzip": lambda secret: gzip.compress(secret.encode()),
    "7z": _starting(b"7z\xbc\xaf\x27\x1c"),
    "rar": _starting(b"Rar!\x1a\x07\x01\0"),
    "rich text": _starting(b"{\\rtf1\\ansi ", b"}"),
    "web page": _starting(b"<!doctype html><html><body>", b"</body></html>"),
    "web page, a comment": _starting(b"<html><!-- ", b" --></html>"),
    "SVG": _starting(b'<svg xmlns="http://www.w3.org/2000/svg"><text>', b"</text></svg>"),
    "SVG, a description": _starting(b'<?xml version="1.0"?><svg><desc>', b"</desc></svg>"),
    "XML": _starting(b'<?xml version="1.0"?><a>', b"</a>"),
    "GIF, a comment": _starting(b"GIF89a\x01\0\x01\0\0\0\0!\xfe", b"\0;"),
    "TIFF": _starting(b"II*\0\x08\0\0\0"),
    "TIFF of a Mac": _starting(b"MM\0*\0\0\0\x08"),
    "BMP": _starting(b"BM" + b"\0" * 60),
    "WebP": _starting(b"RIFF\0\0\0\0WEBPVP8 EXIF"),
    "HEIC": _starting(b"\0\0\0\x18ftypheic\0\0\0\0"),
    "film": _starting(b"\0\0\0\x18ftypmp42\0\0\0\0\xa9xyz"),
    "sound": _starting(b"ID3\x03\0\0\0\0\0\x0fTIT2"),
    "program": _starting(b"MZ\x90\0\x03\0\0\0"),
    "a picture that is a PDF": lambda secret: b"GIF89a" + files.pdf([secret]),
}
PLACES = {"docx": WORD, "pdf": PDF, "jpeg": JPEG, "png": PNG, "text": TEXT, "not taken": REFUSED}
CELLS = [
    (kind, place, spelling) for kind, places in PLACES.items() for place in places for spelling in SPELLINGS
]
FORMATS = len(PLACES) - 1 + len({name.partition(",")[0] for name in REFUSED})


# --- The oracle: nothing of the product --------------------------------------------------------------
_OTHER = bytes(set(range(256)) - set(b"0123456789abcdefghijklmnopqrstuvwxyz"))


def squeezed(data):
    return data.lower().translate(None, _OTHER)


def layers(data):
    """Some bytes and whatever is packed in them: zip members with their names, streams, base64, UTF-16."""
    yield data
    yield data.replace(b"\0", b"")
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from layers(package.read(name))
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):  # how what zlib packed begins
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[match.start() :])
    for match in re.finditer(rb"[A-Za-z0-9+/]{16,}={0,2}", data):
        with contextlib.suppress(ValueError):
            yield base64.b64decode(match[0])


def is_in(data, secret):
    """Whether the string can be read anywhere in these bytes, whatever stands between its letters."""
    wanted = squeezed(secret.encode())
    return any(wanted in squeezed(layer) for layer in layers(data))
