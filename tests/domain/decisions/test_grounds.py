"""What a decision rests on: a limb of paragraph 18, a policy document, a start date of one's own."""

import json
from datetime import date

import pytest
from django.utils import timezone

from sharewell import rules
from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions, cases, grounds, queries
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.queries import gaps_about, gaps_owned_by
from tests.domain.decisions.test_decide import decide
from tests.people import WALK, add_tendai


def outcome_of(**changed):
    facts = cases.flat(WALK) | {"nation": "england", "sharer.kind": "academy"} | changed
    return rules.current().decide(cases.nested(facts))


# --- What the rules ask ----------------------------------------------------------------------------------


def test_the_limb_is_asked_where_paragraph_18_is_recommended_and_found_by_the_rules():
    outcome = outcome_of()
    assert grounds.limb_asked(outcome) == grounds.NEEDED
    assert grounds.limb_of(outcome) == "c"  # telling is unsafe


def test_it_is_not_asked_where_the_information_is_of_no_special_sort():
    outcome = outcome_of(**{"information.special": False, "information.offence": False})
    assert grounds.limb_asked(outcome) == "" and grounds.paragraphs_needing_policy(outcome) == []


def test_where_it_would_only_do_as_well_it_may_be_chosen():
    outcome = {"conditions": [{"id": "9h/2", "standing": "recommended"},
                              {"id": "9g/18", "standing": "available", "limb": "a"}]}  # fmt: skip
    assert grounds.limb_asked(outcome) == grounds.POSSIBLE
    assert grounds.paragraphs_needing_policy(outcome) == []
    assert grounds.paragraphs_needing_policy(outcome, "a") == ["18"]


def test_telling_the_police_of_a_crime_is_spared_the_policy_document():
    ids = ("9g/10", "10/10+36", "9g/6", "10/18+36", "9c", "10/33", "10/official")
    outcome = {"conditions": [{"id": each, "standing": "recommended"} for each in ids]}
    assert grounds.paragraphs_needing_policy(outcome) == ["18", "6"]


@pytest.mark.parametrize(
    ("case", "limb", "fact"),
    [
        ({"views": {"consent": "unsafe-to-ask", "telling": "unsafe"}}, "c",
         ("views.consent", "unsafe-to-ask")),
        ({"views": {"telling": "would-prejudice"}}, "c", ("views.telling", "would-prejudice")),
        ({"child": {"age": 7}}, "a", ("child.age", 7)),
        ({"child": {"age": 14, "understands": "no"}}, "a", ("child.understands", "no")),
        ({"child": {"age": 14}}, "a", None),
        ({"views": {"telling": "safe"}}, "b", None),
        ({}, "", None),
    ],
)  # fmt: skip
def test_what_was_answered_that_bears_a_limb_out(case, limb, fact):
    assert grounds.answered_by(case, limb) == fact


# --- What is kept ----------------------------------------------------------------------------------------


def test_the_limb_and_the_reason_are_sealed_in_the_decision_and_committed_to(town, worry):
    decision = decide(
        worry, town.teacher, town.front_door, limb="c", limb_why="He would punish her.", policy="yes"
    )
    ground = queries.ground_of(decision)
    assert (ground.limb, ground.why, ground.policy) == ("c", "He would punish her.", "yes")
    assert [owed.what for owed in queries.owed_of(worry)] == []
    [event] = events_about(f"decision:{decision.pk}")
    assert b"ground" in bytes(event.leaf) and b"punish" not in bytes(event.leaf)


def test_a_limb_without_a_reason_or_outside_the_three_is_refused(town, worry):
    for limb, why in (("c", " "), ("d", "Because")):
        with pytest.raises(ValueError):
            decide(worry, town.teacher, town.front_door, limb=limb, limb_why=why, policy="yes")
    assert queries.decisions_of(worry) == []


def test_what_was_not_said_is_owed_and_given_once_afterwards(town, worry):
    decision = decide(worry, town.teacher, town.front_door)
    [owed] = [row for row in queries.owed_of(worry) if row.what == "paragraph-18"]
    assert owed.owner == town.teacher and owed.due_at > timezone.now()
    actions.give_ground(decision=decision, limb="a", why="She is seven.", by=town.teacher)
    assert queries.ground_of(decision).why == "She is seven."
    owed.refresh_from_db()
    assert owed.done_at
    with pytest.raises(Refusal):
        actions.give_ground(decision=decision, limb="b", why="No.", by=town.teacher)
    kinds = [event.kind for event in events_about(f"decision:{decision.pk}")]
    assert kinds == ["decision-recorded", "ground-given"]


def test_an_emergency_waits_for_nothing(town):
    worry = actions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)],
        answers=WALK | {"worry": {"risk": "immediate", "purpose": "protect"}},
    )  # fmt: skip
    decision = decide(worry, town.teacher, town.front_door)
    assert decision.outcome_id == "share-now"
    assert [row.what for row in queries.owed_of(worry)] == ["paragraph-18"]
    assert gaps_about(f"decision:{decision.pk}")  # nobody has said whether there is a policy document


def test_a_decision_not_to_share_asks_none_of_it(town, worry):
    decide(worry, town.teacher, town.front_door, choice="not-share", review_on=date(2027, 1, 5))
    assert [row.what for row in queries.owed_of(worry)] == ["review"]
    assert gaps_owned_by(town.at_school["data-protection-officer"]) == []


# --- The policy document ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "said", "is_gap", "fact"),
    [
        (True, "", False, True),
        (True, "yes", False, True),
        (True, "no", True, False),
        (True, "unknown", True, "unknown"),
        (False, "", True, False),
        (False, "yes", False, False),
        (None, "", True, None),
        (None, "yes", False, None),
    ],
)
def test_its_absence_becomes_a_gap_and_never_a_stop(town, worry, setting, said, is_gap, fact):
    officer = town.at_school["data-protection-officer"]
    organisations.say_policy_document(organisation=worry.organisation, is_live=setting, by=officer)
    decision = decide(
        worry, town.teacher, town.front_door, limb="c", limb_why="He would punish her.", policy=said
    )
    gaps = [gap for gap in gaps_about(f"decision:{decision.pk}") if gap.kind == "policy-document"]
    assert [(gap.kind, gap.what, gap.owner) for gap in gaps] == [("policy-document", "18", officer)] * is_gap
    case, _outcome = queries.frozen(decision)
    kept = case.get("arrangement", {}).get("policy-document")
    assert kept == fact or (said == "yes" and kept is True)


# --- A start date of one's own ---------------------------------------------------------------------------


def test_a_decision_counts_with_the_organisation_s_own_date_and_keeps_it(town, worry):
    officer = town.at_school["data-protection-officer"]
    later = date(2030, 1, 1)
    before = decide(worry, town.teacher, town.front_door)
    assert before.outcome_id == "must-share" and not before.start_dates.exists()
    start = organisations.set_start_date(
        organisation=town.school, provision="E-CA04-16LA", starts_on=later, confirmed_by="I. Vale", by=officer
    )
    decision = decide(worry, town.teacher, town.front_door)
    assert decision.outcome_id == "may-share"
    case, _outcome = queries.frozen(decision)
    assert case["law"]["starts"] == {"E-CA04-16LA": "2030-01-01"}
    organisations.withdraw_start_date(start=start, because="A mistake.", by=officer)
    assert list(decision.start_dates.all()) == [start]
    again = rules.load(bytes(decision.rules.data)).decide(json.loads(decision.case))
    assert rules.canonical(again) == bytes(decision.outcome)
    assert decide(worry, town.teacher, town.front_door).outcome_id == "must-share"
