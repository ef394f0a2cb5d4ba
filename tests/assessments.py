"""Impact assessments for tests, built by the real actions: written, sent round, signed off."""

from datetime import date, timedelta

from django.utils import timezone

from sharewell.domain.dpias import actions
from sharewell.domain.dpias.template import template

REVIEW_ON = date(2027, 11, 1)
ANSWERS = {
    "recipients": {"purposes": ["support"], "kinds": ["childrens-services"], "named": []},
    "volume": {"expects_a_month": 10},
    "lawful-basis": {"provisions": ["6e", "9g/18"]},
}


def wearers_in(town):
    """{hat: person} at the school; all four are different people."""
    at = town.at_school
    return {
        "author": at["safeguarding-lead"],
        "reviewer": town.another_teacher,
        "officer": at["data-protection-officer"],
        "approver": at["leader"],
    }


def written(town, *, who=None, at=None, title="Help for families of Fallowshire", parent=None, **answers):
    """One that is written and not sent round, with its four hats on: `who` says on whom, else on people
    of the school. `answers` replace those of ANSWERS.
    """
    who = who or wearers_in(town)
    author, at = who["author"], at or timezone.now()
    made = actions.start_assessment(
        by=author, title_en=title, title_cy="Cymorth i deuluoedd", is_overarching=parent is None,
        parent=parent, at=at,
    )  # fmt: skip
    actions.screen(assessment=made, answers={"regular": "yes", "children": "yes"}, by=author, at=at)
    actions.make_it(assessment=made, by=author, at=at)
    for hat in ("reviewer", "officer", "approver"):
        actions.give_hats(assessment=made, hats={hat: who[hat]}, by=author, at=at)
    if parent is None:
        write_all(made, author, at, ANSWERS | answers)
    return made


def write_all(made, author, at, beside):
    """Answer every question, name a risk on each side, and say who was asked."""
    for question in template().questions:
        given = {"text_en": f"About {question.id}.", "text_cy": f"Am {question.id}."}
        actions.answer_question(
            assessment=made, question=question.id, by=author, at=at, **given, **beside.get(question.id, {})
        )
    for side, title in (("sharing", "It reaches the wrong family"), ("not-sharing", "Help comes too late")):
        risk = actions.add_risk(
            assessment=made, side=side, title_en=title, likelihood=2, severity=3, left_likelihood=1,
            left_severity=2, by=author, at=at,
        )  # fmt: skip
    actions.add_measure(
        risk=risk,
        text_en="Ring first",
        effect="reduced",
        owner=author,
        due_on=date(2027, 1, 4),
        by=author,
        at=at,
    )
    actions.add_view(
        assessment=made,
        whose_en="Parents' forum",
        said_en="They expect it.",
        followed="followed",
        by=author,
        at=at,
    )


def sent_to_approver(made, town, *, who=None, at=None):
    """Sent round, reviewed, and advised on."""
    who, at = who or wearers_in(town), at or timezone.now()
    made = actions.send_round(assessment=made, by=who["author"], at=at)
    actions.review(assessment=made, said_en="Clear.", by=who["reviewer"], at=at)
    actions.advise(assessment=made, says="go-ahead", text_en="Go on.", by=who["officer"], at=at)
    made.refresh_from_db()
    return made


def signed(town, *, who=None, at=None, made=None, **more):
    """Signed off by its approver."""
    at = at or timezone.now() - timedelta(minutes=1)
    made = sent_to_approver(made or written(town, who=who, at=at, **more), town, who=who, at=at)
    approver = (who or wearers_in(town))["approver"]
    actions.settle_advice(assessment=made, taken="accepted", by=approver, at=at)
    actions.sign_off(assessment=made, review_on=REVIEW_ON, review_owner=approver, by=approver, at=at)
    made.refresh_from_db()
    return made
