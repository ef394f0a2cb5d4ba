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


@lru_cache(maxsize=64)
def reading(name: str) -> list[Block] | None:
    """The blocks of one reading; None where there is none of that name."""
    path = next((place / f"{name}.md" for place in _PLACES if (place / f"{name}.md").is_file()), None)
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
