"""One document, three faces: an agreement, an assessment, a policy, a form or a register.

    from sharewell.printing import documents as d

    whole = d.Document(
        title={"en": "Sharing agreement", "cy": "Cytundeb rhannu data"}, lang="both", reference="FS-2026-003",
        at="2026-11-22", status={"en": "Draft", "cy": "Drafft"},
        blocks=[
            d.Heading({"en": "Purpose", "cy": "Diben"}),
            d.Para({"en": "To keep children safe.", "cy": "I gadw plant yn ddiogel."}),
            d.Facts([({"en": "Made by", "cy": "Gwnaed gan"}, "Fallowshire Council")]),
        ],
    )
    d.pdf(whole); d.docx(whole); d.laid_out(whole)   # the last is what `layout/document.html` draws

Words are a str (names, figures: the same in both languages), `{"en": ..., "cy": ...}`, a `Run`, or a list of
these; in `name(en, cy)` either stands for the other. A document is in "en", "cy" or "both": then each
block stands in Welsh and in English, each marked as such. What was only written in one language is printed in
it, and says so. The same document gives the same bytes on any machine. Knows no database, no network and no
Django.
"""

from .blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Para,
    Picture,
    Run,
    Signature,
    Signatures,
    Table,
    Words,
    name,
    when,
)
from .laying_out import laid_out
from .redlines import redline
from .typesetting import pdf
from .word import docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

__all__ = [
    "DOCX",
    "PDF",
    "Block",
    "Bullets",
    "Document",
    "Facts",
    "Heading",
    "Note",
    "Numbered",
    "PageBreak",
    "Para",
    "Picture",
    "Run",
    "Signature",
    "Signatures",
    "Table",
    "Words",
    "docx",
    "laid_out",
    "name",
    "pdf",
    "redline",
    "when",
]
