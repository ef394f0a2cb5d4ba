"""What must hold of every case holds of every case, by two engines that read the rules apart."""

import itertools
import random
import subprocess
import sys

import pytest

from sharewell import rules
from sharewell.cli import prove
from sharewell.rules import case as cases
from sharewell.rules.conditions import ALWAYS
from sharewell.rules.decide import ORDER
from sharewell.rules.proving.findings import oddities
from sharewell.rules.proving.proof import Proof, verdicts
from sharewell.rules.proving.solver import Solver
from sharewell.rules.proving.statements import broken
from tests.rules import worked

# What is odd and meant. docs/explanation/the-proof.md says of each why it is kept.
MEANT = {
    ("idle", "information.others"),
    ("idle", "arrangement.policy-document"),
    ("idle", "worry.circumstances:fgm-feared"),
    ("idle", "worry.circumstances:forced-marriage-feared"),
    ("idle", "worry.circumstances:sexual-activity-under-13"),
    ("idle", "worry.circumstances:self-harm"),
}


@pytest.fixture(scope="module")
def proof():
    return Proof(rules.current())


@pytest.fixture(scope="module")
def solver():
    return Solver(rules.current())


@pytest.fixture(scope="module")
def proved(proof):
    return list(verdicts(proof))


def test_every_statement_holds_of_every_case(proved):
    assert {v.words: v.broken_by for v in proved if v.broken_by is not None} == {}


def test_a_solver_that_is_not_ours_finds_no_case_that_breaks_one(solver):
    assert {v.words: v.broken_by for v in verdicts(solver) if v.broken_by is not None} == {}


def test_all_twelve_statements_are_asked(proved):
    assert {verdict.number for verdict in proved} == set(range(1, 13))


def test_both_engines_count_the_same_cases(proof, solver):
    assert proof.count() == solver.count() > 10**27


def test_the_reader_refuses_exactly_what_the_proof_leaves_out(proof):
    """Every combination that the errors of the contract touch, read as a case."""
    facts = rules.current().facts
    who = (facts.domains["nation"], facts.domains["sharer.kind"])
    whom = (facts.domains["recipient.kind"], facts.domains["recipient.nation"], (True, False, "unknown"))
    read = sum(_is_read(nation=n, sharer={"kind": k}) for n, k in itertools.product(*who))
    read_whom = [{"kind": k, "nation": n, "verified": v} for k, n, v in itertools.product(*whom)]
    kept = read * sum(_is_read(recipient=recipient) for recipient in read_whom)
    every = len(who[0]) * len(who[1]) * len(read_whom)
    assert proof.count() * every == kept * proof.d.count(True)


def _is_read(**said) -> bool:
    usual = {"nation": "england", "sharer": {"kind": "gp"}, "recipient": {"kind": "gp"}}
    try:
        rules.current().read(usual | {"worry": {"purpose": "protect"}} | said)
    except rules.CaseError:
        return False
    return True


# What the contract supposes while a fact is not known; age rests at none.
RESTS = {
    "sharer.designated": False,
    "sharer.commissioned-by": "none",
    "sharer.law-enforcement": False,
    "recipient.nation": "wales",
    "recipient.designated": False,
    "recipient.verified": "unknown",
    "recipient.may-be-a-risk": False,
    "child.stage": "child",
    "child.understands": "unknown",
    "child.wants-sharing": "unknown",
    "child.care-needs": "unknown",
    "child.at-risk-of-harm": "unknown",
    "child.cannot-protect-self": "unknown",
    "worry.risk": "welfare",
    "worry.circumstances": [],
    "worry.more-detrimental": False,
    "information.identifies": True,
    "information.special": False,
    "information.offence": False,
    "information.confidential": False,
    "information.others": False,
    "information.names-a-source": False,
    "information.bars": [],
    "information.scope": "needed",
    "asked.by": "nobody",
    "asked.states-public-task": False,
    "views.consent": "not-asked",
    "views.telling": "unknown",
    "arrangement.pattern": "one-off",
    "arrangement.agreement": "none",
    "arrangement.dpia": "none",
    "arrangement.policy-document": True,
    "arrangement.channel": "secure",
}
NEEDED = {"nation": "wales", "sharer.kind": "gp", "recipient.kind": "police", "worry.purpose": "protect"}


def test_the_law_speaks_in_the_order_of_the_contract():
    """Both engines go by the head of decide.py, so it is written down once more."""
    assert list(ORDER.items()) == [
        ("danger", "share-now"),
        ("nobody", "may-share"),
        ("closed", "do-not-share"),
        ("order", "must-share"),
        ("kept-back", "do-not-share"),
        ("doubt", "seek-advice"),
        ("duty", "must-share"),
        ("permits", "may-share"),
        ("otherwise", "seek-advice"),
    ]


@pytest.mark.parametrize("verified", [True, False, "unknown", None])
def test_what_follows_once_they_are_checked_is_told_only_while_they_are_not(verified):
    for case in list(worked.cases().values())[::5]:
        recipient = case["recipient"] | {"verified": True}
        if recipient["kind"] == "caller-unknown":
            continue
        checked = rules.current().decide(case | {"recipient": recipient})
        left = {key: value for key, value in recipient.items() if key != "verified"}
        told = left | ({} if verified is None else {"verified": verified})
        outcome = rules.current().decide(case | {"recipient": told})
        assert outcome.get("once-verified") == (None if verified is True else checked["outcome"])


def test_every_fact_but_those_that_are_needed_has_a_resting_value():
    assert {*RESTS, *NEEDED, "child.age"} == set(rules.current().facts.by_key)


def test_a_case_left_incomplete_is_decided_as_the_complete_one_that_rests():
    """So what is proved of complete cases holds of incomplete ones too."""
    chance, facts = random.Random(11), rules.current().facts
    for _ in range(300):
        told = {key: _any_value(chance, facts.by_key[key]) for key in RESTS if chance.random() < 0.5}
        assert _world(NEEDED | told) == _world(NEEDED | RESTS | told)


def test_a_fact_that_was_asked_and_is_not_known_is_decided_as_one_left_out():
    for key in RESTS:
        assert _world(NEEDED | {key: "unknown"}) == _world(NEEDED), key


def _any_value(chance, fact):
    return [chance.choice(fact.values)] if fact.many else chance.choice(fact.values)


def _world(flat: dict) -> dict:
    ruleset, nested = rules.current(), {}
    for key, value in flat.items():
        head, _, tail = key.partition(".")
        if tail:
            nested.setdefault(head, {})[tail] = value
        else:
            nested[head] = value
    world = cases.domain_of(ruleset.facts, ruleset.read(nested))
    assert all(len(values) == 1 for values in world.values())
    return world


def test_every_rule_speaks_in_the_simplest_case_that_the_proof_finds_for_it(proof):
    """What is proved is what runs: the case is written out, read, and decided like any other."""
    for version in [v for step in proof.rules.steps.values() for v in step]:
        case = _case(proof.simplest(proof.both(proof.valid, proof.heard(version))), proof.usual())
        outcome = proof.rules.decide(case)
        assert version.rule in {reason["rule"] for reason in outcome["reasons"]}, case


def _case(differs: dict, usual: dict) -> dict:
    """A world that the proof found, as somebody would write it."""
    nested: dict = {}
    for variable, value in (usual | differs).items():
        key, _, flag = variable.partition(":")
        head, _, tail = key.partition(".")
        if head == "found":
            continue
        if variable == "child":
            stage, band = value
            nested.setdefault("child", {}).update(
                {"stage": stage} | ({"age": AGES[band]} if band in AGES else {})
            )
        elif flag:
            nested.setdefault(head, {}).setdefault(tail, []).extend([flag] if value else [])
        elif variable == "day":
            nested["date"] = value
        elif tail:
            nested.setdefault(head, {})[tail] = value
        else:
            nested[head] = value
    return nested


AGES = {"0-11": 7, "12": 12, "13-15": 14, "16-17": 17, "18-on": 40}


def test_the_statement_on_sources_is_not_idle():
    """A rule that is made to hold everywhere, whatever its file says, is found abroad and before its time."""
    ruleset = rules.RuleSet(dict(rules.current().files))  # one of its own, to be spoiled
    astray = next(v for v in ruleset.versions if v.rule == "E-CA04-16LA")
    astray.masks["when"] = ALWAYS
    assert [v.number for v in verdicts(Proof(ruleset), [7]) if v.broken_by is not None] == [7]


def test_whatever_is_cited_is_in_force_on_that_day_and_in_that_nation():
    """`cites` names rules, and the version that is in force is looked up: every id, day and nation."""
    ruleset = rules.current()
    facts = ruleset.facts
    for rule in {v.rule for v in [*ruleset.versions, *ruleset.standing]}:
        for day, nation in itertools.product(facts.days, facts.domains["nation"]):
            found = ruleset.in_force(rule, facts.bit("day", day) | facts.bit("nation", nation))
            if found:
                source = found.source()
                assert source["from"] <= day, rule
                assert source["to"] is None or day < source["to"], rule
                assert nation in source["extends"], rule


def test_whatever_is_odd_is_meant(proof):
    assert {(oddity.kind, oddity.id) for oddity in oddities(proof)} == MEANT


def test_a_broken_statement_is_told_with_the_simplest_case(tmp_path, capsys):
    files = dict(rules.current().files)
    del files["uk/sharing/closed-recipients.toml"]
    spoiled = tmp_path / "rules.json"
    spoiled.write_bytes(rules.export(rules.RuleSet(files)))
    assert prove.main(["--rules", str(spoiled)]) == 1
    told = capsys.readouterr().out
    assert "BROKEN  5" in told
    assert "recipient.kind = " in told.split("BROKEN  5")[1]
    assert "broken" in told.splitlines()[-1]


def test_the_command_asks_both_engines_and_ends_with_the_count(capsys, proof):
    assert prove.main(["--solver"]) == 0
    told = capsys.readouterr().out
    holding = [line for line in told.splitlines() if line.startswith("holds ")]
    assert len(holding) == 2 * len(list(broken(proof)))
    assert f"{proof.count():,} cases: every statement holds" in told.splitlines()[-1]


def test_where_the_solver_is_not_installed_it_says_how():
    program = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'pysat': raise ModuleNotFoundError(name, name='pysat')\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from sharewell.cli import main\n"
        "sys.exit(main(['prove', '--solver']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'sharewell[prove]'" in done.stderr
