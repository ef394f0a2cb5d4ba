"""Children, the people around them and the places."""

import pytest

from sharewell.domain.children import actions, permissions, queries
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.states import ROLES
from tests.people import add_tendai


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_and_change_a_child(town, role):
    child = add_tendai(town.teacher)
    ours, theirs = town.at_school[role], town.at_council[role]
    sees = role in ("practitioner", "safeguarding-lead")  # the practitioner is the one who wrote it down
    assert (permissions.see_child_refusal(ours, child) is None) is sees
    assert (child in queries.children_for(ours)) is sees
    assert permissions.see_child_refusal(theirs, child)
    assert (permissions.change_child_refusal(ours, child) is None) is (role != "administrator")
    assert permissions.change_child_refusal(theirs, child)


def test_nobody_of_another_organisation_adds_anything(town):
    child = add_tendai(town.teacher)
    stranger = town.at_council["safeguarding-lead"]
    for add in (
        lambda: actions.add_linked_person(child=child, by=stranger, name="X"),
        lambda: actions.add_place(child=child, by=stranger, address="X"),
    ):
        with pytest.raises(Refusal):
            add()
    assert child.linked_people.count() == 0


def test_an_unborn_child_has_no_age(town):
    child = actions.add_child(by=town.teacher, name="Baby Marlow", is_unborn=True)
    assert child.as_facts(child.added_at.date()) == {"stage": "unborn"}
