"""Every worked case comes out as expected, in both languages, and again from what was exported."""

import json

import pytest

from sharewell import rules
from tests.rules import worked

CASES = worked.cases()


def test_there_are_worked_cases():
    assert len(CASES) >= 48


@pytest.mark.parametrize("name", CASES)
def test_a_worked_case_comes_out_as_expected(name):
    outcome = rules.current().decide(CASES[name])
    assert worked.differences(outcome, CASES[name]["expect"]) == []


@pytest.mark.parametrize("name", CASES)
def test_an_exported_case_decides_to_the_same_bytes(name):
    first = rules.current().decide(CASES[name], "cy")
    exported = json.loads(rules.canonical(first["case"]))
    assert rules.canonical(rules.current().decide(exported, "cy")) == rules.canonical(first)


def test_exported_rules_decide_to_the_same_bytes():
    again = rules.load(rules.export(rules.current()))
    for case in CASES.values():
        assert rules.canonical(again.decide(case)) == rules.canonical(rules.current().decide(case))


def test_altered_rules_are_refused():
    altered = rules.export(rules.current()).replace(b"You must share", b"You may share")
    with pytest.raises(rules.RuleError, match="altered"):
        rules.load(altered)


@pytest.mark.parametrize("name", CASES)
def test_ids_are_the_same_in_both_languages_and_texts_are_not(name):
    english, welsh = (rules.current().decide(CASES[name], lang) for lang in ("en", "cy"))
    assert _ids(english) == _ids(welsh)
    texts = [(e["text"], w["text"]) for e, w in zip(english["reasons"], welsh["reasons"], strict=True)]
    assert all(e != w for e, w in texts)


def _ids(outcome: dict) -> dict:
    lists = ("bases", "conditions", "gateways", "do", "record", "warnings", "alternatives", "ask")
    plain = ("outcome", "expected", "regime", "tell", "exemptions", "unknown", "ruleset", "case")
    return {key: outcome[key] for key in plain} | {key: [row["id"] for row in outcome[key]] for key in lists}


def test_a_duty_rests_on_its_day():
    case = CASES["sc01"] | {"date": "2026-09-29"}
    outcome = rules.current().decide(case)
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)


def test_an_organisation_s_own_lawyers_can_move_a_start():
    case = CASES["sc01"] | {"law": {"starts": {"E-CA04-16LA": "2027-01-01"}}}
    outcome = rules.current().decide(case)
    assert outcome["outcome"] == "may-share"
    assert outcome["case"]["law"]["starts"] == {"E-CA04-16LA": "2027-01-01"}
