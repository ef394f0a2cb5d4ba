"""Rights, what restricts them and their time limits: what answers point to, by nation, age and day."""

import pytest

from sharewell import rules
from tests.rules import worked

RULESET = rules.current()
TABLES = {table["id"]: table for table in RULESET.rules.values()}
RIGHTS = {ident: table for ident, table in TABLES.items() if table["sort"] == "right"}
TELLING = {"sch2-2", "sch2-5", "sch2-7"}
SCHEDULE_3 = {"sch3-court-reports", "sch3-expectation", "sch3-expectation-scotland"}
ACCESS = {
    "sch2-2",
    "sch2-5",
    "sch2-16",
    "sch2-17",
    "sch2-19",
    "sch2-24",
    "sch3-2",
    "sch3-3",
    "sch3-4",
    "sch3-5",
}
RESTRICTED_BY = {
    "UK-RIGHT-12": set(),
    "UK-RIGHT-13": TELLING,
    "UK-RIGHT-14": TELLING | {"art14-5"},
    "UK-RIGHT-15": ACCESS | SCHEDULE_3 | {"sch4"},
    "UK-RIGHT-16": TELLING | SCHEDULE_3,
    "UK-RIGHT-17": TELLING | SCHEDULE_3,
    "UK-RIGHT-18": TELLING | SCHEDULE_3,
    "UK-RIGHT-19": TELLING,  # Schedule 3 does not list Article 19
    "UK-RIGHT-20": {"sch2-2", "sch2-5"},
    "UK-RIGHT-21": TELLING | SCHEDULE_3,
    "UK-RIGHT-22": set(),
    "UK-RIGHT-COMPLAINT": set(),
    "UK-RIGHT-PART-3": {"dpa-44", "dpa-45"},
}
CLOCKS = {
    "UK-CLOCK-ANSWER": (1, "months"),
    "UK-CLOCK-ANSWER-LONGER": (2, "months"),
    "UK-CLOCK-PART-3": (1, "months"),
    "UK-CLOCK-TELL": (1, "months"),
    "UK-CLOCK-COMPLAINT": (30, "days"),
    "E-CLOCK-PIR05": (15, "school-days"),
    "UK-CLOCK-BREACH": (72, "hours"),
    "UK-CLOCK-BREACH-PART-3": (72, "hours"),
    "UK-CLOCK-CONSULTATION": (8, "weeks"),
    "UK-CLOCK-CONSULTATION-PART-3": (6, "weeks"),
    "UK-CLOCK-POLICY-DOCUMENT": (6, "months"),
    "UK-CLOCK-HEALTH-OPINION": (6, "months"),
    "S-CLOCK-PRINCIPAL-REPORTER": (14, "days"),
}


def request(
    sharer="childrens-services", recipient="parent", nation="england", on="2026-10-05", **parts
) -> dict:
    """A checked person's request to see what is held; `parts` replace or add to the tables of the case."""
    case = {
        "nation": nation,
        "date": on,
        "sharer": {"kind": sharer},
        "recipient": {"kind": recipient, "verified": True},
        "worry": {"purpose": "access", "risk": "none"},
        "asked": {"by": "individual"},
    }
    return {name: case.get(name, {}) | table for name, table in parts.items()} | {
        name: value for name, value in case.items() if name not in parts
    }


def exemptions(**case) -> set[str]:
    return set(RULESET.decide(request(**case))["exemptions"])


def referral(sharer, **views) -> dict:
    return {
        "nation": "england",
        "date": "2026-10-05",
        "sharer": {"kind": sharer},
        "recipient": {"kind": "childrens-services", "verified": True},
        "child": {"age": 7},
        "worry": {"purpose": "protect", "risk": "significant"},
        "views": views,
    }


def test_every_right_says_what_restricts_it():
    assert {ident: set(table["restricted-by"]) for ident, table in RIGHTS.items()} == RESTRICTED_BY


@pytest.mark.parametrize("ident", sorted(RIGHTS))
def test_what_restricts_a_right_is_a_rule(ident):
    for other in RIGHTS[ident]["restricted-by"]:
        assert TABLES[other]["sort"] in ("exemption", "background")


@pytest.mark.parametrize("ident", sorted(CLOCKS))
def test_a_time_limit_counts_as_the_law_counts(ident):
    assert (TABLES[ident]["count"], TABLES[ident]["unit"]) == CLOCKS[ident]


@pytest.mark.parametrize(
    ("nation", "recipient", "child", "expected"),
    [
        ("england", "parent", {"age": 8}, True),
        ("wales", "parent", {"age": 17}, True),
        ("northern-ireland", "parent", {"age": 8}, True),
        ("england", "other-parent-restricted", {"age": 8}, True),
        ("scotland", "parent", {"age": 8}, False),
        ("england", "child-themself", {"age": 16, "understands": "yes"}, False),
        ("england", "parent", {"stage": "adult"}, False),
    ],
)
def test_child_abuse_data_is_for_a_parents_request_about_a_child_and_not_in_scotland(
    nation, recipient, child, expected
):
    assert ("sch3-5" in exemptions(nation=nation, recipient=recipient, child=child)) is expected


def test_child_abuse_data_needs_a_record_that_may_speak_of_abuse():
    record = {"sharer": "maintained-school", "child": {"age": 9}}
    assert "sch3-5" not in exemptions(**record)
    assert "sch3-5" in exemptions(**record, worry={"risk": "significant"})
    assert "sch3-5" in exemptions(**record, information={"offence": True})


@pytest.mark.parametrize(
    ("sharer", "risk", "expected"),
    [
        ("childrens-services", "none", True),
        ("council", "none", True),  # education welfare
        ("probation", "none", True),
        ("nhs", "welfare", True),
        ("nhs", "none", False),
        ("academy", "significant", False),
    ],
)
def test_social_work_data_is_known_by_who_holds_it(sharer, risk, expected):
    assert ("sch3-3" in exemptions(sharer=sharer, worry={"risk": risk})) is expected


def test_health_data_is_health_data_whoever_holds_it():
    assert "sch3-2" in exemptions(sharer="academy", information={"special": True})
    assert "sch3-2" in exemptions(sharer="gp", information={"special": True})
    assert "sch3-2" not in exemptions(sharer="gp", information={"special": False})


def test_education_data_is_a_schools():
    assert "sch3-4" in exemptions(sharer="independent-school")
    assert "sch3-4" not in exemptions(sharer="childrens-services")


def test_adoption_and_fertility_records_are_closed_by_other_enactments():
    assert "sch4" in exemptions(information={"bars": ["adoption"]})
    assert "sch4" in exemptions(information={"bars": ["fertility"]})
    assert "sch4" not in exemptions(information={"bars": ["gender-recognition"]})


def test_other_people_are_kept_out_of_an_answer():
    assert "sch2-16" in exemptions(information={"others": True})
    assert "sch2-16" in exemptions(information={"names-a-source": True})
    assert "sch2-16" not in exemptions(information={"others": False})


def test_a_crime_may_keep_back_what_somebody_asks_to_see():
    suspected = request(worry={"risk": "significant"})
    suspected["recipient"]["may-be-a-risk"] = True
    assert "sch2-2" in RULESET.decide(suspected)["exemptions"]
    assert "sch2-2" in exemptions(views={"telling": "would-prejudice"})
    assert "sch2-2" not in exemptions()


def test_not_telling_claims_an_exemption_only_where_the_reason_is_known():
    assert RULESET.decide(referral("academy"))["exemptions"] == []
    unsafe = set(RULESET.decide(referral("academy", telling="unsafe"))["exemptions"])
    assert unsafe == {"art14-5", "sch2-5"}
    assert "sch2-2" in RULESET.decide(referral("academy", telling="would-prejudice"))["exemptions"]


def test_a_school_has_no_function_of_protecting_the_public():
    assert "sch2-7" not in RULESET.decide(referral("academy", telling="unsafe"))["exemptions"]
    assert "sch2-7" in RULESET.decide(referral("police", telling="unsafe"))["exemptions"]


def test_proceedings_let_one_off_telling_without_a_duty():
    case = referral("charity", telling="unsafe") | {"recipient": {"kind": "solicitor", "verified": True}}
    case["worry"] = {"purpose": "proceedings", "risk": "welfare"}
    assert "sch2-5" in RULESET.decide(case)["exemptions"]


def test_under_law_enforcement_its_own_sections_restrict():
    case = request(sharer="police") | {"sharer": {"kind": "police", "law-enforcement": True}}
    assert RULESET.decide(case)["exemptions"] == ["dpa-45"]


@pytest.mark.parametrize(
    ("on", "name"), [("2020-12-31", "General Data Protection"), ("2021-01-01", "UK GDPR")]
)
def test_before_2021_the_regulation_is_cited_under_its_own_name(on, name):
    cited = RULESET.decide(referral("gp", telling="unsafe") | {"date": on})["cited"]
    assert cited["art14-5"]["instrument"].startswith(name)


def says_complain(case: dict) -> bool:
    return "tell-of-complaints" in {line["id"] for line in RULESET.decide(case)["do"]}


def test_people_are_told_that_they_may_complain_from_the_day_that_the_duty_began():
    assert not says_complain(request(on="2026-06-18"))
    assert says_complain(request(on="2026-06-19"))


def test_a_refused_answer_tells_of_complaints_too():
    case = request(information={"names-a-source": True, "others": True})
    assert RULESET.decide(case)["outcome"] == "do-not-share"
    assert says_complain(case)


def test_nobody_is_told_of_complaints_where_nobody_asked_or_no_law_binds():
    asked = request(recipient="childrens-services", worry={"purpose": "correction", "risk": "welfare"})
    assert says_complain(asked)
    assert not says_complain(asked | {"asked": {"by": "nobody"}})
    assert not says_complain(request(sharer="individual"))


@pytest.mark.parametrize(
    ("nation", "recipient", "child", "binds"),
    [
        ("england", "parent", {"age": 11}, True),
        ("england", "parent", {"age": 12}, False),
        ("england", "parent", {"age": 15, "wants-sharing": "yes"}, True),
        ("england", "child-themself", {"age": 14}, False),
        ("england", "child-themself", {"age": 14, "understands": "yes"}, True),
        ("scotland", "child-themself", {"age": 12}, True),
        ("scotland", "child-themself", {"age": 11}, False),
        ("scotland", "child-themself", {"age": 12, "understands": "no"}, False),
        ("scotland", "parent", {"age": 12}, False),
    ],
)
def test_who_acts_for_a_child(nation, recipient, child, binds):
    gateways = RULESET.decide(request(nation=nation, recipient=recipient, child=child))["gateways"]
    assert ("UK-ART15" in {gateway["id"] for gateway in gateways}) is binds


@pytest.mark.parametrize(
    ("name", "gateways", "pointed_to"),
    [
        ("sc11", {"E-PIR05", "UK-ART15"}, {"sch3-4"}),
        ("sc79", {"UK-ART15"}, {"sch2-16", "sch3-3", "sch3-5"}),
        ("sc80", {"UK-ART15"}, {"sch2-2", "sch2-16", "sch3-2", "sch3-3", "sch3-5"}),
        ("sc82", {"UK-ART15"}, {"sch2-16", "sch3-2", "sch3-3"}),
        ("sc83", {"UK-ART15"}, {"sch3-2", "sch3-4"}),
        ("sc110", {"E-CA04-16LA"}, set()),
    ],
)
def test_worked_requests_and_corrections_name_their_law(name, gateways, pointed_to):
    outcome = RULESET.decide(worked.cases()[name])
    assert gateways <= {gateway["id"] for gateway in outcome["gateways"]}
    assert set(outcome["exemptions"]) == pointed_to


def test_a_correction_that_a_person_asked_for_reaches_recipients_by_article_19():
    asked = worked.cases()["sc110"] | {"nation": "scotland", "asked": {"by": "individual"}}
    asked["sharer"] = {"kind": "maintained-school"}
    outcome = RULESET.decide(asked)
    assert outcome["outcome"] == "must-share"
    assert {gateway["id"] for gateway in outcome["gateways"]} == {"UK-ART19"}


def lines(name: str, **case) -> set[str]:
    return {line["id"] for line in RULESET.decide(request(**case))[name]}


def test_an_answer_says_how_to_treat_the_names_in_it():
    with_others = {"information": {"others": True}}
    assert "professionals-may-be-named" in lines("do", **with_others)
    assert "keep-others-out" not in lines("warnings", **with_others)  # that is by need; this is a right


def test_an_answer_is_not_limited_to_what_somebody_needs():
    assert "only-what-they-need" not in lines("do", sharer="maintained-school", child={"age": 9})


def test_whoever_is_no_health_professional_asks_one_about_health_data():
    assert "opinion-on-health-data" in lines("warnings", sharer="academy", information={"special": True})
    assert "opinion-on-health-data" not in lines("warnings", sharer="gp", information={"special": True})


@pytest.mark.parametrize(("nation", "asked"), [("scotland", True), ("england", False)])
def test_the_principal_reporter_is_asked_in_scotland_only(nation, asked):
    assert ("ask-the-principal-reporter" in lines("do", nation=nation)) is asked
    assert ("child-abuse-data" in lines("warnings", nation=nation)) is not asked


def test_what_was_kept_back_and_what_was_put_right_are_written_down():
    assert "record-kept-back" in lines("record")
    assert "record-correction" in lines("record", worry={"purpose": "correction"})


def test_one_who_has_no_right_to_ask_needs_no_exemption_from_it():
    record = {"sharer": "academy", "information": {"special": True, "offence": True}}
    assert exemptions(**record, recipient="family-member") == set()
    assert exemptions(**record, recipient="parent") >= {"sch2-2", "sch3-2", "sch3-4"}
