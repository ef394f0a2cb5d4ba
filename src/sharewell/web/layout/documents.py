"""A document (`sharewell.printing.documents`) as an answer: a page's blocks, a PDF or a DOCX."""

import base64
import re
import unicodedata

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from sharewell.printing import documents
from sharewell.printing.documents.laying_out import plain

__all__ = ["language_asked", "picture_address", "plain", "printed"]

_MADE = {"pdf": (documents.pdf, documents.PDF), "docx": (documents.docx, documents.DOCX)}
_DRAWN_AS = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}


def language_asked(request: HttpRequest) -> str:
    """The language to print in: "en", "cy" or "both" as `?in=` says, else that of the page."""
    asked = request.GET.get("in", "")
    return asked if asked in ("en", "cy", "both") else ("cy" if get_language() == "cy" else "en")


def printed(document: documents.Document, form: str, name: str) -> HttpResponse:
    """`document` as a file of one `form` ("pdf", "docx"), to be saved as `name` (made from any words).

    Raises Http404 for any other form, so that a view may take it from its address.
    """
    if form not in _MADE:
        raise Http404
    made, content_type = _MADE[form]
    response = HttpResponse(made(document), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, document.lang)}.{form}"'
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return response


def file_name(words: str, lang: str) -> str:
    """`words` and the language in small letters, figures and hyphens."""
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(part for part in (re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60], lang) if part)


def picture_address(block: dict) -> str:
    """A picture of a laid out document as an address that holds it."""
    held = base64.b64encode(block["content"]).decode()
    return f"data:{_DRAWN_AS[block['of']]};base64,{held}"
