"""The quick way of asking every condition at once gives what each condition gives when asked alone."""

import random

import pytest

from sharewell import rules
from sharewell.rules import case as reading
from sharewell.rules import decide as deciding
from sharewell.rules import holding
from sharewell.rules.conditions import holds
from sharewell.rules.facts import FOUND
from tests.rules import worked

SEED = 20261122
WORLDS = 4000
RULES, CASES = rules.current(), worked.cases()
PARTS = {
    "speaking": ("when", [v for versions in RULES.steps.values() for v in versions]),
    "available": ("available", [*RULES.by_sort["basis"], *RULES.by_sort["condition"]]),
    "recommended": ("recommended", [*RULES.by_sort["basis"], *RULES.by_sort["condition"]]),
    **{sort: ("when", RULES.by_sort[sort]) for sort in ("telling", "exemption", "advice", "myth")},
}


def domains() -> dict[str, tuple]:
    return {v: values for v, values in RULES.facts.domains.items() if v not in FOUND}


def world_of(case: dict) -> dict:
    return reading.world_of(RULES.facts, RULES.read(case))


def at_random(how_many: int):
    """Worlds taken at random; every other one has few flags, as cases have."""
    chance = random.Random(SEED)
    for number in range(how_many):
        world = {v: (chance.choice(values),) for v, values in domains().items()}
        if number % 2:
            flags = [v for v in world if ":" in v]
            few = chance.sample(flags, 2)
            world |= {v: (v in few,) for v in flags}
        yield deciding.world_of(RULES.facts, world)


def disagreements(world: dict) -> list[str]:
    """Parts of which the sieve and the plain way find something else to hold."""
    found = deciding.find(RULES, world)
    return [
        part
        for part, (condition, versions) in PARTS.items()
        if found.holding(part) != [v for v in versions if holds(v.masks.get(condition, ()), found.world)]
    ]


def test_both_ways_agree_on_worlds_taken_at_random():
    for world in at_random(WORLDS):
        assert disagreements(world) == [], world


@pytest.mark.parametrize("name", CASES)
def test_both_ways_agree_on_a_worked_case(name):
    assert disagreements(world_of(CASES[name])) == []


@pytest.mark.parametrize("name", CASES)
def test_the_world_of_a_case_is_that_of_the_domains_that_leave_one_value_to_each_variable(name):
    case = RULES.read(CASES[name])
    plain = deciding.world_of(RULES.facts, reading.domain_of(RULES.facts, case))
    assert RULES.facts.world(world_of(CASES[name])) == RULES.facts.world(plain)


def test_what_speaks_does_not_hang_on_what_is_found_later():
    """A rule that speaks is asked before there is a finding, so its condition may name none."""
    findings = sum(RULES.facts.group[name] for name in FOUND)
    speaking = [v for versions in RULES.steps.values() for v in versions]
    assert [v.rule for v in speaking if any(mask & findings for mask in v.masks["when"])] == []


def test_a_trace_says_of_every_rule_what_its_atoms_come_to():
    for name, case in CASES.items():
        told = RULES.trace(case)
        outcome = RULES.decide(case)
        assert told["outcome"] == outcome["outcome"]
        assert len(told["rules"]) >= len(RULES.versions)
        held = {row["rule"] for row in told["rules"] if row["holds"]}
        spoken = {reason["rule"] for reason in outcome["reasons"]}
        assert spoken <= held, name
        for row in told["rules"]:
            assert row["holds"] == any(all(atom["holds"] for atom in way) for way in row["ways"])


def test_an_atom_of_a_trace_holds_where_the_case_has_a_value_that_is_allowed():
    for case in CASES.values():
        world = world_of(case)
        for row in RULES.trace(case)["rules"]:
            for way in row["ways"]:
                for atom in way:
                    key, _, flag = atom["fact"].partition(":")
                    if key in world:
                        value = flag in world[key] if flag else world[key]
                        assert atom["holds"] == (value in atom["among"]), (row["rule"], atom)


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(holding, "TOGETHER", 3)
    sieve = rules.RuleSet(RULES.files).sieve
    for world in at_random(20):
        assert sieve.trace(world) == RULES.sieve.trace(world)
    assert all(len(leaves) <= 4 for leaves in sieve._leaves)
