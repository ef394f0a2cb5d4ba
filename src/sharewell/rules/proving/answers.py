"""What an engine can say of all cases at once: the common tongue of the proofs.

Two engines speak it: decision diagrams (proof.py), built from the masks that decide real cases, and a solver
(solver.py), which reads the words of the rule files anew. A *formula* is whatever an engine uses to say which
cases are meant; only the engine looks inside one.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from .. import decide as deciding
from ..facts import CHILD

RESTRAINS = ("closed", "kept-back", "doubt", "otherwise")


@dataclass(frozen=True)
class Entry:
    """One line of an outcome's lists: its list, place in it, row, and the cases in which it is given."""

    list: str
    order: tuple
    id: str
    row: dict
    given: object


class Answers(ABC):
    """The answers of a rule set to all cases, as one engine knows them."""

    rules: Any  # the RuleSet
    versions: list  # every version that runs
    valid: Any  # the cases that can be
    _lines: dict[str, list[Entry]]  # the lists of entries that were made already

    @abstractmethod
    def both(self, *formulas):
        """The cases of which all of the formulas are true."""

    @abstractmethod
    def any(self, formulas: Iterable):
        """The cases of which any of the formulas is true."""

    @abstractmethod
    def not_(self, formula):
        """The cases of which the formula is not true."""

    @abstractmethod
    def condition(self, table: dict):
        """The cases in which a condition of the rule files' shape holds."""

    @abstractmethod
    def holds(self, version, name: str = "when"):
        """The cases in which a condition of a version holds: in force, in its nation, and its words true."""

    @abstractmethod
    def in_force(self, version):
        """The cases of whose day and nation the version's own table says that it is in force."""

    @abstractmethod
    def outcome(self, *outcomes: str):
        """The cases with one of these outcomes."""

    @abstractmethod
    def tell(self, *tells: str):
        """The cases with one of these answers on telling."""

    @abstractmethod
    def recommended(self, rule: str):
        """The cases in which a basis or condition is recommended."""

    def given(self, variable: str, value) -> "Answers":
        """The answers to the same cases with one fact changed."""
        other = copy(self)
        other._lines = {}
        other._hold(variable, value)
        return other

    @abstractmethod
    def _hold(self, variable: str, value) -> None:
        """Hold a fact at a value from now on."""

    @abstractmethod
    def count(self) -> int:
        """How many cases there are."""

    @abstractmethod
    def simplest(self, formula) -> dict | None:
        """A case that can be and of which the formula is true: {variable: value} for as few facts as can be
        that differ from the usual ones; None where there is no such case."""

    def where(self, **table):
        """`condition`, with the facts as keywords."""
        return self.condition(table)

    def speaks(self, step: str):
        """The cases in which some rule holds at a step."""
        return self.any(self.holds(v) for v in self.at_step(step))

    def at_step(self, step: str) -> list:
        """The versions that speak at a step."""
        return [v for v in self.versions if v.sort in ("step", "gateway") and v.step == step]

    def of_sort(self, sort: str) -> list:
        """The versions of a sort, in the order in which they are asked."""
        found = [v for v in self.versions if v.sort == sort]
        return sorted(found, key=lambda v: (v.table.get("order", 50), v.rule))

    def decides(self, step: str):
        """The cases that a step decides: it speaks (or is the last), and no earlier one does."""
        steps = list(deciding.ORDER)
        earlier = [self.not_(self.speaks(one)) for one in steps[: steps.index(step)]]
        return self.both(True if step == "otherwise" else self.speaks(step), *earlier)

    def heard(self, version):
        """The cases in which a version of a step speaks in the answer, deciding or not."""
        if version.step == "otherwise":
            return self.both(self.holds(version), self.decides("otherwise"))
        if version.step in RESTRAINS:
            return self.both(self.holds(version), self.any(self.decides(step) for step in RESTRAINS))
        return self.holds(version)

    def told(self, version):
        """The cases in which a telling rule is the one that is told: the first that holds."""
        telling = self.of_sort("telling")
        earlier = [self.not_(self.holds(v)) for v in telling[: telling.index(version)]]
        return self.both(self.holds(version), *earlier)

    def entries(self, name: str) -> list[Entry]:
        """Every line that an outcome's list may hold, in the order in which they would stand."""
        if name not in self._lines:
            self._lines[name] = sorted(self._entries(name), key=lambda entry: entry.order)
        return self._lines[name]

    def _entries(self, name: str) -> list[Entry]:
        found = [
            Entry(name, (v.table.get("order", 50), 0, place), v.rule, v.table, self.holds(v))
            for place, v in enumerate(self.of_sort("advice"))
            if v.table["list"] == name
        ]
        speaking = [(v, self.heard) for step in deciding.ORDER for v in self.at_step(step)]
        speaking += [(v, self.told) for v in self.of_sort("telling")]
        for place, (version, when) in enumerate(speaking):
            for number, row in enumerate(version.table.get(name, []), 1):
                ident = row.get("id") or row.get("key") or f"{version.rule}-{name}-{number}"
                found.append(Entry(name, (row.get("order", 40), 1, place), ident, row, when(version)))
        return found

    def lists(self, *names: str):
        """The cases in which any of an outcome's lists has an entry."""
        return self.any(entry.given for name in names for entry in self.entries(name))

    def first(self, name: str, fits) -> object:
        """The cases in which a list has a first entry, and that entry fits."""
        out: object = False
        for entry in reversed(self.entries(name)):
            stays = self.both(self.not_(entry.given), out)
            out = self.any([stays, entry.given]) if fits(entry) else stays
        return out

    def usual(self) -> dict:
        """What is usual, variable by variable: the resting values, on a day of the last stretch of law."""
        facts = self.rules.facts
        usual = {v: values[0] for v, values in facts.domains.items()}
        rests = {key: fact.rests for key, fact in facts.by_key.items() if fact.rests in fact.values}
        usual |= {key: value for key, value in rests.items() if key in usual}
        usual |= {"day": facts.days[-1], CHILD: ("child", "none"), "recipient.nation": "england"}
        return usual | {v: False for v in facts.domains if ":" in v}
