"""Printed sheets are accessible, the same every time, wholly in one language, and print text as it is."""

import hashlib
import io
import json
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from sharewell.printing import pdf, typesetting
from sharewell.printing.letters import printable
from sharewell.printing.shapes import in_words

from .samples import FORM, PACKAGE, SAMPLES

ROOM = Path(typesetting.__file__).parent
BOTH = [(name, lang) for name in SAMPLES for lang in ("en", "cy")]


def printed(name, lang="en"):
    template, data, files = SAMPLES[name]
    return pdf(template, data, lang, files)


def text_of(data):
    document = pypdfium2.PdfDocument(data)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return "\n".join(pages).replace("\r\n", "\n")


def tags_of(element, found=None):
    """Every structure type in the tag tree, and the alternative texts."""
    found = {"types": set(), "alts": []} if found is None else found
    if isinstance(element, pikepdf.Array):
        for kid in element:
            tags_of(kid, found)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            found["types"].add(str(element.S))
        if "/Alt" in element:
            found["alts"].append(str(element.Alt))
        if "/K" in element:
            tags_of(element.K, found)
    return found


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_a_sheet_is_tagged_titled_and_in_its_language(name, lang):
    with pikepdf.open(io.BytesIO(printed(name, lang))) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).startswith({"en": "en", "cy": "cy"}[lang])
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"].startswith(typesetting.words(lang)[name])
        tags = tags_of(root.StructTreeRoot.K)
        assert {"/Document", "/H1", "/H2"} <= tags["types"]
        for page in document.pages:
            assert page.Tabs == "/S"
            assert all(
                "/FontFile" in str(list(font.DescendantFonts[0].FontDescriptor.keys()))
                for font in fonts_of(page)
            )


def fonts_of(page):
    return [font for _, font in page.Resources.Font.items() if "/DescendantFonts" in font]


def test_tables_have_header_cells_and_pictures_their_words():
    with pikepdf.open(io.BytesIO(printed("record"))) as document:
        assert {"/Table", "/TH", "/TD", "/L", "/LI"} <= tags_of(document.Root.StructTreeRoot.K)["types"]
    with pikepdf.open(io.BytesIO(printed("package"))) as document:
        tags = tags_of(document.Root.StructTreeRoot.K)
        assert "/Figure" in tags["types"]
        assert "A bruise on the inside of the left arm" in tags["alts"]


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_the_same_data_gives_the_same_bytes(name, lang):
    assert hashlib.sha256(printed(name, lang)).digest() == hashlib.sha256(printed(name, lang)).digest()


def test_another_process_with_no_home_and_no_fonts_gives_the_same_bytes(tmp_path):
    template, data, _ = SAMPLES["record"]
    program = (
        "import json, sys; from sharewell.printing import pdf;"
        "sys.stdout.buffer.write(pdf('record', json.load(sys.stdin), 'cy'))"
    )
    env = {
        "PYTHONPATH": str(ROOM.parent.parent),
        "HOME": str(tmp_path),
        "TZ": "Asia/Tokyo",
        "TMPDIR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(data).encode(),
        capture_output=True,
        env=env,
        check=True,
    )
    assert run.stdout == pdf(template, data, "cy")
    assert list(tmp_path.iterdir()) == []  # nothing that was printed stays behind


def test_both_languages_say_everything():
    both = tomllib.loads((ROOM / "words.toml").read_text("utf-8"))
    assert both["en"].keys() == both["cy"].keys()
    assert all(value for key, value in both["cy"].items())
    assert all(value for key, value in both["en"].items() if key != "draft-welsh")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_welsh_sheet_has_no_english_label(name):
    english, welsh = typesetting.words("en"), typesetting.words("cy")
    text = text_of(printed(name, "cy"))
    labels = [english[key] for key in english if english[key] != welsh[key] and len(english[key]) > 12]
    told = json.dumps(SAMPLES[name][1], ensure_ascii=False)
    assert [label for label in labels if label in text and label not in told] == []


def test_how_sure_we_are_is_said_in_the_language_of_the_sheet():
    assert "darllenwyd yn y gyfraith ei hun" in " ".join(text_of(printed("record", "cy")).split())
    assert "read in the law itself" in " ".join(text_of(printed("record", "en")).split())


def test_every_page_is_stamped_with_whose_it_is_and_its_number():
    long = {**PACKAGE, "entries": PACKAGE["entries"] * 20, "attachments": []}
    document = pypdfium2.PdfDocument(pdf("package", long, "en"))
    assert len(document) > 5
    for number in range(len(document)):
        page = document[number].get_textpage().get_text_range()
        assert f"Page {number + 1} of {len(document)}" in page
        assert "T.P." in page
        assert "FS-2026-0123-1" in page


def test_welsh_letters_and_typed_text_come_out_as_they_went_in():
    typed = '#import "@preview/x:1.0" *bold* _it_ $x^2$ @ref <label> // no \\u{41} `raw` = head #sys'
    text = text_of(pdf("form", {**FORM, "headings": [{"heading": "Dŵr y Ŵyl, tŷ", "answer": typed}]}, "cy"))
    assert "Dŵr y Ŵyl, tŷ" in text
    assert typed in " ".join(text.split())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Happy 😀 face", "Happy [grinning face] face"),
        ("Name 张伟 said", "[written in letters that this sheet cannot print"),
        ("bell\x07 and \u202eturned\u202c", "bell and turned"),
        ("Привет, Łukasz, Nguyễn", "Привет, Łukasz, Nguyễn"),
    ],
)
def test_letters_without_a_shape_are_said_in_words(typed, shown):
    text = text_of(pdf("form", {"headings": [{"heading": "x", "answer": typed}]}, "en"))
    assert shown in text.replace("\n", " ")


def test_a_run_of_other_letters_is_said_once():
    assert printable("a 张伟 b", lambda letter: letter.isascii(), "[other]") == "a [other] b"


def test_data_that_does_not_fit_says_where():
    with pytest.raises(ValueError, match=r'"by.nmae"; there are: name, role'):
        pdf("record", {"by": {"nmae": "x"}}, "en")
    with pytest.raises(ValueError, match=r"entries\[0\].text is 7"):
        pdf("record", {"entries": [{"text": 7}]}, "en")
    with pytest.raises(ValueError, match="cannot name a picture"):
        pdf("package", {}, "en", {"../etc/passwd": b""})
    with pytest.raises(ValueError, match="was not given"):
        pdf("package", {"attachments": [{"name": "a", "images": [{"file": "/etc/passwd"}]}]}, "en")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sheet_with_nothing_to_say_still_prints(name):
    assert pdf(name, {}, "en").startswith(b"%PDF")


def test_moments_are_in_uk_local_time_in_both_languages():
    assert in_words("2026-07-01T12:05:00+00:00", "en") == "1 July 2026, 1:05pm"
    assert in_words("2026-07-01T12:05:00+00:00", "cy") == "1 Gorffennaf 2026, 13:05"
    assert in_words("2026-12-01T00:05:00+00:00", "en") == "1 December 2026, 12:05am"
    assert in_words("2026-12-01", "cy") == "1 Rhagfyr 2026"
    assert in_words("last Tuesday", "en") == "last Tuesday"


def test_many_sheets_at_once_are_each_as_if_alone():
    alone = printed("package", "cy")
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: printed("package", "cy"), range(24))) == {alone}
