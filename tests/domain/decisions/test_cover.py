"""What stands behind a share: looked up at each, frozen with it; filed where it is missing; what waits."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from sharewell.domain.agreements import actions as agreements
from sharewell.domain.agreements.models import Agreement
from sharewell.domain.audit.queries import events_about
from sharewell.domain.decisions import actions, cover, queries
from sharewell.domain.decisions.models import CoverFound
from sharewell.domain.dpias.models import Reopening
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.models import Gap
from sharewell.domain.organisations.queries import gaps_about
from tests.covered import agree, assess, give_notice
from tests.domain.decisions.test_decide import decide
from tests.people import WALK, add_tendai

pytestmark = pytest.mark.postgres
ALL = {"agreement", "assessment", "privacy-notice"}


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def worry_with(town, risk="none", purpose="support", pattern="routine"):
    return actions.raise_worry(
        by=town.teacher, children=[add_tendai(town.teacher)],
        answers=WALK | {"worry": {"risk": risk, "purpose": purpose}, "arrangement": {"pattern": pattern}},
    )  # fmt: skip


def missing_in(decision):
    return {gap.kind for gap in gaps_about(f"decision:{decision.pk}")} & ALL


def not_shared(worry, by, to):
    return decide(worry, by, to, choice="not-share", review_on=timezone.localdate() + timedelta(days=7))


# --- What covers it -------------------------------------------------------------------------------


def test_what_covers_a_share_is_found_and_frozen_with_the_decision(town, worry):
    agreement, assessment, notice = agree(town), assess(town), give_notice(town)
    decision = decide(worry, town.teacher, town.front_door)
    kept = queries.cover_of(decision)
    assert (kept.agreement, kept.assessment, kept.notice) == (agreement, assessment, notice)
    assert (kept.purpose, kept.pattern, kept.to, kept.to_kind) == (
        "protect", "one-off", town.council, "childrens-services",
    )  # fmt: skip
    assert kept.words["agreement"]["reference"] == "SHA-2026-001"
    assert kept.words["agreement"]["review_on"] == "2027-10-01"
    case, _outcome = queries.frozen(decision)
    assert (case["arrangement"]["agreement"], case["arrangement"]["dpia"]) == ("in-force", "done")
    assert missing_in(decision) == set()
    [event] = events_about(f"decision:{decision.pk}")
    assert b"cover" in bytes(event.leaf) and b"SHA-2026-001" not in bytes(event.leaf)


def test_what_was_called_otherwise_later_keeps_its_name_in_the_record(town, worry):
    agreement = agree(town)
    decision = decide(worry, town.teacher, town.front_door)
    agreement.title_en = "Another name"
    agreement.save()
    assert queries.cover_of(decision).words["agreement"]["title"]["en"] == "Keeping children safe together"


@pytest.mark.parametrize("other", [{"purpose": "research"}, {"to": "surgery"}, {"turned": True}])
def test_an_agreement_on_something_else_covers_nothing(town, worry, other):
    more = {"to": town.surgery} if other.get("to") else {}
    if other.get("turned"):
        more = {"giver": town.council, "to": town.school}
    agree(town, purpose=other.get("purpose", "protect"), **more)
    decision = decide(worry, town.teacher, town.front_door)
    assert queries.cover_of(decision).agreement is None and "agreement" in missing_in(decision)


@pytest.mark.parametrize("assessed", [{"purpose": "research"}, {"kinds": ("police",)}])
def test_an_assessment_of_something_else_covers_nothing_though_the_agreement_links_it(town, worry, assessed):
    agreement, assessment = agree(town), assess(town, **assessed)
    agreement.assessments.add(assessment)
    decision = decide(worry, town.teacher, town.front_door)
    assert queries.cover_of(decision).assessment is None and "assessment" in missing_in(decision)


def test_what_another_body_entered_covers_us_once_somebody_here_has_said_yes(town, worry, officer):
    theirs = town.at_council["data-protection-officer"]
    agreement = agree(town, keeper=theirs)
    assert queries.cover_of(decide(worry, town.teacher, town.front_door)).agreement is None
    party = agreement.parties.get(organisation=town.school)
    agreements.confirm_for_party(party=party, by=officer)
    assert queries.cover_of(decide(worry, town.teacher, town.front_door)).agreement == agreement


def test_what_we_entered_covers_us_and_not_the_other_body(town, worry):
    agree(town, giver=town.council, to=town.school), agree(town, reference="SHA-2026-002")
    day = timezone.localdate()
    assert queries.cover_of(decide(worry, town.teacher, town.front_door)).agreement
    entry = organisations.add_entry(
        by="system", organisation=town.school, role_en="Safeguarding", ways=["link"], email="in@s.example",
        phone="01632 960198", checked_on=date(2026, 11, 2),
    )  # fmt: skip
    assert cover.cover_for(town.council, entry, "protect", day).flow is None


def test_who_has_not_joined_what_was_made_here_is_not_covered_by_it(town, worry):
    agreement = agree(town)
    Agreement.objects.filter(pk=agreement.pk).update(is_imported=False)
    assert queries.cover_of(decide(worry, town.teacher, town.front_door)).agreement
    for body in (town.school, town.council):
        party = agreement.parties.filter(organisation=body)
        joined = party.get().joined_on
        party.update(joined_on=None)
        assert queries.cover_of(decide(worry, town.teacher, town.front_door)).agreement is None
        party.update(joined_on=joined)


def test_of_two_assessments_the_one_that_the_agreement_links_is_named(town, worry):
    agreement, linked, _later = agree(town), assess(town), assess(town)
    agreement.assessments.add(linked)
    decision = decide(worry, town.teacher, town.front_door)
    assert queries.cover_of(decision).assessment == linked


def test_the_register_speaks_and_not_what_was_answered(town):
    worry = worry_with(town, risk="significant", purpose="protect", pattern="bulk")
    also = {"arrangement.agreement": "in-force", "arrangement.dpia": "done"}
    with pytest.raises(Refusal):
        decide(worry, town.teacher, town.front_door, also=also)


def test_looking_up_costs_the_same_however_much_there_is(town):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            cover.cover_for(town.school, town.front_door, "protect", timezone.localdate())
        return len(asked)

    few = count()
    for number in range(12):
        agree(town, reference=f"SHA-2026-{number:03}", to=town.council if number % 2 else town.surgery)
    assert few == count() == 3


# --- What is missing ------------------------------------------------------------------------------


def test_a_share_without_cover_goes_and_files_what_is_missing(town, worry, officer):
    decision = decide(worry, town.teacher, town.front_door)
    assert missing_in(decision) == ALL
    gaps = {gap.kind: gap for gap in gaps_about(f"decision:{decision.pk}")}
    assert gaps["agreement"].what == str(town.council.pk) and gaps["agreement"].body == town.council
    assert gaps["assessment"].what == "childrens-services"
    for kind in ALL:
        assert gaps[kind].owner == officer and gaps[kind].due_on > timezone.localdate()
    case, _outcome = queries.frozen(decision)
    assert case["arrangement"]["agreement"] == "none"


def test_one_open_gap_of_a_sort(town, worry):
    decide(worry, town.teacher, town.front_door), decide(worry, town.teacher, town.front_door)
    decide(worry, town.teacher, town.gp)
    assert Gap.objects.filter(kind="agreement").count() == 2  # with each body
    assert Gap.objects.filter(kind="assessment").count() == 2  # with each sort of body
    assert Gap.objects.filter(kind="privacy-notice").count() == 1


def test_nobody_makes_an_agreement_with_a_parent(town, worry):
    parent = organisations.add_contact(
        by=town.teacher, kind="parent", nation="england", name="Chipo Marlow", email="chipo@home.example",
        verified_how="known-in-person",
    )  # fmt: skip
    assert missing_in(decide(worry, town.teacher, parent)) == {"privacy-notice"}


def test_an_emergency_waits_for_nothing(town):
    worry = worry_with(town, risk="immediate", purpose="protect", pattern="bulk")
    decision = decide(worry, town.teacher, town.front_door)
    assert decision.outcome_id == "share-now" and missing_in(decision) == ALL


def test_what_was_said_in_an_emergency_gets_its_cover_and_its_gaps_once_it_is_written_up(town):
    assess(town, purpose="protect")
    call = {"moment": timezone.now(), "text": "Rang the duty desk.", "spoke_to": "Desk", "is_checked": True}
    worry = actions.record_emergency(
        by=town.teacher, nation="england", children=[add_tendai(town.teacher)], seen="A burn.", calls=[call]
    )
    assert not CoverFound.objects.exists() and not Gap.objects.exists()  # nothing stands before the call
    decision = decide(worry, town.teacher, town.front_door)
    kept = queries.cover_of(decision)
    assert decision.outcome_id == "share-now" and (kept.purpose, kept.pattern) == ("protect", "one-off")
    assert kept.assessment and missing_in(decision) == {"agreement", "privacy-notice"}


def test_a_decision_not_to_share_looks_nothing_up(town, worry):
    decision = not_shared(worry, town.teacher, town.front_door)
    assert queries.cover_of(decision) is None and missing_in(decision) == set()


def test_where_a_single_share_needs_none_it_is_not_asked_for_again(town, worry, officer):
    gap = Gap.objects.get(pk=_gap_of(decide(worry, town.teacher, town.front_door), "agreement").pk)
    organisations.close_gap(gap=gap, done="A single share.", is_needless=True, by=officer)
    again = decide(worry, town.teacher, town.front_door)
    assert "agreement" not in missing_in(again)
    later = timezone.now() + timedelta(days=366)
    assert "agreement" in missing_in(decide(worry, town.teacher, town.front_door, at=later))


def test_regular_sharing_asks_for_it_all_the_same(town, officer):
    worry = worry_with(town, risk="significant", purpose="protect")
    gap = _gap_of(decide(worry, town.teacher, town.front_door), "agreement")
    organisations.close_gap(gap=gap, done="A single share.", is_needless=True, by=officer)
    assert "agreement" in missing_in(decide(worry, town.teacher, town.front_door))


def _gap_of(decision, kind):
    return next(gap for gap in gaps_about(f"decision:{decision.pk}") if gap.kind == kind)


# --- What waits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", ["routine", "bulk"])
def test_a_flow_that_protects_nobody_waits_for_its_cover(town, pattern, officer):
    worry = worry_with(town, pattern=pattern)
    with pytest.raises(Refusal) as refused:
        decide(worry, town.teacher, town.front_door)
    assert refused.value.who_could_say_yes
    assert queries.decisions_of(worry) == []
    decision = not_shared(worry, town.teacher, town.front_door)
    assert missing_in(decision) == ALL  # so that somebody mends it, by a day
    agree(town, purpose="support")
    with pytest.raises(Refusal):
        decide(worry, town.teacher, town.front_door)
    assess(town, purpose="support")
    shared = decide(worry, town.teacher, town.front_door)
    assert queries.cover_of(shared).pattern == pattern


@pytest.mark.parametrize("pattern", ["routine", "bulk"])
def test_what_was_agreed_for_single_cases_covers_no_regular_and_no_bulk_sharing(town, pattern):
    agree(town, purpose="support", pattern="one-off"), assess(town, purpose="support")
    once = worry_with(town, pattern="one-off")
    assert queries.cover_of(decide(once, town.teacher, town.front_door)).agreement
    worry = actions.raise_worry(by=town.teacher, children=list(once.children.all()), answers=once.answers)
    worry.answers = worry.answers | {"arrangement": {"pattern": pattern}}
    worry.save()
    with pytest.raises(Refusal):
        decide(worry, town.teacher, town.front_door)
    agree(town, purpose="support", pattern=pattern, reference="SHA-2026-002")
    assert (
        queries.cover_of(decide(worry, town.teacher, town.front_door)).agreement.reference == "SHA-2026-002"
    )


@pytest.mark.parametrize("risk", ["welfare", "significant", "immediate", "unknown"])
def test_a_regular_flow_that_protects_a_child_never_waits(town, risk):
    worry = worry_with(town, risk=risk, purpose="protect")
    assert decide(worry, town.teacher, town.front_door).is_to_share


def test_which_kinds_of_cover_a_flow_waits_for():
    def waits(pattern, risk, outcome, found):
        case = {"arrangement": {"pattern": pattern}, "worry": {"risk": risk}}
        wait = cover.wait_of(case, outcome, found)
        return wait and (wait.kinds, wait.has_worry)

    nothing, half, both = cover.Cover(), cover.Cover(flow=object()), cover.Cover(object(), object())
    for pattern in ("routine", "bulk"):
        assert waits(pattern, "none", "may-share", nothing) == (("agreement", "assessment"), False)
        assert waits(pattern, "none", "may-share", half) == (("assessment",), False)
        assert waits(pattern, "none", "may-share", both) is None
        assert waits(pattern, "none", "must-share", nothing) is None
        assert waits(pattern, "immediate", "share-now", nothing) is None
    assert waits("one-off", "none", "may-share", nothing) is None
    assert waits("unknown", "none", "may-share", nothing) is None
    assert waits("routine", "unknown", "may-share", nothing) is None
    assert waits("bulk", "significant", "do-not-share", half) == (("assessment",), True)


@pytest.mark.parametrize(
    ("pattern", "risk", "has_agreement", "said"),
    [
        (
            "bulk",
            "significant",
            False,
            "at once waits for an agreement in force and an impact assessment, with a worry",
        ),
        ("bulk", "significant", True, "at once waits for an impact assessment, with a worry"),
        ("bulk", "none", True, "people at once waits for an impact assessment."),
        ("routine", "none", True, "Regular sharing, with no worry behind it, waits for an impact"),
    ],
)
def test_a_refusal_says_what_is_true_of_this_flow(town, pattern, risk, has_agreement, said):
    worry = worry_with(town, risk=risk, pattern=pattern)
    if has_agreement:
        agree(town, purpose="support", pattern=pattern)
    with pytest.raises(Refusal) as refused:
        decide(worry, town.teacher, town.front_door)
    with override("en"):
        assert said in refused.value.reason
        assert ("no worry behind it" in refused.value.reason) == (pattern == "routine")
        assert "data protection officer" in refused.value.who_could_say_yes
        assert "this once" in refused.value.who_could_say_yes
    with override("cy"):
        assert ("heb bryder" in refused.value.reason) == (pattern == "routine")
        assert "{" not in refused.value.reason and "Swyddog Diogelu Data" in refused.value.who_could_say_yes


# --- A new recipient ------------------------------------------------------------------------------


def test_a_recipient_that_the_assessment_does_not_name_opens_one_question(town, worry):
    assessment = assess(town, kinds=("childrens-services", "gp"), named=[town.surgery])
    decide(worry, town.teacher, town.gp)
    assert not Reopening.objects.exists()
    other = organisations.add_organisation(
        by="system", name_en="Brook Street Surgery", kind="gp", nation="england", area=town.area
    )
    entry = organisations.add_entry(
        by="system", organisation=other, role_en="Doctor", ways=["link"], email="in@brook.example",
        phone="01632 960199", checked_on=date(2026, 11, 2),
    )  # fmt: skip
    decide(worry, town.teacher, entry), decide(worry, town.teacher, entry)
    [opened] = Reopening.objects.all()
    assert (opened.assessment, opened.question, opened.because) == (
        assessment, "recipients", "new-recipient",
    )  # fmt: skip


def test_the_words_of_a_cover_are_json(town):
    agree(town), assess(town), give_notice(town)
    found = cover.cover_for(town.school, town.front_door, "protect", timezone.localdate())
    assert json.loads(json.dumps(found.words)) == found.words
    assert set(found.words) == ALL
