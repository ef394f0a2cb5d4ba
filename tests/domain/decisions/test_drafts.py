"""Drafts: nothing typed is lost, and nobody overwrites anybody unseen."""

import pytest

from sharewell.domain.decisions import actions, queries
from sharewell.domain.errors import Clash, NotFound, Refusal
from tests.people import add_tendai

pytestmark = pytest.mark.postgres


@pytest.fixture
def draft(town):
    return actions.begin_draft(by=town.teacher, answers={"worry.risk": "welfare"})


def test_a_draft_keeps_its_answers_in_the_order_of_asking(town, draft):
    actions.save_answers(
        draft=draft, changed={"child.age": 7, "asked.by": "nobody"}, version=1, by=town.teacher
    )
    kept = queries.draft_for(town.teacher, draft.pk)
    assert list(kept.answers) == ["worry.risk", "child.age", "asked.by"]
    assert kept.version == 2


def test_another_answer_in_another_window_is_no_clash(town, draft):
    actions.save_answers(draft=draft, changed={"child.age": 7}, version=1, by=town.teacher)
    now = actions.save_answers(draft=draft, changed={"worry.risk": "none"}, version=1, by=town.teacher)
    assert now.answers == {"worry.risk": "none", "child.age": 7}


def test_the_second_of_two_editors_is_shown_both_answers_and_nothing_is_overwritten(town, draft):
    actions.ask_advice(by=town.teacher, of=town.lead, question="Is it worse?", draft=draft)
    actions.save_answers(draft=draft, changed={"worry.risk": "significant"}, version=1, by=town.lead)
    with pytest.raises(Clash) as clash:
        actions.save_answers(draft=draft, changed={"worry.risk": "none"}, version=1, by=town.teacher)
    assert (clash.value.theirs, clash.value.mine) == ({"worry.risk": "significant"}, {"worry.risk": "none"})
    assert queries.draft_for(town.teacher, draft.pk).answers["worry.risk"] == "significant"
    now = actions.save_answers(
        draft=draft, changed={"worry.risk": "none"}, version=clash.value.version, by=town.teacher
    )
    assert now.answers["worry.risk"] == "none"


def test_two_who_agree_do_not_clash(town, draft):
    actions.save_answers(draft=draft, changed={"worry.risk": "none"}, version=1, by=town.teacher)
    actions.save_answers(draft=draft, changed={"worry.risk": "none"}, version=1, by=town.teacher)


def test_what_was_typed_on_a_page_is_kept_and_guarded_too(town, draft):
    actions.save_form(draft=draft, page="new", typed={"text": "bruises"}, version=1, by=town.teacher)
    with pytest.raises(Clash):
        actions.save_form(draft=draft, page="new", typed={"text": "a bruise"}, version=1, by=town.teacher)
    assert queries.draft_for(town.teacher, draft.pk).forms["new"] == {"text": "bruises"}


def test_nobody_else_sees_a_draft_until_they_are_asked_about_it(town, draft):
    for person in (town.lead, town.another_teacher):
        with pytest.raises(NotFound):
            queries.draft_for(person, draft.pk)
        with pytest.raises(Refusal):
            actions.save_answers(draft=draft, changed={"child.age": 7}, version=1, by=person)
    actions.ask_advice(by=town.teacher, of=town.lead, question="What do you think?", draft=draft)
    assert queries.draft_for(town.lead, draft.pk) == draft
    with pytest.raises(Refusal):
        actions.discard_draft(draft=draft, by=town.lead)
    actions.discard_draft(draft=draft, by=town.teacher)
    with pytest.raises(NotFound):
        queries.draft_for(town.teacher, draft.pk)


def test_a_draft_about_a_worry_closes_with_the_worry_to_whoever_may_not_see_it_any_more(town):
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)])
    other = town.another_teacher
    with pytest.raises(Refusal):
        actions.begin_draft(by=other, worry=worry)
    member = actions.add_member(worry=worry, person=other, because="Cover", by=town.lead)
    draft = actions.begin_draft(by=other, worry=worry)
    assert queries.draft_for(other, draft.pk) == draft
    actions.end_member(member=member, by=town.lead)
    with pytest.raises(NotFound):
        queries.draft_for(other, draft.pk)
    assert queries.drafts_for(other) == []


def test_advice_about_a_draft_goes_with_the_worry_that_grows_from_it(town, draft):
    actions.ask_advice(by=town.teacher, of=town.another_teacher, question="Seen him?", draft=draft)
    worry = actions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)], answers=draft.answers, draft=draft
    )
    assert worry.answers == {"worry": {"risk": "welfare"}}
    assert queries.drafts_for(town.teacher) == []
    [advice] = queries.advice_about(town.another_teacher, worry=worry)
    assert advice.question == "Seen him?"
    assert queries.worry_for(town.another_teacher, worry.pk)
