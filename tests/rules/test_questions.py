"""Only what can still change the answer is asked, and when nothing is left nothing can."""

import itertools
import random
from statistics import median

import pytest

from sharewell import rules
from sharewell.rules import case as reading
from sharewell.rules import decide as deciding
from tests.rules import worked

CASES = worked.cases()


def walk(case: dict) -> tuple[list[str], dict]:
    """Answer the questions from a case, "unknown" where it is silent: the pages, and the case as told."""
    flat = {f"{a}.{b}": v for a, t in case.items() if isinstance(t, dict) for b, v in t.items()} | case
    told, pages = {key: case[key] for key in ("date", "law") if key in case}, []
    while asked := rules.current().questions(told):
        pages.append(asked[0]["id"])
        for key in asked[0]["keys"]:
            head, _, tail = key.partition(".")
            value = flat.get(key, "unknown")
            if tail:
                told.setdefault(head, {})[tail] = value
            else:
                told[head] = value
    return pages, told


@pytest.fixture(scope="module")
def walks():
    return {name: walk(case) for name, case in CASES.items()}


def test_danger_is_asked_first():
    assert rules.current().questions({})[0]["keys"] == ["worry.risk"]


def test_walking_a_worked_case_gives_its_answer(walks):
    for name, (_, told) in walks.items():
        straight, walked = rules.current().decide(CASES[name]), rules.current().decide(told)
        for part in ("outcome", "expected", "regime", "tell", "gateways"):
            assert walked[part] == straight[part], name


def test_a_walk_is_short(walks):
    pages = [len(pages) for pages, _ in walks.values()]
    assert median(pages) <= 10
    assert max(pages) <= 11


def test_no_page_is_asked_twice(walks):
    for pages, _ in walks.values():
        assert len(pages) == len(set(pages))


def test_nothing_that_is_left_can_change_the_answer(walks):
    """When no question is left, whatever the unasked facts are, the answer stays."""
    chance = random.Random(7)
    ruleset = rules.current()
    for name, (_, told) in itertools.islice(walks.items(), 0, None, 4):
        case = ruleset.read(told, to_decide=False)
        ruleset = rules.current().with_starts(case.starts)
        rest = reading.domain_of(ruleset.facts, case)
        free = reading.domain_of(ruleset.facts, case, free=True, asked_rest=True)
        before = answer(ruleset, rest)
        for _ in range(50):
            filled = {variable: (chance.choice(values),) for variable, values in free.items()}
            assert answer(ruleset, filled) == before, name


def answer(ruleset, domains) -> tuple:
    found = deciding.find(ruleset, deciding.world_of(ruleset.facts, domains))
    gateways = {v.rule for each in found.steps.values() for v in each if v.sort == "gateway"}
    grounds = {rule for rule, (_, standing) in found.grounds.items() if standing == "recommended"}
    return found.outcome, found.expected, found.regime, found.told.table["tell"], gateways, grounds


def test_diagrams_and_decisions_agree():
    """Both readings of the order in which the law speaks give the same answer, over cases taken at random."""
    chance, ruleset = random.Random(3), rules.current()
    domains = {v: values for v, values in ruleset.facts.domains.items() if not v.startswith("found.")}
    diagrams = deciding.diagrams_of(ruleset, domains)
    d = diagrams.pop("diagrams")
    for _ in range(3000):
        world = {variable: (chance.choice(values),) for variable, values in domains.items()}
        found = answer(ruleset, world)
        read = {part: value_in(d, diagram, world) for part, diagram in diagrams.items()}
        assert found[:4] == (read["outcome"], read["expected"], read["regime"], read["tell"])
        assert found[4] | found[5] == {p for p, v in read.items() if v and p not in PARTS}


PARTS = ("outcome", "expected", "regime", "tell")


def value_in(d, diagram, world):
    while hasattr(diagram, "branches"):
        variable = d.open[diagram.at]
        diagram = diagram.branches[d.domains[diagram.at].index(world[variable][0])]
    return diagram


def test_every_fact_has_a_question_with_words_in_both_languages():
    for key in rules.current().facts.by_key:
        for lang in ("en", "cy"):
            question = rules.current().question_for(key, lang)
            assert key in question["keys"]
            assert question["text"]
            assert question["why"]


def test_what_was_asked_and_not_known_is_not_asked_again():
    asked = rules.current().questions({"worry": {"risk": "unknown"}})
    assert "worry.risk" not in [key for question in asked for key in question["keys"]]
