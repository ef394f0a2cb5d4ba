"""Whom a child's record marks as a possible risk is one, also when written down again as a recipient."""

import pytest
from django.utils import timezone

from sharewell import rules
from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions
from sharewell.domain.organisations import actions as organisations


@pytest.fixture
def father(town, worry):
    return children.add_linked_person(
        child=worry.children.first(), by=town.teacher, name="Craig Reed", relation="parent",
        phone="07700 900221", email="craig.reed@post.example", may_be_a_risk=True,
    )  # fmt: skip


def case_for(town, worry, **who):
    contact = organisations.add_contact(
        by=town.teacher, kind="parent", nation="england", verified_how="known-in-person", **who
    )
    answered = {"recipient.may-be-a-risk": False}
    return actions.case_of(worry, worry.children.first(), contact, timezone.localdate(), answered)


@pytest.mark.parametrize(
    "who",
    [
        {"name": "craig  REED"},
        {"name": "C. Reed", "email": "Craig.Reed@post.example"},
        {"name": "Mr Reed", "phone": "+44 7700 900221"},
    ],
)
def test_by_name_by_address_or_by_number(town, worry, father, who):
    case = case_for(town, worry, **who)
    assert case["recipient"]["may-be-a-risk"] is True
    assert rules.current().decide(case)["outcome"] in ("seek-advice", "do-not-share")


def test_somebody_else_is_not_taken_for_them(town, worry, father):
    assert case_for(town, worry, name="Abena Ansah")["recipient"]["may-be-a-risk"] is False
