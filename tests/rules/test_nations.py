"""What a lawyer in Wales, Scotland or Northern Ireland would expect to see named, for each sort of sharer."""

from datetime import date

import pytest

from sharewell import rules

RULES = rules.current()
WALES_EXPECTS = {"W-WSP-1"}
SCOTLAND_EXPECTS = {"S-NG-129", "S-NG-134"}
ENGLAND_ONLY = {"E-CA04-16LA", "E-CA89-47", "E-CA04-10", "E-CA04-11", "E-WT26", "E-LADO"}


def decided(nation: str, sharer: str, recipient: str = "childrens-services", **more) -> dict:
    """A serious worry about an eight-year-old, to a verified recipient; `more` are tables of the case."""
    case = {
        "nation": nation,
        "date": "2026-11-01",
        "sharer": {"kind": sharer},
        "recipient": {"kind": recipient, "verified": True} | more.pop("recipient_is", {}),
        "child": {"age": 8},
        "worry": {"risk": "significant", "purpose": "protect"},
        "information": {"special": True},
    }
    for table, facts in more.items():
        case[table] = case.get(table, {}) | facts
    return RULES.decide(case)


def gateways(outcome: dict) -> dict[str, str]:
    return {row["id"]: row["strength"] for row in outcome["gateways"]}


def lines(outcome: dict, name: str) -> set[str]:
    return {row["id"] for row in outcome[name]}


# --- Wales ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("sharer", ["nhs", "police", "probation", "youth-justice"])
def test_a_relevant_partner_in_wales_must_report_a_child_at_risk(sharer):
    outcome = decided("wales", sharer)
    assert outcome["outcome"] == "must-share"
    assert gateways(outcome)["W-SSWBA-130"] == "duty"
    assert {"W-WSP-1", "W-CA04-25", "W-CA04-28", "W-SSWBA-162/163"} <= set(gateways(outcome))


@pytest.mark.parametrize(
    ("sharer", "also"),
    [
        ("maintained-school", {"W-KLS", "W-CA04-25"}),
        ("independent-school", {"W-KLS"}),
        ("college", {"W-KLS", "W-CA04-25"}),
        ("nursery", set()),
        ("gp", {"W-CA04-25"}),
        ("prison", {"W-CA04-25", "W-CA04-28"}),
        ("council", {"W-CA04-25", "W-CA04-28"}),
        ("fire", {"W-CA04-25"}),
        ("charity", set()),
        ("individual", {"W-WSP-4"}),
    ],
)
def test_everyone_else_in_wales_is_expected_to_report_and_not_bound(sharer, also):
    outcome = decided("wales", sharer)
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert set(gateways(outcome)) == WALES_EXPECTS | also
    assert "duty" not in gateways(outcome).values()


@pytest.mark.parametrize("nation", ["wales", "scotland", "northern-ireland"])
@pytest.mark.parametrize("sharer", ["maintained-school", "nhs", "police", "council", "childrens-services"])
def test_englands_own_law_is_named_nowhere_else(nation, sharer):
    assert not ENGLAND_ONLY & set(gateways(decided(nation, sharer)))


def test_the_welsh_duty_does_not_reach_an_unborn_child_and_procedure_does():
    outcome = decided("wales", "nhs", child={"stage": "unborn", "age": "unknown"})
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert "W-SSWBA-130" not in gateways(outcome) and "W-WSP-1" in gateways(outcome)


def test_a_relevant_partner_that_tells_the_police_is_reminded_of_its_own_duty():
    told = decided("wales", "nhs", "police")
    assert "tell-childrens-services-too-wales" in lines(told, "do")
    assert "tell-childrens-services-too-wales" not in lines(decided("wales", "nhs"), "do")


def test_a_welsh_request_under_the_act_binds_a_partner_and_not_a_school():
    asked = {"asked": {"by": "statutory"}, "worry": {"risk": "welfare", "purpose": "protect"}}
    assert gateways(decided("wales", "nhs", **asked))["W-SSWBA-164"] == "duty-on-request"
    assert "W-SSWBA-164" not in gateways(decided("wales", "maintained-school", **asked))


def test_a_safeguarding_board_in_wales_must_be_answered():
    review = {"asked": {"by": "statutory"}, "worry": {"risk": "none", "purpose": "review"}}
    outcome = decided("wales", "charity", "review-body", **review)
    assert outcome["outcome"] == "must-share" and set(gateways(outcome)) == {"W-SSWBA-137"}


def test_a_report_goes_to_the_council_where_it_happened():
    here = {
        "worry": {"risk": "significant", "purpose": "protect", "circumstances": ["harm-happened-elsewhere"]}
    }
    assert "W-WSP-3" in gateways(decided("wales", "nhs", **here))
    assert "W-WSP-3" not in gateways(decided("wales", "nhs"))


@pytest.mark.parametrize("there", ["england", "scotland", "northern-ireland"])
def test_a_child_at_risk_who_moves_from_wales_is_handed_over_and_nothing_unsure_compels(there):
    moving = {"risk": "significant", "purpose": "continuity", "circumstances": ["moved-area"]}
    outcome = decided("wales", "childrens-services", worry=moving, recipient_is={"nation": there})
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert gateways(outcome)["W-SSWBA-130-3"] == "power"


def test_an_adult_at_risk_in_wales_is_reported_to_the_council():
    adult = {
        "child": {
            "age": 40,
            "stage": "adult",
            "care-needs": "yes",
            "at-risk-of-harm": "yes",
            "cannot-protect-self": "yes",
        }
    }
    assert gateways(decided("wales", "nhs", "council", **adult)) == {
        "W-SSWBA-128": "duty",
        "W-SSWBA-126": "power",
    }
    charity = decided("wales", "charity", "council", **adult)
    assert (charity["outcome"], charity["expected"]) == ("may-share", True)
    assert gateways(charity) == {"W-SSWBA-126": "power"}


# --- Scotland ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sharer", "also"),
    [
        ("maintained-school", set()),
        ("independent-school", set()),
        ("nhs", set()),
        ("gp", set()),
        ("police", {"S-PFRA12"}),
        ("council", set()),
        ("charity", set()),
        ("individual", set()),
    ],
)
@pytest.mark.parametrize("recipient", ["childrens-services", "police"])
def test_national_guidance_expects_a_serious_worry_in_scotland(sharer, also, recipient):
    outcome = decided("scotland", sharer, recipient)
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert set(gateways(outcome)) == SCOTLAND_EXPECTS | (also if recipient == "childrens-services" else set())


def test_below_significant_harm_scotland_shares_by_agreement_only():
    below = {"risk": "welfare", "purpose": "support"}
    agreed = decided("scotland", "maintained-school", worry=below, views={"consent": "given"})
    assert agreed["outcome"] == "may-share" and set(gateways(agreed)) == {"S-GIRFEC"}
    for said in ("refused", "not-asked"):
        other = decided("scotland", "maintained-school", worry=below, views={"consent": said})
        assert other["outcome"] == "seek-advice"


def test_scotland_asks_for_the_reason_why_a_share_is_proportionate():
    assert "record-proportionate" in lines(decided("scotland", "nhs"), "record")
    assert "record-proportionate" not in lines(decided("wales", "nhs"), "record")


@pytest.mark.parametrize("sharer", ["childrens-services", "council", "police"])
def test_councils_and_the_police_in_scotland_consider_the_principal_reporter(sharer):
    assert "consider-principal-reporter" in lines(decided("scotland", sharer), "do")
    danger = {"risk": "immediate", "purpose": "protect"}
    assert "consider-principal-reporter" in lines(decided("scotland", sharer, worry=danger), "do")


def test_others_in_scotland_may_tell_the_principal_reporter():
    assert "may-tell-principal-reporter" in lines(decided("scotland", "maintained-school"), "do")
    assert "consider-principal-reporter" not in lines(decided("scotland", "maintained-school"), "do")


def test_advice_in_scotland_comes_from_a_caldicott_guardian_too():
    below = {"risk": "welfare", "purpose": "support"}
    assert "caldicott-guardian-scotland" in lines(decided("scotland", "nhs", worry=below), "ask")


def test_named_person_duties_bind_nobody_in_scotland():
    (named,) = (version for version in RULES.standing if version.rule == "S-CYPA14-4")
    assert named.starts == "never" and named.sort == "background"


# --- Northern Ireland ----------------------------------------------------------------------------
@pytest.mark.parametrize("sharer", ["maintained-school", "nhs", "charity", "business", "individual"])
def test_everyone_in_northern_ireland_must_tell_the_police_of_a_serious_offence(sharer):
    known = {"risk": "significant", "purpose": "protect", "circumstances": ["offence-believed"]}
    outcome = decided("northern-ireland", sharer, "police", worry=known)
    assert outcome["outcome"] == "must-share"
    assert gateways(outcome)["N-CLA67-5"] == "duty"
    assert "reasonable-excuse" in lines(outcome, "warnings")


def test_telling_the_trust_does_not_discharge_the_duty_towards_the_police():
    known = {"risk": "significant", "purpose": "protect", "circumstances": ["offence-believed"]}
    outcome = decided("northern-ireland", "charity", worry=known)
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert "tell-police-too-northern-ireland" in lines(outcome, "do")


def test_fgm_that_is_told_of_in_northern_ireland_is_named_as_an_offence_there():
    told = {"risk": "significant", "purpose": "protect", "circumstances": ["fgm-disclosed"]}
    outcome = decided("northern-ireland", "nhs", "police", worry=told)
    assert "E-FGM-5B" not in gateways(outcome)
    assert "may-be-an-offence-northern-ireland" in lines(outcome, "warnings")


@pytest.mark.parametrize(
    ("sharer", "names"),
    [
        ("maintained-school", {"N-COOP"}),
        ("gp", {"N-COOP"}),
        ("nhs", {"N-COOP", "N-CSCA15"}),
        ("police", {"N-COOP", "N-CSCA15"}),
        ("council", {"N-COOP", "N-CSCA15"}),
        ("charity", {"N-COOP"}),
        ("individual", {"N-COOP"}),
    ],
)
def test_policy_in_northern_ireland_expects_a_referral_to_the_gateway_team(sharer, names):
    outcome = decided("northern-ireland", sharer)
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert set(gateways(outcome)) == names
    assert "unocini-in-24-hours" in lines(outcome, "do")


def test_a_trusts_request_in_northern_ireland_binds_the_bodies_it_may_ask():
    asked = {"asked": {"by": "statutory"}}
    outcome = decided("northern-ireland", "nhs", **asked)
    assert outcome["outcome"] == "must-share"
    assert {"N-CO95-46", "N-CO95-66"} <= set(gateways(outcome))
    assert decided("northern-ireland", "maintained-school", **asked)["outcome"] == "may-share"


def test_the_safeguarding_board_in_northern_ireland_can_be_answered_and_compels_nobody():
    review = {"asked": {"by": "statutory"}, "worry": {"risk": "none", "purpose": "review"}}
    outcome = decided("northern-ireland", "nhs", "review-body", **review)
    assert (outcome["outcome"], outcome["expected"]) == ("may-share", True)
    assert gateways(outcome) == {"N-SBNI11": "power"}


def test_no_crime_and_disorder_power_in_northern_ireland():
    crime = {"risk": "significant", "purpose": "crime"}
    assert "E-CDA98-115" not in gateways(
        decided("northern-ireland", "housing-association", "police", worry=crime)
    )
    assert "E-CDA98-115" in gateways(decided("scotland", "housing-association", "police", worry=crime))


# --- Clocks --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ident", "count", "unit"),
    [
        ("W-WSP-1-1WD", 1, "working-days"),
        ("W-WSP-2-7WD", 7, "working-days"),
        ("W-WSP-5-24H", 24, "hours"),
        ("N-COOP-24H", 24, "hours"),
    ],
)
def test_each_nations_clock_is_data(ident, count, unit):
    clock = RULES.clock(ident, date(2026, 11, 22))
    assert (clock.count, clock.unit) == (count, unit)


def test_a_clock_belongs_to_a_rule_and_says_what_it_counts_from():
    ids = {table["id"] for table in RULES.rules.values()}
    for version in RULES.standing:
        if version.sort == "clock":
            assert version.table.get("of", version.rule) in ids, version.path
            assert version.table["counted-from"]["cy"], version.path
