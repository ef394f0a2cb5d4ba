"""All cases of a rule set as decision diagrams, and the twelve statements shown over all of them at once.

The diagrams are built from the very masks that decide real cases. A statement holds when the diagram of the
cases that would break it is never true. "All cases" is every combination of the facts but the errors; ages
and days that no rule tells apart are one. A second engine is in solver.py.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .. import decide as deciding
from ..conditions import Masks
from ..facts import FOUND
from .answers import Answers
from .statements import broken


@dataclass
class Verdict:
    """One statement: its number and words, and the simplest case that breaks it (None: it holds)."""

    number: int
    words: str
    broken_by: dict | None


def verdicts(answers: Answers, only: Container[int] = range(1, 13)) -> Iterator[Verdict]:
    """Every statement, or only some, with its verdict by one engine."""
    for number, words, formula in broken(answers, only):
        yield Verdict(number, words, answers.simplest(answers.both(answers.valid, formula)))


class Proof(Answers):
    """All cases of a rule set in one diagram for each part of the answer."""

    def __init__(self, rules: Any):
        self.rules, self.versions = rules, rules.versions
        facts = rules.facts
        domains = {v: values for v, values in facts.domains.items() if v not in FOUND}
        self.answer = deciding.diagrams_of(rules, domains)
        self.d: Any = self.answer.pop("diagrams")
        self.parts = self.answer | self.d.found  # settled where a fact is held
        self._bits = self._groups = 0  # of the facts that are held
        self._seen: dict = {}
        self._lines = {}
        self.valid = self.not_(self.any(self._errors()))

    def _errors(self):
        """The cases that the contract calls errors; ages that cannot be are no values to begin with."""
        yield self.where(sharer={"kind": "academy"}, nation=["wales", "scotland", "northern-ireland"])
        yield self.both(
            self.where(recipient={"kind": "academy"}), self.not_(self.where(recipient={"nation": "england"}))
        )
        yield self.where(recipient={"kind": "caller-unknown", "verified": True})

    def both(self, *formulas):
        return self.d.both(*formulas)

    def any(self, formulas: Iterable):
        return self.d.any(formulas)

    def not_(self, formula):
        return self.d.choose(formula, False, True)

    def condition(self, table: dict):
        return self._built(self.rules.compiler.compile(table))

    def holds(self, version, name: str = "when"):
        key = (version, name)
        if key not in self._seen:
            self._seen[key] = self._built(version.masks.get(name, ()))
        return self._seen[key]

    def in_force(self, version):
        starts, ends = version.starts, version.ends
        days = [day for day in self.rules.facts.days if starts <= day and (ends is None or day < ends)]
        nations = version.table.get("extends", list(self.rules.facts.domains["nation"]))
        return self.condition({"day": days, "nation": nations})

    def outcome(self, *outcomes: str):
        return self._part("outcome", set(outcomes))

    def tell(self, *tells: str):
        return self._part("tell", set(tells))

    def recommended(self, rule: str):
        return self._part(rule, {True}) if rule in self.answer else False

    def _part(self, part: str, allowed: set):
        return self.d.where(self.parts[part], allowed)

    def _built(self, masks: Masks):
        """A condition, built without the facts that are held: what they rule out is left out."""
        self.d.found = {name: self.parts[name] for name in self.d.found}
        return self.d.condition(tuple(mask & ~self._groups for mask in masks if not mask & self._bits))

    def _hold(self, variable: str, value) -> None:
        facts, parts = self.rules.facts, self.parts
        self.parts = {name: self.d.settle(part, variable, value) for name, part in parts.items()}
        self._bits |= facts.bit(variable, value)
        self._groups |= facts.group[variable]
        self._seen = {}

    def count(self) -> int:
        return self.d.count(self.valid)

    def simplest(self, formula) -> dict | None:
        return self.d.simplest(formula, self.usual())
