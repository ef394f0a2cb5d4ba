"""Whatever ground somebody claims comes back with a reason, and never changes what is decided."""

import pytest

from sharewell import rules

ACADEMY = {
    "nation": "england",
    "date": "2026-10-05",
    "sharer": {"kind": "academy"},
    "recipient": {"kind": "childrens-services", "verified": True},
    "child": {"age": 7},
    "worry": {"risk": "significant", "purpose": "protect"},
    "information": {"special": True, "offence": True},
}
POLICE = ACADEMY | {
    "sharer": {"kind": "police", "law-enforcement": True},
    "recipient": {"kind": "probation", "verified": True},
    "worry": {"risk": "significant", "purpose": "crime"},
}
PART_2 = range(6, 29)
EXPRESSIBLE = {
    "9c", "9d", "9f", "9h/2", "10/official", "10/33",
    *(f"9g/{n}" for n in PART_2),
    *(f"10/{n}+36" for n in PART_2),
    *(f"s8/{n}" for n in range(1, 10)),
}  # fmt: skip
BASES, CONDITIONS = (rules.current().known_ids[sort] for sort in ("basis", "condition"))


def claiming(case: dict, **claims) -> dict:
    return rules.current().decide(case | {"claims": claims})


def test_every_condition_that_can_be_written_down_is_known():
    assert set(CONDITIONS) >= EXPRESSIBLE


@pytest.mark.parametrize("case", [ACADEMY, POLICE], ids=["under UK GDPR", "under Part 3"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_claimed_condition_comes_back_with_a_reason(case, condition):
    outcome, plain = claiming(case, condition=condition), rules.current().decide(case)
    claimed = next(entry for entry in outcome["conditions"] if entry["id"] == condition)
    assert claimed["because"]
    warned = [w["id"] for w in outcome["warnings"] if w["id"].startswith("claimed-")]
    assert warned == ([f"claimed-{condition}"] if claimed["standing"] == "unsuitable" else [])
    for part in ("outcome", "expected", "gateways", "tell"):
        assert outcome[part] == plain[part]


@pytest.mark.parametrize("basis", BASES)
def test_a_claimed_basis_comes_back_with_a_reason(basis):
    outcome = claiming(ACADEMY, basis=basis)
    assert next(entry for entry in outcome["bases"] if entry["id"] == basis)["because"]
    assert outcome["outcome"] == "must-share"


def test_journalism_is_no_route_for_agency_staff():
    outcome = claiming(ACADEMY, condition="9g/13")
    claimed = next(entry for entry in outcome["conditions"] if entry["id"] == "9g/13")
    assert claimed["standing"] == "unsuitable"
    assert "press office" in claimed["because"]
