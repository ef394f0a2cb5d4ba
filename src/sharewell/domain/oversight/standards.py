"""The standards of a self-assessment and what measures each, from `standards.toml`; and how levels add up."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sharewell import rules

FILE = Path(__file__).parent / "standards.toml"
# From nothing to all of it; our own, as are the shares from which the records give a level.
LEVEL_WORDS = {
    0: {"en": "Not yet", "cy": "Ddim eto"},
    1: {"en": "Begun", "cy": "Wedi dechrau"},
    2: {"en": "Mostly", "cy": "Gan mwyaf"},
    3: {"en": "In place", "cy": "Yn ei le"},
}
MOST = max(LEVEL_WORDS)
_FROM = ((0.95, 3), (0.75, 2))


@dataclass(frozen=True)
class Measure:
    """One thing that is measured: by the records where `found` names how, else asked. Texts are {en, cy}."""

    id: str
    text: dict
    found: str = ""
    shows: dict | None = None

    @property
    def is_asked(self):
        return not self.found


@dataclass(frozen=True)
class Standard:
    """One of the ten steps, or a part of the code. `source` is what the rules cite."""

    id: str
    title: dict
    text: dict
    rule: str
    source: dict
    measures: tuple


@dataclass(frozen=True)
class Standards:
    version: str
    all: tuple

    @property
    def measures(self):
        """Every measure in order, by id."""
        return {each.id: each for standard in self.all for each in standard.measures}

    def one(self, name):
        """The standard of that name, or nothing."""
        return next((each for each in self.all if each.id == name), None)


@cache
def standards():
    """The standards as they are now."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    return Standards(table["version"], tuple(_standard(row) for row in table["standard"]))


def _standard(row):
    found = rules.current()
    rule = next(v for v in reversed([*found.standing, *found.versions]) if v.rule == row["rule"])
    measures = tuple(
        Measure(each["id"], each["text"], each.get("found", ""), each.get("shows")) for each in row["measure"]
    )
    return Standard(row["id"], rule.table["title"], rule.table["text"], row["rule"], rule.source(), measures)


def level_of(count, of):
    """The level that so many of so many give; nothing where there is nothing to count."""
    if not of:
        return None
    return next((level for share, level in _FROM if count >= share * of), 1 if count else 0)


def percent_of(levels):
    """What levels come to, as whole percent; nothing where there is none."""
    known = [level for level in levels if level is not None]
    return round(100 * sum(known) / (MOST * len(known))) if known else None


def score_of(levels):
    """{standard: percent, "all": their mean} of {measure: level}."""
    score = {
        each.id: percent_of([levels.get(measure.id) for measure in each.measures]) for each in standards().all
    }
    known = [percent for percent in score.values() if percent is not None]
    return score | {"all": round(sum(known) / len(known)) if known else None}
