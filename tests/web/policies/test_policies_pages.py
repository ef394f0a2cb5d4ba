"""The pages of policies and privacy notices: begun, written, published, read, reviewed, printed, shown."""

import html
import io
import re
import zipfile
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sharewell.domain.learning import actions, queries
from sharewell.domain.learning.models import Policy, Version
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.models import Gap
from sharewell.web.layout import moments
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(town):
    return town.at_school["data-protection-officer"]


@pytest.fixture
def officer(by):
    return signed_in(by)


@pytest.fixture
def teacher(town):
    return signed_in(town.teacher)


def in_force(by, kind="sharing", **more):
    policy = actions.begin_policy(organisation=by.organisation, kind=kind, by=by, **more)
    draft = policy.versions.get()
    for row in draft.sections:
        texts = {name: row[name].replace("[", "").replace("]", "") for name in ("text_en", "text_cy")}
        draft = actions.change_section(draft=draft, section=row["id"], by=by, **texts)
    return policy, actions.publish(draft=draft, by=by)


def text_of(answer):
    """The words of a page, without its marks."""
    assert answer.status_code in (200, 409), answer
    page = re.sub(r"(?s)<(script|style|title).*?</\1>", "", answer.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def version_in(page):
    """What the form was drawn from."""
    return html.unescape(re.search(r'name="version" value="([^"]*)"', page)[1])


def filled(page, **more):
    """What a section's form holds, with some of it changed."""
    return {"version": version_in(page)} | more


def test_an_officer_begins_writes_and_publishes_a_notice_from_page_to_page(town, officer, teacher):
    page = officer.get("/policies/").content.decode()
    assert "Nothing is here yet" in page and "Nobody has said whether you have one" in page
    answer = officer.post("/policies/begin/", {"kind": "privacy-notice-easy-read", "languages": ["en"]})
    draft = Version.objects.get()
    assert answer["Location"] == reverse("policies:draft", args=[draft.pk])
    page = text_of(officer.get(answer["Location"]))
    assert "2 blanks still wait" in page
    page = officer.get(f"{answer['Location']}publish/").content.decode()
    section = reverse("policies:section", args=[draft.pk, "what"])
    assert f'href="{section}">What we know</a>: <span class="sw-typed">[what else you hold]' in page
    for section in ("what", "ask"):
        address = reverse("policies:section", args=[draft.pk, section])
        stands = next(row for row in draft.sections if row["id"] == section)
        said = {name: stands[name] for name in ("heading_en", "heading_cy", "text_cy")}
        text = stands["text_en"].replace("[", "").replace("]", "")
        sent = filled(officer.get(address).content.decode(), text_en=text, **said)
        assert officer.post(address, sent).status_code == 302
    assert "Every section is written" in text_of(officer.get(answer["Location"]))
    assert text_of(teacher.get("/policies/")).count("easy read") == 0
    today = timezone.localdate()
    day = {f"in_force_from-{part}": getattr(today, part) for part in ("day", "month", "year")}
    page = text_of(officer.post(f"{answer['Location']}publish/", day, follow=True))
    assert "This version never changes" in page
    assert queries.notice_for(town.school, today).policy.kind == "privacy-notice-easy-read"
    assert "Privacy notice: easy read" in text_of(teacher.get("/policies/"))


def test_what_there_can_be_one_of_is_offered_once(officer, by):
    policy, _version = in_force(by, "privacy-notice")
    page = officer.get("/policies/begin/").content.decode()
    assert 'value="privacy-notice"' not in page and 'value="sharing"' in page
    assert f'href="{reverse("policies:one", args=[policy.pk])}">Privacy notice</a>' in page
    answer = officer.post("/policies/begin/", {"kind": "privacy-notice", "languages": ["en"]})
    assert answer.status_code == 200 and Policy.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(officer, by):
    page = text_of(officer.post("/policies/begin/", {}))
    assert "Choose what you want to write" in page and "Choose at least one language" in page
    policy = actions.begin_policy(organisation=by.organisation, kind="other", by=by)
    draft = policy.versions.get()
    address = reverse("policies:section", args=[draft.pk, "first"])
    page = text_of(officer.post(address, {"text_cy": "Geiriau.", "version": "{}"}))
    assert "Write a heading for these words" in page and "Geiriau." in page
    assert "Write the words in at least one language" in text_of(officer.post(address, {"version": "{}"}))
    page = text_of(officer.post(reverse("policies:details", args=[policy.pk]), {"review_months": "60"}))
    assert "Enter a number from 1 to 36" in page and "Give it a name" in page
    past = {"in_force_from-day": "1", "in_force_from-month": "1", "in_force_from-year": "2020"}
    assert "Choose today or a day to come" in text_of(
        officer.post(reverse("policies:publish", args=[draft.pk]), past)
    )


def test_a_sentence_that_is_too_long_for_easy_read_is_pointed_out(officer, by):
    policy = actions.begin_policy(organisation=by.organisation, kind="privacy-notice-easy-read", by=by)
    draft = policy.versions.get()
    long = "We keep a very great many things about you and about everybody who lives with you."
    actions.change_section(draft=draft, section="what", text_en=f"{long}\n\nWe know your name.", by=by)
    page = text_of(officer.get(reverse("policies:section", args=[draft.pk, "what"])))
    assert f"These sentences are longer: {long}" in page
    assert "Long sentences" in text_of(officer.get(reverse("policies:draft", args=[draft.pk])))


def test_who_was_second_is_shown_both_texts(officer, by, town):
    policy = actions.begin_policy(organisation=by.organisation, kind="other", by=by)
    draft = policy.versions.get()
    address = reverse("policies:section", args=[draft.pk, "first"])
    page = officer.get(address).content.decode()
    actions.change_section(draft=draft, section="first", text_en="The lead's words.", by=town.lead)
    sent = filled(page, heading_en="What this policy is for", text_en="The officer's words.")
    answer = officer.post(address, sent)
    assert answer.status_code == 409
    both = text_of(answer)
    assert "The lead's words." in both and "The officer's words." in both


def test_a_teacher_reads_it_says_so_and_is_not_asked_again(town, by, officer, teacher):
    policy, version = in_force(by)
    assert "Please read: Information sharing policy." in text_of(teacher.get("/home/"))
    page = text_of(teacher.get(reverse("policies:one", args=[policy.pk])))
    assert "You are asked to read this" in page and "What you can do" not in page
    page = text_of(teacher.post(reverse("policies:read", args=[version.pk]), follow=True))
    assert "Recorded: you have read it" in page and "You said on" in page
    assert "Please read" not in text_of(teacher.get("/home/"))
    page = text_of(officer.get(reverse("policies:readers", args=[policy.pk])))
    assert "2 of 6 have said that they read it" in page
    refused = teacher.get(reverse("policies:readers", args=[policy.pk]))
    assert refused.status_code == 403 and "You may not change policies here" in refused.content.decode()


def test_the_redline_says_what_was_added_and_what_was_taken_out(by, teacher, officer):
    policy, first = in_force(by)
    draft = actions.begin_draft(policy=policy, by=by)
    before = next(row for row in first.sections if row["id"] == "emergency")["text_en"]
    after = before.replace("Telephone first", "Ring first")
    actions.change_section(draft=draft, section="emergency", text_en=after, by=by)
    second = actions.publish(draft=draft, changed_en="We ring first.", by=by)
    page = teacher.get(reverse("policies:version", args=[second.pk]) + "?changes=1").content.decode()
    assert re.search(r"<ins>.*Ring", page) and re.search(r"<del>.*Telephone", page)
    plain = teacher.get(reverse("policies:version", args=[second.pk])).content.decode()
    assert "<ins>" not in plain and "Telephone" not in plain and "We ring first." in plain


def test_of_the_policy_document_both_pages_say_the_same(town, officer, by):
    def both():
        return [text_of(officer.get(reverse(name))) for name in ("policies:all", "organisation:ours")]

    assert all("Nobody has said whether you have one" in page for page in both())
    organisations.say_policy_document(organisation=by.organisation, is_live=True, by=by)
    day = moments.day(timezone.localdate())
    assert all(f"You told us on {day} that you have one. It is not kept here." in page for page in both())
    policy = actions.begin_policy(organisation=town.school, kind="appropriate-policy-document", by=by)
    draft = policy.versions.get()
    assert "One is being written here" in text_of(officer.get(reverse("organisation:ours")))
    for row in draft.sections:
        text = row["text_en"].replace("[", "").replace("]", "")
        draft = actions.change_section(draft=draft, section=row["id"], text_en=text, by=by)
    actions.change_details(policy=policy, paragraphs=["18"], by=by)
    version = actions.publish(draft=draft, by=by)
    page = officer.get(reverse("organisation:ours"))
    assert f"Version {version.number}, since {day}." in text_of(page) and "You told us" not in text_of(page)
    assert reverse("policies:one", args=[policy.pk]) in page.content.decode()


def test_publishing_a_policy_document_asks_which_gaps_it_puts_right(town, officer, by):
    gap = organisations.file_gap(
        organisation=town.school, kind="policy-document", what="18", about=f"decision:{uuid4()}",
        by=town.teacher,
    )  # fmt: skip
    policy = actions.begin_policy(organisation=town.school, kind="appropriate-policy-document", by=by)
    draft = policy.versions.get()
    for row in draft.sections:
        text = row["text_en"].replace("[", "").replace("]", "")
        actions.change_section(draft=draft, section=row["id"], text_en=text, by=by)
    address = reverse("policies:publish", args=[draft.pk])
    assert "Say which conditions it covers" in text_of(officer.get(address))
    actions.change_details(policy=policy, paragraphs=["18"], by=by)
    page = text_of(officer.get(address))
    assert "An appropriate policy document for Schedule 1 paragraph 18" in page
    officer.post(address, {"gaps": [str(gap.pk)]})
    gap = Gap.objects.get(pk=gap.pk)
    assert gap.closed_by == by and gap.done == "Appropriate policy document, version 1, is in force."
    town.school.refresh_from_db()
    assert town.school.policy_document_live is True


def test_a_review_that_finds_a_change_leads_to_the_next_version(officer, by):
    policy, _version = in_force(by)
    address = reverse("policies:review", args=[policy.pk])
    assert "Write what you looked at" in text_of(officer.post(address, {"outcome": "stands"}))
    page = text_of(officer.post(address, {"outcome": "change", "said": "New office."}, follow=True))
    assert "Now write the next version" in page and "Draft of version 2" in page
    page = text_of(officer.get(reverse("policies:one", args=[policy.pk])))
    assert "It has to be changed. New office." in page and "Go on writing version 2" in page


def test_a_withdrawn_policy_document_says_how_long_it_is_kept(officer, by):
    policy, _version = in_force(by, "appropriate-policy-document", paragraphs=["18"])
    officer.post(reverse("policies:withdraw", args=[policy.pk]), {"because": "We rely on it no more."})
    page = text_of(officer.get(reverse("policies:one", args=[policy.pk])))
    assert "We rely on it no more." in page and "It is kept at least until" in page
    assert "What you can do" not in page


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_every_version_prints_in_each_language(teacher, by, form, begins, lang):
    _policy, version = in_force(by, languages=("en", "cy"))
    answer = teacher.get(reverse("policies:print", args=[version.pk, form]) + f"?in={lang}")
    assert answer.status_code == 200 and answer.content.startswith(begins)
    if form == "docx":
        words = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
        assert ("Sharing in an emergency" in words) is (lang != "cy")
        assert ("Rhannu mewn argyfwng" in words) is (lang != "en")


def test_a_form_that_is_none_is_not_there(teacher, by):
    _policy, version = in_force(by)
    assert teacher.get(reverse("policies:print", args=[version.pk, "odt"])).status_code == 404


# --- Retention ---------------------------------------------------------------------------------------------


def test_the_schedule_says_who_says_so_and_how_sure_that_is(teacher, officer):
    page = text_of(teacher.get("/policies/retention/"))
    assert "25 years from the child's date of birth" in page
    assert "Read in somebody else's account of it" in page and "Set your own period" not in page
    assert "Set your own period" in text_of(officer.get("/policies/retention/"))


def test_an_organisation_sets_its_own_period_with_the_reason_and_goes_back(officer, by):
    address = reverse("policies:period", args=["decisions"])
    page = officer.get(address).content.decode()
    assert "Write why your period is another one" in text_of(officer.post(address, {"years": "30"}))
    said = {"years": "30", "starts": "birth", "then": "review", "because": "Our insurers ask for it."}
    officer.post(address, filled(page, **said))
    page = text_of(officer.get("/policies/retention/"))
    assert "30 years from the child's date of birth" in page and "Our insurers ask for it." in page
    assert (
        officer.post(address, filled('name="version" value="{}"', **said | {"years": "40"})).status_code
        == 409
    )
    officer.post(reverse("policies:usual", args=["decisions"]))
    assert "Our insurers" not in text_of(officer.get("/policies/retention/"))


def test_the_schedule_that_is_published_stays_as_it_was(officer, by):
    policy, version = in_force(by, "retention-schedule")
    actions.set_period(
        organisation=by.organisation, record="decisions", years=99, starts="birth", then="review",
        because="A new rule.", by=by,
    )  # fmt: skip
    page = text_of(officer.get(reverse("policies:one", args=[policy.pk])))
    assert "As long as the case file" in page and "99 years" not in page
    assert "99 years" in text_of(officer.get("/policies/retention/"))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_schedule_prints(teacher, form):
    assert teacher.get(reverse("policies:print_retention", args=[form]) + "?in=both").status_code == 200


# --- Open to everybody -----------------------------------------------------------------------------------


def test_everybody_reads_what_an_organisation_chose_to_show_and_nothing_else(town, by):
    policy, version = in_force(by, "privacy-notice", languages=("en", "cy"))
    hidden, _version = in_force(by)
    visitor, every = Client(), reverse("notices:all", args=[town.school.pk])
    assert visitor.get(every).status_code == 404
    actions.change_details(policy=policy, is_public=True, by=by)
    page = text_of(visitor.get(every))
    assert "Privacy notices of Sandlebury Hill Academy" in page and "Information sharing policy" not in page
    address = reverse("notices:one", args=[town.school.pk, policy.pk])
    page = text_of(visitor.get(address))
    assert "Who we share it with" in page and by.name not in page
    assert "Â phwy rydym yn ei rhannu" in text_of(visitor.get(f"/cy{address}"))
    for form in ("pdf", "docx"):
        printed = visitor.get(reverse("notices:print", args=[town.school.pk, policy.pk, form]))
        assert printed.status_code == 200 and by.name.encode() not in printed.content
    for organisation, which in ((town.school, hidden), (town.council, policy)):
        assert visitor.get(reverse("notices:one", args=[organisation.pk, which.pk])).status_code == 404
    actions.begin_draft(policy=policy, by=by)
    assert "Draft" not in text_of(visitor.get(address))
    actions.withdraw(policy=policy, because="It is out of date.", by=by)
    assert visitor.get(address).status_code == 404


def test_a_visitor_sees_no_page_of_policies(by):
    policy, version = in_force(by)
    for name, pk in (("policies:one", policy.pk), ("policies:version", version.pk)):
        assert "/accounts/login/" in Client().get(reverse(name, args=[pk]))["Location"]
    assert Client().post(reverse("policies:read", args=[version.pk])).status_code == 302
    assert version.readings.exclude(person=by).count() == 0


def test_throwing_a_draft_away_asks_first(officer, by):
    policy = actions.begin_policy(organisation=by.organisation, kind="other", by=by)
    address = reverse("policies:drop", args=[policy.versions.get().pk])
    assert "Throw this draft away?" in text_of(officer.get(address)) and Policy.objects.exists()
    officer.post(address)
    assert not Policy.objects.exists()
