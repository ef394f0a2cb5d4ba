"""The words that policies begin with, and the periods: whole in both languages, plain, sourced, printable."""

import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from sharewell.domain.learning import documents, periods
from sharewell.domain.learning.kinds import LANGUAGES, blanks_in, first_sections, kinds
from sharewell.domain.learning.states import NOTICES, POLICY_DOCUMENT, SCHEDULE, STARTS, THEN
from sharewell.domain.learning.texts import long_sentences, parts_of
from sharewell.domain.organisations.states import NATIONS, ORGANISATION_KINDS, ROLES
from sharewell.printing import documents as print_as
from tests.architecture.test_welsh_terms import NEVER, TERMS, forms, pairs_in, plural
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx

LEARNING = Path(settings.SOURCE) / "domain" / "learning"
PAIRS = [
    pair
    for path in (*LEARNING.glob("kinds/*.toml"), *LEARNING.glob("*.toml"))
    for pair in pairs_in(tomllib.loads(path.read_text("utf-8")), path.name)
]


def organisation(kind="academy", nation="england"):
    return SimpleNamespace(
        pk=None,
        kind=kind,
        nation=nation,
        name_en="Sandlebury Hill Academy",
        name_cy="Academi Bryn Sandlebury",
    )


def test_the_kinds_that_other_rooms_ask_for_are_there():
    assert {POLICY_DOCUMENT, SCHEDULE, *NOTICES, "safeguarding", "sharing", "other"} == set(kinds())
    assert len(PAIRS) > 60


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_a_kind_is_whole_in_both_languages_and_says_where_it_comes_from(kind):
    assert set(kind.readers) <= set(ROLES) and kind.confidence in documents.CONFIDENCE
    assert kind.url.startswith("https://") or kind.id == "other"
    for section in kind.sections:
        for both in filter(None, (section.heading, section.words, section.hint)):
            assert set(both) == {"en", "cy"} and all(both.values())
        en, cy = (section.words[lang] for lang in LANGUAGES)
        assert len(blanks_in(en)) == len(blanks_in(cy)), section.id
        assert sorted(re.findall(r"\{\w+\}", en)) == sorted(re.findall(r"\{\w+\}", cy)), section.id
        assert [(part, len(words)) for part, words in parts_of(en)] == [
            (part, len(words)) for part, words in parts_of(cy)
        ], section.id


@pytest.mark.parametrize("kind", NOTICES[1:])
def test_notices_for_children_and_in_easy_read_keep_their_sentences_short(kind):
    kind = kinds()[kind]
    for row in first_sections(kind, organisation(nation="northern-ireland")):
        for lang in LANGUAGES:
            assert long_sentences(row[f"text_{lang}"], kind.words_at_most) == []


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("kind", ORGANISATION_KINDS)
def test_every_kind_begins_for_every_organisation_with_nothing_left_to_fill_but_blanks(kind, nation):
    for chosen in kinds().values():
        for row in first_sections(chosen, organisation(kind, nation)):
            assert "{" not in " ".join(row.values())


@pytest.mark.parametrize("english", TERMS)
def test_a_term_of_law_has_its_one_welsh_term_here_too(english):
    wanted = [form for term in TERMS[english] for form in forms(term)]
    term = re.compile(rf"\b{plural(english)}\b", re.IGNORECASE)
    assert [
        (where, en, cy)
        for where, en, cy in _all()
        if term.search(en) and not any(one in cy for one in wanted)
    ] == []


@pytest.mark.parametrize("word", NEVER)
def test_no_other_word_stands_for_a_term(word):
    assert [(where, cy) for where, _, cy in _all() if word in cy] == []


def _all():
    """Every text of the room in both languages: headings, and the words of each section."""
    yield from PAIRS
    for kind in kinds().values():
        for section in kind.sections:
            yield f"{kind.id}/{section.id}", section.words["en"], section.words["cy"]


# --- Periods ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", periods.records().values(), ids=lambda row: row["id"])
def test_a_period_has_its_authority_and_says_how_sure_it_is(row):
    assert set(row["authority"]) == {"en", "cy"} and row["confidence"] in documents.CONFIDENCE
    assert set(row.get("nations", [])) <= set(NATIONS)
    assert set(row.get("kinds", [])) <= set(ORGANISATION_KINDS)
    if "words" in row:
        assert "years" not in row
    else:
        assert row["years"] > 0 and row["starts"] in STARTS and row["then"] in THEN


@pytest.mark.parametrize(
    ("kind", "nation", "record", "years"),
    [
        ("academy", "england", "school-child-protection", 25),
        ("academy", "wales", "school-child-protection", 25),
        ("academy", "northern-ireland", "school-child-protection-ni", 30),
        ("childrens-services", "england", "looked-after-england", 75),
        ("childrens-services", "scotland", "looked-after-scotland", 100),
        ("nhs", "wales", "nhs-child", 25),
    ],
)
def test_each_nation_and_kind_has_its_own_periods(kind, nation, record, years):
    found = {row["id"]: row for row in periods.usual_for(organisation(kind, nation))}
    assert found[record]["years"] == years


def test_nobody_is_given_the_period_of_another_nation():
    ids = {row["id"] for row in periods.usual_for(organisation("academy", "scotland"))}
    assert "school-child-protection" not in ids and "school-child-protection-scotland" in ids
    assert "council-child-protection" not in ids


def test_a_period_is_said_in_both_languages():
    said = periods.in_words(25, "birth", "review")
    assert said["en"] == (
        "25 years from the child's date of birth; then somebody reviews whether it is still needed"
    )
    assert said["cy"].startswith("25 mlynedd ar ôl dyddiad geni'r plentyn")
    assert periods.in_words(1, "closing", "destroy")["en"].startswith("1 year from")


# --- Printing --------------------------------------------------------------------------------------------


def version_of(kind, languages=LANGUAGES, **more):
    """What a version looks like to the printer, without a database."""
    body = organisation()
    policy = SimpleNamespace(
        organisation=body, kind=kind, title_en=kinds()[kind].title["en"], title_cy=kinds()[kind].title["cy"],
        paragraphs=["6", "18"], owner=SimpleNamespace(name="Tomasz Wieczorek"), review_on=None,
        withdrawn_at=None, withdrawn_on=None,
    )  # fmt: skip
    rows = [periods.row_of(row, None) for row in periods.usual_for(body)] if kind == SCHEDULE else []
    return SimpleNamespace(
        **{
            "policy": policy, "says": policy, "number": 2,
            "sections": first_sections(kinds()[kind], body, languages),
            "periods": rows, "changed_en": "Who we are.", "changed_cy": "", "in_force_from": None,
            "is_draft": True,
        }
        | more
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
@pytest.mark.parametrize("kind", kinds())
def test_every_kind_prints_and_what_is_printed_passes_our_checks(kind, lang):
    document = documents.document_of(version_of(kind), lang)
    assert problems(print_as.pdf(document)) == []
    assert problems_in_docx(print_as.docx(document)) == []


@pytest.mark.parametrize(("lang", "notes"), [("en", 0), ("cy", 1), ("both", 1)])
def test_what_was_written_in_one_language_says_so_once(lang, notes):
    document = documents.document_of(version_of("sharing", languages=("en",), changed_en=""), lang)
    assert problems(print_as.pdf(document)) == [] and problems_in_docx(print_as.docx(document)) == []
    assert len([block for block in document.blocks if isinstance(block, print_as.Note)]) == notes
    assert "(yn Saesneg yn unig)" not in str(print_as.laid_out(document)["blocks"])


def test_a_section_that_lacks_one_language_says_so_by_itself():
    version = version_of("sharing", changed_en="")
    version.sections[1] |= {"heading_cy": "", "text_cy": ""}
    for lang, times in (("en", 0), ("cy", 6), ("both", 6)):
        document = documents.document_of(version, lang)
        assert problems(print_as.pdf(document)) == []
        assert str(print_as.laid_out(document)["blocks"]).count("(yn Saesneg yn unig)") == times


def test_texts_of_unlike_shape_stand_one_after_the_other():
    version = version_of("other")
    version.sections[0] |= {"text_en": "One.\n\nTwo.", "text_cy": "Un.\n\n- dau\n- tri"}
    document = documents.document_of(version, "both")
    assert problems(print_as.pdf(document)) == []
    said = str(print_as.laid_out(document))
    assert said.index("'Un.'") < said.index("'One.'") and "dau" in said


def test_what_changed_prints_with_a_section_that_is_new_and_one_that_is_gone():
    before, after = version_of("sharing"), version_of("sharing")
    after.sections = [
        row | {"text_en": row["text_en"].replace("Share", "Give")} for row in after.sections[1:]
    ]
    after.sections.append(before.sections[1] | {"id": "new", "text_en": "All of this is new.", "text_cy": ""})
    for lang in ("en", "cy", "both"):
        document = documents.document_of(after, lang, before)
        assert problems(print_as.pdf(document)) == [] and problems_in_docx(print_as.docx(document)) == []


def test_what_everybody_reads_names_no_owner():
    said = str(print_as.laid_out(documents.document_of(version_of("privacy-notice"), for_everybody=True)))
    assert "Tomasz" not in said
    assert "Tomasz" in str(print_as.laid_out(documents.document_of(version_of("privacy-notice"))))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("One line\nand its end.", [("para", ["One line and its end."])]),
        ("A:\n- b\n- c\n\nD.", [("para", ["A:"]), ("bullets", ["b", "c"]), ("para", ["D."])]),
        ("- a\n\n- b", [("bullets", ["a", "b"])]),
        ("-5 degrees", [("para", ["-5 degrees"])]),
    ],
)
def test_paragraphs_and_lists(text, parts):
    assert parts_of(text) == parts
