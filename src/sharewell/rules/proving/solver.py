"""A second opinion on the proofs: the twelve statements put to a SAT solver.

Everything is read anew from the words of the rule files: terms, groups, dates, nations. Nothing is shared
with the masks and diagrams of the first engine but the facts, the order of the steps (the head of
`decide.py`) and the statements themselves. Beyond what the diagrams cover, every gateway may start on any day
at all, as `law.starts` lets an organisation's own lawyers say.

Needs the extra `prove` (python-sat).
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from math import prod
from typing import Any

from .. import decide as deciding
from ..conditions import Masks
from ..facts import CHILD, FOUND
from ..ruleset import NATIONS, SORTS, Version
from .answers import Answers

ENGINE = "cadical153"
INSTALL = "the solver is not installed: pip install 'sharewell[prove]'"
CONDITIONS = ("when", "recommended", "available")


class NoSolver(Exception):
    """The extra is not installed; `str()` says how to."""


class Clauses:
    """Formulas as clauses (Tseitin 1968). A formula is a truth value or the number of a variable."""

    def __init__(self):
        self.clauses: list[list[int]] = []
        self.top = 0
        self._built: dict[frozenset, int] = {}

    def new(self) -> int:
        """A variable that is free."""
        self.top += 1
        return self.top

    def one_of(self, count: int) -> list[int]:
        """As many variables, of which exactly one is true."""
        out = [self.new() for _ in range(count)]
        self.clauses.append(out)
        self.clauses += [[-a, -b] for i, a in enumerate(out) for b in out[i + 1 :]]
        return out

    def both(self, *formulas):
        """True where all are."""
        parts = {f for f in formulas if f is not True}
        if False in parts or any(-f in parts for f in parts):
            return False
        if len(parts) < 2:
            return parts.pop() if parts else True
        key = frozenset(parts)
        if key not in self._built:
            out = self._built[key] = self.new()
            self.clauses += [[-out, part] for part in parts] + [[out, *(-part for part in parts)]]
        return self._built[key]

    def any(self, formulas: Iterable):
        """True where any is."""
        return self.not_(self.both(*(self.not_(f) for f in formulas)))

    def not_(self, formula):
        """True where the formula is not."""
        return not formula if isinstance(formula, bool) else -formula


class Solver(Answers):
    """All cases of a rule set, as clauses; asked of a solver that is not ours."""

    def __init__(self, rules: Any):
        self.pysat = _pysat()
        self.rules, self.clauses = rules, Clauses()
        self.versions = list(_versions(rules))
        facts = rules.facts
        self.variables = {v: vs for v, vs in facts.domains.items() if v not in (*FOUND, CHILD)}
        self.variables |= {key: facts.by_key[key].values for key in ("child.stage", "child.age")}
        self.world = {
            variable: dict(zip(values, self.clauses.one_of(len(values)), strict=True))
            for variable, values in self.variables.items()
        }
        self.begun = {v.rule: self.clauses.new() for v in self.versions if v.sort == "gateway"}
        self.found: dict[str, dict] = {}
        self._seen: dict = {}
        self._lines = {}
        self.clauses.clauses += self._errors()
        self.valid = True  # errors are ruled out by clauses of their own

    def _errors(self) -> Iterator[list[int]]:
        """What the contract calls an error, as clauses."""
        w = self.world
        stage, age = w["child.stage"], w["child.age"]
        for band in ("0-11", "12", "13-15", "16-17", "18-on"):
            yield [-stage["unborn"], -age[band]]
        yield from ([-stage["adult"], -age[band]] for band in ("0-11", "12", "13-15"))
        yield [-stage["child"], -age["18-on"]]
        yield [-w["sharer.kind"]["academy"], w["nation"]["england"]]
        yield [-w["recipient.kind"]["academy"], w["recipient.nation"]["england"]]
        yield [-w["recipient.kind"]["caller-unknown"], -w["recipient.verified"][True]]

    def both(self, *formulas):
        return self.clauses.both(*formulas)

    def any(self, formulas: Iterable):
        return self.clauses.any(formulas)

    def not_(self, formula):
        return self.clauses.not_(formula)

    def condition(self, table: dict):
        return self.both(*(self._asked(key, value) for key, value in table.items()))

    def _asked(self, key: str, value):
        """One line of a condition, as `docs/reference/rules.md` says it is to be read."""
        if key == "any":
            return self.any(self.condition(one) for one in value)
        if key == "all":
            return self.both(*(self.condition(one) for one in value))
        if key == "not":
            return self.not_(self.condition(value))
        if key in ("is", "is-not"):
            terms = [self.condition(self.rules.terms[name]["when"]) for name in _listed(value)]
            return self.both(*(terms if key == "is" else map(self.not_, terms)))
        if isinstance(value, dict):
            return self.both(*(self._fact(f"{key}.{inner}", asked) for inner, asked in value.items()))
        return self._fact(key, value)

    def _fact(self, key: str, asked):
        values = self._members(_listed(asked))
        if key.startswith("found."):
            return self.any(self._found(key, value) for value in values)
        if key in self.world:
            return self.any(self.world[key][value] for value in values)
        return self.any(self.world[f"{key}:{value}"][True] for value in values)

    def _members(self, values: list) -> list:
        out = []
        for value in values:
            is_group = isinstance(value, str) and value.startswith("@")
            out += self._members(self.rules.groups[value[1:]]) if is_group else [value]
        return out

    def _found(self, key: str, value):
        """What is found on the way: the regime, a duty, the outcome, whether it is expected, the telling."""
        if key == "found.regime":
            none = self.condition({"is": "no-regime"})
            police = self.both(self.condition({"is": "law-enforcement-regime"}), self.not_(none))
            return {"none": none, "law-enforcement": police}.get(value, self.not_(self.any([none, police])))
        if key == "found.outcome":
            return self.outcome(value)
        if key == "found.tell":
            return self.tell(value)
        known = self._expected() if key == "found.expected" else self.any(map(self.speaks, ("duty", "order")))
        return known if value else self.not_(known)

    def _expected(self):
        expecting = self.any(self.holds(v) for v in self.at_step("permits") if v.table.get("expected"))
        return self.both(self.decides("permits"), expecting)

    def holds(self, version, name: str = "when"):
        key = (version, name)
        if key not in self._seen:
            words = version.table.get(name, {} if name == "when" else None)
            ground = {"information": {"identifies": True}} if version.sort == "gateway" else {}
            self._seen[key] = words is not None and self.both(
                self.in_force(version), self.condition(ground), self.condition(words)
            )
        return self._seen[key]

    def in_force(self, version):
        starts, ends = version.starts, version.ends
        days = [d for d in self.rules.facts.days if starts <= d and (ends is None or d < ends)]
        begun = self.begun[version.rule] if version.table["is-last"] and version.sort == "gateway" else None
        in_time = begun if begun is not None else self.condition({"day": days})
        return self.both(in_time, self.condition({"nation": version.table.get("extends", NATIONS)}))

    def outcome(self, *outcomes: str):
        return self.any(self._outcome(one) for one in outcomes)

    def _outcome(self, wanted: str):
        danger = self.condition({"worry": {"risk": "immediate"}})
        ways = []
        for step, outcome in deciding.ORDER.items():
            here = self.decides(step)
            if outcome == "seek-advice":
                ways += {
                    "seek-advice": [self.both(here, self.not_(danger))],
                    "do-not-share": [self.both(here, danger)],
                }.get(wanted, [])
            elif outcome == wanted:
                ways.append(here)
        return self.any(ways)

    def tell(self, *tells: str):
        return self.any(self.told(v) for v in self.of_sort("telling") if v.table["tell"] in tells)

    def recommended(self, rule: str):
        fits = self.any(self.holds(v, "recommended") for v in self.versions if v.rule == rule)
        goes = self.not_(self.any([self.outcome("do-not-share"), self.condition({"is": "no-regime"})]))
        return self.both(fits, goes)

    def _hold(self, variable: str, value) -> None:
        self.world = self.world | {variable: {v: v == value for v in self.variables[variable]}}
        self._seen = {}

    def count(self) -> int:
        """The combinations that the errors touch are counted out by the solver, the others multiplied."""
        errors = list(self._errors())
        of = {abs(lit): v for v, lits in self.world.items() for lit in lits.values()}
        groups: list[set] = []
        for clause in errors:
            touched = {of[abs(lit)] for lit in clause}
            joined = reduce(set.union, [g for g in groups if g & touched], touched)
            groups = [g for g in groups if not g & touched] + [joined]
        rest = [len(values) for v, values in self.variables.items() if not any(v in g for g in groups)]
        return prod(rest) * prod(self._models(group, errors, of) for group in groups)

    def _models(self, group: set, errors: list, of: dict) -> int:
        lits = {variable: list(self.world[variable].values()) for variable in sorted(group)}
        number = {lit: place for place, lit in enumerate((lit for each in lits.values() for lit in each), 1)}
        clauses = [clause for clause in errors if of[abs(clause[0])] in group]
        for each in lits.values():
            clauses += [each] + [[-a, -b] for i, a in enumerate(each) for b in each[i + 1 :]]
        ours = [[number[abs(lit)] * (1 if lit > 0 else -1) for lit in clause] for clause in clauses]
        with self.pysat.solvers.Solver(name=ENGINE, bootstrap_with=ours) as solver:
            return sum(1 for _ in solver.enum_models())

    def simplest(self, formula) -> dict | None:
        if isinstance(formula, bool) and not formula:
            return None
        asked = [] if formula is True else [formula]
        with self.pysat.solvers.Solver(name=ENGINE, bootstrap_with=self.clauses.clauses) as solver:
            if not solver.solve(assumptions=asked):
                return None
        return self._fewest(asked)

    def _fewest(self, asked: list[int]) -> dict:
        """The case that differs from the usual in as few facts as can be (MaxSAT)."""
        usual = self.usual()
        stage, age = usual.pop(CHILD)
        never = {v.rule for v in self.versions if v.starts == "never"}
        wanted = {v: lits[usual[v]] for v, lits in self.world.items() if v in usual}
        wanted[CHILD] = self.both(self.world["child.stage"][stage], self.world["child.age"][age])
        begun = {f"law.starts.{rule}": (lit, rule not in never) for rule, lit in self.begun.items()}
        wanted |= {name: lit if usually else -lit for name, (lit, usually) in begun.items()}
        formula = self.pysat.formula.WCNF()
        formula.extend([*self.clauses.clauses, *([lit] for lit in asked)])
        for lit in wanted.values():
            formula.append([lit], weight=1)
        with self.pysat.examples.rc2.RC2(formula) as best:
            true = set(best.compute())
        said = {
            v: next(value for value, lit in lits.items() if lit in true) for v, lits in self.world.items()
        }
        said |= {name: lit in true for name, (lit, _) in begun.items()}
        said[CHILD] = (said.pop("child.stage"), said.pop("child.age"))
        return {v: said[v] for v in wanted if wanted[v] not in true}


def _versions(rules) -> Iterator[Version]:
    """Every version of every rule that runs, as its file says; also what is not in force yet."""
    for path, table in sorted(rules.files.items()):
        if "/" not in path or table["sort"] not in SORTS:
            continue
        shared = {name: value for name, value in table.items() if name != "version"}
        for number, said in enumerate(table["version"], 1):
            merged = shared | said | {"is-last": number == len(table["version"])}
            starts = said.get("from", rules.facts.days[0])
            named: dict[str, Masks] = {name: () for name in CONDITIONS if name in merged or name == "when"}
            yield Version(table["id"], table["sort"], path, merged, starts, said.get("to"), named)


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def _pysat():
    try:
        import pysat.examples.rc2
        import pysat.formula
        import pysat.solvers
    except ImportError:
        raise NoSolver(INSTALL) from None
    return pysat
