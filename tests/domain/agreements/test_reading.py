"""What is found in an agreement that was made elsewhere, and how a file that is none is refused."""

import tomllib
from pathlib import Path

import pytest

from sharewell.domain.agreements.reading import Known, facts_in
from sharewell.minimising import Block, FileUnread, read_document_apart
from sharewell.minimising.limits import LIMITS
from tests.attacks.test_hostile_files import BOMB, MEGA, XXE, docx, filled, pdf_with, zipped
from tests.domain.agreements import papers
from tests.minimising import files

KNOWN = [
    Known("school", ("Sandlebury Hill Academy",)),
    Known("council", ("Fallowshire children's services", "Gwasanaethau plant Fallowshire")),
    Known("health", ("Eirlas University Health Board", "Bwrdd Iechyd Prifysgol Eirlas")),
]


def found_in(data):
    return facts_in(read_document_apart(data).blocks, KNOWN)


def test_a_protocol_of_the_accord_is_read_in_with_its_key_facts():
    found = found_in(papers.protocol())
    assert found["kind"]["value"] == "waspi-isp"
    assert found["title"]["value"] == "Information Sharing Protocol: Early help for families in Fallowshire"
    assert [party["value"] for party in found["parties"]] == ["school", "council"]
    assert found["starts"] == {"value": "2026-04-01", "said": "Date of implementation | 1 April 2026"}
    assert found["review"]["value"] == "2026-09-30"
    assert [each["value"] for each in found["purposes"]] == ["protect", "support"]
    assert found["headings"][:2] == ["Introduction", "Partner organisations"]


def test_a_printed_agreement_is_read_in_without_any_styles():
    found = found_in(papers.printed())
    assert found["kind"]["value"] == "data-sharing-agreement"
    assert found["title"]["value"] == "Data Sharing Agreement: Attendance and welfare in Fallowshire"
    assert [party["value"] for party in found["parties"]] == ["school", "council"]
    assert found["starts"]["value"] == "2025-09-01"
    assert found["review"]["value"] == "2027-08-31"
    assert [each["value"] for each in found["purposes"]] == ["support"]


def test_a_welsh_protocol_is_read_in_as_well():
    lines = [
        ("Protocol Rhannu Gwybodaeth", 0), ("Cymorth cynnar yng Ngwynfa", None), ("1 Cyflwyniad", 1),
        ("Mae'r protocol hwn yn helpu ymarferwyr i ddiogelu plant ac i gynnig cymorth cynnar.", None),
        ("2 Sefydliadau partner", 1), ("Bwrdd Iechyd Prifysgol Eirlas", None), ("Ysgol y Bryn", None),
        ("3 Adolygu", 1), ("Dyddiad dechrau: 1 Fai 2026. Dyddiad adolygu: 1 Dachwedd 2026.", None),
    ]  # fmt: skip
    found = facts_in([Block((text,), level) for text, level in lines], KNOWN)
    assert (found["kind"]["value"], found["language"]["value"]) == ("waspi-isp", "cy")
    assert found["title"]["value"] == "Protocol Rhannu Gwybodaeth: Cymorth cynnar yng Ngwynfa"
    assert [(each["value"], each["said"]) for each in found["parties"]] == [
        ("health", "Bwrdd Iechyd Prifysgol Eirlas"), ("", "Ysgol y Bryn")
    ]  # fmt: skip
    assert (found["starts"]["value"], found["review"]["value"]) == ("2026-05-01", "2026-11-01")
    assert {"protect", "support"} <= {each["value"] for each in found["purposes"]}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Start date: 29 February 2028", "2028-02-29"),
        ("Start date: 31/12/25", "2025-12-31"),
        ("Effective from 1st of March 2026", "2026-03-01"),
        ("In force from 2026-01-15", "2026-01-15"),
        ("Start date: 30 February 2026", None),
        ("Start date: as soon as it is signed", None),
        ("Born on 1 March 2011", None),
    ],
)
def test_a_day_counts_where_a_label_says_what_it_is(said, day):
    assert facts_in([Block((said,))]).get("starts", {}).get("value") == day


def test_a_name_that_is_spelt_almost_so_is_offered_and_marked():
    rows = [("Partner organisation",), ("Fallowshire Childrens Service",), ("Somebody Else Entirely Ltd",)]
    found = facts_in([Block(cells, None, 1) for cells in rows], KNOWN)["parties"]
    assert [(each["value"], each["how"]) for each in found] == [("council", "like"), ("", "none")]


@pytest.mark.parametrize(
    ("said", "parties"),
    [
        (
            "This agreement is between Sandlebury Hill Academy, Fallowshire children's services "
            "and The Otters.",
            [("school", "same"), ("council", "same"), ("The Otters", "none")],
        ),
        (
            "THIS DATA SHARING AGREEMENT is made on 1 April 2026 BETWEEN: (1) Sandlebury Hill Academy (“the "
            "School”); and (2) Lanlow Health and Care Trust, whose office is at 1 High Street (the “Trust”).",
            [("school", "same"), ("Lanlow Health and Care Trust", "none")],
        ),
        (
            "This protocol sets out how information is shared between Sandlebury Hill Academy and "
            "Fallowshire Childrens Service. It starts in April.",
            [("school", "same"), ("council", "like")],
        ),
        (
            "Gwneir y cytundeb hwn rhwng Bwrdd Iechyd Prifysgol Eirlas, Gwasanaethau plant Fallowshire "
            "ac Ysgol y Bryn.",
            [("health", "same"), ("council", "same"), ("Ysgol y Bryn", "none")],
        ),
        (
            "Mae'r protocol hwn rhwng Bwrdd Iechyd Prifysgol Eirlas a Heddlu Gwynfa, ac yn dechrau ym Mai.",
            [("health", "same"), ("Heddlu Gwynfa", "none")],
        ),
    ],
)
def test_parties_are_found_in_the_sentence_with_which_a_paper_opens(said, parties):
    found = facts_in([Block(("Data Sharing Agreement",), 0), Block((said,))], KNOWN)["parties"]
    assert [(each["value"] or each["said"], each["how"]) for each in found] == parties


def test_a_list_that_the_opening_sentence_leads_to_names_the_parties():
    lines = ["This agreement is made between:", "(1) Sandlebury Hill Academy;", "and", "(2) The Otters Club."]
    found = facts_in([Block((each,)) for each in lines], KNOWN)["parties"]
    assert [each["value"] or each["said"] for each in found] == ["school", "The Otters Club"]


def test_a_table_of_parties_says_more_than_the_opening_sentence():
    rows = [Block((each,), None, 1) for each in ("Partner organisation", "Sandlebury Hill Academy")]
    opens = Block(
        ("This agreement is between the partners named below and Fallowshire children's services.",)
    )
    assert [each["value"] for each in facts_in([opens, *rows], KNOWN)["parties"]] == ["school"]


@pytest.mark.parametrize(
    "said",
    [
        "This agreement is between the parties named below.",
        "Information is shared between practitioners and families.",
        "The difference between sharing and telling matters.",
        "Mae'r cytundeb hwn rhwng y partïon isod.",
    ],
)
def test_a_sentence_that_names_no_body_suggests_none(said):
    assert "parties" not in facts_in([Block((said,))], KNOWN)


def test_nothing_is_found_in_a_letter_and_nothing_is_made_up():
    found = facts_in([Block(("Dear Mrs Rees,",)), Block(("Thank you for your letter.",))], KNOWN)
    assert set(found) <= {"title", "language"}


# --- Broken files -----------------------------------------------------------------------------------

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc; and .docx once it has a password
BROKEN = {
    "empty": (lambda: b"", "empty"),
    "only zeros": (lambda: b"\0" * 500, "empty"),
    "plain text": (lambda: b"Information Sharing Protocol", "wrong-kind"),
    "a web page": (lambda: b"<!doctype html><p>Protocol", "wrong-kind"),
    "a photograph": (files.jpeg, "wrong-kind"),
    "a drawing": (files.png, "wrong-kind"),
    "an old Word document": (lambda: OLD_OFFICE + b"\0" * 600, "wrong-kind"),
    "a Word document with a password": (lambda: OLD_OFFICE + b"EncryptedPackage", "wrong-kind"),
    "a spreadsheet": (lambda: zipped([("[Content_Types].xml", "<T/>"), ("xl/a.xml", "<a/>")]), "wrong-kind"),
    "an archive": (lambda: zipped([("agreement.docx", papers.protocol())]), "wrong-kind"),
    "a PDF with a password": (papers.locked, "encrypted"),
    "half a Word document": (lambda: papers.protocol()[:9_000], "broken"),
    "half a PDF": (lambda: papers.printed()[:60], "broken"),
    "a PDF of nothing but its name": (lambda: b"%PDF-1.7\n", "broken"),
    "a PDF with a script": (lambda: files.pdf(["x"], extra=_script), "script"),
    "a document with macros": (lambda: docx(**{"word/vbaProject.bin": b"x"}), "macro"),
    "a document that reads a file": (lambda: docx(**{"word/document.xml": XXE}), "broken"),
    "a document of a million laughs": (lambda: docx(**{"word/document.xml": BOMB}), "broken"),
    "a document with another inside": (lambda: docx(**{"word/embeddings/a.bin": b"x"}), "embedded"),
    "a document that unpacks to much": (
        lambda: docx(**{"word/media/a.bin": b"\0" * (LIMITS.unpacked + 1)}), "too-much-inside"
    ),
    "a PDF that unpacks to much": (lambda: pdf_with(filled(250 * MEGA)), "too-much-inside"),
    "a scanned PDF": (papers.scanned, "no-words"),
    "a document of pictures alone": (papers.picture_only, "no-words"),
    "a PDF of empty pages": (lambda: files.pdf([]), "no-words"),
    "huge": (lambda: b"%PDF-1.7\n" + b"\0" * LIMITS.size, "too-big"),
    "of many pages": (lambda: files.pdf(["x"], pages=LIMITS.pages + 1), "too-many-pages"),
    "XML that does not end": (lambda: docx(**{"word/document.xml": b"<w:document>"}), "broken"),
    "no main part": (lambda: files.docx(edit=lambda parts: parts.pop("word/document.xml")), "broken"),
}  # fmt: skip


def _script(document, page):
    from pikepdf import Dictionary, Name, String

    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_a_mend(name):
    make, reason = BROKEN[name]
    with pytest.raises(FileUnread) as refused:
        read_document_apart(make())
    assert refused.value.reason == reason
    for lang in ("en", "cy"):
        assert refused.value.text(lang) and refused.value.mend(lang)


def test_every_reason_for_which_a_file_may_be_refused_has_a_mend_for_readers():
    words = tomllib.loads(
        (Path(__file__).parents[3] / "src/sharewell/minimising/words.toml").read_text("utf-8")
    )
    for lang in ("en", "cy"):
        assert set(words[lang]["mend-unread"]) == set(words[lang]["mend"]) | {"no-words"}


def test_the_words_of_a_long_table_keep_their_rows():
    rows = [(f"Body {n}", "post", "team") for n in range(150)]
    reading = read_document_apart(papers.protocol(partners=rows))
    assert len([block for block in reading.blocks if block.cells[0].startswith("Body")]) == 150
