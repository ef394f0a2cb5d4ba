"""What a document says, block by block, for a person who takes it over: headings, paragraphs, rows of tables.

The file is cleaned first, so whatever cleaning refuses (macros, scripts, passwords, bombs) is refused here in
the same way, and nothing hidden in it is read.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .kinds import kind_of
from .limits import LIMITS, Limits
from .refusing import FileRefused
from .words import say

LONGEST = 20_000  # characters of one block; more is cut
_TITLE_STYLES = {"title": 0, "teitl": 0}
_HEADING_STYLE = re.compile(r"heading([1-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One paragraph or one row. `level` is 0 for a title, 1 to 9 for a heading, None for what is neither.

    `cells` are the cells of a row; of a paragraph or heading it is the one text.
    """

    cells: tuple[str, ...]
    level: int | None = None
    table: int | None = None  # the number of its table in the document, from 1

    @property
    def text(self) -> str:
        return " | ".join(filter(None, self.cells))


@dataclass(frozen=True)
class Reading:
    """What was read: `kind` is "docx" or "pdf"; `unread` are the numbers of pages that hold no words."""

    kind: str
    blocks: tuple[Block, ...] = ()
    unread: tuple[int, ...] = field(default=())


class FileUnread(FileRefused):
    """A file that could not be read. The same reasons, with words for whoever wanted to take it over."""

    def text(self, lang: str = "en") -> str:
        facts = dict(self.facts)
        if "what" in facts:
            facts["what"] = say("kinds", facts["what"], lang)
        return say(
            "unread" if self.reason in ("wrong-kind", "no-words") else "refused", self.reason, lang, **facts
        )

    def mend(self, lang: str = "en") -> str:
        return say("mend-unread", self.reason, lang)


def read_document(data: bytes, limits: Limits = LIMITS) -> Reading:
    """Read a .docx or a PDF in this process; whatever goes wrong inside it is a FileUnread.

    For files from outside use `read_document_apart`, which does the same where nothing can be harmed.
    """
    try:
        return _read(data, limits)
    except FileRefused as refused:
        raise FileUnread(refused.reason, **refused.facts) from None
    except MemoryError:
        raise FileUnread("too-much-inside") from None
    except Exception as error:
        raise FileUnread("broken") from error


def _read(data: bytes, limits: Limits) -> Reading:
    if len(data) > limits.size:
        raise FileRefused("too-big", size=round(len(data) / 1e6, 1), limit=limits.size // 1_000_000)
    kind = kind_of(data)
    if kind not in _READERS:
        raise FileRefused("wrong-kind", what={"text": "text"}.get(kind, "photograph"))
    found = _READERS[kind](data, limits)
    if sum(len(cell) for block in found.blocks for cell in block.cells) > limits.text:
        raise FileRefused("too-much-inside")
    if not any(cell.strip() for block in found.blocks for cell in block.cells):
        raise FileUnread("no-words")
    return found


# --- Word documents ---------------------------------------------------------------------------------


def _read_package(data: bytes, limits: Limits) -> Reading:
    from .documents import clean_document
    from .parts import Package, kind_of_package

    kind_of_package(data, limits)
    clean, _text, _pictures, _removed = clean_document(data, limits)
    package = Package(clean, limits)
    main = next(target for _, kind, target, _ in package.relations("") if kind == "officeDocument")
    styles = next((target for _, kind, target, _ in package.relations(main) if kind == "styles"), None)
    levels = _levels(package.tree(styles)) if styles else {}
    return Reading("docx", tuple(_blocks(package.tree(main), levels)))


def _levels(styles: Any) -> dict[str, int]:
    """Which style is a heading of which level, by its name, its id, or the level of its outline."""
    from .documents import W

    found = {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        said = (name.get(f"{W}val", "") if name is not None else "").replace(" ", "").lower()
        heading, outline = _HEADING_STYLE.fullmatch(said), style.find(f"{W}pPr/{W}outlineLvl")
        if said in _TITLE_STYLES:
            found[style.get(f"{W}styleId", "")] = 0
        elif heading:
            found[style.get(f"{W}styleId", "")] = int(heading[1])
        elif outline is not None and outline.get(f"{W}val", "9").isdigit():
            level = int(outline.get(f"{W}val")) + 1
            if level <= 9:
                found[style.get(f"{W}styleId", "")] = level
    return found


def _blocks(root: Any, levels: dict[str, int]) -> Iterator[Block]:
    """The blocks of the main part in the order of the page; a table inside a cell is read with that cell."""
    from .documents import W

    tables, done = 0, set()
    for element in root.iter(f"{W}p", f"{W}tbl"):
        if element in done:
            continue
        if element.tag == f"{W}p":
            text = _said(element)
            if text:
                yield Block((text,), _level(element, levels))
            continue
        tables += 1
        for row in element.findall(f"{W}tr"):
            cells = tuple(
                "\n".join(filter(None, map(_said, cell.iter(f"{W}p")))) for cell in row.findall(f"{W}tc")
            )
            if any(cells):
                yield Block(tuple(cell[:LONGEST] for cell in cells), None, tables)
        done.update(element.iter(f"{W}p", f"{W}tbl"))


def _level(paragraph: Any, levels: dict[str, int]) -> int | None:
    from .documents import W

    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return levels.get(style.get(f"{W}val", "")) if style is not None else None


def _said(paragraph: Any) -> str:
    """The words of one paragraph, without those of a box that is drawn inside it."""
    from .documents import W

    words = []
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if next(element.iterancestors(f"{W}p")) is not paragraph:
            continue
        plain = {f"{W}t": element.text or "", f"{W}noBreakHyphen": "-"}
        words.append(plain.get(element.tag, " "))
    return " ".join("".join(words).split())[:LONGEST]


# --- PDFs -------------------------------------------------------------------------------------------


def _read_pdf(data: bytes, limits: Limits) -> Reading:
    import pypdfium2

    from .pdfs import clean_pdf

    clean, _removed = clean_pdf(data, limits)
    blocks: list[Block] = []
    unread = []
    with contextlib.closing(pypdfium2.PdfDocument(clean)) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage().get_text_range()
            page.close()
            lines = [" ".join(line.split()) for line in text.replace("\r", "\n").split("\n")]
            readable = [line[:LONGEST] for line in lines if _is_readable(line)]
            if not readable:
                unread.append(number + 1)
            blocks += [Block((line,), None) for line in readable]
    return Reading("pdf", tuple(blocks), tuple(unread))


def _is_readable(line: str) -> bool:
    """Whether most of a line are letters with a meaning; a PDF may show glyphs that stand for nothing."""
    plain = [c for c in line if c.isprintable() and not "\ue000" <= c <= "\uf8ff" and c not in "\ufffd\ufffe"]
    return bool(line) and len(plain) >= 0.9 * len(line)


_READERS = {"pdf": _read_pdf, "zip": _read_package}
