"""Real files with something hidden in each, made anew for the tests."""

import io
import struct
import zipfile
import zlib

import pikepdf
from docx import Document
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRET = "14b Llewelyn Street"
POSTCODE = "LL99 1ZZ"


def jpeg(*, secret=SECRET, size=(320, 200), rotate=6):
    """A photograph as a telephone takes it: its place, a comment, an orientation."""
    image = Image.new("RGB", size, "#88aacc")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 4), fill="#cc2200")
    exif = Image.Exif()
    exif[0x0112] = rotate
    exif[0x010E] = secret
    exif[0x9C9C] = secret.encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 13.0, 30.0), 3: "W", 4: (4.0, 7.0, 12.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=secret.encode(), quality=90)
    return out.getvalue()


def png(*, secret=SECRET):
    """A picture with words in three kinds of note."""
    notes = PngInfo()
    notes.add_text("Comment", secret)
    notes.add_text("Packed", secret, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{secret}</x>", zip=True)
    out = io.BytesIO()
    Image.new("RGBA", (80, 60), (10, 80, 90, 120)).save(out, "PNG", pnginfo=notes)
    return out.getvalue() + secret.encode()


def pdf(lines, *, encrypt=None, extra=None, pages=1, compress=True):
    """A PDF of some lines; `extra(document, page)` may add what it likes before it is saved."""
    document = Pdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        page.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(font)))
        shown = b"".join(
            b"1 0 0 1 60 %d Tm (%s) Tj " % (760 - 24 * n, line.encode("cp1252"))
            for n, line in enumerate(lines)
        )
        page.Contents = document.make_stream(b"BT /F1 14 Tf " + shown + b"ET")
        if extra:
            extra(document, page)
    out = io.BytesIO()
    document.save(out, encryption=encrypt, compress_streams=compress)
    return out.getvalue()


def hide_everywhere(document, page):
    """Put the secret into every corner of a PDF that no page shows."""
    document.docinfo["/Author"] = SECRET
    with document.open_metadata() as metadata:
        metadata["dc:title"] = SECRET
    document.attachments["note.txt"] = SECRET.encode()
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET)))
    page.obj.Thumb = Stream(document, SECRET.encode())
    page.obj.Metadata = Stream(document, SECRET.encode())
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String(SECRET), T=String(SECRET)
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 40, 30, 60],
                      A=Dictionary(S=Name.URI, URI=String(f"https://example.org/{SECRET}")))  # fmt: skip
    page.Annots = Array([document.make_indirect(note), document.make_indirect(link)])
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    page.Resources.Properties = Dictionary(L1=layer)
    old = page.Contents.read_bytes()
    page.Contents = document.make_stream(
        old
        + b"\n% " + SECRET.encode()
        + b"\n/Span <</ActualText (" + SECRET.encode() + b")>> BDC EMC"
        + b"\n/OC /L1 BDC BT /F1 14 Tf 1 0 0 1 60 100 Tm (On a hidden layer) Tj ET EMC"
    )  # fmt: skip
    photo = Stream(document, jpeg())
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 320, 200, Name.DeviceRGB, 8
    page.Resources.XObject = Dictionary(A=photo)
    page.Contents = document.make_stream(page.Contents.read_bytes() + b"\nq 200 0 0 150 60 300 cm /A Do Q")


def updated_pdf():
    """A PDF whose first revision showed the secret and whose second, appended, does not."""
    first = pdf([f"She lives at {SECRET}."], compress=False)
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].Contents.objgen[0]
        size = len(document.objects) + 1
    start = int(first.rpartition(b"startxref")[2].split()[0])
    body = b"BT /F1 14 Tf 1 0 0 1 60 760 Tm (Nothing to see) Tj ET"
    offset = len(first)
    update = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    xref = offset + len(update)
    update += b"xref\n%d 1\n%010d 00000 n \n" % (number, offset)
    update += b"trailer\n<</Size %d /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, start, xref)
    return first + update


def docx(*, edit=None, document=None):
    """A Word document; `edit(members)` may change its parts before they are zipped again."""
    document = document or letter()
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        members = {name: package.read(name) for name in package.namelist()}
    if edit:
        edit(members)
    return zipped(members)


def letter():
    """A letter with a heading, a header, a photograph and its alternative text."""
    document = Document()
    document.core_properties.author = SECRET
    document.core_properties.comments = SECRET
    document.add_heading("Report", 1)
    paragraph = document.add_paragraph("Tomos said he was ")
    paragraph.add_run("tired").bold = True
    document.add_comment(paragraph.runs, text=f"Lives at {SECRET}", author="Jane Teacher", initials="JT")
    document.sections[0].header.paragraphs[0].text = "Northbrook School"
    document.add_picture(io.BytesIO(jpeg()))
    return document


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """Members as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def into_body(xml):
    """An edit that puts XML at the start of the document's body."""

    def edit(members):
        name = "word/document.xml"
        members[name] = members[name].replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)

    return edit


def bomb():
    """A document whose one part unpacks to a thousand times its size."""

    def edit(members):
        members["word/document.xml"] = b" " * 300_000_000

    return docx(edit=edit)


def png_of_claimed_size(width, height):
    """A tiny PNG that claims to be huge."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )
