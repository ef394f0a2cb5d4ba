"""P3: one decision on a set of sixty rules, beside JSON Logic and Cedar.

The sixty rules are made up: two to four conditions each, over two dozen of the product's own facts, so that
each engine can be given the very same ones. Ours are loaded as a rule set of the product and asked by `find`,
the function that every decision runs; it gives each rule that holds, by id and version. JSON Logic is asked
each rule; Cedar, its policies parsed beforehand, names each policy that holds. All must agree on every case.
"Read and checked" adds what the product does to read a case; the peers check nothing.
"""

import contextlib
import os
import random
import time
from datetime import UTC, date, datetime

from sharewell import rules
from sharewell.rules import case as cases
from sharewell.rules.decide import find
from sharewell.rules.ruleset import DATA, RuleSet, read_data

SEED = 16
CASES = 200
ROUNDS = 5
STEPS = "power"  # each of the sixty is a power: it speaks at the step that permits


def run():
    """Rows for results.json."""
    import cedarpy
    import json_logic

    conditions = made_up(60)
    ruleset, given = ruleset_of(conditions), some_cases(CASES)
    worlds = [world_for(ruleset, one) for one in given]
    flat = [{name(key): value for key, value in cases_flat(one).items()} for one in given]
    logic = {rule: as_json_logic(wanted) for rule, wanted in conditions.items()}
    policies = cedarpy.PolicySet.from_str("\n".join(as_cedar(r, w) for r, w in conditions.items()))

    def ours(i):
        return {v.rule for v in find(ruleset, worlds[i]).steps["permits"]}

    def from_a_case(i):
        return {v.rule for v in find(ruleset, world_for(ruleset, given[i])).steps["permits"]}

    def json_logic_(i):
        return {rule for rule, table in logic.items() if json_logic.jsonLogic(table, flat[i])}

    def cedar(i):
        asked = {"principal": 'P::"p"', "action": 'A::"a"', "resource": 'R::"r"', "context": flat[i]}
        return set(cedarpy.is_authorized(asked, policies, []).diagnostics.reasons)

    named = {f"policy{i}": rule for i, rule in enumerate(conditions)}
    for i in range(CASES):
        expected = json_logic_(i)
        assert ours(i) == from_a_case(i) == expected == {named[n] for n in cedar(i)}, "the engines disagree"

    ways = {"ours": ours, "from a case": from_a_case, "json-logic": json_logic_, "cedarpy": cedar}
    rate = rates(ways)
    return [
        row("find every rule that holds", 60, rate["ours"], "json-logic-qubit", rate["json-logic"]),
        row("find every rule that holds", 60, rate["ours"], "cedarpy, pre-parsed", rate["cedarpy"]),
        row(
            "the same, case read and checked", 60, rate["from a case"], "json-logic-qubit", rate["json-logic"]
        ),
        row(
            "the same, case read and checked", 60, rate["from a case"], "cedarpy, pre-parsed", rate["cedarpy"]
        ),
        growth(given),
        whole(),
    ]


def rates(ways):
    """Decisions a second of each way: the best of the rounds, each round every way in turn."""
    taken = {words: [] for words in ways}
    for _ in range(ROUNDS):
        for words, decide in ways.items():
            began = time.perf_counter()
            for i in range(CASES):
                decide(i)
            taken[words].append(CASES / (time.perf_counter() - began))
    return {words: max(values) for words, values in taken.items()}


def growth(given):
    """Ten times the rules: how much of the rate is left, beside a tenth."""
    rate = {}
    for n in (60, 600):
        ruleset = ruleset_of(made_up(n))
        worlds = [world_for(ruleset, one) for one in given]
        rate[n] = rates({"ours": lambda i, r=ruleset, w=worlds: find(r, w[i])})["ours"]
    return row(
        "find every rule that holds, ten times the rules",
        600,
        rate[600],
        "a tenth of ours at 60",
        rate[60] / 10,
    )


def whole():
    """The packaged law, whole: every rule, what is still unknown, all words and sources in one language."""
    import tomllib

    ruleset = rules.current()
    folder = DATA.parents[3] / "examples/cases"
    given = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    for case in given:
        ruleset.decide(case)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for case in given:
            ruleset.decide(case)
        times.append(len(given) / (time.perf_counter() - began))
    return row(
        "decide with all words, sources and unknowns",
        len(ruleset.versions),
        max(times),
        None,
        None,
    )


# --- The same rules in three languages -------------------------------------------------------------


def made_up(n):
    """n conditions: {rule id: {fact: allowed values}}."""
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


def facts_used():
    """Two dozen facts that are known in every case, one value each."""
    by_key = rules.current().facts.by_key
    left_out = ("nation", "child.stage", "child.age", "claims.basis", "claims.condition")
    return [fact for fact in by_key.values() if not fact.many and fact.key not in left_out][:24]


def some_cases(n):
    """n complete cases, without those that cannot be."""
    rng, found = random.Random(SEED + 1), []
    while len(found) < n:
        case = nested({fact.key: rng.choice(fact.values) for fact in facts_used()})
        with contextlib.suppress(rules.CaseError):
            rules.current().read(case)
            found.append(case)
    return found


def nested(flat):
    table = {"nation": "england", "date": date(2026, 10, 5)}
    for key, value in flat.items():
        room, _, leaf = key.partition(".")
        table.setdefault(room, {})[leaf] = value
    return table


def cases_flat(table):
    return {
        f"{room}.{leaf}": v
        for room, leaves in table.items()
        if isinstance(leaves, dict)
        for leaf, v in leaves.items()
    }


def ruleset_of(conditions):
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
    made = {f"made/{rule}.toml": gateway(rule, wanted) for rule, wanted in conditions.items()}
    return RuleSet(kept | made)


def gateway(rule, wanted):
    both = {"en": rule, "cy": rule}
    when = nested(wanted)
    return {
        "id": rule,
        "sort": "gateway",
        "strength": STEPS,
        "title": both,
        "text": both,
        "when": {room: table for room, table in when.items() if isinstance(table, dict)},
        "version": [
            {"instrument": "made up", "provision": rule, "link": "", "read": "", "confidence": "unsure"}
        ],
    }


def world_for(ruleset, given):
    case = ruleset.read(given)
    return cases.world_of(ruleset.facts, case)


def name(key):
    return key.replace(".", "_").replace("-", "_")


def as_json_logic(wanted):
    """Every gateway of the product asks that somebody is identified; so do these."""
    every = {
        **wanted,
        "information.identifies": [v for v in wanted.get("information.identifies", [True]) if v is True],
    }
    return {"and": [{"in": [{"var": name(key)}, values]} for key, values in every.items()]}


def as_cedar(rule, wanted):
    every = {
        **wanted,
        "information.identifies": [v for v in wanted.get("information.identifies", [True]) if v is True],
    }
    parts = [
        f"[{', '.join(map(literal, values))}].contains(context.{name(key)})" for key, values in every.items()
    ]
    return f"permit(principal, action, resource) when {{ {' && '.join(parts)} }};"


def literal(value):
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def row(work, n, ours, peer, value):
    return {
        "id": "P3",
        "work": work,
        "n": n,
        "ours": round(ours, 1),
        "unit": "decisions/s",
        "peer": peer,
        "peer_value": round(value, 1) if value else None,
        "ratio": round(ours / value, 2) if value else None,
        "limit": None,
        "on": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 2),
    }
