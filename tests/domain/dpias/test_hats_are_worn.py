"""A hat is worn by whoever has its role now, and work stays whose it was, whoever writes over it."""

import pytest

from sharewell.domain.dpias import actions
from sharewell.domain.dpias.models import Assessment
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.models import Person
from tests.assessments import REVIEW_ON, wearers_in, written


def anew(row):
    return type(row).objects.get(pk=row.pk)


def in_another_role(person, role):
    Person.objects.filter(pk=person.pk).update(role=role)
    return anew(person)


def test_whose_role_has_ended_does_what_the_hat_asks_for_no_more(town):
    who, made = wearers_in(town), written(town)
    actions.send_round(assessment=made, by=who["author"])
    actions.review(assessment=made, by=who["reviewer"])
    was_officer = in_another_role(who["officer"], "practitioner")
    with pytest.raises(Refusal):
        actions.advise(assessment=made, says="go-on", text_en="It is fine.", by=was_officer)
    officer = in_another_role(was_officer, "data-protection-officer")
    actions.advise(assessment=made, says="go-on", text_en="It is fine.", by=officer)
    for role in ("practitioner", "administrator"):
        with pytest.raises(Refusal):
            actions.settle_advice(
                assessment=made, taken="followed", by=in_another_role(who["approver"], role)
            )
    assert anew(made).signed_at is None
    leader = in_another_role(who["approver"], "leader")
    actions.settle_advice(assessment=made, taken="followed", by=leader)
    actions.sign_off(assessment=made, review_on=REVIEW_ON, review_owner=officer, by=leader)


def test_an_author_who_became_an_administrator_writes_no_more(town):
    made, author = written(town), wearers_in(town)["author"]
    with pytest.raises(Refusal):
        actions.add_risk(
            assessment=made,
            side="sharing",
            title_en="Another",
            likelihood=2,
            severity=2,
            by=in_another_role(author, "administrator"),
        )


def test_who_wrote_its_risks_does_not_approve_it(town):
    """A leader writes down one risk, hands the author's hat on, and would then look at their own work."""
    leader, officer = town.at_school["leader"], town.at_school["data-protection-officer"]
    made = actions.start_assessment(by=leader, title_en="Help")
    actions.make_it(assessment=made, by=leader)
    actions.add_risk(
        assessment=made, side="sharing", title_en="It goes astray", likelihood=2, severity=2, by=leader
    )
    actions.give_hats(assessment=made, hats={"author": town.lead}, by=officer)
    with pytest.raises(Refusal):
        actions.give_hats(assessment=made, hats={"approver": leader}, by=officer)
    assert not Assessment.objects.get(pk=made.pk).hats.filter(hat="approver").exists()


def test_who_answered_it_does_not_approve_it_after_a_colleague_wrote_over_each_answer(town):
    leader, officer = town.at_school["leader"], town.at_school["data-protection-officer"]
    made = actions.start_assessment(by=leader, title_en="Help")
    actions.make_it(assessment=made, by=leader)
    actions.answer_question(assessment=made, question="lawful-basis", text_en="Because", by=leader)
    actions.give_hats(assessment=made, hats={"author": town.lead}, by=officer)
    actions.answer_question(assessment=made, question="lawful-basis", text_en="Because.", by=town.lead)
    with pytest.raises(Refusal):
        actions.give_hats(assessment=made, hats={"approver": leader}, by=officer)
