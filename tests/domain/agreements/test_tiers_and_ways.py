"""What the kind of a draft, and the agreement above it, ask of it is said while it is drafted."""

import pytest

from sharewell.domain.agreements import actions, checks, documents, states
from sharewell.domain.agreements.models import Agreement
from sharewell.domain.errors import Refusal
from sharewell.printing import documents as print_as
from tests.domain.agreements.partners import answer_all, draft, flow_of
from tests.printing.accessible import Read


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


@pytest.fixture
def above(town):
    """An overarching agreement of the school and the council, in force."""
    found = draft(town, "overarching", title_en="Partners of Fallowshire", title_cy="Partneriaid Fallowshire")
    return in_state(found, states.IN_FORCE)


def in_state(agreement, state):
    """As its way would have left it; that has tests of its own."""
    Agreement.objects.filter(pk=agreement.pk).update(state=state, in_force_from="2026-01-05")
    return fresh(agreement)


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def tier(agreement):
    return [found for found in checks.check(fresh(agreement)) if found.what == "under"]


# --- Schedules ----------------------------------------------------------------------------------------


def test_a_schedule_among_parties_of_what_is_in_force_above_it_holds(town, above):
    found = tier(draft(town, under=above))
    assert [each.standing for each in found] == [checks.HOLDS]
    assert "Partners of Fallowshire" in found[0].because
    assert tier(draft(town)) == []


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (states.SIGNING, "not in force yet"),
        (states.DRAFT, "not in force yet"),
        (states.REPLACED, "has ended"),
        (states.WITHDRAWN, "has ended"),
    ],
)
def test_a_schedule_under_what_is_not_in_force_says_so(town, above, state, says):
    found = tier(draft(town, under=in_state(above, state)))
    assert [each.standing for each in found] == [checks.FAILS] and says in found[0].because


@pytest.mark.postgres
def test_a_schedule_stands_under_what_has_replaced_the_one_above_it(town, above, officer):
    schedule = draft(town, under=above)
    following = actions.draft_anew(agreement=above, by=officer)
    in_state(above, states.REPLACED)
    assert "has ended" in tier(schedule)[0].because
    in_state(following, states.IN_FORCE)
    assert [each.standing for each in tier(schedule)] == [checks.HOLDS]


@pytest.mark.postgres
def test_each_party_of_a_schedule_that_is_none_of_the_agreement_above_it_is_named(town, above, officer):
    schedule = draft(town, under=above)
    surgery = actions.add_party(agreement=schedule, organisation=town.surgery, by=officer)
    wrong = [each for each in tier(schedule) if each.is_wrong]
    assert [each.party for each in wrong] == [surgery] and "no party to" in wrong[0].because
    # and one that has left the agreement above is none of its parties any more
    above.parties.filter(organisation=town.council).update(left_on="2026-02-01")
    assert {each.party.organisation for each in tier(schedule) if each.is_wrong} == {
        town.surgery,
        town.council,
    }


def test_what_the_rules_say_of_its_flows_comes_beside_it(town, above, officer):
    schedule = draft(town, under=above)
    flow_of(schedule, officer)
    found = checks.check(fresh(schedule))
    assert found[0].what == "under" and found[0].flow is None
    assert {each.what for each in found[1:]} >= {"basis", "condition"}


@pytest.mark.parametrize(
    ("lang", "named", "holds", "adds"),
    [
        ("en", "Partners of Fallowshire", "security", "adds its own parties and flows"),
        ("cy", "Partneriaid Fallowshire", "diogelwch", "yn ychwanegu ei phart"),
    ],
)
def test_the_print_of_a_schedule_names_the_agreement_above_it_and_what_it_adds(
    town, above, officer, lang, named, holds, adds
):
    schedule = draft(town, under=above)
    answer_all(schedule, officer)
    content = documents.content_of(fresh(schedule))
    line = next(each for each in documents.clauses_of(content) if each["id"] == "under")
    printed = Read(print_as.pdf(documents.document_of(content, lang)))
    said = " ".join("".join(words for _lang, words in printed.read_aloud()).split())
    for text in (line["text"][lang], said):
        assert named in text and above.reference in text and holds in text and adds in text
    assert not [each for each in documents.clauses_of(documents.content_of(above)) if each["id"] == "under"]


def test_another_agreement_above_it_can_be_chosen_while_it_is_drafted(town, above, officer):
    schedule = draft(town)
    actions.change_about(agreement=schedule, under=above, by=officer)
    assert fresh(schedule).under == above
    actions.change_about(agreement=schedule, under=None, by=officer)
    assert fresh(schedule).under is None


# --- One way ------------------------------------------------------------------------------------------


def flow_back(agreement, by):
    school, council = list(agreement.parties.all())[:2]
    return actions.add_flow(agreement=agreement, giver=council, receivers=[school], by=by, purpose="protect")


def ways(agreement):
    return [each for each in checks.check(fresh(agreement)) if each.what == "way"]


def test_a_flow_back_in_a_kind_that_goes_one_way_is_to_be_mended(town, officer):
    agreement = draft(town, "waspi-dda")
    flow_of(agreement, officer)
    flow_of(agreement, officer, purpose="support")
    assert ways(agreement) == []
    back = flow_back(agreement, officer)
    found = ways(agreement)
    assert [(each.flow, each.standing) for each in found] == [(back, checks.FAILS)]
    assert found[0].party == back.giver and "Sandlebury Hill Academy" in found[0].because


def test_a_kind_that_goes_both_ways_has_flows_both_ways(town, officer):
    agreement = draft(town, "waspi-isp")
    flow_of(agreement, officer)
    flow_back(agreement, officer)
    assert ways(agreement) == []


@pytest.mark.postgres
def test_a_flow_back_is_mended_before_it_is_put_before_the_parties(town, officer):
    agreement = draft(town, "waspi-dda")
    flow_of(agreement, officer)
    back = flow_back(agreement, officer)
    with pytest.raises(Refusal) as refused:
        actions.put_before_parties(agreement=agreement, by=officer)
    assert "one way" in str(refused.value)
    actions.remove_flow(flow=back, by=officer)
    actions.put_before_parties(agreement=agreement, by=officer)
    # and what is changed later is asked again before it goes on
    flow_back(agreement, officer)
    answer_all(agreement, officer)
    with pytest.raises(Refusal) as refused:
        actions.submit_for_assurance(agreement=agreement, assurer=town.school, by=officer)
    assert "one way" in str(refused.value)
