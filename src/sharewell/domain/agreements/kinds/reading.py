"""Reading the files of kinds, and refusing one that leaves a language, a question or a clause in the air."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from sharewell.domain.errors import NotFound

HERE = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")
OF_ITSELF = ("title", "lead", "parties", "reference", "start", "review")  # what every agreement knows
SHOWS = ("", "parties", "flows", "table", "law", "diagram", "contacts", "schedules", "signatures")
SORTS = ("text", "line", "choice")
SURE = ("read in the law", "read in the guidance", "second-hand", "general knowledge", "unsure")
Words = dict[str, str]  # {"en": .., "cy": ..}


class KindError(ValueError):
    """A file of kinds cannot be understood: which file, what in it, and the mend."""


@dataclass(frozen=True)
class Choice:
    """An answer to choose: what the page says, and what then stands in the clause."""

    id: str
    label: Words
    says: Words


@dataclass(frozen=True)
class Question:
    """One question. `sort` is one of SORTS; `confidence`, one of SURE, and `source` say on what it rests."""

    id: str
    section: str
    ask: Words
    sort: str = "text"
    help: Words | None = None
    why: Words | None = None
    choices: tuple[Choice, ...] = ()
    is_needed: bool = True
    starts_as: Words | None = None  # words to begin from, to be changed
    confidence: str = ""
    source: str = ""


@dataclass(frozen=True)
class Clause:
    """A clause: its text, in which `{question}` stands for an answer."""

    id: str
    text: Words

    @cached_property
    def takes(self) -> tuple[str, ...]:
        """The ids that stand in its text, in order, each once."""
        return tuple(dict.fromkeys(PLACEHOLDER.findall(self.text["en"])))


@dataclass(frozen=True)
class Section:
    """A section, or an appendix: clauses, and what is drawn from parties and flows."""

    id: str
    title: Words
    is_appendix: bool
    shows: str
    clauses: tuple[Clause, ...]
    questions: tuple[Question, ...]
    terms: tuple[tuple[Words, Words], ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of agreement, of one version of its file."""

    id: str
    version: str
    title: Words
    summary: Words  # when to use it
    sections: tuple[Section, ...]
    least_parties: int = 2
    is_one_way: bool = False  # one party gives, the others receive
    is_joint: bool = False  # the parties are joint controllers
    is_tiered: bool = False  # others are schedules under it
    has_flows: bool = True
    assured_by: Words | None = None  # who looks at its quality before it is signed
    confidence: str = ""
    source: str = ""

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in order."""
        return {each.id: each for section in self.sections for each in section.questions}

    def section(self, pk: str) -> Section:
        """One section. Raises NotFound."""
        for section in self.sections:
            if section.id == pk:
                return section
        raise NotFound()


def kinds() -> dict[str, Kind]:
    """Every kind by its id, in the order of the files' `order`; no file that cannot be understood."""
    return _read(_folder())[0]


def wrong_files() -> list[KindError]:
    """What is wrong with each file of a deployer's own folder that cannot be understood."""
    return _read(_folder())[1]


def kind(pk: str) -> Kind:
    """One kind. Raises NotFound."""
    found = kinds().get(pk)
    if found is None:
        raise NotFound()
    return found


def _folder() -> str:
    return str(getattr(settings, "AGREEMENT_KINDS", "") or "")


@lru_cache(maxsize=8)
def _read(extra: str) -> tuple[dict[str, Kind], list[KindError]]:
    """The kinds, and what was wrong with files of `extra`: one bad file takes nothing else away."""
    parts: dict[str, dict] = {}
    read: dict[str, tuple[tuple, Kind]] = {}
    wrong: list[KindError] = []
    folders = [HERE, *([Path(extra)] if extra else [])]
    paths = [
        path for at in ("parts/*.toml", "*.toml") for folder in folders for path in sorted(folder.glob(at))
    ]
    for path in paths:
        try:
            table = _table(path)
            if path.parent.name == "parts":
                parts[path.stem] = table
            else:
                read[path.stem] = (table.get("order", 99), path.stem), _kind(path, table, parts)
        except KindError as error:
            if not extra:
                raise
            wrong.append(error)
    return {found.id: found for _order, found in sorted(read.values(), key=lambda each: each[0])}, wrong


def _table(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KindError(f"{path.name}: this is no TOML in UTF-8. {error}") from error


def _kind(path: Path, table: dict, parts: dict[str, dict]) -> Kind:
    read = _Reader(path.name)
    read.known(
        table,
        ("id", "order", "version", "title", "summary", "section", "needs", "assured-by", "confidence",
         "source"),
        "the kind",
    )  # fmt: skip
    if read.word(table, "id", "the kind") != path.stem:
        raise KindError(f"{path.name}: its id is {table['id']!r}. Give the file and the kind the same name.")
    needs = table.get("needs", {})
    read.known(needs, ("parties", "one-way", "joint", "tiered", "flows"), "needs")
    kind = Kind(
        id=table["id"],
        version=read.word(table, "version", "the kind"),
        title=read.both(table, "title", "the kind"),
        summary=read.both(table, "summary", "the kind"),
        sections=tuple(read.section(row, parts) for row in table.get("section", [])),
        least_parties=needs.get("parties", 2),
        is_one_way=needs.get("one-way", False),
        is_joint=needs.get("joint", False),
        is_tiered=needs.get("tiered", False),
        has_flows=needs.get("flows", True),
        assured_by=read.both(table, "assured-by", "the kind") if "assured-by" in table else None,
        confidence=read.sure(table, "the kind"),
        source=table.get("source", ""),
    )
    read.look_whole(kind)
    return kind


class _Reader:
    """Reads the parts of one file and says where it is wrong."""

    def __init__(self, name: str):
        self.name = name

    def wrong(self, said: str) -> KindError:
        return KindError(f"{self.name}: {said}")

    def known(self, table: dict, allowed: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in allowed:
                raise self.wrong(f"{where} has {key!r}, which means nothing here. There are: {allowed}.")

    def word(self, table: dict, key: str, where: str) -> str:
        if not isinstance(table.get(key), str) or not table[key]:
            raise self.wrong(f"{where} needs {key} = a text.")
        return table[key]

    def sure(self, table: dict, where: str) -> str:
        said = table.get("confidence", "")
        if said and said not in SURE:
            raise self.wrong(f"{where} has confidence = {said!r}. There are: {', '.join(SURE)}.")
        return said

    def both(self, table: dict, key: str, where: str) -> Words:
        said = table.get(key)
        if not isinstance(said, dict) or not (said.get("en") and said.get("cy")):
            raise self.wrong(f'{where} needs {key} = {{ en = "...", cy = "..." }}, both of them written.')
        return {"en": said["en"].strip(), "cy": said["cy"].strip()}

    def section(self, row: dict, parts: dict[str, dict]) -> Section:
        if (part := row.get("part")) is not None:
            if part not in parts:
                raise self.wrong(f"there is no part {part!r}. There are: {', '.join(parts)}.")
            row = {"id": part} | parts[part] | row
        where = f"the section {self.word(row, 'id', 'a section')}"
        allowed = ("id", "part", "title", "appendix", "shows", "clause", "question", "term")
        self.known(row, allowed, where)
        if row.get("shows", "") not in SHOWS:
            raise self.wrong(f"{where} shows {row['shows']!r}. There are: {', '.join(SHOWS[1:])}.")
        return Section(
            id=row["id"],
            title=self.both(row, "title", where),
            is_appendix=row.get("appendix", False),
            shows=row.get("shows", ""),
            clauses=tuple(self.clause(each, where) for each in row.get("clause", [])),
            questions=tuple(self.question(each, row["id"]) for each in row.get("question", [])),
            terms=tuple(
                (self.both(each, "term", where), self.both(each, "means", where))
                for each in row.get("term", [])
            ),
        )

    def clause(self, row: dict, where: str) -> Clause:
        self.known(row, ("id", "text"), f"a clause of {where}")
        clause = Clause(self.word(row, "id", f"a clause of {where}"), self.both(row, "text", where))
        if set(PLACEHOLDER.findall(clause.text["cy"])) != set(clause.takes):
            raise self.wrong(f"the clause {clause.id} does not take the same answers in English and Welsh.")
        return clause

    def question(self, row: dict, section: str) -> Question:
        pk = self.word(row, "id", f"a question of {section}")
        where = f"the question {pk}"
        self.known(
            row,
            ("id", "ask", "kind", "help", "why", "choice", "needed", "starts-as", "confidence", "source"),
            where,
        )
        sort = row.get("kind", "text")
        if sort not in SORTS or (sort == "choice") != bool(row.get("choice")):
            raise self.wrong(
                f"{where} has kind {sort!r}. There are {', '.join(SORTS)}; a choice has choices."
            )
        return Question(
            id=pk,
            section=section,
            ask=self.both(row, "ask", where),
            sort=sort,
            help=self.both(row, "help", where) if "help" in row else None,
            why=self.both(row, "why", where) if "why" in row else None,
            choices=tuple(
                Choice(
                    self.word(each, "id", where), self.both(each, "label", where),
                    self.both(each, "says", where),
                )
                for each in row.get("choice", [])
            ),
            is_needed=row.get("needed", True),
            starts_as=self.both(row, "starts-as", where) if "starts-as" in row else None,
            confidence=self.sure(row, where),
            source=row.get("source", ""),
        )  # fmt: skip

    def look_whole(self, kind: Kind) -> None:
        """That nothing is there twice, and that every answer lands somewhere."""
        if not kind.sections:
            raise self.wrong("it has no section.")
        for what, ids in (
            ("section", [each.id for each in kind.sections]),
            ("clause", [clause.id for each in kind.sections for clause in each.clauses]),
            ("question", [question.id for each in kind.sections for question in each.questions]),
        ):
            if twice := {each for each in ids if ids.count(each) > 1}:
                raise self.wrong(f"the {what} {sorted(twice)[0]} is there twice.")
        taken = {pk for each in kind.sections for clause in each.clauses for pk in clause.takes}
        if nowhere := set(kind.questions) - taken:
            raise self.wrong(f"the answer to {sorted(nowhere)[0]} lands in no clause.")
        if unasked := taken - set(kind.questions) - set(OF_ITSELF):
            raise self.wrong(f"a clause takes {{{sorted(unasked)[0]}}}, which nobody asks.")
