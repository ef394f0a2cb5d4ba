"""The kinds of policies and notices: each a file of `kinds/`, with the words that a new one begins with."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "kinds"
LANGUAGES = ("en", "cy")
_BLANK = re.compile(r"\[[^\[\]]+\]")


@dataclass(frozen=True)
class Section:
    """What a section begins with. `words` may hold `{name}`, `{services}`, `{basis}`, and blanks in []."""

    id: str
    heading: dict[str, str]
    words: dict[str, str]
    hint: dict[str, str]


@dataclass(frozen=True)
class Kind:
    """One kind. `words_at_most` is how long a sentence may be before it is pointed out; 0 for no limit."""

    id: str
    order: int
    group: str  # policy or notice
    title: dict[str, str]
    about: dict[str, str]
    confidence: str
    review_months: int
    readers: tuple[str, ...]
    sections: tuple[Section, ...]
    source: str = ""
    url: str = ""
    is_public: bool = False
    only_one: bool = False  # an organisation has one at a time
    asks_paragraphs: bool = False  # it covers paragraphs of Schedule 1
    has_periods: bool = False  # the retention schedule stands in it
    words_at_most: int = 0

    @property
    def is_notice(self) -> bool:
        return self.group == "notice"


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its id, in the order in which they are offered."""
    found = [_read(path) for path in FOLDER.glob("*.toml")]
    return {kind.id: kind for kind in sorted(found, key=lambda kind: kind.order)}


def _read(path: Path) -> Kind:
    data = tomllib.loads(path.read_text("utf-8"))
    sections = tuple(
        Section(
            id=row["id"],
            heading=row["heading"],
            words={lang: row[lang].strip() for lang in LANGUAGES},
            hint=row.get("hint", {}),
        )
        for row in data.pop("section")
    )
    if data["id"] != path.stem:
        raise ValueError(f"{path.name} calls itself {data['id']}")
    return Kind(**data | {"readers": tuple(data["readers"])}, sections=sections)


@cache
def _fills() -> dict:
    return tomllib.loads((FOLDER.parent / "fills.toml").read_text("utf-8"))


def is_public_authority(organisation) -> bool:
    """Whether its usual basis is its public task (Data Protection Act 2018, section 7)."""
    public = _fills()["public"]
    in_scotland = organisation.nation == "scotland" and organisation.kind in public["also_in_scotland"]
    return organisation.kind in public["kinds"] or in_scotland


def usual_languages(organisation) -> tuple[str, ...]:
    """In which languages an organisation's policies begin: Welsh and English in Wales, else English."""
    return LANGUAGES if organisation.nation == "wales" else ("en",)


def first_sections(kind: Kind, organisation, languages=LANGUAGES) -> list[dict[str, str]]:
    """The sections that a new policy of this organisation begins with, as `Version.sections` has them. What
    is not of these languages stays empty.
    """
    fills = _fills()
    names = {"en": organisation.name_en, "cy": organisation.name_cy or organisation.name_en}
    basis = fills["basis"]["public" if is_public_authority(organisation) else "other"]
    made = []
    for section in kind.sections:
        row = {"id": section.id}
        for lang in LANGUAGES:
            given = {"name": names[lang], "services": fills["services"][organisation.nation][lang]}
            words = section.words[lang].format(**given, basis=basis[lang])
            row[f"heading_{lang}"] = section.heading[lang] if lang in languages else ""
            row[f"text_{lang}"] = words if lang in languages else ""
        made.append(row)
    return made


def blanks_in(text: str) -> list[str]:
    """What still stands in brackets, waiting to be written."""
    return _BLANK.findall(text)
