"""Conditions in words: each can be read in both languages, and says what the data says."""

import pytest

from sharewell import rules
from sharewell.rules.in_words import (
    group_in_words,
    group_title,
    heading_of,
    in_words,
    lines,
    rule_in_words,
    spelled_out,
    term_title,
    used,
)

RULESET = rules.current()
CONDITIONS = [
    (version, name)
    for version in RULESET.versions
    for name in ("when", "recommended", "available")
    if name in version.table
]


def leaves(tree):
    if "text" in tree:
        return [tree["text"]]
    return [text for each in heading_of(tree, "en")[1] for text in leaves(each)]


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_condition_of_every_rule_can_be_said(lang):
    for version, name in CONDITIONS:
        said = lines(rule_in_words(RULESET, version, name, lang), lang)
        assert all(line.strip(" -") for line in said), version.path
        assert not any("@" in line or "{" in line for line in said), version.path


def test_english_and_welsh_are_the_same_tree():
    for version, name in CONDITIONS:
        english, welsh = (rule_in_words(RULESET, version, name, lang) for lang in ("en", "cy"))
        assert len(leaves(english)) == len(leaves(welsh)), version.path
        assert english != welsh, version.path


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_term_and_every_list_has_a_name_for_people(lang):
    assert [name for name in RULESET.terms if not term_title(RULESET, name, lang)] == []
    assert [name for name in RULESET.groups if not group_title(RULESET, name, lang)] == []


def test_one_value_is_said_after_its_label():
    assert in_words(RULESET, {"nation": "wales"}) == {"text": "Nation where you work: Wales"}
    assert in_words(RULESET, {"nation": "wales"}, "cy")["text"].endswith(": Cymru")


def test_several_values_are_one_of_these():
    said = in_words(RULESET, {"nation": ["wales", "england"]})["text"]
    assert said == "Nation where you work, one of these: Wales; England"


def test_most_values_are_anything_but_the_others():
    said = in_words(RULESET, {"worry": {"purpose": [
        value for value in RULESET.facts.by_key["worry.purpose"].values if value != "research"
    ]}})["text"]  # fmt: skip
    assert said == "What the sharing is for, anything but: For research"


def test_yes_and_no_of_a_statement():
    worse = {"worry": {"more-detrimental": True}}
    assert in_words(RULESET, worse)["text"] == "Sharing would harm the child more than not sharing"
    worse["worry"]["more-detrimental"] = False
    assert in_words(RULESET, worse)["text"] == "Would sharing harm the child more than not sharing? No"


def test_a_denied_list_is_none_of_these_and_a_denied_conjunction_not_all_of_them():
    denied = in_words(RULESET, {"is-not": ["serious", "under-18"]})
    assert heading_of(denied, "en")[0] == "None of these:"
    together = in_words(RULESET, {"not": {"nation": "wales", "is": "serious"}})
    assert heading_of(together, "en")[0] == "Not all of these together:"
    assert lines(in_words(RULESET, {"is-not": "serious"}))[0] == "This does not hold:"


def test_a_list_of_kinds_is_said_by_its_name_and_spelled_out_elsewhere():
    table = {"sharer": {"kind": "@health"}, "is": "bound-by-16la"}
    assert "one of the health services" in lines(in_words(RULESET, table))[1]
    terms, groups = used(RULESET, table)
    assert terms == ["bound-by-16la"] and set(groups) == {"health", "section-11", "education"}
    assert group_in_words(RULESET, "health", "en")[1] == "a GP surgery"


def test_a_gateway_also_asks_that_somebody_is_identified():
    gateway = next(v for v in RULESET.versions if v.sort == "gateway" and "when" in v.table)
    assert "Would it show who anyone is? Yes" in leaves(rule_in_words(RULESET, gateway))


def test_a_rule_set_of_before_titles_spells_its_terms_out():
    old = rules.load_published("2026.1")
    assert lines(in_words(old, {"is": "immediate-danger"})) == ["How serious it is: Someone is in danger now"]


def test_conditions_that_mean_the_same_are_spelled_out_the_same():
    by_term = spelled_out(RULESET, {"is": "court-order", "sharer": {"kind": ["gp", "nhs"]}})
    assert by_term["is"] == [{"asked.by": ["court"]}] and by_term["sharer.kind"] == ["gp", "nhs"]
    other_way_round = spelled_out(RULESET, {"sharer": {"kind": ["nhs", "gp"]}, "is": ["court-order"]})
    assert by_term == other_way_round
