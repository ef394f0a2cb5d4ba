"""Files as small as each kind can be, for a fuzzer to begin from."""

import io

from docx import Document
from pikepdf import Dictionary, Name, Pdf
from PIL import Image


def _pdf():
    document = Pdf.new()
    page = document.add_blank_page(page_size=(72, 72))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 9 Tf 9 9 Td (Tendai) Tj ET")
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    return [out.getvalue()]


def _docx():
    document = Document()
    document.add_paragraph("Tendai")
    out = io.BytesIO()
    document.save(out)
    return [out.getvalue()]


def _picture(kind, **more):
    out = io.BytesIO()
    Image.new("RGB", (6, 6), "red").save(out, kind, **more)
    return [out.getvalue()]


FILES = {
    "pdf": _pdf,
    "docx": _docx,
    "jpeg": lambda: _picture("JPEG", comment=b"Tendai"),
    "png": lambda: _picture("PNG"),
    "text": lambda: ["Tendai said “no”.\r\n\f".encode(), "Tendai".encode("utf-16"), b"caf\xe9"],
}
