"""Our readings of unclear provisions, as pages: the few marks of Markdown that they are written in."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import sharewell

_PACKAGE = Path(sharewell.__file__).parent
_PLACES = (_PACKAGE / "rules" / "interpretations", _PACKAGE.parents[1] / "docs" / "interpretations")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]")


@dataclass
class Block:
    """A heading (`h1`, `h2`), a paragraph (`p`) or a list (`ul`), with its lines of plain text."""

    sort: str
    lines: list[str] = field(default_factory=list)


def is_in(name: str, lang: str) -> bool:
    """Is this reading written in the language?"""
    return _path(name, lang) is not None


def _path(name: str, lang: str) -> Path | None:
    """The file of a reading: English ones lie in the folder, those of other languages in one of their own."""
    inner = f"{name}.md" if lang == "en" else f"{lang}/{name}.md"
    return next((place / inner for place in _PLACES if (place / inner).is_file()), None)


@lru_cache(maxsize=256)
def reading(name: str, lang: str = "en") -> list[Block] | None:
    """The blocks of one reading, in English where the language has none; None where no page has that name."""
    path = _path(name, lang) or _path(name, "en")
    if path is None or name in ("README", "template"):
        return None
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", path.read_text("utf-8").strip()):
        blocks += _blocks(part.splitlines())
    return blocks


def _blocks(rows: list[str]) -> list[Block]:
    out: list[Block] = []
    for row in rows:
        mark, _, words = row.strip().partition(" ")
        sort = {"#": "h1", "##": "h2", "###": "h2", "-": "ul"}.get(mark, "p")
        text = plain(words if sort != "p" else row.strip())
        if sort in ("ul", "p") and out and out[-1].sort == sort == "ul":
            out[-1].lines.append(text)
        elif sort == "p" and out and out[-1].sort in ("p", "ul"):
            out[-1].lines[-1] += " " + text  # a line that goes on
        else:
            out.append(Block(sort, [text]))
    return out


def plain(text: str) -> str:
    """A line without its marks; of a link its words."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))
