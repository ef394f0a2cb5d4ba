"""What a document is made of: plain data, in one language or both."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..shapes import in_words

MARKS = ("", "strong", "added", "removed", "term")
LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class Run:
    """Words of one kind. `mark` is one of MARKS; `lang` that of its words if they have one."""

    text: "str | dict[str, str]"
    mark: str = ""
    lang: str = ""

    def __post_init__(self):
        if self.mark not in MARKS:
            raise ValueError(f'A run cannot be marked "{self.mark}"; there are: {", ".join(MARKS[1:])}.')


# A str has no language of its own; {"en": ..., "cy": ...} may hold words or lists of runs.
Words = str | dict | Run | Sequence


@dataclass(frozen=True)
class Heading:
    """A heading under the document's title; `level` 1 to 4."""

    words: Words
    level: int = 1

    def __post_init__(self):
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"A heading has level 1 to 4, not {self.level!r}.")


@dataclass(frozen=True)
class Para:
    """A paragraph; each line of a str is one of its own."""

    words: Words


@dataclass(frozen=True)
class Bullets:
    items: Sequence[Words]


@dataclass(frozen=True)
class Numbered:
    """A numbered list; each counts from one."""

    items: Sequence[Words]


@dataclass(frozen=True)
class Table:
    """Rows under a row of headings, repeated on each page. Every row is as long as the head."""

    head: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    caption: Words = ""

    def __post_init__(self):
        if not self.head:
            raise ValueError("A table needs a row of headings.")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.head):
                raise ValueError(f"Row {number} has {len(row)} cells under {len(self.head)} headings.")


@dataclass(frozen=True)
class Facts:
    """Terms and their values; a pair without a value is left out."""

    pairs: Sequence[tuple[Words, Words]]


@dataclass(frozen=True)
class Note:
    """What a reader must not miss. `tone` is "info" or "warning"."""

    words: Words
    tone: Literal["info", "warning"] = "info"


@dataclass(frozen=True)
class Signature:
    """One signatory by role. Without `at` it is a line to sign on."""

    party: Words
    role: Words = ""
    name: str = ""
    at: str = ""  # ISO day or moment
    how: Words = ""  # through an account, through a link, on paper


@dataclass(frozen=True)
class Signatures:
    lines: Sequence[Signature]


@dataclass(frozen=True)
class Picture:
    """An SVG, PNG or JPEG, with the words that stand for it where it cannot be seen."""

    content: bytes
    alt: Words
    caption: Words = ""

    def __post_init__(self):
        if not self.alt:
            raise ValueError("A picture needs words that stand for it.")

    @property
    def kind(self) -> str:
        """svg, png or jpg, by how it begins."""
        if self.content.startswith(b"\x89PNG"):
            return "png"
        if self.content.startswith(b"\xff\xd8"):
            return "jpg"
        if b"<svg" in self.content[:1000]:
            return "svg"
        raise ValueError("A picture is an SVG, a PNG or a JPEG.")


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Para | Bullets | Numbered | Table | Facts | Note | Signatures | Picture | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document. `lang` is "en", "cy" or "both"; `at` the ISO day or moment it speaks of."""

    title: Words
    lang: str = "en"
    reference: str = ""
    at: str = ""
    status: Words = ""
    blocks: Sequence[Block] = ()
    author: str = "Sharewell"  # whose document it is: written into the file

    def __post_init__(self):
        if not self.title:
            raise ValueError("A document needs a title.")
        if self.lang not in (*LANGUAGES, "both"):
            raise ValueError(f'A document is in "en", "cy" or "both", not {self.lang!r}.')
        if isinstance(self.at, dt.date):
            object.__setattr__(self, "at", self.at.isoformat())


def name(en: str, cy: str) -> dict[str, str]:
    """A name in both languages, where the one that is there stands for the other and nobody need be told."""
    return {"en": en or cy, "cy": cy or en}


def when(moment) -> dict[str, str]:
    """A day or moment (a date, a datetime or ISO) as words in both languages: a value for any block."""
    if moment in (None, ""):
        return {}
    said = moment.isoformat() if isinstance(moment, dt.date) else str(moment)
    return {lang: in_words(said, lang) for lang in LANGUAGES}
