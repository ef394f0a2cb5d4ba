"""People, the directory, and addresses that look like one we know."""

import pytest

from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions, look_alikes, permissions, queries
from sharewell.domain.organisations.states import ROLES, VERIFY_STEPS
from tests.people import SYSTEM

KEEPS_DIRECTORY = {"administrator": True, "safeguarding-lead": True}
ADDS_CONTACTS = {"administrator": False}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_the_directory(town, role):
    person = town.at_school[role]
    keeps = KEEPS_DIRECTORY.get(role, False)
    assert (permissions.keep_directory_refusal(person) is None) is keeps
    assert (permissions.add_contact_refusal(person) is None) is ADDS_CONTACTS.get(role, True)
    assert (permissions.keep_people_refusal(person, town.school) is None) is (role == "administrator")
    assert permissions.keep_people_refusal(person, town.council)
    if keeps:
        actions.correct_entry(entry=town.gp, phone="01632 960199", by=person)
    else:
        with pytest.raises(Refusal):
            actions.correct_entry(entry=town.gp, phone="01632 960199", by=person)


def test_a_wrong_number_is_reported_by_anybody_and_mended_by_those_who_keep_it(town):
    actions.report_wrong_number(by=town.teacher, entry=town.gp, what="Nobody answers")
    assert queries.wrong_numbers_for(town.teacher) == []
    [report] = queries.wrong_numbers_for(town.lead)
    assert report.entry == town.gp
    actions.correct_entry(entry=town.gp, phone="01632 960199", by=town.lead)
    assert queries.wrong_numbers_for(town.lead) == []
    assert queries.entry_for(town.teacher, town.gp.pk).phone == "01632 960199"


def test_the_directory_is_narrowed_by_area_kind_and_words(town):
    assert town.front_door in queries.directory_for(town.teacher)
    assert queries.directory_for(town.teacher, kind="gp") == [town.gp]
    assert queries.directory_for(town.teacher, words="mill doctor") == [town.gp]
    assert queries.directory_for(town.at_council["practitioner"], kind="childrens-services") == []


def test_a_contact_stays_with_those_who_wrote_them_down(town):
    contact = actions.add_contact(by=town.teacher, kind="charity", nation="england", name="Ola", phone="1")
    assert queries.contact_for(town.another_teacher, contact.pk) == contact
    with pytest.raises(NotFound):
        queries.contact_for(town.at_council["practitioner"], contact.pk)
    parent = actions.add_contact(by=town.teacher, kind="parent", nation="england", name="Chipo", phone="1")
    assert queries.contact_for(town.lead, parent.pk) == parent
    with pytest.raises(NotFound):
        queries.contact_for(town.another_teacher, parent.pk)
    with pytest.raises(Refusal):
        actions.verify_contact(contact=contact, how="known-in-person", by=town.at_council["practitioner"])


@pytest.mark.parametrize("how", VERIFY_STEPS)
def test_each_step_verifies_and_says_who_did_it(town, how):
    contact = actions.add_contact(by=town.teacher, kind="charity", nation="england", name="Ola", phone="1")
    assert "verified" not in contact.as_recipient()
    actions.verify_contact(contact=contact, how=how, by=town.teacher)
    assert contact.as_recipient()["verified"] is True
    assert contact.verified_by == town.teacher


def test_an_organisation_knows_its_own_facts(town):
    assert town.school.as_sharer() == {"kind": "academy", "commissioned-by": "none", "designated": True}
    assert town.front_door.as_recipient() == {
        "kind": "childrens-services", "nation": "england", "verified": True, "designated": False,
    }  # fmt: skip


def test_somebody_whose_access_ended_may_do_nothing(town):
    actions.end_access(person=town.teacher, by=town.at_school["administrator"])
    assert town.teacher not in queries.people_of(town.school)
    with pytest.raises(Refusal):
        actions.end_access(person=town.lead, by=town.teacher)


def test_nobody_but_their_own_administrator_adds_people(town):
    facts = {"organisation": town.school, "email": "n@school.example", "name": "N", "role": "practitioner"}
    for by in (town.teacher, town.lead, town.at_council["administrator"]):
        with pytest.raises(Refusal):
            actions.add_person(by=by, **facts)
    assert not actions.add_person(by=SYSTEM, **facts).has_usable_password()


KNOWN = ["frontdoor@fallowshire.example", "safeguarding@milllane.example"]


@pytest.mark.parametrize(
    ("typed", "known", "is_drawn_alike"),
    [
        ("frontdoor@fallowshire.example", None, None),
        ("FrontDoor@Fallowshire.example", None, None),
        ("frontdoor@fa11owshire.example", KNOWN[0], True),
        ("frontdoor@fallowshlre.example", KNOWN[0], True),
        ("frontdoor@f\u0430llowshire.example", KNOWN[0], True),  # a Cyrillic a
        ("duty@fa11owshire.example", KNOWN[0], True),
        ("frontdoor@falowshire.example", KNOWN[0], False),
        ("fontdoor@fallowshire.example", KNOWN[0], False),
        ("safeguarding@millIane.example", KNOWN[1], True),
        ("somebody@elsewhere.example", None, None),
        ("head@fallowshire.example", None, None),
        ("no address", None, None),
    ],
)
def test_a_look_alike_is_seen(typed, known, is_drawn_alike):
    found = look_alikes.likeness(typed, KNOWN)
    assert (found and found.known) == known
    if found:
        assert found.is_drawn_alike is is_drawn_alike
