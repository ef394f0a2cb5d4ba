"""P3: one decision from facts to explained outcome, beside JSON Logic, Cedar, OpenFisca and bare Python.

The sixty rules are made up: two to four conditions each, over two dozen of the product's own facts, so that
each engine can be given the very same ones. Ours are loaded as a rule set of the product and asked by `find`,
the function that every decision runs, from the facts of a case as a plain table of keys and values. It gives
the outcome, each rule that speaks, as the version in force, and the trace: one bit for every rule and every
atom of the rule set, 1 where it holds. "By name" adds a list of all atoms that hold; "read and checked" what
the product does to make that table of a case in words. The peers are given their facts as flat as they take
them, the product two dozen more that rest, and all check nothing; JSON Logic, bare Python and OpenFisca give
each rule's result, Cedar, its policies parsed beforehand, the policies that hold; none gives atoms. All must
agree on every case.

Peers are installed for a run only, outside the product, and one that is not there is left out:

    pip install --target peers cedarpy json-logic-qubit openfisca-core
    PYTHONPATH=peers python -m benchmarks decision
"""

import contextlib
import random
import time
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module

from benchmarks import race, row
from sharewell import rules
from sharewell.rules import case as cases
from sharewell.rules.decide import find
from sharewell.rules.files import read_data
from sharewell.rules.ruleset import DATA, RuleSet

SEED = 16
CASES = 300
TURN = 0.2  # seconds of the processor
WORK = "facts to outcome, every rule and atom in the trace"
Conditions = dict[str, dict[str, list]]  # rule id -> fact -> allowed values


def run() -> list[dict]:
    """Rows for results.json."""
    conditions = made_up(60)
    ruleset, given = ruleset_of(conditions), some_cases(CASES)
    ours = Ours(ruleset, given)
    flat = [{name(key): value for key, value in cases_flat(one).items()} for one in given]
    engines = peers(conditions, flat)
    for i in range(CASES):
        expected = ours.names(i)
        for peer, decide in engines.items():
            assert decide(i) == expected, f"{peer} does not agree on case {i}"
    ways = {"ours": ours.find, "by name": ours.by_name, "read": ours.read} | engines
    figures = race({words: partial(rate, way) for words, way in ways.items()})
    rows = []
    for words, work in (
        ("ours", WORK),
        ("by name", f"{WORK} by name"),
        ("read", f"{WORK}, read and checked"),
    ):
        for peer in engines:
            rows.append(row("P3", work, 60, "decisions/s", figures[words], peer, figures[peer]))
    return [*rows, growth(given), whole()]


def rate(decide: Callable) -> float:
    """Decisions a second of the processor's time; every way has as long a turn, whatever it takes for one."""
    began, count = time.process_time(), 0
    while (taken := time.process_time() - began) < TURN:
        for i in range(count, count + 10):
            decide(i % CASES)
        count += 10
    return count / taken


class Ours:
    """The product, given cases beforehand."""

    def __init__(self, ruleset: RuleSet, given: list[dict]):
        self.ruleset, self.given = ruleset, given
        self.facts = [cases.world_of(ruleset.facts, ruleset.read(one)) for one in given]

    def find(self, i: int):
        return find(self.ruleset, self.facts[i])

    def by_name(self, i: int) -> tuple[list, list]:
        found = self.find(i)
        return found.speaking, found.holding("atoms")

    def read(self, i: int):
        return find(self.ruleset, cases.world_of(self.ruleset.facts, self.ruleset.read(self.given[i])))

    def names(self, i: int) -> set[str]:
        return {version.rule for version in self.find(i).steps["permits"]}


def growth(given: list[dict]) -> dict:
    """The time of a decision at ten times the rules over that at sixty."""
    small, large = (Ours(ruleset_of(made_up(n)), given) for n in (60, 600))
    for i in range(CASES):
        small.find(i), large.find(i)
    rates = race({"60": partial(rate, small.find), "600": partial(rate, large.find)})
    grown = [max(rates["60"]) / max(rates["600"])]
    work = "time of a decision at 600 rules over that at 60"
    return row("P3", work, 600, "times", grown, "goal", [12.0], is_rate=False)


def whole() -> dict:
    """The packaged law, whole: every rule, what is still unknown, all words and sources in one language."""
    ruleset = rules.current()
    folder = DATA.parents[3] / "examples/cases"
    given = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    for case in given:
        ruleset.decide(case)
    figures = race({"ours": lambda: rate(lambda i: ruleset.decide(given[i % len(given)]))})["ours"]
    return row(
        "P3", "decide with all words, sources, unknowns", len(ruleset.versions), "decisions/s", figures
    )


# --- The peers -------------------------------------------------------------------------------------


def peers(conditions: Conditions, flat: list[dict]) -> dict[str, Callable]:
    """Each peer that is there, by how it decides one case."""
    found: dict[str, Callable] = {}
    for peer, make in {
        "json-logic-qubit": json_logic,
        "cedarpy, pre-parsed": cedar,
        "OpenFisca-Core, one person": openfisca,
        "bare Python branching": bare_python,
    }.items():
        try:
            found[peer] = make(conditions, flat)
        except ImportError as missing:
            print(f"  left out: {peer} ({missing.name} is not installed)")
    return found


def json_logic(conditions: Conditions, flat: list[dict]) -> Callable:
    evaluate = import_module("json_logic").jsonLogic
    logic = {rule: as_json_logic(wanted) for rule, wanted in conditions.items()}
    return lambda i: {rule for rule, table in logic.items() if evaluate(table, flat[i])}


def cedar(conditions: Conditions, flat: list[dict]) -> Callable:
    cedarpy = import_module("cedarpy")
    policies = cedarpy.PolicySet.from_str("\n".join(as_cedar(wanted) for wanted in conditions.values()))
    named = {f"policy{i}": rule for i, rule in enumerate(conditions)}

    def decide(i):
        asked = {"principal": 'P::"p"', "action": 'A::"a"', "resource": 'R::"r"', "context": flat[i]}
        return {named[each] for each in cedarpy.is_authorized(asked, policies, []).diagnostics.reasons}

    return decide


def openfisca(conditions: Conditions, flat: list[dict]) -> Callable:
    """A variable for each fact, its values as text, and one with a formula for each rule."""
    numpy, core = import_module("numpy"), partial(import_module, package="openfisca_core")
    person = core(".entities").build_entity(key="person", plural="persons", label="", is_person=True)
    system = core(".taxbenefitsystems").TaxBenefitSystem([person])
    builder, of = core(".simulations").SimulationBuilder, core(".variables").Variable
    month, when = core(".periods").DateUnit.MONTH, "2026-10"

    def formula(wanted):
        rows = [(name(key), [str(value) for value in values]) for key, values in wanted.items()]
        return lambda person, period: numpy.logical_and.reduce(
            [numpy.isin(person(key, period), values) for key, values in rows]
        )

    shared = {"entity": person, "definition_period": month}
    for key in flat[0]:
        system.add_variable(type(key, (of,), {"value_type": str, **shared}))
    for rule, wanted in conditions.items():
        made = {"value_type": bool, "formula": formula(of_every_gateway(wanted)), **shared}
        system.add_variable(type(rule, (of,), made))
    texts = [{key: numpy.array([str(value)], dtype=object) for key, value in one.items()} for one in flat]

    def decide(i):
        simulation = builder().build_default_simulation(system, 1)
        for key, value in texts[i].items():
            simulation.set_input(key, when, value)
        return {rule for rule in conditions if simulation.calculate(rule, when)[0]}

    return decide


def bare_python(conditions: Conditions, flat: list[dict]) -> Callable:
    """The rules written out as one function of ifs, as somebody in a hurry would; it gives no trace."""
    lines = ["def decide(facts):", "    held = set()"]
    for rule, wanted in conditions.items():
        asked = (f"facts[{name(key)!r}] in {tuple(v)!r}" for key, v in of_every_gateway(wanted).items())
        lines += [f"    if {' and '.join(asked)}:", f"        held.add({rule!r})"]
    made: dict = {}
    exec("\n".join([*lines, "    return held"]), made)  # our own text, of our own made-up rules
    return lambda i: made["decide"](flat[i])


# --- The same rules in each language ---------------------------------------------------------------


def made_up(n: int) -> Conditions:
    """n conditions over the facts that are used."""
    rng = random.Random(SEED)
    facts = facts_used()
    out = {}
    for number in range(n):
        chosen = rng.sample(facts, rng.randint(2, 4))
        out[f"R{number:03}"] = {
            fact.key: sorted(rng.sample(fact.values, rng.randint(1, max(1, len(fact.values) - 1))), key=str)
            for fact in chosen
        }
    return out


def facts_used() -> list:
    """Two dozen facts that are known in every case, one value each."""
    by_key = rules.current().facts.by_key
    left_out = ("nation", "child.stage", "child.age", "claims.basis", "claims.condition")
    return [fact for fact in by_key.values() if not fact.many and fact.key not in left_out][:24]


def some_cases(n: int) -> list[dict]:
    """n complete cases, without those that cannot be."""
    rng, found = random.Random(SEED + 1), []
    while len(found) < n:
        case = nested({fact.key: rng.choice(fact.values) for fact in facts_used()})
        with contextlib.suppress(rules.CaseError):
            rules.current().read(case)
            found.append(case)
    return found


def nested(flat: dict) -> dict:
    table: dict = {"nation": "england", "date": date(2026, 10, 5)}
    for key, value in flat.items():
        room, _, leaf = key.partition(".")
        table.setdefault(room, {})[leaf] = value
    return table


def cases_flat(table: dict) -> dict:
    return {
        f"{room}.{leaf}": value
        for room, leaves in table.items()
        if isinstance(leaves, dict)
        for leaf, value in leaves.items()
    }


def ruleset_of(conditions: Conditions) -> RuleSet:
    """A rule set of the product that holds these rules in place of its gateways and steps."""
    files = read_data(DATA)
    kept = {
        path: table
        for path, table in files.items()
        if "/" not in path
        or path.startswith("wording/")
        or table.get("sort") == "telling"
        or table.get("step") == "otherwise"
    }
    return RuleSet(kept | {f"made/{rule}.toml": gateway(rule, wanted) for rule, wanted in conditions.items()})


def gateway(rule: str, wanted: dict) -> dict:
    """A rule as a file of the product: a power, so that it speaks at the step that permits."""
    both = {"en": rule, "cy": rule}
    source = {"instrument": "made up", "provision": rule, "link": "", "read": "", "confidence": "unsure"}
    when = {room: table for room, table in nested(wanted).items() if isinstance(table, dict)}
    return {
        **{"id": rule, "sort": "gateway", "strength": "power", "title": both, "text": both},
        **{"when": when, "version": [source]},
    }


def name(key: str) -> str:
    return key.replace(".", "_").replace("-", "_")


def of_every_gateway(wanted: dict) -> dict:
    """Every gateway of the product asks that somebody is identified; so do these."""
    identifies = [value for value in wanted.get("information.identifies", [True]) if value is True]
    return {**wanted, "information.identifies": identifies}


def as_json_logic(wanted: dict) -> dict:
    asked = of_every_gateway(wanted).items()
    return {"and": [{"in": [{"var": name(key)}, values]} for key, values in asked]}


def as_cedar(wanted: dict) -> str:
    asked = of_every_gateway(wanted).items()
    parts = [f"[{', '.join(map(literal, values))}].contains(context.{name(key)})" for key, values in asked]
    return f"permit(principal, action, resource) when {{ {' && '.join(parts)} }};"


def literal(value) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
