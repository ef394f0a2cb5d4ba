"""What must hold of every case holds of every case, and a planted fault is found."""

import copy

import pytest

from sharewell import rules
from sharewell.rules.prove import Proof


@pytest.fixture(scope="module")
def proof():
    return Proof(rules.current())


def test_every_statement_holds_of_every_case(proof):
    broken = {
        verdict.words: verdict.broken_by for verdict in proof.verdicts() if verdict.broken_by is not None
    }
    assert broken == {}


def test_all_twelve_statements_are_asked(proof):
    assert {verdict.number for verdict in proof.verdicts()} == set(range(1, 13))


def test_the_cases_are_all_there(proof):
    assert proof.count() > 10**27


def test_no_rule_is_dead(proof):
    assert proof.dead_rules() == []


def _without(path: str):
    def plant(files):
        del files[path]

    return plant


def _when(path: str, table: dict):
    def plant(files):
        files[path]["when"] = table

    return plant


FAULTS = {
    "the emergency rule asks for a verified recipient": (
        2,
        _when(
            "uk/sharing/immediate-danger.toml",
            {
                "is": ["immediate-danger", "can-act"],
                "recipient": {"verified": True},
                "is-not": "closed-purpose",
            },
        ),
    ),
    "the press are let in": (5, _without("uk/sharing/closed-recipients.toml")),
    "nobody is checked": (11, _without("uk/sharing/not-yet-verified.toml")),
    "a risk at the recipient is forgotten": (12, _without("uk/sharing/risk-at-the-recipient.toml")),
    "telling is first unless somebody says no": (
        10,
        _when("uk/telling/safe.toml", {"views": {"telling": ["safe", "unknown"]}}),
    ),
    "public bodies use a recognised interest": (
        8,
        lambda files: files["uk/uk-gdpr/6-1-ea.toml"].update(recommended={"found": {"regime": "uk-gdpr"}}),
    ),
    "consent is a gate": (
        3,
        lambda files: files.update({"uk/sharing/gate.toml": _gate()}),
    ),
    "serious risk is refused": (
        4,
        lambda files: files.update({"uk/sharing/gate.toml": _gate({"worry": {"risk": "significant"}})}),
    ),
}


def _gate(when: dict | None = None) -> dict:
    rule = copy.deepcopy(rules.current().files["uk/sharing/too-much.toml"])
    return rule | {"id": "gate", "when": when or {"views": {"consent": "refused"}}}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_its_statement(fault):
    number, plant = FAULTS[fault]
    files = copy.deepcopy(rules.current().files)
    plant(files)
    verdicts = Proof(rules.RuleSet(files)).verdicts()
    assert any(v.number == number and v.broken_by is not None for v in verdicts)
