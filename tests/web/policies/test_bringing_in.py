"""A policy that was written elsewhere comes in from its file, as a draft that a person holds against it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from sharewell.domain.audit.queries import events_about
from sharewell.domain.learning import actions
from sharewell.domain.learning.actions.bringing import LONGEST_TEXT, words_of
from sharewell.domain.learning.models import Policy
from sharewell.minimising import Block
from tests.domain.agreements import papers
from tests.web.organisation.test_organisation_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(town):
    return town.at_school["data-protection-officer"]


def paper():
    document = Document()
    document.add_paragraph("How we keep children safe", style="Title")
    document.add_paragraph("Approved by the governors.")
    document.add_heading("Who is in charge", 1)
    document.add_paragraph("The head.")
    document.add_paragraph("Her deputy.")
    document.add_heading("What we write down", 1)
    document.add_paragraph("Everything.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def send(client, data, name="policy.docx", **said):
    said = {"kind": "safeguarding", "language": "en"} | said
    return client.post(reverse("policies:bring_in"), said | {"file": SimpleUploadedFile(name, data)})


def test_its_words_become_a_draft_section_by_section_and_are_published_by_a_person(by):
    officer = signed_in(by)
    assert reverse("policies:bring_in") in officer.get(reverse("policies:all")).content.decode()
    answer = send(officer, paper())
    policy = Policy.objects.get()
    draft = policy.versions.get()
    assert answer.url == reverse("policies:draft", args=[draft.pk])
    assert (policy.title_en, policy.title_cy, policy.owner) == ("How we keep children safe", "", by)
    assert [(row["heading_en"], row["text_en"]) for row in draft.sections] == [
        ("How we keep children safe", "Approved by the governors."),
        ("Who is in charge", "The head.\n\nHer deputy."),
        ("What we write down", "Everything."),
    ]
    assert {row[f"{name}_cy"] for row in draft.sections for name in ("heading", "text")} == {""}
    assert "policy-read-in" in [each.kind for each in events_about(f"policy:{policy.pk}")]
    version = actions.publish(draft=draft, by=by)
    page = officer.get(reverse("policies:one", args=[policy.pk])).content.decode()
    assert "Everything." in page and version.number == 1


def test_one_in_welsh_alone_says_so_on_an_english_page(by):
    officer = signed_in(by)
    send(officer, paper(), language="cy")
    page = officer.get(reverse("policies:all")).content.decode()
    assert '<span lang="cy">How we keep children safe</span>' in page


@pytest.mark.parametrize(
    "data", [b"no file at all", papers.picture_only(), papers.scanned(), papers.locked(), paper()[:500]],
    ids=["no-file", "picture-only", "scanned", "locked", "cut-off"],
)  # fmt: skip
def test_of_what_cannot_be_read_nothing_is_begun(by, data):
    answer = send(signed_in(by), data)
    assert answer.status_code in (200, 403, 422) and not Policy.objects.exists()


def test_a_teacher_brings_none_in(town):
    assert send(signed_in(town.teacher), paper()).status_code == 403
    assert not Policy.objects.exists()


def test_without_headings_it_is_one_section_and_what_is_too_long_is_parted():
    title, sections = words_of([Block(("One.",)), Block(("Two.",))], "Safeguarding policy", "en")
    assert title == "Safeguarding policy"
    assert [(row["heading_en"], row["text_en"]) for row in sections] == [(title, "One.\n\nTwo.")]
    long = [Block(("x" * (LONGEST_TEXT // 2),))] * 3
    assert [len(row["text_en"]) <= LONGEST_TEXT for row in words_of(long, "T", "en")[1]] == [True] * 3
