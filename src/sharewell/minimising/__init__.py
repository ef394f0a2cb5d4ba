"""Leaving out what the recipient does not need: known names and places, identifiers, file metadata.

`find` says where a text speaks of what the case knows; `clean_file_apart` takes a file apart, in a process
of its own, and gives back a clean one with its text. It suggests and a person decides: nothing here calls a
text or a picture clean, it says what was searched and what was found. Knows no database and no network.
"""

from .apart import clean_file_apart, read_document_apart
from .cleaning import CleanFile, clean_file, neutral_name, removed_words
from .finding import find, leave_out
from .folding import TOKEN as WORD
from .folding import canonical
from .index import Index
from .known import Finding, Known
from .limits import LIMITS, Limits
from .outgoing import Disclosing, LastLook
from .reading import Block, FileUnread, Reading
from .refusing import FileRefused
from .scanning import Place, scan_bytes
from .shielding import Passage, hidden_in, holds_shielded, marker, retype, shielded_strings
from .variants import ways_of_address, ways_of_name

__all__ = [
    "LIMITS",
    "WORD",
    "Block",
    "CleanFile",
    "Disclosing",
    "Reading",
    "FileRefused",
    "FileUnread",
    "Finding",
    "Index",
    "Known",
    "LastLook",
    "Limits",
    "Passage",
    "Place",
    "canonical",
    "clean_file",
    "clean_file_apart",
    "find",
    "hidden_in",
    "holds_shielded",
    "leave_out",
    "marker",
    "neutral_name",
    "read_document_apart",
    "removed_words",
    "retype",
    "scan_bytes",
    "shielded_strings",
    "ways_of_address",
    "ways_of_name",
]
