"""Every kind of agreement, and what changed in it, prints in each language and passes our checks."""

import copy

import pytest

from sharewell.domain.agreements import actions, documents
from sharewell.domain.agreements.comparing import document_of_changes
from sharewell.domain.agreements.kinds import kinds
from sharewell.printing import documents as print_as
from tests.domain.agreements.partners import answer_all, draft, flow_of
from tests.people import build_town
from tests.printing.accessible import Read, problems
from tests.printing.readable import problems_in_docx

LANGS = ("en", "cy", "both")


def content_of(kind):
    town = build_town()
    officer = town.at_school["data-protection-officer"]
    agreement = draft(town, kind)
    answer_all(agreement, officer)
    if kinds()[kind].has_flows:
        flow_of(agreement, officer)
    return documents.content_of(type(agreement).objects.get(pk=agreement.pk))


def said(document):
    return " ".join("".join(words for _lang, words in Read(print_as.pdf(document)).read_aloud()).split())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_prints_in_each_language(kind):
    content = content_of(kind)
    for lang in LANGS:
        document = documents.document_of(content, lang)
        assert problems(print_as.pdf(document)) == [], lang
        assert problems_in_docx(print_as.docx(document)) == [], lang


@pytest.mark.django_db
def test_what_changed_prints_in_each_language():
    before = content_of("waspi-isp")
    after = copy.deepcopy(before)
    clause = after["sections"][0]["clauses"][0]
    clause["text"] = {"en": clause["text"]["en"] + " More was added.", "cy": "Wedi'i ailysgrifennu."}
    after["sections"][1]["clauses"].pop()
    for lang in LANGS:
        document = document_of_changes(after, before, lang)
        assert problems(print_as.pdf(document)) == [], lang
        assert problems_in_docx(print_as.docx(document)) == [], lang
    assert "[added: More was added.]" in said(document_of_changes(after, before, "en"))
    assert "[ychwanegwyd: Wedi'i ailysgrifennu.]" in said(document_of_changes(after, before, "cy"))
    assert problems(print_as.pdf(document_of_changes(before, before, "en"))) == []


@pytest.mark.django_db
def test_an_answer_in_one_language_is_read_in_its_own_voice_in_a_clause_of_the_other():
    """`answer_all` answers in English alone."""
    content = content_of("waspi-isp")
    read = Read(print_as.pdf(documents.document_of(content, "cy")))
    said = {"en-GB": "", "cy-GB": ""}
    for lang, words in read.read_aloud():
        said[lang] += words
    assert "Agreed by the safeguarding partners." in " ".join(said["en-GB"].split())
    assert "Agreed by" not in said["cy-GB"]
    assert "(yn Saesneg yn unig)" in " ".join(said["cy-GB"].split())
    english = Read(print_as.pdf(documents.document_of(content, "en")))
    assert "only)" not in "".join(words for _lang, words in english.read_aloud())


@pytest.mark.django_db
def test_the_words_that_a_question_begins_with_are_there_in_the_other_language_until_they_are_changed():
    town = build_town()
    officer, agreement = town.at_school["data-protection-officer"], draft(town)
    begins = kinds()[agreement.kind].questions["joining"].starts_as

    def reads(english):
        answers = {"joining": {"en": english, "cy": ""}}
        actions.answer_section(agreement=agreement, section="parties", answers=answers, by=officer)
        clauses = documents.clauses_of(documents.content_of(agreement))
        return next(each["text"]["cy"] for each in clauses if each["id"] == "parties-joining")

    assert begins["cy"] in reads(begins["en"]) and begins["en"] not in reads(begins["en"])
    assert "Nobody joins." in reads("Nobody joins.")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_what_nobody_has_to_answer_leaves_no_blank_in_what_is_signed(kind):
    town = build_town()
    agreement = draft(town, kind)
    answer_all(agreement, town.at_school["data-protection-officer"])
    needed = {name for name, question in kinds()[kind].questions.items() if question.is_needed}
    agreement.answers.exclude(question__in=needed).delete()
    content = documents.content_of(type(agreement).objects.get(pk=agreement.pk))
    texts = [
        clause["text"][lang]
        for part in content["sections"]
        for clause in part["clauses"]
        for lang in ("en", "cy")
    ]
    assert texts and not [
        text for text in texts if any(blank in text for blank in documents.TO_ANSWER.values())
    ]
