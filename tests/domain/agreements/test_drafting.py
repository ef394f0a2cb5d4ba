"""Drafting: answers land in clauses, flows are checked by the rules, nothing settled changes."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sharewell.domain.agreements import actions, checks, documents, grounds, permissions, queries, states
from sharewell.domain.agreements.kinds import kind, kinds
from sharewell.domain.audit.queries import events_about
from sharewell.domain.errors import Clash, NotFound, Refusal
from sharewell.domain.organisations.states import ROLES
from sharewell.domain.versions import version_of
from tests.domain.agreements.partners import answer_all, draft, flow_of

DAY = date(2026, 11, 22)


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


@pytest.fixture
def agreement(town):
    return draft(town)


def again(row):
    return type(row).objects.get(pk=row.pk)


def in_force(agreement, **more):
    """As signing leaves it; what leads there has tests of its own."""
    for name, value in {"state": states.IN_FORCE, "in_force_from": DAY, **more}.items():
        setattr(agreement, name, value)
    agreement.save()
    agreement.parties.update(joined_on=agreement.in_force_from)
    return agreement


# --- Beginning ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_who_may_begin_one(town, role):
    refusal = permissions.start_refusal(town.at_school[role], town.school)
    assert (refusal is None) == (role in ("data-protection-officer", "leader", "safeguarding-lead"))
    assert permissions.start_refusal(town.at_school[role], town.council) is not None


def test_it_has_a_reference_its_keeper_as_first_party_and_stands_in_the_log(town, officer, agreement):
    second = draft(town)
    assert agreement.reference == f"SHA-{timezone.localdate().year}-001"
    assert second.reference.endswith("-002")
    lead = agreement.parties.get(is_lead=True)
    assert lead.organisation == town.school and lead.capacity == states.CONTROLLER
    kinds_of_events = [event.kind for event in events_about(f"agreement:{agreement.pk}")]
    assert kinds_of_events == ["agreement-begun", "agreement-party-added"]


def test_the_parties_of_a_joint_arrangement_are_joint_controllers(town):
    agreement = draft(town, "joint-controller-arrangement")
    assert {party.capacity for party in agreement.parties.all()} == {states.JOINT}


def test_it_is_found_by_its_title_in_either_language_its_parties_and_its_purposes(agreement, officer):
    flow_of(agreement, officer)
    words = again(agreement).words
    for said in (
        "keeping pupils safe",
        "cadw disgyblion",
        "fallowshire",
        "protect",
        agreement.reference.lower(),
    ):
        assert said in words


# --- Answers land in clauses --------------------------------------------------------------------------


@pytest.mark.parametrize("kind_id", kinds())
def test_in_every_kind_every_answer_lands_in_a_clause(town, officer, kind_id):
    agreement = draft(town, kind_id)
    before = documents.content_of(agreement)
    answer_all(agreement, officer)
    after = documents.content_of(agreement)
    assert documents.TO_ANSWER["en"] in str(before)
    text = "\n".join(clause["text"]["en"] for clause in documents.clauses_of(after))
    for question in kind(kind_id).questions.values():
        said = question.choices[0].says["en"] if question.choices else f"({question.id})"
        assert said in text, question.id
    assert documents.TO_ANSWER["en"] not in text


@pytest.mark.parametrize("kind_id", kinds())
def test_only_clauses_have_numbers_and_parties_and_flows_go_by_their_names(town, officer, kind_id):
    agreement = draft(town, kind_id)
    if kind(kind_id).has_flows:
        flow_of(agreement, officer)
    said = documents.clauses_of(documents.content_of(agreement))
    numbered = [each["number"] for each in said if each["number"]]
    assert numbered and all("." in number for number in numbered)
    assert not [each for each in said if each["id"] == "parties" and each["number"]]


def test_what_is_answered_in_one_language_stands_in_the_other_until_it_is_there_too(agreement, officer):
    def said(lang):
        content = documents.content_of(agreement)
        return next(c["text"][lang] for c in documents.clauses_of(content) if c["id"] == "purpose-aims")

    answer = {"aims": {"en": "To keep them safe.", "cy": ""}}
    actions.answer_section(agreement=agreement, section="purpose", answers=answer, by=officer)
    assert "To keep them safe." in said("en") and "To keep them safe." in said("cy")
    answer["aims"]["cy"] = "Er mwyn eu cadw'n ddiogel."
    actions.answer_section(agreement=agreement, section="purpose", answers=answer, by=officer)
    assert "To keep them safe." in said("en") and "Er mwyn eu cadw'n ddiogel." in said("cy")


def test_two_who_answer_one_question_are_both_shown(agreement, officer):
    stands = version_of({"aims_en": "", "aims_cy": ""})

    def answer(text):
        actions.answer_section(
            agreement=agreement, section="purpose", answers={"aims": {"en": text, "cy": ""}},
            by=officer, version=stands,
        )  # fmt: skip

    answer("One.")
    with pytest.raises(Clash) as clash:
        answer("Another.")
    assert (clash.value.theirs["aims_en"], clash.value.mine["aims_en"]) == ("One.", "Another.")


def test_a_question_of_another_section_is_none(agreement, officer):
    with pytest.raises(NotFound):
        actions.answer_section(
            agreement=agreement, section="purpose", answers={"requests": {"en": "", "cy": ""}}, by=officer
        )


@pytest.mark.parametrize("state", [s for s in states.STATES if s not in states.EDITABLE])
def test_what_is_settled_does_not_change(agreement, officer, state):
    flow, party = flow_of(agreement, officer), agreement.parties.get(is_lead=False)
    agreement.state = state
    agreement.save()
    for act in (
        lambda: actions.change_about(agreement=agreement, title_en="Other", by=officer),
        lambda: actions.change_party(party=party, contact_en="Other", by=officer),
        lambda: actions.change_flow(flow=again(flow), items_en="Other", by=officer),
        lambda: actions.remove_flow(flow=again(flow), by=officer),
    ):
        with pytest.raises(Refusal):
            act()


# --- Parties and flows --------------------------------------------------------------------------------


def test_a_party_that_gives_or_receives_stays(agreement, officer):
    flow, party = flow_of(agreement, officer), agreement.parties.get(is_lead=False)
    with pytest.raises(Refusal):
        actions.remove_party(party=party, by=officer)
    actions.remove_flow(flow=flow, by=officer)
    actions.remove_party(party=party, by=officer)
    assert [each.is_lead for each in agreement.parties.all()] == [True]


def test_a_flow_is_between_parties_of_its_own_agreement(town, agreement, officer):
    stranger = draft(town).parties.get(is_lead=False)
    giver = agreement.parties.get(is_lead=True)
    with pytest.raises(NotFound):
        actions.add_flow(
            agreement=agreement, giver=giver, receivers=[stranger], purpose="protect", by=officer
        )


def test_only_those_who_give_or_receive_say_what_it_rests_on(town, agreement, officer):
    flow = flow_of(agreement, officer)
    third = actions.add_party(agreement=agreement, organisation=town.surgery, by=officer)
    with pytest.raises(NotFound):
        actions.ground_flow(flow=flow, party=third, basis="6e", condition="", power="", by=officer)
    with pytest.raises(NotFound):
        actions.ground_flow(flow=flow, party=flow.giver, basis="9g/18", condition="", power="", by=officer)


# --- The rules look at every flow ---------------------------------------------------------------------


def standings(flow, party, what):
    return [f.standing for f in checks.check_flow(again(flow), DAY) if f.party == party and f.what == what]


def test_what_is_not_said_yet_is_pointed_out(agreement, officer):
    flow = flow_of(agreement, officer)
    assert standings(flow, flow.giver, "basis") == [checks.MISSING]
    assert standings(flow, flow.giver, "condition") == [checks.MISSING]


@pytest.mark.parametrize(
    ("basis", "standing"), [("6e", checks.HOLDS), ("6ea", checks.FAILS), ("6d", checks.SOMETIMES)]
)
def test_a_basis_that_does_not_hold_is_shown_with_its_reason_and_source(agreement, officer, basis, standing):
    flow = flow_of(agreement, officer)
    actions.ground_flow(
        flow=flow, party=flow.giver, basis=basis, condition="9g/18", power="E-EA02-175", by=officer
    )
    found = next(
        f for f in checks.check_flow(again(flow), DAY) if f.what == "basis" and f.party == flow.giver
    )
    assert found.standing == standing and found.because
    assert found.sources and found.sources[0]["link"].startswith("https://")
    assert standings(flow, flow.giver, "condition") == [checks.HOLDS]


@pytest.mark.parametrize(
    ("power", "standing"),
    [("E-EA02-175", checks.HOLDS), ("W-SSWBA-130", checks.FAILS), ("N-CLA67-5", checks.FAILS)],
)
def test_a_power_of_another_nation_or_another_body_does_not_hold(agreement, officer, power, standing):
    flow = flow_of(agreement, officer)
    actions.ground_flow(flow=flow, party=flow.giver, basis="6e", condition="9g/18", power=power, by=officer)
    assert standings(flow, flow.giver, "power") == [standing]


def test_a_flow_for_a_closed_purpose_is_refused_by_the_rules(agreement, officer):
    flow = flow_of(agreement, officer, purpose="commercial")
    found = [f for f in checks.check_flow(flow, DAY) if f.what == "sharing"]
    assert [f.standing for f in found] == [checks.FAILS] and found[0].because


def test_every_ground_that_can_be_chosen_can_be_checked(agreement, officer):
    flow = flow_of(agreement, officer)
    asked = checks._Asked(flow, DAY, "en")
    case = asked.case(flow.giver.organisation, flow.receivers.get().organisation, None)
    for pk in (*grounds.ids("basis"), *grounds.ids("condition"), *grounds.ids("gateway")):
        standing, because = asked.could_it(pk, case)
        assert standing in checks.STANDINGS and because, pk


# --- Cover --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "is_covered"),
    [
        ({}, True),
        ({"state": states.REVIEW_DUE}, True),
        ({"state": states.DRAFT}, False),
        ({"state": states.WITHDRAWN}, False),
        ({"in_force_from": DAY + timedelta(days=1)}, False),
        ({"ends_on": DAY}, True),
        ({"ends_on": DAY - timedelta(days=1)}, False),
    ],
)
def test_a_share_is_covered_while_the_agreement_is_in_force(town, agreement, officer, change, is_covered):
    flow = flow_of(agreement, officer)
    in_force(agreement, **change)
    found = queries.cover_for(town.school, town.council, "protect", DAY)
    assert (found == flow) == is_covered and bool(found) == is_covered


def test_cover_is_for_these_bodies_this_way_round_and_this_purpose(
    town, agreement, officer, django_assert_num_queries
):
    flow_of(agreement, officer)
    in_force(agreement)
    assert queries.cover_for(town.school, town.council, "crime", DAY) is None
    assert queries.cover_for(town.council, town.school, "protect", DAY) is None
    assert queries.cover_for(town.school, town.surgery, "protect", DAY) is None
    assert queries.cover_for(town.school, None, "protect", DAY) is None
    with django_assert_num_queries(1):
        found = queries.cover_for(town.school, town.council, "protect", DAY)
        assert found.agreement.reference == agreement.reference


def test_cover_ends_on_the_day_on_which_a_party_leaves(town, agreement, officer):
    flow_of(agreement, officer)
    in_force(agreement)
    party = agreement.parties.get(is_lead=False)
    party.left_on = DAY
    party.save()
    assert queries.cover_for(town.school, town.council, "protect", DAY) is None
    assert queries.cover_for(town.school, town.council, "protect", DAY - timedelta(days=1)) is None
    in_force(agreement, in_force_from=DAY - timedelta(days=9))
    assert queries.cover_for(town.school, town.council, "protect", DAY - timedelta(days=1))


# --- Who reads ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_for_those_who_draft_and_what_is_in_force_for_everybody_there(town, agreement, role):
    def sees(person):
        try:
            return queries.agreement_for(person, agreement.pk) == agreement
        except NotFound:
            return False

    drafts = role in permissions.DRAFTING
    assert sees(town.at_school[role]) == drafts
    assert not sees(town.at_council[role])
    agreement.state = states.CONSULTATION
    agreement.save()
    assert sees(town.at_school[role]) == sees(town.at_council[role]) == drafts
    in_force(agreement)
    assert sees(town.at_school[role]) and sees(town.at_council[role])


# --- Frozen ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind_id", kinds())
def test_the_same_agreement_freezes_to_the_same_content(town, officer, kind_id):
    agreement = draft(town, kind_id)
    first = documents.content_of(agreement)
    assert documents.hash_of(first) == documents.hash_of(documents.content_of(again(agreement)))
    assert first == json.loads(json.dumps(first))  # as it comes back from the table
    answer_all(agreement, officer)
    assert documents.hash_of(documents.content_of(again(agreement))) != documents.hash_of(first)


def test_a_power_that_holds_in_single_cases_only_is_not_said_to_fit(agreement, officer):
    flow = again(flow_of(agreement, officer, purpose="support"))
    fitting = checks.fitting(flow, flow.giver, DAY)
    assert "COURT-ORDER" in fitting["at-times"] and "COURT-ORDER" not in fitting["power"]
    assert fitting["power"] and not set(fitting["power"]) & set(fitting["at-times"])
