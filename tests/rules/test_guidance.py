"""Guidance as data: what it lists, when it stands, and that nothing in it is surer than what was read."""

import pytest

from sharewell import rules
from sharewell.rules.ruleset import STANDING

RULESET = rules.current()
TABLES = {table["id"]: table for table in RULESET.rules.values()}
STANDS = {ident: table for ident, table in TABLES.items() if table["sort"] in STANDING}
GUIDANCE = {ident: table for ident, table in STANDS.items() if table["sort"] == "guidance"}
LISTED = {ident: table for ident, table in GUIDANCE.items() if "items" in table}
SURENESS = ["read in the law", "second-hand", "general knowledge", "unsure"]


def days(ident) -> list[tuple]:
    return [(version.get("from"), version.get("to")) for version in TABLES[ident]["version"]]


@pytest.mark.parametrize("ident", sorted(STANDS))
def test_what_stands_bears_on_cases_that_can_be(ident):
    for holder in (STANDS[ident], *STANDS[ident]["version"]):
        if "when" in holder:
            assert RULESET.compiler.compile(holder["when"])


@pytest.mark.parametrize("ident", sorted(STANDS))
def test_what_stands_names_only_rules_that_are_there(ident):
    table = STANDS[ident]
    named = [*table.get("background", []), *table.get("restricted-by", [])]
    named += [table[key] for key in ("of", "replaced-by") if key in table]
    assert [other for other in named if other not in TABLES] == []


@pytest.mark.parametrize("ident", sorted(LISTED))
def test_guidance_is_no_surer_than_its_least_sure_item(ident):
    table = LISTED[ident]
    for version in table["version"]:
        items = [SURENESS.index(item["confidence"]) for item in table["items"] if "confidence" in item]
        assert SURENESS.index(version["confidence"]) >= max(items, default=0)


@pytest.mark.parametrize("ident", sorted(LISTED))
def test_items_have_names_of_their_own(ident):
    names = [item["id"] for item in LISTED[ident]["items"]]
    assert len(names) == len(set(names)) > 0


def test_there_are_ten_steps_and_each_says_what_to_do():
    steps = [f"UK-ICO-STEP-{number:02}" for number in range(1, 11)]
    assert [item["id"] for item in TABLES["UK-ICO-10"]["items"]] == steps
    for step in steps:
        assert days(step) == [("2023-09-14", None)]
        assert len(TABLES[step]["items"]) >= 2


def test_every_step_but_the_last_and_the_principles_says_what_to_write_down():
    documented = [ident for ident in LISTED if any(i["id"] == "document" for i in LISTED[ident]["items"])]
    assert set(documented) == {f"UK-ICO-STEP-{n:02}" for n in (1, 2, 3, 4, 5, 6, 8, 9)}


def test_there_are_seven_golden_rules_and_they_are_reported_replaced():
    golden = [f"E-GOLDEN-{number}" for number in range(1, 8)]
    assert [item["id"] for item in TABLES["E-DFE24"]["items"]] == golden
    for ident in [*golden, "E-DFE24"]:
        assert TABLES[ident]["replaced-by"] == "E-DFE26"
        assert TABLES[ident]["extends"] == ["england"]
        assert days(ident) == [("2024-05-13", "2026-09-30")]


def test_the_decision_form_has_every_field_and_the_request_form_says_that_it_was_not_seen():
    decision = {item["id"] for item in TABLES["UK-DSC-ANNEX-B-DECISION"]["items"]}
    assert len(decision) == 25
    assert {"basis", "necessary", "conditions", "power", "reasons", "decided-by", "officer"} <= decision
    request = TABLES["UK-DSC-ANNEX-B-REQUEST"]
    assert {item["confidence"] for item in request["items"]} == {"general knowledge"}
    assert request["doubt"]


def test_there_are_eight_caldicott_principles_and_three_words():
    assert len(TABLES["UK-CALDICOTT"]["items"]) == 8
    assert [item["id"] for item in TABLES["UK-TCS"]["items"]] == ["think", "check", "share"]


def test_the_code_is_never_cited_before_its_day():
    codes = [
        version
        for table in TABLES.values()
        for version in table["version"]
        if version.get("instrument", "").startswith("ICO Data Sharing Code")
    ]
    assert len(codes) > 5
    assert {version.get("from") for version in codes} == {"2021-10-05"}


def danger(on: str) -> dict:
    return {
        "nation": "england",
        "date": on,
        "sharer": {"kind": "academy"},
        "recipient": {"kind": "police", "verified": True},
        "worry": {"purpose": "protect", "risk": "immediate"},
    }


def test_what_a_rule_cites_is_cited_from_its_own_first_day():
    assert "code-emergency" not in RULESET.decide(danger("2021-10-04"))["cited"]
    assert "code-emergency" in RULESET.decide(danger("2021-10-05"))["cited"]


def test_every_day_of_what_a_rule_cites_is_a_day_that_the_rules_know():
    cited = {ident for table in TABLES.values() for ident in table.get("cites", [])}
    known = {day for ident in cited for span in days(ident) for day in span if day}
    assert known <= set(RULESET.facts.days)


CHARITY = {"nation": "england", "date": "2026-10-05", "sharer": {"kind": "charity"}}
TO = {"recipient": {"kind": "childrens-services", "verified": True}}
SERIOUS = {"worry": {"purpose": "protect", "risk": "significant"}}
MYTHS = {
    "emergency": {"worry": {"purpose": "protect", "risk": "immediate"}},
    "systems": SERIOUS | {"arrangement": {"channel": "insecure"}},
    "consent": SERIOUS,
    "confidentiality": SERIOUS | {"information": {"confidential": True}},
    "no-agreement": SERIOUS | {"arrangement": {"pattern": "routine"}},
    "fined": SERIOUS | {"arrangement": {"policy-document": False}},
    "another-agency": {"worry": {"purpose": "support", "risk": "welfare"}, "views": {"consent": "given"}},
    "certain": {
        "worry": {"purpose": "crime", "risk": "welfare"},
        "recipient": {"kind": "charity", "verified": True},
    },
    "big-companies": {
        "sharer": {"kind": "academy"},
        "recipient": {"kind": "regulator", "verified": True},
        "worry": {"purpose": "inspection", "risk": "none"},
        "asked": {"by": "statutory"},
    },
    "law-stops": SERIOUS | {"views": {"consent": "given"}},
}


@pytest.mark.parametrize("name", sorted(MYTHS))
def test_every_myth_is_the_answers_to_some_case(name):
    outcome = RULESET.decide(CHARITY | TO | MYTHS[name])
    assert RULESET.myth(outcome)["myth"] == TABLES[f"myth-{name}"]["myth"]["en"]


def test_no_myth_is_left_without_a_case():
    assert {f"myth-{name}" for name in MYTHS} == {i for i, t in TABLES.items() if t["sort"] == "myth"}
