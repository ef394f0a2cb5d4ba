"""The self-assessment: what the records show nobody ticks, and what it came to stays as it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell.domain.decisions import actions as decisions
from sharewell.domain.deliveries import actions as deliveries
from sharewell.domain.errors import Clash, NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.oversight import actions, measures, self_assessment
from sharewell.domain.oversight.standards import level_of, score_of, standards
from sharewell.domain.requests import actions as requests
from sharewell.domain.versions import version_of
from tests.covered import agree
from tests.domain.decisions.test_decide import decide
from tests.domain.deliveries.town import fresh, send, thing
from tests.people import WALK, add_tendai

pytestmark = pytest.mark.django_db
ASKED = [each.id for each in standards().measures.values() if each.is_asked]


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def say(assessment, by, level=2, only=None):
    said = {key: {"level": level, "how": "It is in the handbook."} for key in (only or ASKED)}
    return actions.answer_measures(assessment=assessment, said=said, by=by)


def share(town, **more):
    worry = decisions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK,
        entries=[{"kind": "fact", "text": "Bruises."}],
    )  # fmt: skip
    return decisions.record_decision(
        worry=worry, child=worry.children.get(), to=town.front_door, choice="share", by=town.teacher,
        reason="To look into it.", **more,
    )  # fmt: skip


def test_every_standard_is_the_rules_own_and_every_measure_has_both_languages():
    for standard in standards().all:
        assert standard.title["en"] and standard.title["cy"] and standard.source["link"]
        assert standard.measures
    steps = [each.rule for each in standards().all if each.rule.startswith("UK-ICO-STEP")]
    assert steps == [f"UK-ICO-STEP-{number:02}" for number in range(1, 11)]
    for measure in standards().measures.values():
        assert measure.text["en"] and measure.text["cy"]
        assert measure.is_asked or (measure.shows["en"] and measure.shows["cy"])
        assert measure.is_asked or callable(getattr(measures, measure.found))
    ids = [each.id for standard in standards().all for each in standard.measures]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("count", "of", "level"), [(0, 0, None), (0, 4, 0), (1, 4, 1), (3, 4, 2), (4, 4, 3), (96, 100, 3)]
)
def test_so_many_of_so_many_give_a_level(count, of, level):
    assert level_of(count, of) == level


def test_what_has_nothing_to_show_is_left_out_of_the_score():
    score = score_of({"advice": 3, "looked-again": None, "backed": 0, "training": 3})
    assert (score["step-01"], score["step-03"], score["step-04"], score["all"]) == (50, 100, None, 75)


def test_the_records_answer_by_themselves(town, officer):
    before = self_assessment.figures_of(town.school)
    assert (before["agreed"]["level"], before["people"]["count"]) == (None, 2)
    regularly = WALK | {"arrangement": {"pattern": "routine"}}
    send_to(town, answers=regularly)
    agree(town)
    send_to(town, answers=regularly), send_to(town)  # a single share needs none
    found = self_assessment.figures_of(town.school)
    assert (found["agreed"]["count"], found["agreed"]["of"], found["agreed"]["level"]) == (1, 2, 1)
    assert self_assessment.figures_of(town.council)["agreed"]["of"] == 0


def test_what_is_left_out_of_every_package_does_not_count(town):
    first = send_to(town)
    assert [one["key"] for one in first.left_out] == ["source"]
    found = self_assessment.figures_of(town.school)["minimum"]
    assert (found["count"], found["of"]) == (0, 1)
    send_to(town, leaves_out=True)
    found = self_assessment.figures_of(town.school)["minimum"]
    assert (found["count"], found["of"]) == (1, 2)


def send_to(town, answers=WALK, leaves_out=False):
    """A share that really went to the council: all of it, or all but one thing."""
    seen = [{"kind": "fact", "text": text} for text in ("Bruises on the left arm.", "He likes football.")]
    worry = decisions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=answers, entries=seen
    )
    delivery = deliveries.prepare_delivery(
        decision=decide(worry, town.teacher, town.front_door), by=town.teacher
    )
    if leaves_out:
        chosen = {thing(delivery, "entry:fact", "football").key: (False, "They know it.")}
        deliveries.choose(delivery=delivery, chosen=chosen, by=town.teacher)
    return fresh(send(fresh(delivery), town.teacher))


def test_what_is_owed_counts_once_it_is_done_or_late(town):
    review_on = timezone.localdate() + timedelta(days=14)
    worry = share(town).worry
    decisions.record_decision(
        worry=worry, child=worry.children.get(), to=town.gp, choice="not-share", reason="Not now.",
        review_on=review_on, by=town.teacher,
    )  # fmt: skip
    assert self_assessment.figures_of(town.school)["looked-again"]["of"] == 0
    found = self_assessment.figures_of(town.school, timezone.now() + timedelta(days=30))
    assert (found["looked-again"]["count"], found["looked-again"]["of"]) == (0, 1)


def test_advice_that_comes_late_is_counted_as_late(town):
    worry = share(town).worry
    asked = [
        decisions.ask_advice(worry=worry, by=town.teacher, of=town.lead, question="What now?") for _n in "12"
    ]
    decisions.answer_advice(advice=asked[0], answer="Ring them.", by=town.lead)
    now = self_assessment.figures_of(town.school)
    later = self_assessment.figures_of(town.school, timezone.now() + timedelta(days=3))
    assert (now["advice"]["count"], now["advice"]["of"]) == (1, 1)
    assert (later["advice"]["count"], later["advice"]["of"]) == (1, 2)


def test_a_gap_that_is_put_right_in_time_counts(town, officer):
    gap = organisations.file_gap(
        organisation=town.school, kind="policy-document", what="18", about="decision:x", by=town.teacher
    )
    assert self_assessment.figures_of(town.school)["gaps"]["of"] == 0
    organisations.close_gap(gap=gap, done="Written.", is_live=True, by=officer)
    town.school.refresh_from_db()
    found = self_assessment.figures_of(town.school)
    assert (found["gaps"]["level"], found["policy-document"]["level"]) == (3, 3)


def test_a_request_without_a_decision_is_seen(town):
    asked = requests.begin_form(kind="request", is_received=True, by=town.lead)
    found = self_assessment.figures_of(town.school)["requests-decided"]
    assert (found["count"], found["of"]) == (0, 1)
    form = requests.begin_form(kind="decision", request=asked, by=town.lead)
    said = {"description": "The register.", "purpose": "Care.", "decision": "part", "reasons": "Enough."}
    requests.save_answers(form=form, said=said, by=town.lead, lang="en")
    requests.finish_form(form=form, by=town.lead)
    found = self_assessment.figures_of(town.school)
    assert (found["requests-decided"]["count"], found["requests-decided"]["of"]) == (1, 1)
    assert found["forms-finished"]["level"] == 3


def test_a_case_of_the_toolkit_says_whether_somebody_checked(town):
    said = {"emergency": "no", "authority": "police", "personal": "yes", "who": "Police", "what": "A record.",
            "purpose": "Crime.", "compelled": "request", "decision": "all", "reasons": "Needed."}  # fmt: skip
    for verified in ("yes", "no"):
        form = requests.begin_form(kind="police", by=town.lead)
        requests.save_answers(form=form, said=said | {"verified": verified}, by=town.lead, lang="en")
        requests.finish_form(form=form, by=town.lead)
    found = self_assessment.figures_of(town.school)["police-checked"]
    assert (found["count"], found["of"], found["level"]) == (1, 2, 1)


def test_it_is_not_finished_while_a_question_is_open(town, officer):
    assessment = actions.begin_self_assessment(by=officer)
    with pytest.raises(Refusal):
        actions.finish_self_assessment(assessment=assessment, by=officer)
    say(assessment, officer)
    done = actions.finish_self_assessment(assessment=assessment, by=officer)
    assert 0 < done.score["all"] <= 100


def test_what_was_finished_stays_though_the_records_change(town, officer):
    assessment = actions.begin_self_assessment(by=officer)
    say(assessment, officer)
    done = actions.finish_self_assessment(assessment=assessment, by=officer)
    before = self_assessment.standing_of(done)
    share(town)
    again = self_assessment.self_assessment_for(town.lead, done.pk)
    assert self_assessment.standing_of(again) == before
    with pytest.raises(Refusal):
        say(again, officer, level=3)
    with pytest.raises(Refusal):
        actions.finish_self_assessment(assessment=again, by=officer)


def test_there_is_one_open_at_a_time_and_the_next_begins_empty(town, officer):
    first = actions.begin_self_assessment(by=officer)
    assert actions.begin_self_assessment(by=town.lead) == first
    say(first, officer)
    actions.finish_self_assessment(assessment=first, by=officer)
    second = actions.begin_self_assessment(by=officer)
    assert second != first and len(self_assessment.unanswered_in(second)) == len(ASKED)
    assert self_assessment.self_assessments_for(officer) == [first]


@pytest.mark.parametrize(
    "said", [{"agreed": {"level": 3, "how": "I say so."}}, {"nothing": {"level": 1, "how": "x"}},
             {"training": {"level": 3, "how": "  "}}, {"training": {"level": 7, "how": "x"}}]
)  # fmt: skip
def test_nobody_ticks_what_the_records_know_or_says_a_level_without_saying_how(town, officer, said):
    assessment = actions.begin_self_assessment(by=officer)
    with pytest.raises(ValueError):
        actions.answer_measures(assessment=assessment, said=said, by=officer)


def test_two_who_answer_differently_are_shown_both(town, officer):
    assessment = actions.begin_self_assessment(by=officer)
    version = version_of({"training": {"level": None, "how": ""}})
    said = {"training": {"level": 3, "how": "All came."}}
    actions.answer_measures(assessment=assessment, said=said, by=officer, version=version)
    with pytest.raises(Clash):
        said = {"training": {"level": 1, "how": "Two came."}}
        actions.answer_measures(assessment=assessment, said=said, by=town.lead, version=version)


def test_who_does_not_answer_for_the_organisation_sees_none_of_it(town, officer):
    assessment = actions.begin_self_assessment(by=officer)
    for role in ("practitioner", "administrator"):
        person = town.at_school[role]
        with pytest.raises(Refusal):
            actions.begin_self_assessment(by=person)
        with pytest.raises(NotFound):
            self_assessment.self_assessment_for(person, assessment.pk)
        assert self_assessment.open_one_for(person) is None
    with pytest.raises(NotFound):
        self_assessment.self_assessment_for(town.at_council["leader"], assessment.pk)
