"""What changed between two days of the law, or two published rule sets; and what it does to cases."""

from datetime import date

import pytest

from sharewell import rules
from sharewell.rules import worked
from sharewell.rules.histories import (
    PARTS,
    between_days,
    between_versions,
    in_force_on,
    lives,
    published,
    state_on,
)

RULESET = rules.current()
LIVES = lives(RULESET)
BEFORE, AFTER = date(2026, 9, 29), date(2026, 10, 1)


def test_every_rule_has_a_life_also_what_never_came_into_force():
    assert set(LIVES) == {table["id"] for table in RULESET.rules.values()}
    assert state_on(LIVES["E-CPA26"], AFTER) == "never"


def test_section_16la_began_between_the_two_days():
    began = {change.rule: change for change in between_days(RULESET, BEFORE, AFTER)}
    assert began["E-CA04-16LA"].sort == "began"
    assert in_force_on(LIVES["E-CA04-16LA"], BEFORE) is None
    assert state_on(LIVES["E-CA04-16LA"], BEFORE) == "to-come"
    assert state_on(LIVES["E-CA04-16LA"], AFTER) == "in-force"


def test_the_other_way_round_it_ended():
    ended = {change.rule: change.sort for change in between_days(RULESET, AFTER, BEFORE)}
    assert ended["E-CA04-16LA"] == "ended"


def test_nothing_changes_within_a_day():
    assert between_days(RULESET, AFTER, AFTER) == []


def test_the_basis_in_the_uk_gdpr_took_the_place_of_the_european_one():
    changes = {change.rule: change for change in between_days(RULESET, date(2020, 12, 31), date(2021, 1, 1))}
    assert changes["6c"].sort == "changed" and "source" in changes["6c"].parts


def test_a_rule_that_ended_is_told_from_one_that_is_to_come():
    ended = [rule for rule, versions in LIVES.items() if state_on(versions, AFTER) == "ended"]
    assert all(versions[-1].ends <= AFTER.isoformat() for versions in map(LIVES.get, ended))
    assert "reading-16la-before" not in ended


def test_published_rule_sets_are_kept_and_load():
    assert "2026.1" in published()
    assert rules.load_published("2026.1").version == "2026.1"
    with pytest.raises(rules.RuleError, match="no published rule set '1999.9'"):
        rules.load_published("1999.9")


def test_a_rule_set_does_not_differ_from_itself():
    assert between_versions(RULESET, RULESET) == []


def altered(change):
    """The current rules with one file changed by a function of its table."""
    import copy

    files = copy.deepcopy(RULESET.files)
    path = LIVES["E-CA04-16LA"][0].path
    change(files[path])
    return rules.RuleSet(files)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("title", lambda rule: rule["title"].update(en="Another title")),
        ("text", lambda rule: rule["text"].update(cy="Testun arall")),
        ("condition", lambda rule: rule["when"].update({"information": {"special": True}})),
        ("effect", lambda rule: rule.update(strength="power")),
        ("nations", lambda rule: rule.update(extends=["england", "wales"])),
        ("dates", lambda rule: rule["version"][-1].update({"from": "2026-10-02"})),
        ("confidence", lambda rule: rule["version"][-1].update(confidence="general knowledge")),
        ("source", lambda rule: rule["version"][-1].update(provision="section 16LB")),
        ("notes", lambda rule: rule.update(cites=["6c"])),
        ("notes", lambda rule: rule.update(some_field_of_later="told")),
        ("adds", lambda rule: rule.update(warnings=[])),
    ],
)
def test_each_part_of_a_rule_that_changed_is_named(part, change):
    found = between_versions(RULESET, altered(change))
    assert [(one.rule, one.parts) for one in found] == [("E-CA04-16LA", (part,))]
    assert part in PARTS or part in ("dates", "notes")


def test_a_condition_said_in_other_words_has_not_changed():
    def reorder(rule):
        rule["when"] = dict(reversed(rule["when"].items()))
        rule["when"]["is"] = rule["when"]["is"] + []

    assert between_versions(RULESET, altered(reorder)) == []


def test_a_new_rule_began_and_a_missing_one_ended():
    gone = LIVES["W-SSWBA-130"][0].path
    files = {path: table for path, table in RULESET.files.items() if path != gone}
    smaller = rules.RuleSet(files)
    assert [(c.rule, c.sort) for c in between_versions(RULESET, smaller)] == [("W-SSWBA-130", "ended")]
    assert [(c.rule, c.sort) for c in between_versions(smaller, RULESET)] == [("W-SSWBA-130", "began")]


def test_the_start_of_16la_turns_can_into_must_in_worked_cases():
    before, after = worked.answers(RULESET, BEFORE), worked.answers(RULESET, AFTER)
    assert (before["sc01"]["outcome"], after["sc01"]["outcome"]) == ("may-share", "must-share")


def test_a_case_is_asked_of_another_day_and_without_what_is_expected():
    case = worked.asked("sc01", BEFORE)
    assert case["date"] == BEFORE and "expect" not in case
    assert worked.asked("sc01")["date"] == worked.worked_cases()["sc01"]["date"]


def test_worked_cases_are_found_under_the_rules_that_they_exercise():
    found = worked.exercised(RULESET)
    assert found["E-CA04-16LA"]["sc01"] == "gateway"
    assert found["6c"]["sc01"] == "recommended"
    assert found["9g/18"]["sc01"] == "recommended"
    assert set(found["E-CA04-16LA"]) <= set(worked.worked_cases())
