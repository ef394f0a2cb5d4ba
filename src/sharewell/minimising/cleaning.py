"""One file in, one clean file out, with its text and what a person should look at."""

from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import kind_of
from .limits import LIMITS, Limits
from .plain import clean_text
from .refusing import FileRefused
from .words import say

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "text": "text/plain; charset=utf-8",
}
EXTENSIONS = {"pdf": "pdf", "docx": "docx", "jpeg": "jpg", "png": "png", "text": "txt"}


@dataclass(frozen=True)
class CleanFile:
    """A file that was rebuilt, and what is known of it.

    `pages` is the text that could be searched, a page each. `unsearched` are the numbers (from 1) of the
    pages that hold what could not be; in a Word document, of its pictures; in a picture, 1. `removed` are
    ids of words.toml. `previews` are PNGs; `preview_of` says which page or picture each one shows.
    """

    kind: str
    data: bytes
    pages: tuple[str, ...] = ()
    unsearched: tuple[int, ...] = ()
    removed: tuple[str, ...] = ()
    previews: tuple[bytes, ...] = ()
    preview_of: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """A name that says nothing: the sender's own is not kept."""
        return neutral_name(self.kind, 1)

    @property
    def content_type(self) -> str:
        """Its media type."""
        return CONTENT_TYPES[self.kind]

    @property
    def text(self) -> str | None:
        """All text that could be searched, pages parted by form feeds; None for a picture."""
        return "\f".join(self.pages) if self.pages else None

    @property
    def searchable(self) -> bool:
        """Whether everything in it was searched."""
        return not self.unsearched

    def removed_words(self, lang: str = "en") -> list[str]:
        """What was taken out of the file, in words."""
        return removed_words(self.removed, lang)


def removed_words(ids: Iterable[str], lang: str = "en") -> list[str]:
    """The words for what was taken out of a file."""
    return [say("removed", name, lang) for name in ids]


def neutral_name(kind: str, number: int, lang: str = "en") -> str:
    """A file name that gives nothing away, such as attachment-2.pdf."""
    return f"{say('file', 'attachment', lang)}-{number}.{EXTENSIONS[kind]}"


def clean_file(data: bytes, limits: Limits = LIMITS) -> CleanFile:
    """Rebuild a file in this process; whatever goes wrong inside it is a FileRefused.

    For files from outside use `clean_file_apart`, which does the same where nothing can be harmed.
    """
    if len(data) > limits.size:
        raise FileRefused("too-big", size=round(len(data) / 1e6, 1), limit=limits.size // 1_000_000)
    kind = kind_of(data)
    try:
        return _CLEANERS[kind](data, limits)
    except FileRefused:
        raise
    except MemoryError:
        raise FileRefused("too-much-inside") from None
    except Exception as error:
        raise FileRefused("broken") from error


def _clean_pdf(data: bytes, limits: Limits) -> CleanFile:
    from .pdfs import clean_pdf, look_at

    clean, removed = clean_pdf(data, limits)
    pages, unsearched, previews = look_at(clean, limits)
    numbers = range(1, len(previews) + 1)
    return CleanFile(
        "pdf", clean, tuple(pages), tuple(unsearched), tuple(removed), tuple(previews), tuple(numbers)
    )


def _clean_package(data: bytes, limits: Limits) -> CleanFile:
    from .documents import clean_document
    from .parts import kind_of_package
    from .pictures import preview

    kind_of_package(data, limits)
    clean, text, pictures, removed = clean_document(data, limits)
    numbers = tuple(range(1, len(pictures) + 1))
    previews = tuple(preview(picture, limits) for picture in pictures)
    return CleanFile("docx", clean, (text,), numbers, tuple(removed), previews, numbers)


def _clean_picture(kind: str, data: bytes, limits: Limits) -> CleanFile:
    from .pictures import clean_picture, preview

    clean, points, removed = clean_picture(data, kind, limits)
    return CleanFile(kind, clean, (), (1,), tuple(removed), (preview(points, limits),), (1,))


def _clean_plain(data: bytes, limits: Limits) -> CleanFile:
    text, removed = clean_text(data, limits)
    return CleanFile("text", text.encode(), tuple(text.split("\f")), (), tuple(removed))


_CLEANERS = {
    "pdf": _clean_pdf,
    "zip": _clean_package,
    "jpeg": lambda data, limits: _clean_picture("jpeg", data, limits),
    "png": lambda data, limits: _clean_picture("png", data, limits),
    "text": _clean_plain,
}
