"""Policies: drafted, published and frozen, read, reviewed, withdrawn; and what a share looks up."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sharewell.domain.audit.models import Event
from sharewell.domain.errors import Clash, NotFound, Refusal
from sharewell.domain.learning import actions, freezing, queries
from sharewell.domain.learning.actions.holding import blanks_left, months_after
from sharewell.domain.learning.kinds import kinds
from sharewell.domain.learning.models import Policy, Version
from sharewell.domain.learning.states import COMING, DRAFT, IN_FORCE, REVIEW_DUE, WITHDRAWN, WRITING
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.models import Gap, Organisation
from sharewell.domain.organisations.states import ROLES
from sharewell.domain.versions import version_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def begun(by, kind="privacy-notice", **more):
    """A policy, and its draft with every blank filled."""
    policy = actions.begin_policy(organisation=by.organisation, kind=kind, by=by, **more)
    draft = policy.versions.get()
    for row in draft.sections:
        said = {name: row[name].replace("[", "").replace("]", "") for name in ("text_en", "text_cy")}
        actions.change_section(draft=draft, section=row["id"], by=by, **said)
    draft.refresh_from_db()
    return policy, draft


def published(by, kind="privacy-notice", at=None, **more):
    policy, draft = begun(by, kind, **more)
    return policy, actions.publish(draft=draft, by=by, at=at)


def test_a_new_policy_begins_with_the_words_of_its_kind_in_the_language_of_its_nation(town, officer):
    policy = actions.begin_policy(organisation=town.school, kind="privacy-notice", by=officer)
    first = policy.versions.get().sections[0]
    assert "Sandlebury Hill Academy" in first["text_en"] and first["text_cy"] == ""
    assert policy.owner == officer and policy.review_on is None
    why = next(row for row in policy.versions.get().sections if row["id"] == "why")
    assert "public task" in why["text_en"]  # an academy is a public authority


def test_in_wales_it_begins_in_both_and_the_other_language_can_be_added_later(town, officer):
    Organisation.objects.filter(pk=town.school.pk).update(nation="wales", kind="charity")
    town.school.refresh_from_db()
    policy = actions.begin_policy(organisation=town.school, kind="privacy-notice", by=officer)
    why = next(row for row in policy.versions.get().sections if row["id"] == "why")
    assert "recognised legitimate interest" in why["text_en"]
    assert "budd dilys cydnabyddedig" in why["text_cy"]
    other = actions.begin_policy(
        organisation=town.school, kind="sharing", languages=("cy",), by=officer
    ).versions.get()
    assert other.sections[0]["text_en"] == ""
    before = other.sections[0]["text_cy"]
    draft = actions.add_language(draft=other, lang="en", by=officer)
    assert "One agency seldom" in draft.sections[0]["text_en"] and draft.sections[0]["text_cy"] == before


@pytest.mark.parametrize("role", ROLES)
def test_who_may_begin_one(town, role):
    def begin():
        return actions.begin_policy(organisation=town.school, kind="sharing", by=town.at_school[role])

    if role in WRITING:
        assert begin()
    else:
        with pytest.raises(Refusal):
            begin()
        assert not Policy.objects.exists()


def test_nobody_begins_one_for_another_organisation(town):
    with pytest.raises(Refusal):
        actions.begin_policy(
            organisation=town.council, kind="sharing", by=town.at_school["data-protection-officer"]
        )


def test_of_some_kinds_an_organisation_has_one(town, officer):
    actions.begin_policy(organisation=town.school, kind="privacy-notice", by=officer)
    with pytest.raises(Refusal, match="one of these already"):
        actions.begin_policy(organisation=town.school, kind="privacy-notice", by=officer)
    actions.begin_policy(organisation=town.school, kind="other", by=officer)
    actions.begin_policy(organisation=town.school, kind="other", by=officer)
    with pytest.raises(NotFound):
        actions.begin_policy(organisation=town.school, kind="no-such-kind", by=officer)


def test_nothing_is_published_while_a_blank_waits(town, officer):
    policy = actions.begin_policy(organisation=town.school, kind="privacy-notice", by=officer)
    draft = policy.versions.get()
    assert blanks_left(draft)
    with pytest.raises(Refusal, match="still waits to be written"):
        actions.publish(draft=draft, by=officer)
    assert queries.notice_for(town.school, TODAY()) is None


def test_what_is_published_is_in_force_and_never_changes_again(town, officer):
    policy, version = published(officer)
    assert queries.notice_for(town.school, TODAY()) == version
    assert queries.notice_for(town.school, TODAY() - timedelta(days=1)) is None
    assert queries.notice_for(town.council, TODAY()) is None
    for act in (actions.change_section, actions.remove_section):
        with pytest.raises(Refusal, match="does not change any more"):
            act(draft=version, section="who", by=officer)
    for act in (actions.publish, actions.add_section, actions.drop_draft):
        with pytest.raises(Refusal, match="does not change any more"):
            act(draft=version, by=officer)
    assert freezing.stands(Version.objects.get(pk=version.pk))
    version.sections = [{"id": "who", "text_en": "Other words."}]
    assert not freezing.stands(version)


def test_a_version_keeps_the_title_and_the_conditions_that_its_readers_read(town, officer):
    policy, draft = begun(officer, "appropriate-policy-document", paragraphs=["18"])
    first = actions.publish(draft=draft, by=officer)
    for change in ({"title_en": "Another name"}, {"paragraphs": ["18", "6"]}):
        with pytest.raises(Refusal):
            actions.change_details(policy=policy, by=officer, **change)
    actions.change_details(policy=policy, owner=town.lead, by=officer)  # nobody read that
    actions.begin_draft(policy=policy, by=officer)
    actions.change_details(policy=policy, title_en="Another name", paragraphs=["18", "6"], by=officer)
    first, held = Version.objects.get(pk=first.pk), queries.policy_for(officer, policy.pk)
    assert first.title == held.title != "Another name"
    assert held.draft.title == "Another name"
    assert freezing.stands(first)
    assert queries.policy_document_for(town.school, "6", TODAY()) is None
    actions.drop_draft(draft=held.draft, by=officer)
    policy.refresh_from_db()
    assert (policy.title, policy.paragraphs) == (first.title, ["18"])
    again = actions.begin_draft(policy=policy, by=officer)
    actions.change_details(policy=policy, title_en="Another name", paragraphs=["18", "6"], by=officer)
    second = actions.publish(draft=again, by=officer)
    assert (second.title, first.title) == ("Another name", held.title)
    assert queries.policy_document_for(town.school, "6", TODAY()) == second


def test_what_was_published_before_titles_were_frozen_still_stands(officer):
    _policy, version = published(officer)
    version.sha256 = freezing.fingerprint(version, freezing.AT_FIRST)
    assert freezing.stands(version)
    version.title_en = "Another name"  # its policy's name of that day; the log held no more
    version.sections = []
    assert not freezing.stands(version)


def test_the_next_version_takes_over_on_its_day(town, officer):
    policy, first = published(officer)
    draft = actions.begin_draft(policy=policy, by=officer)
    assert (draft.number, draft.sections) == (2, first.sections)
    assert actions.begin_draft(policy=policy, by=officer) == draft
    later = TODAY() + timedelta(days=10)
    actions.change_section(draft=draft, section="who", text_en="We are new.", by=officer)
    second = actions.publish(draft=draft, in_force_from=later, changed_en="Who we are.", by=officer)
    assert queries.notice_for(town.school, TODAY()) == first
    assert queries.notice_for(town.school, later) == second
    held = queries.policy_for(officer, policy.pk)
    assert (held.now, held.coming, held.state) == (first, second, IN_FORCE)


def test_the_notice_for_adults_comes_first_and_any_other_is_better_than_none(town, officer):
    _policy, child = published(officer, "privacy-notice-child")
    assert queries.notice_for(town.school, TODAY()) == child
    _policy, adult = published(officer)
    assert queries.notice_for(town.school, TODAY()) == adult


def test_a_policy_document_covers_the_paragraphs_it_names_and_the_organisation_has_a_live_one(town, officer):
    policy, draft = begun(officer, "appropriate-policy-document")
    with pytest.raises(Refusal, match="which conditions"):
        actions.publish(draft=draft, by=officer)
    actions.change_details(policy=policy, paragraphs=["18", "6"], by=officer)
    with pytest.raises(Refusal, match="counts from the day"):
        actions.publish(draft=draft, in_force_from=TODAY() + timedelta(days=3), by=officer)
    version = actions.publish(draft=draft, by=officer)
    assert queries.policy_document_for(town.school, "18", TODAY()) == version
    assert queries.policy_document_for(town.school, 6, TODAY()) == version
    assert queries.policy_document_for(town.school, "17", TODAY()) is None
    assert Organisation.objects.get(pk=town.school.pk).policy_document_live is True
    actions.withdraw(policy=policy, because="We rely on it no more.", by=officer)
    assert queries.policy_document_for(town.school, "18", TODAY()) is None
    assert Organisation.objects.get(pk=town.school.pk).policy_document_live is False
    assert queries.policy_for(officer, policy.pk).state == WITHDRAWN
    policy.refresh_from_db()
    assert queries.kept_until(policy) > TODAY() + timedelta(days=180)


def test_of_two_policy_documents_the_last_one_withdrawn_ends_it(town, officer):
    first, _version = published(officer, "appropriate-policy-document", paragraphs=["18"])
    second, _version = published(officer, "appropriate-policy-document", paragraphs=["6"])
    actions.withdraw(policy=first, because="Merged.", by=officer)
    assert Organisation.objects.get(pk=town.school.pk).policy_document_live is True
    actions.withdraw(policy=second, because="Merged.", by=officer)
    assert Organisation.objects.get(pk=town.school.pk).policy_document_live is False


def test_each_look_up_of_a_share_is_one_query(town, officer):
    for number in range(5):
        published(officer, "appropriate-policy-document", paragraphs=[str(number)])
    published(officer)
    for look_up in (
        lambda: queries.notice_for(town.school, TODAY()),
        lambda: queries.policy_document_for(town.school, "3", TODAY()),
    ):
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert look_up().policy.title
        assert len(made) == 1


def test_publishing_puts_right_the_gaps_that_were_chosen(town, officer):
    gap = organisations.file_gap(
        organisation=town.school, kind="policy-document", what="18", about="decision:1", by=town.teacher
    )
    other = organisations.file_gap(
        organisation=town.school, kind="policy-document", what="17", about="decision:2", by=town.teacher
    )
    policy, draft = begun(officer, "appropriate-policy-document", paragraphs=["18"])
    assert queries.gaps_put_right_by(officer, policy) == [gap]
    actions.publish(draft=draft, gaps=[gap], done="A policy document is in force.", by=officer)
    assert Gap.objects.get(pk=gap.pk).closed_at and not Gap.objects.get(pk=other.pk).closed_at


def test_one_that_a_gap_refuses_is_not_published_at_all(town):
    lead, officer = town.lead, town.at_school["data-protection-officer"]
    gap = organisations.file_gap(
        organisation=town.school, kind="privacy-notice", about="decision:1", by=town.teacher
    )
    assert gap.owner == officer
    _policy, draft = begun(lead)
    with pytest.raises(Refusal):
        actions.publish(draft=draft, gaps=[gap], done="There is one.", by=lead)
    assert Version.objects.get(pk=draft.pk).is_draft


def test_two_who_change_one_section_lose_nothing(town, officer):
    _policy, draft = begun(officer)
    row = draft.sections[0]
    drawn = version_of({name: row[name] for name in ("heading_en", "heading_cy", "text_en", "text_cy")})
    same = {name: row[name] for name in ("heading_en", "heading_cy", "text_en", "text_cy")}
    change = dict(draft=draft, section=row["id"], version=drawn)
    actions.change_section(**change, **same | {"heading_en": "About us"}, by=officer)
    actions.change_section(**change, **same | {"text_en": "We are a school."}, by=town.lead)
    row = Version.objects.get(pk=draft.pk).sections[0]
    assert (row["heading_en"], row["text_en"]) == ("About us", "We are a school.")
    with pytest.raises(Clash):
        actions.change_section(**change, **same | {"text_en": "We are an academy."}, by=officer)


def test_everybody_there_reads_what_is_in_force_and_nobody_else_or_before(town, officer):
    policy, draft = begun(officer)
    assert queries.policies_for(town.teacher) == []
    assert queries.policy_for(officer, policy.pk).state == DRAFT
    for find, pk in ((queries.policy_for, policy.pk), (queries.version_for, draft.pk)):
        with pytest.raises(NotFound):
            find(town.teacher, pk)
    actions.publish(draft=draft, by=officer)
    assert [each.policy for each in queries.policies_for(town.teacher)] == [policy]
    assert queries.version_for(town.teacher, draft.pk) == draft
    for find, pk in ((queries.policy_for, policy.pk), (queries.version_for, draft.pk)):
        with pytest.raises(NotFound):
            find(town.at_council["data-protection-officer"], pk)


def test_who_has_read_which_version(town, officer):
    policy, first = published(officer, "sharing")
    waiting = queries.to_read_for(town.teacher)
    assert waiting == [(first, TODAY() + timedelta(days=14))]
    actions.confirm_read(version=first, by=town.teacher)
    count = Event.objects.count()
    actions.confirm_read(version=first, by=town.teacher)
    assert Event.objects.count() == count and queries.to_read_for(town.teacher) == []
    second = actions.publish(draft=actions.begin_draft(policy=policy, by=officer), by=officer)
    rows = queries.readers_of(officer, policy, second)
    assert {person for person, _at, _last in rows} >= set(town.at_school.values())
    assert (town.teacher, None, 1) in rows
    assert queries.to_read_for(town.teacher)[0][0] == second
    actions.confirm_read(version=second, by=town.teacher)
    rows = queries.readers_of(town.lead, policy, second)
    assert rows[-1][0] == town.teacher and rows[-1][1]
    with pytest.raises(Refusal):
        queries.readers_of(town.teacher, policy, second)


def test_nobody_confirms_a_draft_or_another_organisations_policy(town, officer):
    _policy, draft = begun(officer)
    with pytest.raises(Refusal):
        actions.confirm_read(version=draft, by=officer)
    actions.publish(draft=draft, by=officer)
    draft.refresh_from_db()
    with pytest.raises(Refusal):
        actions.confirm_read(version=draft, by=town.at_council["practitioner"])


def test_a_review_moves_the_next_one_and_a_change_waits_for_the_next_version(town, officer):
    began = timezone.now() - timedelta(days=400)
    policy, _version = published(officer, at=began)
    policy.refresh_from_db()
    due = months_after(timezone.localdate(began), 12)
    assert policy.review_on == due and queries.policy_for(officer, policy.pk).state == REVIEW_DUE
    assert queries.reviews_due_for(officer) == [policy]
    assert queries.notice_for(town.school, TODAY()), "a late review does not end a notice"
    actions.review_policy(policy=policy, outcome="change", said="The council has a new name.", by=officer)
    policy.refresh_from_db()
    assert policy.review_on == due
    actions.review_policy(policy=policy, outcome="stands", said="All is as it was.", by=officer)
    policy.refresh_from_db()
    assert policy.review_on == months_after(TODAY(), 12) and queries.reviews_due_for(officer) == []
    assert [review.outcome for review in queries.reviews_of(policy)] == ["stands", "change"]


def test_where_the_owner_has_left_whoever_puts_things_right_reviews(town, officer):
    policy, _version = published(town.lead, at=timezone.now() - timedelta(days=400))
    assert queries.reviews_due_for(town.lead) == [policy] and queries.reviews_due_for(officer) == []
    organisations.end_access(person=town.lead, by=town.at_school["administrator"])
    assert queries.reviews_due_for(officer) == [policy]


def test_what_was_never_published_is_thrown_away_and_what_was_is_kept(town, officer):
    policy, draft = begun(officer)
    with pytest.raises(Refusal):
        actions.withdraw(policy=policy, because="Not wanted.", by=officer)
    actions.drop_draft(draft=draft, by=officer)
    assert not Policy.objects.exists()
    policy, first = published(officer)
    actions.drop_draft(draft=actions.begin_draft(policy=policy, by=officer), by=officer)
    assert list(policy.versions.all()) == [first]


def test_the_owner_works_there_and_a_review_is_not_put_off_for_ever(town, officer):
    policy, _draft = begun(officer)
    with pytest.raises(ValueError, match="works where it holds"):
        actions.change_details(policy=policy, owner=town.at_council["leader"], by=officer)
    with pytest.raises(ValueError, match="reviewed within"):
        actions.change_details(policy=policy, review_months=37, by=officer)
    changed = actions.change_details(policy=policy, owner=town.lead, review_months=6, by=officer)
    assert (changed.owner, changed.review_months) == (town.lead, 6)


def test_only_what_is_in_force_and_chosen_is_shown_to_everybody(town, officer):
    policy, draft = begun(officer)
    actions.change_details(policy=policy, is_public=True, by=officer)
    assert queries.public_notices(town.school.pk) == []
    version = actions.publish(draft=draft, by=officer)
    published(officer, "sharing")
    assert queries.public_notices(town.school.pk) == [version]
    assert queries.public_notice(town.school.pk, policy.pk) == version
    with pytest.raises(NotFound):
        queries.public_notice(town.council.pk, policy.pk)


def test_a_policy_of_a_day_to_come_says_so(town, officer):
    policy, draft = begun(officer, "sharing")
    actions.publish(draft=draft, in_force_from=TODAY() + timedelta(days=7), by=officer)
    held = queries.policy_for(town.teacher, policy.pk)
    assert held.state == COMING and queries.to_read_for(town.teacher) == []


def test_the_figures_count_people_times_policies(town, officer):
    published(officer, "sharing", at=timezone.now() - timedelta(days=20))
    people = 6  # five roles and another teacher; whoever publishes it has read it
    actions.confirm_read(version=queries.to_read_for(town.teacher)[0][0], by=town.teacher)
    found = queries.figures_for(town.school)
    assert (found.in_force, found.asked, found.read, found.read_late) == (1, people, 2, people - 2)
    assert found.kinds_in_force == ("sharing",) and found.reviews_late == 0


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 1), 1, date(2026, 2, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert months_after(day, months) == then


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_can_be_begun_filled_and_published(town, officer, kind):
    policy, draft = begun(officer, kind, paragraphs=["18"], languages=("en", "cy"))
    assert actions.publish(draft=draft, by=officer).sha256
    assert queries.policy_for(officer, policy.pk).state == IN_FORCE
