"""What would change an outcome is exact, small, sensible, and said in words."""

import copy
import itertools
import json

import pytest

from sharewell import rules
from sharewell.cli import decide
from sharewell.rules import case as reading
from sharewell.rules.changes import HELD, held
from tests.rules import worked

CASES = worked.cases()
SOME = list(CASES)[::4]


def asked(name: str) -> dict:
    return {key: copy.deepcopy(value) for key, value in CASES[name].items() if key != "expect"}


def changed(case: dict, change: dict) -> dict:
    """The case with the facts of a change; whoever is turned to instead is somewhere safe and checked."""
    case = {key: dict(value) if isinstance(value, dict) else value for key, value in case.items()}
    for fact in change["facts"]:
        head, _, tail = fact["key"].partition(".")
        if fact["key"] == "recipient.kind":
            case["recipient"] = {"kind": fact["value"], "verified": True}
        elif tail:
            case.setdefault(head, {})[tail] = fact["value"]
        else:
            case[head] = fact["value"]
    return case


@pytest.mark.parametrize("name", SOME)
def test_a_change_that_is_offered_leads_where_it_says(name):
    here = rules.current().decide(asked(name))["outcome"]
    for change in rules.current().changes(asked(name)):
        outcome = rules.current().decide(changed(asked(name), change))
        assert outcome["outcome"] == change["outcome"] != here, change["text"]


@pytest.mark.parametrize("name", SOME[::9])
def test_no_single_change_leads_where_two_are_said_to_be_needed(name):
    """Exact: every single change that is open is tried, and finds no outcome that was said to need more."""
    case, facts = asked(name), rules.current().facts
    now = {v: values[0] for v, values in reading.domain_of(facts, rules.current().read(case)).items()}
    fewest: dict = {}
    for change in rules.current().changes(case):
        fewest[change["outcome"]] = min(len(change["facts"]), fewest.get(change["outcome"], 9))
    here = rules.current().decide(case)["outcome"]
    for fact in facts.by_key.values():
        if fact.key in ("child.stage", "child.age") or fact.key in held(now):
            continue
        for value in fact.values:
            try:
                found = rules.current().decide(changed(case, one(case, fact, value)))["outcome"]
            except rules.CaseError:
                continue
            if found != here:
                assert fewest[found] == 1, (fact.key, value, found)


def one(case: dict, fact, value) -> dict:
    head, _, tail = fact.key.partition(".")
    now = case.get(head, {}).get(tail, []) if fact.many else None
    return {"facts": [{"key": fact.key, "value": [*now, value] if fact.many else value}]}


def test_what_nobody_can_change_is_never_asked_for():
    for name in SOME:
        keys = {fact["key"] for change in rules.current().changes(asked(name)) for fact in change["facts"]}
        assert not keys & (set(HELD) - {"recipient.kind"}) - {"child"}
        assert "child.age" not in keys


def test_what_can_be_done_comes_first_and_lets_more_go():
    ladder = ("share-now", "must-share", "may-share", "seek-advice", "do-not-share")
    for name in SOME:
        case = asked(name)
        here = ladder.index(rules.current().decide(case)["outcome"])
        told = rules.current().changes(case)
        assert [c["can-do"] for c in told] == sorted((c["can-do"] for c in told), reverse=True)
        assert all(ladder.index(c["outcome"]) < here for c in told if c["can-do"])


def test_several_things_that_are_wrong_are_put_right_together():
    case = asked("sc01")
    case["recipient"] |= {"verified": False}
    case |= {"arrangement": {"channel": "insecure"}, "information": {"special": True, "scope": "excessive"}}
    doing = [c for c in rules.current().changes(case) if c["can-do"] and c["outcome"] == "must-share"]
    assert {fact["key"] for fact in doing[0]["facts"]} == {
        "recipient.verified",
        "arrangement.channel",
        "information.scope",
    }


def test_a_caller_nobody_knows_is_not_checked_but_turned_from():
    case = asked("sc01") | {"recipient": {"kind": "caller-unknown", "verified": False}}
    told = rules.current().changes(case)
    assert not any(f == {"key": "recipient.verified", "value": True} for c in told for f in c["facts"])
    instead = [c["facts"][0]["value"] for c in told if c["facts"][0]["key"] == "recipient.kind"]
    assert instead[:2] == ["childrens-services", "police"]


def test_a_duty_is_never_shown_as_something_to_get_round():
    told = rules.current().changes(asked("sc01"))
    assert rules.current().decide(asked("sc01"))["outcome"] == "must-share"
    assert not any(change["can-do"] for change in told)


def test_changes_are_the_same_each_time_and_in_both_languages():
    loaded = rules.load(rules.export(rules.current()))
    for name in SOME:
        english, welsh = (rules.current().changes(asked(name), lang) for lang in ("en", "cy"))
        assert loaded.changes(asked(name)) == english
        for one_, other in itertools.zip_longest(english, welsh):
            assert one_["outcome"] == other["outcome"]
            assert [f["key"] for f in one_["facts"]] == [f["key"] for f in other["facts"]]
            assert one_["text"] != other["text"]


def test_an_earlier_rule_set_that_has_no_words_for_it_still_says_what_would_change():
    earlier = rules.load_published(rules.published()[0])
    assert earlier.changes(asked("sc31"))


def test_a_father_who_may_be_the_danger_is_not_told_of_as_somebody_to_go_round():
    """There is nobody else there to turn to, and one name less makes nothing safe."""
    for name in ("sc10", "sc80"):
        doing = [c for c in rules.current().changes(asked(name)) if c["can-do"]]
        assert doing == [], name


def test_the_command_prints_what_can_be_done_before_the_rest(capsys):
    assert decide.main([str(worked.FOLDER / "sc31.toml")]) == 0
    told = capsys.readouterr().out
    can_do, rest = told.index("What you can do to change this"), told.index("It would also change")
    assert can_do < told.index("Share only what they need. Then: You can share.") < rest


def test_the_json_has_changes_only_where_they_are_asked_for(capsys):
    case = str(worked.FOLDER / "sc31.toml")
    assert decide.main(["--json", case]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert decide.main(["--json", "--changes", case]) == 0
    with_changes = json.loads(capsys.readouterr().out)
    assert with_changes == plain | {"changes": rules.current().changes(asked("sc31"))}
