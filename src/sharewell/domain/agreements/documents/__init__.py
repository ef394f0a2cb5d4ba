"""An agreement as a whole document: filled in, in both languages, frozen as JSON, laid out to be printed.

`content_of` is what a Version keeps, so that it reads the same in ten years whatever becomes of the kinds or
the parties' names. `document_of` lays such content out; `clauses_of` lists it clause by clause, which is what
comments are made on and what two versions are compared by.
"""

from sharewell.domain.agreements.documents.clauses import clauses_of, lines_in
from sharewell.domain.agreements.documents.content import content_of, hash_of
from sharewell.domain.agreements.documents.filling import pieces_of
from sharewell.domain.agreements.documents.pages import document_of
from sharewell.domain.agreements.documents.words import LANGUAGES, STATUS, TO_ANSWER

__all__ = [
    "LANGUAGES", "STATUS", "TO_ANSWER", "clauses_of", "content_of", "document_of", "hash_of", "lines_in",
    "pieces_of",
]  # fmt: skip
