"""Agreements as they are found in drawers, made anew for the tests: Word documents, PDFs, and broken ones."""

import io

from docx import Document
from pikepdf import Encryption

from tests.minimising import files

PARTNERS = (
    ("Sandlebury Hill Academy", "Designated safeguarding lead", "Pastoral team"),
    ("Fallowshire children's services", "Head of the front door", "Duty team"),
)
PURPOSE = (
    "This protocol is supplementary to the Wales Accord on the Sharing of Personal Information. It helps "
    "practitioners to safeguard children, and to offer early help to families before harm is done."
)


def protocol(*, title="Early help for families in Fallowshire", partners=PARTNERS, edit=None):
    """An Information Sharing Protocol laid out as the Accord's template is, as a .docx."""
    document = Document()
    document.add_paragraph("Information Sharing Protocol", style="Title")
    document.add_paragraph(title)
    _table(document, [("Version", "1.0"), ("Date of implementation", "1 April 2026"),
                      ("Date of next review", "30/09/2026")])  # fmt: skip
    document.add_heading("1 Introduction", 1)
    document.add_paragraph(PURPOSE)
    document.add_heading("2 Partner organisations", 1)
    _table(document, [("Partner organisation", "Contact post", "Teams"), *partners])
    for heading in ("Specific obligations", "Legislative powers", "Personal information to be shared",
                    "Data subjects' rights", "Information security", "Review"):  # fmt: skip
        document.add_heading(heading, 1)
        document.add_paragraph("As the partners have agreed.")
    document.add_heading("Appendix A Glossary", 1)
    return files.docx(document=document, edit=edit)


def _table(document, rows):
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def printed(**more):
    """A data sharing agreement as a PDF."""
    lines = [
        "Data Sharing Agreement", "Attendance and welfare in Fallowshire", "Start date: 1 September 2025",
        "1 Purpose", "To promote the welfare of children who miss school.", "2 Parties",
        "Sandlebury Hill Academy", "Fallowshire children's services", "3 Review",
        "It will be reviewed on 31 August 2027.",
    ]  # fmt: skip
    return files.pdf(lines, **more)


def scanned():
    """A PDF that is a photograph of a page."""
    from pikepdf import Dictionary, Name, Stream

    def photograph(document, page):
        photo = Stream(document, files.jpeg())
        photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
        photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 320, 200, Name.DeviceRGB, 8
        page.Resources.XObject = Dictionary(A=photo)
        page.Contents = document.make_stream(b"q 500 0 0 700 40 60 cm /A Do Q")

    return files.pdf([], extra=photograph)


def locked():
    """A PDF that opens with a password alone."""
    return printed(encrypt=Encryption(owner="o", user="u"))


def picture_only():
    """A Word document that holds a photograph and no word."""
    document = Document()
    document.add_picture(io.BytesIO(files.jpeg()))
    return files.docx(document=document)
