"""Files as small as each kind can be, for a fuzzer to begin from."""

import io
import zipfile

from pikepdf import Dictionary, Name, Pdf
from PIL import Image

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _pdf():
    document = Pdf.new()
    page = document.add_blank_page(page_size=(72, 72))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 9 Tf 9 9 Td (Tendai) Tj ET")
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    return [out.getvalue()]


def documents(hidden=True):
    """By hand: the library's own begins with thirty kilobytes of styles. Stored and packed."""
    hides = "<w:rPr><w:vanish/></w:rPr>" if hidden else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body><w:p><w:ins w:id="1"><w:r>{hides}'
        "<w:t>Tendai</w:t></w:r></w:ins></w:p></w:body></w:document>",
    }
    return [_zipped(parts, how) for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]


def _zipped(parts, how):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def _picture(kind, **more):
    out = io.BytesIO()
    Image.new("RGB", (6, 6), "red").save(out, kind, **more)
    return [out.getvalue()]


FILES = {
    "pdf": _pdf,
    "docx": documents,
    "jpeg": lambda: _picture("JPEG", comment=b"Tendai"),
    "png": lambda: _picture("PNG"),
    "text": lambda: ["Tendai said “no”.\r\n\f".encode(), "Tendai".encode("utf-16"), b"caf\xe9"],
}
