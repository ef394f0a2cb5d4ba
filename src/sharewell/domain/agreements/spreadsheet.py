"""The register as a spreadsheet (CSV, RFC 4180): one agreement a row, written and read so that it comes back.

Reading is pure and all or nothing: either every row is understood, or `SpreadsheetRefused` carries a
`Problem` for each cell that is not, with its line. Names are matched against the directory, never guessed.

Columns: see `COLUMNS`. Several names or purposes stand in one cell, parted by semicolons. Flows stand a line
each in one cell: "Giver > Receiver; Receiver: purpose (pattern)".

A cell that a spreadsheet program would take for a formula is written with an apostrophe before it, which is
taken away again when it is read.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import states
from sharewell.domain.agreements.reading import plain

COLUMNS = (
    "reference", "keeper", "kind", "title_en", "title_cy", "languages", "state", "lead", "parties", "flows",
    "in_force_from", "review_on", "ends_on", "public",
)  # fmt: skip
NEEDED = ("reference", "kind", "state", "parties", "flows")
SETTLED = (*states.COVERS, *states.ENDED)  # what a register tells of; drafts are made here, not read in
# Whatever is taken over is written in one go, and nobody else's words may wait long for that.
MOST_BYTES, MOST_ROWS, MOST_PROBLEMS = 5_000_000, 1_000, 200
MOST = {"reference": 20, "title_en": 200, "title_cy": 200}  # characters
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_FLOW = re.compile(
    r"^(?P<giver>[^>]+)>(?P<receivers>.+):\s*(?P<purpose>[a-z-]+)\s*(?:\((?P<pattern>[a-z-]+)\))?$"
)
_AS_THEY_ARE = ("reference", "kind", "title_en", "title_cy", "languages", "state")
_YES = {"yes": True, "ie": True, "true": True, "1": True}
_NO = {"no": False, "na": False, "nage": False, "false": False, "0": False, "": False}


@dataclass(frozen=True)
class FlowLine:
    """Who gives to whom and what for: ids of organisations, a purpose and a pattern."""

    giver: str
    receivers: tuple[str, ...]
    purpose: str
    pattern: str = states.ROUTINE


@dataclass(frozen=True)
class Entry:
    """One row of the register, understood. Organisations are ids; `line` is where it stood in the file."""

    reference: str
    kind: str
    title_en: str
    title_cy: str
    languages: str
    state: str
    keeper: str
    lead: str
    parties: tuple[str, ...]
    flows: tuple[FlowLine, ...]
    in_force_from: date | None
    review_on: date | None
    ends_on: date | None
    is_public: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Problem:
    """What is the matter with one cell, or with a whole line or file (no column, line 0)."""

    line: int
    column: str
    words: str | Promise
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.words) % self.facts


class SpreadsheetRefused(Exception):
    """Nothing was taken over; `problems` says why, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(
            "; ".join(f"line {each.line} {each.column}: {each.text}" for each in self.problems[:5])
        )


@dataclass(frozen=True)
class Allowed:
    """What the cells may say: {folded name: id of an organisation}, ids of kinds and of purposes."""

    organisations: Mapping[str, str]
    kinds: frozenset[str]
    purposes: frozenset[str]
    ours: str  # the id of the organisation whose register it is


# --- Writing ----------------------------------------------------------------------------------------


def write(entries: Iterable[Entry], names: Mapping[str, str]) -> bytes:
    """The file: UTF-8 with the mark that Excel needs, CRLF, every row of one width. `names` by id."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = _cells(entry, names)
        writer.writerow([_harmless(row[column]) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _cells(entry: Entry, names: Mapping[str, str]) -> dict[str, str]:
    flows = [
        f"{names[flow.giver]} > {'; '.join(names[each] for each in flow.receivers)}: "
        f"{flow.purpose} ({flow.pattern})"
        for flow in entry.flows
    ]
    days = {name: getattr(entry, name) for name in ("in_force_from", "review_on", "ends_on")}
    return {
        **{name: getattr(entry, name) for name in _AS_THEY_ARE},
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "keeper": names[entry.keeper],
        "lead": names.get(entry.lead, ""),
        "parties": "; ".join(names[each] for each in entry.parties),
        "flows": "\n".join(flows),
        "public": "yes" if entry.is_public else "no",
    }  # fmt: skip


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _as_meant(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# --- Reading ----------------------------------------------------------------------------------------


def read(data: bytes, allowed: Allowed) -> list[Entry]:
    """Every row of a file, understood. Raises SpreadsheetRefused with everything that is the matter."""
    rows = list(_rows(_text(data)))
    problems: list[Problem] = []
    entries, seen = [], {}
    for line, row in rows:
        cells = _Row(line, row, allowed, problems)
        entry = cells.entry()
        before = seen.setdefault((entry.keeper, entry.reference), line) if entry.reference else line
        if before != line:
            cells.say("reference", _("Line %(line)s has the same reference."), line=before)
        entries.append(entry)
    if problems:
        raise SpreadsheetRefused(problems[:MOST_PROBLEMS])
    return entries


def _whole(words, **facts) -> SpreadsheetRefused:
    return SpreadsheetRefused([Problem(0, "", words, facts)])


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        size = round(len(data) / 1e6, 1)
        raise _whole(
            _("This file is %(size)s MB. The most is %(most)s MB. Divide it into several files."),
            size=size, most=MOST_BYTES // 1_000_000,
        )  # fmt: skip
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")) or b"\0" in data[:4096].strip(b"\0"):
        raise _whole(_("This is not a CSV file. In your spreadsheet program choose “Save as”, “CSV UTF-8”."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _whole(
            _(
                "This file is not UTF-8: line %(line)s holds a letter that cannot be read. "
                "Save it as “CSV UTF-8”."
            ),
            line=line,
        ) from None  # fmt: skip
    if not text.strip("\0 \t\r\n,;"):
        raise _whole(_("This file is empty. Choose the file again."))
    if "\0" in text:
        raise _whole(_("This is not a CSV file. In your spreadsheet program choose “Save as”, “CSV UTF-8”."))
    return text


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(the line at which it begins, {column: cell}) for each row that holds anything."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    parted = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    heads: list[str] | None = None
    count, begins = 0, 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if heads is None:
                heads = _heads(cells)
                continue
            count += 1
            if count > MOST_ROWS:
                raise _whole(_("More than %(most)s rows. Divide the file into several."), most=MOST_ROWS)
            yield line, _row(line, heads, cells)
    except csv.Error:
        raise _whole(
            _(
                "A cell that begins near line %(line)s does not end: "
                "look for a quotation mark that is not closed."
            ),
            line=begins,
        ) from None  # fmt: skip
    if not count:
        raise _whole(_("The file has column names, and no rows under them."))


def _heads(cells: list[str]) -> list[str]:
    heads = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    unknown = _("There is no column of this name. The columns are: %(columns)s.")
    facts = {"columns": ", ".join(COLUMNS)}
    problems = [Problem(1, head, unknown, facts) for head in heads if head not in COLUMNS]
    problems += [
        Problem(1, head, _("This column is there twice.")) for head in set(heads) if heads.count(head) > 1
    ]
    problems += [Problem(1, name, _("This column is missing.")) for name in NEEDED if name not in heads]
    if problems:
        raise SpreadsheetRefused(problems[:MOST_PROBLEMS])
    return heads


def _row(line: int, heads: list[str], cells: list[str]) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(heads) :]):
        words = _(
            "This line has more cells than there are columns. Put quotation marks around a cell with commas."
        )
        raise SpreadsheetRefused([Problem(line, "", words)])
    return {head: _as_meant(cell) for head, cell in zip(heads, cells, strict=False)}


class _Row:
    """One row, whose cells are understood one by one; what is the matter is added to `problems`."""

    def __init__(self, line: int, row: dict[str, str], allowed: Allowed, problems: list[Problem]):
        self.line, self.row, self.allowed, self.problems = line, row, allowed, problems

    def say(self, column: str, words, **facts) -> None:
        self.problems.append(Problem(self.line, column, words, facts))

    def entry(self) -> Entry:
        state = self.one_of("state", SETTLED)
        before = len(self.problems)
        parties = self.names("parties")
        lead = self.name("lead", self.cell("lead")) if self.cell("lead") else ""
        if lead and lead not in parties:
            self.say("lead", _("The lead is not among the parties."))
        if len(parties) < 2 and len(self.problems) == before:
            self.say("parties", _("An agreement has at least two parties. Part them by semicolons."))
        bound = parties if len(self.problems) == before else None
        starts, review, ends = (self.day(name) for name in ("in_force_from", "review_on", "ends_on"))
        if state in states.COVERS and starts is None and not self.cell("in_force_from"):
            self.say("in_force_from", _("Say from which day it is in force, such as 2026-04-01."))
        if starts and ends and ends < starts:
            self.say("ends_on", _("It ends before it starts."))
        title_en, title_cy = self.short("title_en"), self.short("title_cy")
        if not (title_en or title_cy):
            self.say("title_en", _("Give it a title, in English or in Welsh."))
        return Entry(
            reference=self.short("reference", is_needed=True),
            kind=self.one_of("kind", sorted(self.allowed.kinds)),
            title_en=title_en, title_cy=title_cy,
            languages=self.one_of("languages", list(states.LANGUAGES), default="en"),
            state=state, lead=lead, parties=parties, flows=self.flows(bound),
            keeper=self.name("keeper", self.cell("keeper")) if self.cell("keeper") else self.allowed.ours,
            in_force_from=starts, review_on=review, ends_on=ends, is_public=self.is_public(), line=self.line,
        )  # fmt: skip

    def cell(self, column: str) -> str:
        return self.row.get(column, "")

    def short(self, column: str, is_needed: bool = False) -> str:
        said, most = self.cell(column), MOST[column]
        if is_needed and not said:
            self.say(column, _("This cell is empty."))
        if len(said) > most:
            self.say(column, _("This is too long: at most %(most)s letters."), most=most)
        if any(not (c.isprintable() or c == " ") for c in said):
            self.say(column, _("This cell holds a line break or a letter that cannot be seen."))
        return said

    def one_of(self, column: str, choices: Iterable[str], default: str = "") -> str:
        said = self.cell(column).lower() or default
        if said not in choices:
            self.say(
                column, _("“%(said)s” is none of: %(choices)s."), said=said[:60], choices=", ".join(choices)
            )
        return said

    def day(self, column: str) -> date | None:
        said = self.cell(column)
        if not said:
            return None
        british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", said)
        try:
            if british:
                return date(int(british[3]), int(british[2]), int(british[1]))
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
                return date.fromisoformat(said)
        except ValueError:
            pass
        self.say(column, _("“%(said)s” is no day. Write it like 2026-04-01 or 01/04/2026."), said=said[:30])
        return None

    def is_public(self) -> bool:
        said = self.cell("public").lower()
        if said not in _YES and said not in _NO:
            self.say("public", _("“%(said)s” is neither yes nor no."), said=said[:30])
        return _YES.get(said, False)

    def name(self, column: str, said: str) -> str:
        found = self.allowed.organisations.get(plain(said), "")
        if not found:
            self.say(column, _("No organisation in the directory is called “%(said)s”."), said=said[:80])
        return found

    def names(self, column: str) -> tuple[str, ...]:
        said = [each.strip() for each in self.cell(column).split(";") if each.strip()]
        if not said:
            self.say(column, _("This cell is empty."))
        found = [self.name(column, each) for each in said]
        if len(set(filter(None, found))) < len(list(filter(None, found))):
            self.say(column, _("One of them is named twice."))
        return tuple(filter(None, found))

    def flows(self, parties: tuple[str, ...] | None) -> tuple[FlowLine, ...]:
        lines = [line.strip() for line in self.cell("flows").splitlines() if line.strip()]
        if not lines:
            self.say(
                "flows", _("Say who gives to whom and what for, such as “Our school > Our council: protect”.")
            )
        return tuple(filter(None, (self.flow(line, parties) for line in lines[:200])))

    def flow(self, line: str, parties: tuple[str, ...] | None) -> FlowLine | None:
        found = _FLOW.fullmatch(line) if len(line) <= 5_000 else None
        if not found:
            self.say(
                "flows",
                _("“%(said)s” is not understood. Write: Giver > Receiver; Receiver: purpose (pattern)."),
                said=line[:80],
            )
            return None
        before = len(self.problems)
        giver = self.name("flows", found["giver"].strip())
        receivers = [
            self.name("flows", each.strip()) for each in found["receivers"].split(";") if each.strip()
        ]
        purpose, pattern = found["purpose"], found["pattern"] or states.ROUTINE
        if purpose not in self.allowed.purposes:
            choices = ", ".join(sorted(self.allowed.purposes))
            self.say("flows", _("“%(said)s” is none of: %(choices)s."), said=purpose[:60], choices=choices)
        if pattern not in states.PATTERNS:
            choices = ", ".join(states.PATTERNS)
            self.say("flows", _("“%(said)s” is none of: %(choices)s."), said=pattern[:60], choices=choices)
        if not receivers or giver in receivers:
            self.say("flows", _("Nobody gives to themselves: “%(said)s”."), said=line[:80])
        if parties and len(self.problems) == before and not {giver, *receivers} <= set(parties):
            self.say("flows", _("“%(said)s” names a body that is not among the parties."), said=line[:80])
        return FlowLine(giver, tuple(receivers), purpose, pattern) if len(self.problems) == before else None
