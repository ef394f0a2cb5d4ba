"""What an agreement that was made elsewhere says of itself: kind, title, parties, dates, purposes.

Pure functions over the blocks of a document that was read in (`sharewell.minimising.Reading`). Everything
that comes back is a suggestion with the words that it rests on, so that a person can hold it against the
paper and confirm it, mend it or leave it out.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from rapidfuzz import fuzz, process

from sharewell.domain.agreements.opening import names_in_opening
from sharewell.minimising import Block
from sharewell.minimising.folding import fold

MOST_PARTIES, MOST_HEADINGS = 200, 60
LONGEST_NAME, LONGEST_TITLE, LONGEST_SAID = 160, 200, 240  # characters
ALIKE = 88  # of 100: a name spelt so much like one of the directory is offered as that one
_FRONT = 40  # blocks in which kind and title are looked for
_NEAR = 100  # characters between the label of a date and the date
_NUMBERED = re.compile(r"(?:section |adran |part |rhan )?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?\s+(\S.{0,89})", re.I)
_NUMBER = re.compile(r"^[\d.()\s:–-]+|[\s:.–-]+$")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Known:
    """An organisation of the directory: its id and its names."""

    id: str
    names: tuple[str, ...]


class Names:
    """The names of the directory, to match a name that somebody else wrote."""

    def __init__(self, known: Iterable[Known]):
        self._ids = {plain(name): each.id for each in known for name in each.names if name}

    def __bool__(self):
        return bool(self._ids)

    def match(self, name: str) -> tuple[str, str]:
        """The organisation that a name means: (its id, "same"), (its id, "like") or ("", "none")."""
        said = plain(name)
        if said in self._ids:
            return self._ids[said], "same"
        inside = self.inside(name)
        if inside:
            return self._ids[inside], "like"
        best = process.extractOne(said, self._ids.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        return (self._ids[best[0]], "like") if best else ("", "none")

    def inside(self, line: str) -> str:
        """The longest known name that stands in a line, folded; "" where none does."""
        said = f" {plain(line)} "
        return max((name for name in self._ids if f" {name} " in said), key=len, default="")


@lru_cache(maxsize=1)
def _phrases() -> dict:
    return tomllib.loads(resources.files(__package__).joinpath("reading.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _written_date() -> re.Pattern[str]:
    months = _phrases()["months"]
    names = "|".join(dict.fromkeys(name for each in months.values() for name in each))
    return re.compile(
        rf"\b(\d{{1,2}})(?:st|nd|rd|th|af|ail|ydd|fed|eg|ed|ain)?\s+(?:of\s+|o\s+)?({names})\s+(\d{{4}})\b"
    )


def plain(text: str) -> str:
    """A text as phrases are compared: folded, one space between words."""
    return _SPACES.sub(" ", fold(text)).strip()


def facts_in(blocks: Sequence[Block], known: Iterable[Known] = ()) -> dict:
    """Everything found, as it is kept with the paper: {fact: suggestion or list of suggestions}.

    A suggestion is {"value", "said"}; of a party {"value": an id or "", "said": the name, "how"}. A fact that
    was not found is left out.
    """
    sections = _sections(blocks)
    found = {
        "kind": _kind(blocks),
        "language": {"value": _language(blocks), "said": ""},
        "title": _title(blocks),
        "parties": _parties(sections, Names(known)),
        **_dates(blocks),
        "purposes": _purposes(sections, blocks),
        "headings": [heading for heading, _ in sections if heading][:MOST_HEADINGS],
    }
    return {name: value for name, value in found.items() if value}


# --- Headings ---------------------------------------------------------------------------------------


def _sections(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """The document in its sections: (heading or "", blocks under it)."""
    sections: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks:
        heading = _heading(block)
        if heading:
            sections.append((heading, []))
        else:
            sections[-1][1].append(block)
    return sections


def _heading(block: Block) -> str:
    """What a heading says, without its number; "" where the block is none."""
    if block.table is not None:
        return ""
    text = block.text.strip()
    if block.level:
        return _NUMBER.sub("", text)[:LONGEST_TITLE]
    if block.level is None and len(text) <= 100:
        numbered = _NUMBERED.fullmatch(text)
        said = _NUMBER.sub("", numbered[1] if numbered else text)
        is_sentence = text.endswith((".", ";", ","))
        if numbered and not is_sentence and said[:1].isupper():
            return said
        if plain(said) in _known_headings():
            return said
    return ""


@lru_cache(maxsize=1)
def _known_headings() -> frozenset[str]:
    return frozenset(phrase for each in _phrases()["sections"].values() for phrase in each)


def _under(sections: list[tuple[str, list[Block]]], name: str) -> list[list[Block]]:
    """The sections of that sort, the one with the fullest heading first."""
    phrases = _phrases()["sections"][name]
    hits = []
    for heading, blocks in sections:
        said = plain(heading)
        rank = (
            0
            if said in phrases
            else 1
            if any(phrase in said for phrase in phrases if " " in phrase)
            else None
        )
        if heading and blocks and rank is not None:
            hits.append((rank, len(hits), blocks))
    return [blocks for _, _, blocks in sorted(hits, key=lambda hit: hit[:2])]


# --- Kind, language, title --------------------------------------------------------------------------


def _kind(blocks: Sequence[Block]) -> dict:
    """The kind named first; of two named in one place the one that is listed first."""
    phrases = _phrases()
    for block in blocks[:_FRONT]:
        said = plain(block.text)
        kind = next(
            (kind for kind, each in phrases["kinds"].items() if any(phrase in said for phrase in each)), ""
        )
        if kind == "joint-controller-arrangement":
            front = plain(" ".join(each.text for each in blocks[: 5 * _FRONT]))
            kind = "waspi-jca" if any(mark in front for mark in phrases["accord"]["marks"]) else kind
        if kind:
            return {"value": kind, "said": _short(block.text)}
    return {}


def _language(blocks: Sequence[Block]) -> str:
    """en, cy or both: both where a third or more of the little words are of the other language."""
    words = plain(" ".join(block.text for block in blocks)[:200_000]).split()
    counts = {lang: sum(words.count(word) for word in each) for lang, each in _phrases()["languages"].items()}
    total = sum(counts.values()) or 1
    if min(counts.values()) * 3 >= total:
        return "both"
    return max(counts, key=lambda lang: counts[lang])


def _title(blocks: Sequence[Block]) -> dict:
    """The document's own title; where that only names the kind, with the line that follows it."""
    front = [block for block in blocks[:_FRONT] if block.table is None and len(block.text) <= LONGEST_TITLE]
    first = next((block for block in front if block.level == 0), None)
    first = first or next((block for block in front if block.level == 1 and not _is_section(block)), None)
    first = first or next((block for block in front if any(c.isalpha() for c in block.text)), None)
    if first is None:
        return {}
    title, following = first.text.strip(), front[front.index(first) + 1 :]
    if plain(title) in _kind_phrases():
        more = next(
            (each for each in following[:3] if not _is_section(each) and not _is_dated(each.text)), None
        )
        title = f"{title}: {more.text.strip()}" if more else title
    return {"value": title[:LONGEST_TITLE], "said": _short(title), "language": _language([Block((title,))])}


def _is_section(block: Block) -> bool:
    return bool(_NUMBERED.fullmatch(block.text)) or plain(_NUMBER.sub("", block.text)) in _known_headings()


def _is_dated(text: str) -> bool:
    return any(True for _ in _dates_in(plain(text)))


@lru_cache(maxsize=1)
def _kind_phrases() -> frozenset[str]:
    return frozenset(phrase for each in _phrases()["kinds"].values() for phrase in each)


# --- Parties ----------------------------------------------------------------------------------------


def _parties(sections: list[tuple[str, list[Block]]], known: Names) -> list[dict]:
    """Who is named as a party, in the paper's order, each matched once: in its table or list of them, or else
    in the sentence with which it opens.
    """
    every = [block for _, blocks in sections for block in blocks]
    names = _names_in_tables(every)
    for blocks in _under(sections, "parties"):
        names = names or _names_in_table(blocks) or names_in_opening(blocks, known)
        names = names or _names_in_list(blocks, known)
    names = names or names_in_opening(every, known)
    found: dict[str, dict] = {}
    for name in names[: 2 * MOST_PARTIES]:
        match, how = known.match(name)
        found.setdefault(match or plain(name), {"value": match, "said": name[:LONGEST_NAME], "how": how})
    return list(found.values())[:MOST_PARTIES]


def _names_in_tables(blocks: list[Block]) -> list[str]:
    """The names in the first table of the document whose head says that its column names the parties."""
    columns = [each for each in _phrases()["columns"]["parties"] if each not in ("name", "enw")]
    tables: dict[int, list[Block]] = {}
    for block in blocks:
        if block.table is not None:
            tables.setdefault(block.table, []).append(block)
    for rows in tables.values():
        if any(plain(cell) in columns for cell in rows[0].cells):
            return _names_in_table(rows)
    return []


def _names_in_table(blocks: list[Block]) -> list[str]:
    rows = [block for block in blocks if block.table is not None]
    if not rows:
        return []
    rows = [row for row in rows if row.table == rows[0].table]
    heads = [plain(cell) for cell in rows[0].cells]
    column = next((n for n, head in enumerate(heads) if head in _phrases()["columns"]["parties"]), None)
    body = rows[1:] if column is not None else rows
    cells = [_cell(row, column) for row in body]
    return [cell for cell in cells if cell]


def _cell(row: Block, column: int | None) -> str:
    """The cell of that column; without one, the first that holds more than a number."""
    cells = row.cells if column is None else row.cells[column : column + 1]
    return next((_tidy(cell) for cell in cells if any(c.isalpha() for c in cell)), "")


def _tidy(name: str) -> str:
    """The first line of a name, without a bullet or a number before it."""
    line = next((line for line in name.split("\n") if line.strip()), "")
    return re.sub(r"^[\W\d_]+", "", line).strip(" ;,.")[:LONGEST_NAME]


def _names_in_list(blocks: list[Block], known: Names) -> list[str]:
    """Lines that name a body of the directory, or look as if they named one."""
    marks = _phrases()["bodies"]["marks"]
    names = []
    for block in blocks:
        line = _tidy(block.text)
        words = plain(line).split()
        is_like_a_body = 1 < len(words) <= 10 and line[:1].isupper() and any(mark in words for mark in marks)
        if is_like_a_body or known.inside(line):
            names.append(line)
    return names


# --- Dates ------------------------------------------------------------------------------------------


def _dates(blocks: Sequence[Block]) -> dict[str, dict]:
    """The day it starts, is reviewed and ends: the first date after a label of that sort."""
    found: dict[str, dict] = {}
    for block, following in pairwise([*blocks, Block(("",))]):
        said, rest = plain(block.text), plain(following.text)
        for name, labels in _phrases()["dates"].items():
            day = None if name in found else _labelled(said, rest, labels)
            if day:
                found[name] = {"value": day.isoformat(), "said": _short(block.text)}
    return found


def _labelled(said: str, rest: str, labels: list[str]) -> date | None:
    """The date that follows a label: in its own block, or at the start of the next one if it ends with it."""
    for label in labels:
        at = said.find(label)
        if at < 0:
            continue
        tail = said[at + len(label) :]
        day = next(_dates_in(tail[:_NEAR]), None)
        if day is None and len(tail) <= 10:
            day = next(_dates_in(rest[:30]), None)
        if day:
            return day
    return None


def _dates_in(text: str) -> Iterator[date]:
    """The dates of a folded text in order; days that no calendar has are passed over."""
    months = _phrases()["months"]
    number = {name: n for each in months.values() for n, name in enumerate(each, 1)}
    hits = [(m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    hits += [(m.start(), _year(m[3]), m[2], m[1]) for m in _SLASHED.finditer(text)]
    hits += [(m.start(), m[3], str(number[m[2]]), m[1]) for m in _written_date().finditer(text)]
    for _, year, month, day in sorted(hits):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1970 <= found.year <= 2120:
            yield found


def _year(said: str) -> str:
    return said if len(said) == 4 else f"20{said}"


# --- Purposes ---------------------------------------------------------------------------------------


def _purposes(sections: list[tuple[str, list[Block]]], blocks: Sequence[Block]) -> list[dict]:
    """The purposes that its section on purpose speaks of; those of the whole text where it has none."""
    places = [_purposes_in(each) for each in _under(sections, "purposes")]
    return next(filter(None, places), None) or _purposes_in(list(blocks[: 5 * _FRONT]))


def _purposes_in(blocks: Sequence[Block]) -> list[dict]:
    said = [(plain(block.text), block.text) for block in blocks]
    found = []
    for purpose, marks in _phrases()["purposes"].items():
        where = next((text for each, text in said if any(mark in each for mark in marks)), None)
        if where is not None:
            found.append({"value": purpose, "said": _short(where)})
    return found


def _short(text: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1]}…"
