"""The worked cases, and which of them exercise which rule.

A worked case is a case with what lawyers and practitioners expect of it. They come with the package, so that
whoever installed it can see them; in a copy of the source they stand in `examples/cases`.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import case as cases
from . import decide as deciding
from .case import CaseError
from .conditions import Masks, holds
from .ruleset import RuleSet, Version

_PLACES = (Path(__file__).parent / "cases", Path(__file__).parents[3] / "examples" / "cases")
_LISTS = ("do", "record", "warnings", "alternatives", "ask", "settles")


@lru_cache(maxsize=1)
def worked_cases() -> dict[str, dict[str, Any]]:
    """Every worked case by its name, as it is written: with `name` in words and `expect`."""
    folder = next((place for place in _PLACES if place.is_dir()), None)
    paths = sorted(folder.glob("*.toml"), key=_in_order) if folder else []
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}


def _in_order(path: Path) -> tuple[int, str]:
    digits = "".join(char for char in path.stem if char.isdigit())
    return (int(digits or 0), path.stem)


def asked(name: str, day: date | None = None) -> dict[str, Any]:
    """A worked case as a case to decide: without what is expected, and of another day where one is given."""
    case = {key: value for key, value in worked_cases()[name].items() if key != "expect"}
    return case | ({"date": day} if day else {})


@lru_cache(maxsize=64)
def _answers(rules: RuleSet, stretch: str | None) -> dict[str, dict[str, Any] | None]:
    day = date.fromisoformat(stretch) if stretch else None
    return {name: _answer(rules, asked(name, day)) for name in worked_cases()}


def _answer(rules: RuleSet, case: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return rules.decide(case)
    except CaseError:  # a case that this rule set cannot say
        return None


def answers(rules: RuleSet, day: date | None = None) -> dict[str, dict[str, Any] | None]:
    """The outcome of every worked case, on its own day or on another; None where the rule set cannot say it.

    Kept, for each stretch of days of one law.
    """
    return _answers(rules, rules.facts.day(day) if day else None)


@lru_cache(maxsize=4)
def exercised(rules: RuleSet) -> dict[str, dict[str, str]]:
    """For each rule, the worked cases that exercise it: name of the case -> how.

    How: `recommended`, `available`, `gateway`, `exemption`, `reason`, `adds` (a line of the answer), `cited`
    (a source of one of these), `bears` (a standing rule whose condition holds).
    """
    out: dict[str, dict[str, str]] = defaultdict(dict)
    for name, outcome in answers(rules).items():
        for rule, how in _exercises(outcome) if outcome else ():
            out[rule].setdefault(name, how)
    bears = [(v, rules.compiler.compile(v.table["when"])) for v in rules.standing if "when" in v.table]
    for name, outcome in answers(rules).items():
        for rule in _bearing(rules, asked(name), bears) if outcome else ():
            out[rule].setdefault(name, "bears")
    return out


def _exercises(outcome: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for ground in outcome["bases"] + outcome["conditions"]:
        yield ground["id"], ground["standing"]
    yield from ((gateway["id"], "gateway") for gateway in outcome["gateways"])
    yield from ((rule, "exemption") for rule in outcome["exemptions"])
    yield from ((reason["rule"], "reason") for reason in outcome["reasons"])
    yield from ((row["id"], "adds") for name in _LISTS for row in outcome[name] if "id" in row)
    yield from ((rule, "cited") for rule in outcome["cited"])


def _bearing(rules: RuleSet, table: dict[str, Any], bears: list[tuple[Version, Masks]]) -> Iterator[str]:
    """The standing rules that bear on a case: by condition, kind of organisation, nation and day."""
    case = rules.read(table)
    found = deciding.find(rules, cases.world_of(rules.facts, case)).world
    nation, day, kind = case.said["nation"], case.day.isoformat(), case.said["sharer.kind"]
    conditions = {id(version): masks for version, masks in bears}
    for version in rules.standing:
        here = nation in version.table.get("extends", [nation])
        now = version.starts <= day and (version.ends is None or day < version.ends)
        masks = conditions.get(id(version))
        mentioned = kind in version.table.get("kinds", []) or (masks is not None and holds(masks, found))
        if here and now and mentioned:
            yield version.rule
