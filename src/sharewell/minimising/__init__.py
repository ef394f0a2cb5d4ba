"""Leaving out what the recipient does not need: known names and places, identifiers, file metadata.

`find` says where a text speaks of what the case knows; `clean_file_apart` takes a file apart, in a process
of its own, and gives back a clean one with its text. It suggests and a person decides: nothing here calls a
text or a picture clean, it says what was searched and what was found. Knows no database and no network.
"""

from .finding import find, leave_out
from .index import Index
from .known import Finding, Known

__all__ = ["Finding", "Index", "Known", "find", "leave_out"]
