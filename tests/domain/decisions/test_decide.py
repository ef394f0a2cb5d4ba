"""Decisions: each child and recipient apart, frozen, to share or not to share as equals."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sharewell import rules
from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions, cases, queries
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from tests.people import WALK, add_tendai

pytestmark = pytest.mark.postgres

REASON = "Children's services can look into it."


def decide(worry, by, to, **more):
    return actions.record_decision(
        worry=worry,
        child=worry.children.first(),
        to=to,
        by=by,
        **{"choice": "share", "reason": REASON} | more,
    )


def test_a_decision_freezes_the_case_the_outcome_and_the_rules(town, worry):
    decision = decide(worry, town.teacher, town.front_door)
    rule_set = rules.load(bytes(decision.rules.data))
    again = rule_set.decide(json.loads(decision.case))
    assert rules.canonical(again) == bytes(decision.outcome)
    assert decision.rules.sha256 == again["ruleset"]["sha256"]
    [event] = events_about(f"decision:{decision.pk}")
    assert event.kind == "decision-recorded"


def test_the_service_fills_in_what_it_knows(town, worry):
    case, _outcome = queries.frozen(decide(worry, town.teacher, town.front_door))
    assert case["sharer"]["kind"] == "academy"
    assert case["recipient"] == {
        "kind": "childrens-services", "nation": "england", "verified": True, "designated": False,
    }  # fmt: skip
    assert case["child"]["age"] == worry.children.get().age_on(timezone.localdate())
    assert case["date"] == timezone.localdate().isoformat()


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2019, 3, 14), date(2026, 3, 13), 6),
        (date(2019, 3, 14), date(2026, 3, 14), 7),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_the_age_is_that_of_the_day(town, born, on, age):
    assert add_tendai(town.teacher, born_on=born).age_on(on) == age


def test_two_children_and_two_recipients_are_four_decisions_from_one_walk(town):
    children = [add_tendai(town.teacher), add_tendai(town.teacher, name="Farai", born_on=date(2023, 1, 30))]
    worry = actions.raise_worry(
        by=town.teacher, children=children, answers=WALK | {"child": {"understands": "no"}}
    )
    made = [
        actions.record_decision(
            worry=worry, child=child, to=to, choice="share", reason=REASON, by=town.teacher,
            also={"recipient.verified": True},
        )
        for child in children
        for to in (town.front_door, town.gp)
    ]  # fmt: skip
    facts = [cases.flat(queries.frozen(decision)[0]) for decision in made]
    assert len({json.dumps(each, sort_keys=True) for each in facts}) == 4
    assert {each["worry.risk"] for each in facts} == {"significant"}
    assert facts[0]["child.understands"] == "no"
    assert "child.understands" not in facts[2]  # what a walk says of one child does not hold for the next


def test_not_to_share_has_a_reason_and_a_day_and_comes_back_on_it(town, worry):
    today = timezone.localdate()
    for missing in ({"reason": " "}, {"review_on": None}):
        with pytest.raises(ValueError, match="reason"):
            decide(worry, town.teacher, town.gp, **{"choice": "not-share", "review_on": today} | missing)
    decision = decide(worry, town.teacher, town.gp, choice="not-share", review_on=today)
    [need] = queries.needs_today(town.teacher)
    assert (need.kind, need.about.decision) == ("owed-review", decision)
    actions.review_decision(
        decision=decision, why="Still no need.", review_on=today + timedelta(days=30), by=town.teacher
    )
    assert queries.needs_today(town.teacher) == []
    assert [owed.what for owed in queries.needs_of(town.teacher)[1]] == ["review"]


def test_a_new_decision_in_its_place_settles_the_review(town, worry):
    first = decide(worry, town.teacher, town.gp, choice="not-share", review_on=timezone.localdate())
    second = decide(worry, town.teacher, town.gp, instead_of=first)
    assert second.instead_of == first
    assert queries.needs_today(town.teacher) == []


def test_what_must_not_be_shared_like_this_cannot_be_decided_to_share(town, worry):
    paper = organisations.add_contact(
        by=town.teacher, kind="press", nation="england", name="A reporter", email="news@paper.example"
    )
    with pytest.raises(Refusal):
        decide(worry, town.teacher, paper)
    refused = decide(worry, town.teacher, paper, choice="not-share", review_on=timezone.localdate())
    assert refused.outcome_id == "do-not-share"


def test_somebody_who_may_not_see_the_worry_cannot_decide(town, worry):
    with pytest.raises(Refusal):
        decide(worry, town.another_teacher, town.front_door)
    assert queries.decisions_of(worry) == []


def test_a_decision_read_in_welsh_is_frozen_the_same(town, worry):
    one = decide(worry, town.teacher, town.front_door)
    two = decide(worry, town.teacher, town.front_door, lang="cy")
    assert bytes(one.outcome) == bytes(two.outcome)
    welsh, english = queries.outcome_of(two, "cy"), queries.outcome_of(two, "en")
    assert welsh["outcome"] == english["outcome"]
    assert welsh["do"] != english["do"]


def test_only_what_still_matters_and_differs_is_asked(town, worry):
    child = worry.children.get()
    case = actions.case_of(worry, child, town.front_door, timezone.localdate())
    keys = {key for question in queries.open_questions(case) for key in question["keys"]}
    assert "child.age" not in keys
    assert not keys & set(cases.flat(case))


def test_a_button_pressed_twice_at_once_records_one_decision(town, worry):
    draft = actions.begin_draft(by=town.teacher, worry=worry)
    both_pages_hold = [draft, type(draft).objects.get(pk=draft.pk)]
    pair = {"child": worry.children.get(), "to": town.front_door, "choice": "share", "reason": REASON}
    actions.record_decisions(draft=both_pages_hold[0], pairs=[pair], answers={}, by=town.teacher)
    with pytest.raises(NotFound):
        actions.record_decisions(draft=both_pages_hold[1], pairs=[pair], answers={}, by=town.teacher)
    assert len(queries.decisions_of(worry)) == 1
