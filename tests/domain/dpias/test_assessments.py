"""An assessment goes round its hats; the law and events open exactly what they touch."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from sharewell.domain.audit.models import Event
from sharewell.domain.belonging import acting_for
from sharewell.domain.dpias import actions, contents, queries, states
from sharewell.domain.dpias.models import Hat, Reopening
from sharewell.domain.dpias.template import screened_as, screening, template
from sharewell.domain.errors import Clash, NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.versions import version_of
from tests.assessments import ANSWERS, REVIEW_ON, sent_to_approver, signed, wearers_in, written
from tests.people import PASSWORD, SECRET

LONDON = ZoneInfo("Europe/London")
BEFORE_6EA = datetime(2026, 2, 1, 12, tzinfo=LONDON)
AFTER_6EA = datetime(2026, 2, 6, 12, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({}, states.NONE),
        ({"once": "yes", "children": "yes", "bodily-harm": "yes"}, states.NONE),
        ({"once": "yes", "regular": "yes", "children": "yes"}, states.REQUIRED),
        ({"regular": "yes", "children": "yes"}, states.REQUIRED),
        ({"sensitive": "yes"}, states.REQUIRED),
        ({"children": "yes", "matching": "yes"}, states.REQUIRED),
        ({"children": "yes"}, states.ADVISED),
        ({"regular": "yes"}, states.ADVISED),
        ({"new": "unsure"}, states.ADVISED),
        ({question.id: "no" for question in screening()}, states.NONE),
    ],
)
def test_screening_says_whether_one_is_needed(answers, result):
    assert screened_as(answers) == result


def test_the_template_has_the_seven_parts_in_both_languages():
    asks = template()
    assert len(asks.parts) == 7
    for question in [*asks.questions, *screening()]:
        assert question.ask["en"] and question.ask["cy"] and question.ask["en"] != question.ask["cy"]
        assert set(question.reopened_by) <= states.BECAUSE.keys()
    for because in ("new-recipient", "law-change", "volume-jump"):
        assert len(asks.touched_by(because)) == 1


def test_one_that_the_law_asks_for_cannot_be_left(town):
    lead = town.lead
    made = actions.start_assessment(by=lead, title_en="Weekly lists")
    actions.screen(assessment=made, answers={"regular": "yes", "children": "yes"}, by=lead)
    with pytest.raises(ValueError):
        actions.leave_it(assessment=made, why_en="No time", by=lead)
    actions.screen(assessment=made, answers={"once": "yes", "children": "yes", "regular": "no"}, by=lead)
    actions.leave_it(assessment=made, why_en="A single share", by=lead)
    assert made.state == states.NOT_NEEDED
    assert made.reference.endswith("-001")


def test_it_goes_round_four_hats_and_is_frozen(town):
    made = signed(town)
    assert made.state == states.SIGNED
    kept = contents.last_signed(made)
    assert kept.number == 1
    assert contents.hash_of(kept.content) == kept.sha256
    assert {row["side"] for row in kept.content["risks"]} == {"sharing", "not-sharing"}
    assert len(set(kept.content["hats"].values())) == 4
    assert kept.law["provisions"].keys() == {"6e", "9g/18"}
    assert {step.what for step in queries.steps_of(town.lead, made)} == {
        "screened", "submitted", "reviewed", "advised", "advice-settled", "signed-off",
    }  # fmt: skip


def test_nobody_wears_two_hats(town):
    made = written(town)
    with pytest.raises(Refusal):
        actions.give_hats(assessment=made, hats={"reviewer": town.lead}, by=town.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hat.objects.filter(assessment=made, hat="reviewer").update(person=town.lead)


def test_who_wrote_it_does_not_look_at_it_after_handing_the_author_s_hat_on(town):
    who = wearers_in(town)
    made = written(town)
    with pytest.raises(Refusal, match="own work"):
        actions.give_hats(
            assessment=made, hats={"author": who["reviewer"], "reviewer": who["author"]}, by=who["author"]
        )
    actions.give_hats(assessment=made, hats={"author": town.teacher}, by=who["author"])
    with pytest.raises(Refusal, match="own work"):
        actions.give_hats(assessment=made, hats={"approver": who["author"]}, by=who["approver"])


def test_who_reviewed_it_does_not_approve_it_in_the_same_round(town):
    second = organisations.add_person(
        by="system", organisation=town.school, role="leader", name="Hedd Ito", email="hedd.ito@hill.example",
        password=PASSWORD, totp_secret=SECRET,
    )  # fmt: skip
    who = wearers_in(town) | {"reviewer": second}
    made = sent_to_approver(written(town, who=who), town, who=who)
    made = actions.ask_for_changes(assessment=made, said_en="Say more.", by=who["approver"])
    actions.give_hats(assessment=made, hats={"reviewer": town.teacher}, by=who["author"])
    with pytest.raises(Refusal, match="own work"):
        actions.give_hats(assessment=made, hats={"approver": second}, by=who["author"])
    made = signed(town, made=made, who=who | {"reviewer": town.teacher}, at=timezone.now())
    actions.give_hats(assessment=made, hats={"approver": second}, by=who["author"])


@pytest.mark.parametrize(
    ("hat", "role"),
    [
        ("officer", "practitioner"),
        ("officer", "leader"),
        ("approver", "practitioner"),
        ("reviewer", "administrator"),
    ],
)
def test_a_hat_asks_for_its_role(town, hat, role):
    made = written(town)
    Hat.objects.filter(assessment=made, hat=hat).delete()
    with pytest.raises(Refusal):
        actions.give_hats(assessment=made, hats={hat: town.at_school[role]}, by=town.lead)


def test_a_colleague_elsewhere_gets_no_hat(town):
    with pytest.raises(Refusal):
        actions.give_hats(
            assessment=written(town), hats={"reviewer": town.at_council["practitioner"]}, by=town.lead
        )


def test_only_whose_turn_it_is_can_go_on(town):
    made = written(town)
    who = wearers_in(town)
    with pytest.raises(Refusal):
        actions.review(assessment=made, by=who["reviewer"])
    made = actions.send_round(assessment=made, by=who["author"])
    for other in ("author", "officer", "approver"):
        with pytest.raises(Refusal):
            actions.review(assessment=made, by=who[other])
    with pytest.raises(Refusal):
        actions.answer_question(assessment=made, question="aims", text_en="Later", by=who["author"])


def test_it_does_not_go_round_unfinished(town):
    made = written(town)
    actions.answer_question(assessment=made, question="kept", text_en="", text_cy="", by=town.lead)
    with pytest.raises(Refusal):
        actions.send_round(assessment=made, by=town.lead)
    made.refresh_from_db()
    assert made.state == states.DRAFT


def test_both_sides_of_the_scale_are_needed(town):
    from sharewell.domain.dpias.readiness import unfinished

    made = written(town)
    assert unfinished(made) == []
    actions.remove_risk(risk=made.risks.get(side="not-sharing"), by=town.lead)
    assert unfinished(made) == ["risks"]


def test_changes_go_back_to_the_author_and_round_again(town):
    made, who = written(town), wearers_in(town)
    made = actions.send_round(assessment=made, by=who["author"])
    made = actions.ask_for_changes(assessment=made, said_en="Say how long.", by=who["reviewer"])
    assert made.turn == "author"
    actions.answer_question(assessment=made, question="kept", text_en="Six years", by=who["author"])
    assert signed(town, made=made).state == states.SIGNED
    assert made.advice.get().round == 2


def test_advice_that_is_overruled_needs_a_reason(town):
    made, approver = sent_to_approver(written(town), town), wearers_in(town)["approver"]
    with pytest.raises(Refusal):
        actions.sign_off(assessment=made, review_on=REVIEW_ON, review_owner=approver, by=approver)
    with pytest.raises(ValueError):
        actions.settle_advice(assessment=made, taken="overruled", by=approver)
    actions.settle_advice(assessment=made, taken="overruled", because_en="The need is greater", by=approver)
    actions.sign_off(assessment=made, review_on=REVIEW_ON, review_owner=approver, by=approver)


@pytest.mark.parametrize(
    ("regime", "first", "longer"),
    [("uk-gdpr", date(2026, 12, 28), date(2027, 2, 8)), ("part-3", date(2026, 12, 14), date(2027, 1, 14))],
)
def test_a_high_risk_that_is_left_goes_to_the_commissioner(town, regime, first, longer):
    made, who = written(town), wearers_in(town)
    made.regime = regime
    made.save(update_fields=["regime"])
    risk = made.risks.get(side="sharing")
    actions.change_risk(risk=risk, left_likelihood=3, left_severity=3, by=who["author"])
    made = sent_to_approver(made, town)
    actions.settle_advice(assessment=made, taken="accepted", by=who["approver"])
    with pytest.raises(Refusal):
        actions.sign_off(
            assessment=made, review_on=REVIEW_ON, review_owner=who["approver"], by=who["approver"]
        )
    asked = actions.ask_commissioner(assessment=made, asked_on=date(2026, 11, 2), by=who["approver"])
    assert asked.answer_by == first
    actions.need_longer(consultation=asked, told_on=date(2026, 11, 20), by=who["officer"])
    asked.refresh_from_db()
    assert asked.answer_by == longer
    made = actions.note_answer(
        consultation=asked,
        answered_on=date(2027, 1, 8),
        outcome="advice",
        said_en="Seal it.",
        by=who["officer"],
    )
    actions.sign_off(assessment=made, review_on=REVIEW_ON, review_owner=who["approver"], by=who["approver"])
    made.refresh_from_db()
    assert made.state == states.SIGNED


def test_a_change_in_the_law_opens_one_question(town):
    made = signed(town, at=BEFORE_6EA)
    assert actions.look_for_law_changes(at=BEFORE_6EA + timedelta(days=1)) == []
    opened = actions.look_for_law_changes(at=AFTER_6EA)
    assert [(row.question, row.because) for row in opened] == [("lawful-basis", "law-change")]
    assert opened[0].about.startswith("rule:6e@")
    made.refresh_from_db()
    assert made.state == states.REOPENED
    assert actions.look_for_law_changes(at=AFTER_6EA + timedelta(days=1)) == []  # once for one change
    with pytest.raises(Refusal):
        actions.answer_question(assessment=made, question="aims", text_en="Else", by=town.lead)
    actions.answer_question(assessment=made, question="lawful-basis", text_en="Ours by law.", by=town.lead)


def test_what_stands_goes_to_the_approver_at_once_and_what_changed_goes_round(town):
    made = signed(town, at=BEFORE_6EA)
    (opened,) = actions.look_for_law_changes(at=AFTER_6EA)
    with pytest.raises(Refusal):
        actions.send_round(assessment=made, by=town.lead)
    measure = made.risks.get(side="not-sharing").measures.get()
    actions.finish_measure(measure=measure, by=town.lead)  # what was planned is no change
    actions.settle(reopening=opened, how="stands", said_en="The task is our own.", by=town.lead)
    made = actions.send_round(assessment=made, by=town.lead)
    assert made.state == states.APPROVAL
    approver = wearers_in(town)["approver"]
    actions.sign_off(assessment=made, review_on=REVIEW_ON, review_owner=approver, by=approver)
    assert contents.last_signed(made).number == 2
    assert actions.look_for_law_changes() == []


def test_a_new_recipient_opens_the_question_of_recipients(town):
    council = ANSWERS["recipients"] | {"kinds": ["childrens-services", "gp"], "named": [str(town.council.pk)]}
    made = signed(town, recipients=council)
    assert queries.is_named(made, town.council)
    about = f"organisation:{town.surgery.pk}"
    opened = actions.reopen(
        organisation=town.school, because="new-recipient", about=about, assessment=made, by=town.teacher
    )
    assert [row.question for row in opened] == ["recipients"]
    again = actions.reopen(
        organisation=town.school, because="new-recipient", about=about, assessment=made, by=town.teacher
    )
    assert again == []
    assert queries.assessment_for(town.school, "gp", "support", timezone.localdate()) == made


def test_a_breach_and_a_complaint_open_what_the_template_says(town):
    made = signed(town)
    for because in ("breach", "complaint"):
        opened = actions.reopen(
            organisation=town.school, because=because, about="note:1", assessment=made, by=town.teacher
        )
        assert [row.question for row in opened] == template().touched_by(because)
    assert Reopening.objects.filter(assessment=made).count() == 3


def test_another_organisations_is_never_opened(town):
    made = signed(town)
    with pytest.raises(Refusal):
        actions.reopen(
            organisation=town.school, because="breach", about="note:1", assessment=made,
            by=town.at_council["leader"],
        )  # fmt: skip
    assert actions.reopen(
        organisation=town.council, because="breach", about="note:1", assessment=made,
        by=town.at_council["leader"],
    ) == []  # fmt: skip


def test_cover_is_found_by_purpose_and_kind(town, django_assert_num_queries):
    today = timezone.localdate()
    draft = written(town)
    assert queries.assessment_for(town.school, "childrens-services", "support", today) is None
    made = signed(town, made=draft)
    with django_assert_num_queries(1):
        assert queries.assessment_for(town.school, "childrens-services", "support", today) == made
    assert queries.assessment_for(town.school, "police", "support", today) is None
    assert queries.assessment_for(town.school, "childrens-services", "research", today) is None
    assert queries.assessment_for(town.council, "childrens-services", "support", today) is None
    assert (
        queries.assessment_for(town.school, "childrens-services", "support", today - timedelta(days=3))
        is None
    )
    actions.withdraw_assessment(assessment=made, why_en="The scheme ended", by=town.lead)
    assert queries.assessment_for(town.school, "childrens-services", "support", today) is None


def test_what_is_being_written_into_it_covers_nothing_before_it_is_signed(town):
    made = signed(town)
    today = timezone.localdate()
    about = f"organisation:{town.surgery.pk}"
    [opened] = actions.reopen(
        organisation=town.school, because="new-recipient", about=about, assessment=made, by=town.teacher
    )
    wider = ANSWERS["recipients"] | {"kinds": ["childrens-services", "police"]}
    actions.answer_question(assessment=made, question="recipients", by=town.lead, **wider)
    assert queries.assessment_for(town.school, "police", "support", today) is None
    assert queries.assessment_for(town.school, "childrens-services", "support", today) == made
    actions.settle(reopening=opened, how="changed", said_en="The police as well.", by=town.lead)
    signed(town, made=made, at=timezone.now())
    assert queries.assessment_for(town.school, "police", "support", today) == made


def test_what_is_being_taken_out_of_it_still_covers_until_that_is_signed(town, django_assert_num_queries):
    made = signed(town)
    today = timezone.localdate()
    about = f"organisation:{town.surgery.pk}"
    actions.reopen(
        organisation=town.school, because="new-recipient", about=about, assessment=made, by=town.teacher
    )
    other = ANSWERS["recipients"] | {"kinds": ["police"]}
    actions.answer_question(assessment=made, question="recipients", by=town.lead, **other)
    with django_assert_num_queries(2):
        assert queries.assessment_for(town.school, "childrens-services", "support", today) == made
    assert queries.assessment_for(town.school, "police", "support", today) is None


def local_at_the_council(town, parent, is_offered=False):
    """The council builds its own on the school's, and signs it off."""
    at = town.at_council
    if not is_offered:
        actions.offer_assessment(assessment=parent, organisation=town.council, by=town.lead)
    made = actions.start_assessment(by=at["safeguarding-lead"], title_en="Ours", parent=parent)
    author = at["safeguarding-lead"]
    actions.screen(assessment=made, answers={"children": "yes"}, by=author)
    actions.make_it(assessment=made, by=author)
    hats = {"reviewer": "practitioner", "officer": "data-protection-officer", "approver": "leader"}
    for hat, role in hats.items():
        actions.give_hats(assessment=made, hats={hat: at[role]}, by=author)
    actions.answer_question(assessment=made, question="kept", text_en="Ten years here.", by=author)
    made = actions.send_round(assessment=made, by=author)
    actions.review(assessment=made, by=at["practitioner"])
    actions.advise(assessment=made, says="go-ahead", text_en="Go on.", by=at["data-protection-officer"])
    actions.settle_advice(assessment=made, taken="accepted", by=at["leader"])
    actions.sign_off(
        assessment=made, review_on=REVIEW_ON, review_owner=at["leader"], by=at["leader"],
        at=timezone.now() - timedelta(seconds=30),
    )  # fmt: skip
    made.refresh_from_db()
    return made


def test_a_local_one_takes_over_what_it_does_not_say_itself(town):
    made = local_at_the_council(town, signed(town))
    said = contents.answers_of(made)
    assert said["aims"].inherited and said["aims"].en == "About aims."
    assert not said["kept"].inherited and said["kept"].en == "Ten years here."
    today = timezone.localdate()
    assert queries.assessment_for(town.council, "childrens-services", "support", today) == made


def test_an_overarching_one_that_is_withdrawn_covers_nothing_below_it(town):
    parent = signed(town)
    local_at_the_council(town, parent)
    actions.withdraw_assessment(assessment=parent, why_en="The scheme ended", by=town.lead)
    today = timezone.localdate()
    assert queries.assessment_for(town.council, "childrens-services", "support", today) is None


def test_a_change_in_the_parent_shows_in_the_child(town):
    parent = signed(town)
    made = local_at_the_council(town, parent)
    actions.reopen(
        organisation=town.school, because="breach", about="note:2", assessment=parent, by=town.lead
    )
    parent.refresh_from_db()
    actions.answer_question(assessment=parent, question="security", text_en="Sealed twice.", by=town.lead)
    actions.settle(
        reopening=parent.reopenings.get(), how="changed", said_en="We seal it twice.", by=town.lead
    )
    signed(town, made=parent, at=timezone.now())
    made.refresh_from_db()
    assert contents.answers_of(made)["security"].en == "Sealed twice."
    (change,) = contents.parent_changes(made)
    assert (change.question, change.before["en"], change.now["en"]) == (
        "security", "About security.", "Sealed twice.",
    )  # fmt: skip
    assert [(row.question, row.because) for row in made.reopenings.all()] == [("security", "parent-changed")]
    assert made.state == states.REOPENED


def test_one_that_was_not_offered_is_not_built_on_or_read(town):
    parent = signed(town)
    with pytest.raises(Refusal):
        actions.start_assessment(by=town.at_council["leader"], title_en="Ours", parent=parent)
    with pytest.raises(NotFound):
        queries.assessment_of(town.at_council["leader"], parent.pk)
    actions.offer_assessment(assessment=parent, organisation=town.council, by=town.lead)
    assert queries.assessment_of(town.at_council["leader"], parent.pk) == parent


def test_before_it_is_signed_only_those_who_work_on_it_read_it(town):
    made = written(town)
    assert queries.assessment_of(town.another_teacher, made.pk) == made
    with pytest.raises(NotFound):
        queries.assessment_of(town.teacher, made.pk)
    assert queries.assessments_for(town.teacher) == []
    signed(town, made=made)
    assert queries.assessment_of(town.teacher, made.pk) == made
    assert queries.assessments_for(town.teacher) == [made]


def test_two_who_answer_at_once_do_not_overwrite_each_other(town):
    made = written(town)
    version = version_of({"text_en": "About aims.", "text_cy": "Am aims."})
    actions.answer_question(
        assessment=made, question="aims", text_en="First", text_cy="Am aims.", version=version, by=town.lead
    )
    with pytest.raises(Clash):
        actions.answer_question(
            assessment=made,
            question="aims",
            text_en="Second",
            text_cy="Am aims.",
            version=version,
            by=town.lead,
        )


def test_the_one_that_is_shipped_is_for_its_deployer_to_finish(town):
    made = actions.start_shipped(by=town.lead)
    to_finish = contents.still_to_finish(made)
    said = contents.answers_of(made)
    assert all(said[question.id] for question in template().questions if not question.optional)
    assert made.screened_as == states.REQUIRED
    actions.answer_question(
        assessment=made, question="volume", text_en="200 children", expects_a_month=4, by=town.lead
    )
    assert contents.still_to_finish(made) == to_finish - 1


def test_whose_turn_it_is_is_told_once_by_a_mail_that_names_nobody(town):
    made = written(town)
    actions.tell_turns()
    mail.outbox.clear()
    actions.send_round(assessment=made, by=town.lead)
    assert actions.tell_turns() == 1
    assert actions.tell_turns() == 0
    (sent,) = mail.outbox
    assert sent.to == [town.another_teacher.email]
    assert "Fallowshire" not in sent.subject + sent.body


def test_the_log_holds_no_words_of_an_assessment(town):
    made = signed(town)
    leaves = b"".join(bytes(event.leaf) for event in Event.objects.filter(about=f"assessment:{made.pk}"))
    assert b"assessment-signed-off" in leaves
    assert b"wrong family" not in leaves and b"About" not in leaves


@pytest.mark.postgres
def test_each_organisation_acts_for_itself_behind_its_wall(town):
    with acting_for(town.school.pk):
        parent = signed(town)
        actions.offer_assessment(assessment=parent, organisation=town.council, by=town.lead)
    with acting_for(town.council.pk):
        made = local_at_the_council(town, parent, is_offered=True)
        assert contents.answers_of(made)["aims"].en == "About aims."
        today = timezone.localdate()
        assert queries.assessment_for(town.council, "childrens-services", "support", today) == made
    with acting_for(town.school.pk):
        actions.reopen(
            organisation=town.school, because="breach", about="note:3", assessment=parent, by=town.lead
        )
        parent.refresh_from_db()
        actions.answer_question(assessment=parent, question="security", text_en="Sealed.", by=town.lead)
        actions.settle(reopening=parent.reopenings.get(), how="changed", said_en="So.", by=town.lead)
        signed(town, made=parent, at=timezone.now())
    with acting_for(town.council.pk):
        made.refresh_from_db()
        assert [row.question for row in made.reopenings.all()] == ["security"]
        assert queries.assessment_of(town.at_council["leader"], parent.pk) == parent
