"""A document for a word processor is well made, the same every time, and opens with its words in it."""

import io
import os
import shutil
import subprocess
import time
import zipfile

import docx as python_docx
import pypdfium2
import pytest
from lxml import etree

from sharewell.printing import documents

from .readable import W, problems_in_docx, words_of
from .whole import NEW, OLD, whole

LANGS = ["en", "cy", "both"]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def made():
    return {lang: documents.docx(whole(lang)) for lang in LANGS}


@pytest.mark.parametrize("lang", LANGS)
def test_it_passes(made, lang):
    assert problems_in_docx(made[lang]) == []


def test_the_same_document_gives_the_same_bytes(made):
    then = made["both"]
    time.sleep(2.1)  # a ZIP file counts its moments in pairs of seconds
    assert documents.docx(whole("both")) == then


def test_changes_are_tracked_and_can_be_taken_or_refused(made):
    body = python_docx.Document(io.BytesIO(made["en"])).element.body
    changed = next(p for p in body.iter(f"{W}p") if p.find(f"{W}ins") is not None)
    assert words_of(changed) == NEW["en"]  # taken
    for one in list(changed.iter(f"{W}ins")):
        changed.remove(one)
    refused = "".join(text.text or "" for text in changed.iter(f"{W}t", f"{W}delText"))
    assert refused == OLD["en"]


def test_numbered_lists_begin_at_one_each(made):
    file = python_docx.Document(io.BytesIO(made["en"]))
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_what_xml_cannot_hold_is_left_out():
    odd = documents.Document(
        title="Bell\x07",
        blocks=[documents.Para("a\x00b\x0bc \ufffe 张伟 😀 <&> \ud800"), documents.Table(["<"], [["&\x1f"]])],
    )
    body = python_docx.Document(io.BytesIO(documents.docx(odd)))
    assert body.core_properties.title == "Bell"
    assert "abc  张伟 😀 <&> " in [p.text for p in body.paragraphs]


# Faults planted in a file that passes.


def changed(data, name, change):
    """The same file with one part of it changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as file, zipfile.ZipFile(out, "w") as other:
        for part in file.namelist():
            content = file.read(part)
            if part == name:
                tree = etree.fromstring(content)
                change(tree)
                content = etree.tostring(tree)
            other.writestr(part, content)
    return out.getvalue()


def gone(path):
    def change(tree):
        for one in list(tree.iter(path)):
            one.getparent().remove(one)

    return change


def restyled(old, new):
    def change(tree):
        next(one for one in tree.iter(f"{W}pStyle") if one.get(f"{W}val") == old).set(f"{W}val", new)

    return change


def typed_list(tree):
    paragraph = next(p for p in tree.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle") is None and words_of(p))
    next(paragraph.iter(f"{W}t")).text = "• typed"


def typed_numbers(tree):
    paragraphs = [p for p in tree.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle") is None and words_of(p)]
    for number, paragraph in enumerate(paragraphs[:2], 1):
        next(paragraph.iter(f"{W}t")).text = f"{number}. typed"


def blank_alternative(tree):
    for one in tree.iter("{*}docPr"):
        one.set("descr", "")


def short_row(tree):
    row = list(tree.iter(f"{W}tr"))[2]
    row.remove(row.findall(f"{W}tc")[-1])


def joined(tree):
    cell = next(tree.iter(f"{W}tc"))
    etree.SubElement(cell.find(f"{W}tcPr"), f"{W}gridSpan").set(f"{W}val", "2")


def still_there(tree):
    for one in tree.iter(f"{W}delText"):
        one.tag = f"{W}t"


def nobodys(tree):
    for one in tree.iter(f"{W}ins"):
        del one.attrib[f"{W}author"]


def one_number(tree):
    for one in tree.iter(f"{W}ins", f"{W}del"):
        one.set(f"{W}id", "1")


def empty_heading(tree):
    for paragraph in tree.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Heading2":
            for run in paragraph.findall(f"{W}r"):
                paragraph.remove(run)


def out_of_order(tree):
    properties = next(tree.iter(f"{W}tblPr"))
    properties.append(properties[0])


def from_elsewhere(tree):
    tree[0].set("TargetMode", "External")


def to_nothing(tree):
    tree[0].set("Target", "nothing.xml")


BODY, FOOT = "word/document.xml", "word/footer1.xml"
PLANTED = {
    "no title": ("docProps/core.xml", gone("{*}title"), "It has no title"),
    "no language": ("docProps/core.xml", gone("{*}language"), "does not say its language"),
    "no language to type in": ("word/styles.xml", gone(f"{W}lang"), "typed into it"),
    "no language of runs": (BODY, gone(f"{W}lang"), "Words are in no language"),
    "no title paragraph": (BODY, restyled("Title", "Normal"), "There should be one title"),
    "a level left out": (
        BODY,
        restyled("Heading2", "Heading4"),
        "A heading of level 4 follows one of level 1",
    ),
    "an empty heading": (BODY, empty_heading, "says nothing"),
    "no heading row": (BODY, gone(f"{W}tblHeader"), "does not say that it is its headings"),
    "a short row": (BODY, short_row, "not equally long"),
    "joined cells": (BODY, joined, "are joined"),
    "a picture without words": (BODY, blank_alternative, "no words that stand for it"),
    "a typed list": (BODY, typed_list, "only typed"),
    "typed numbers": (BODY, typed_numbers, "only typed"),
    "a change that changed nothing": (BODY, still_there, "still there"),
    "a change of nobody's": (BODY, nobodys, "whose it is"),
    "changes with one number": (BODY, one_number, "Two changes have one number"),
    "things out of order": (BODY, out_of_order, "Word would refuse tblPr"),
    "no page numbers": (FOOT, gone(f"{W}instrText"), "do not say their numbers"),
    "a part from elsewhere": ("word/_rels/document.xml.rels", from_elsewhere, "from elsewhere"),
    "a part that is not there": ("word/_rels/document.xml.rels", to_nothing, "which is not in it"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_what_is_planted_is_found(made, fault):
    name, plant, said = PLANTED[fault]
    found = problems_in_docx(changed(made["en"], name, plant))
    assert any(said in one for one in found), found


@pytest.mark.skipif(
    OFFICE is None and not os.environ.get("SHAREWELL_CI"),
    reason="no LibreOffice here (libreoffice-writer-nogui): the DOCX files were not opened in it",
)
def test_a_word_processor_opens_it_with_its_words_its_tables_and_its_pictures(made, tmp_path):
    for lang, data in made.items():
        (tmp_path / f"{lang}.docx").write_bytes(data)
    subprocess.run(
        [
            OFFICE,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            *[tmp_path / f"{lang}.docx" for lang in LANGS],
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for lang in LANGS:
        file = pypdfium2.PdfDocument(tmp_path / f"{lang}.pdf")
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in file).split())
        for tongue, words in {
            "en": ["Why we share", "Nobody waits for this paper", "names and birthdays", "Counted anew"],
            "cy": ["Pam rydym yn rhannu", "Nid oes neb yn aros", "enwau a phen-blwyddi", "Wedi'i gyfrif"],
        }.items():
            if lang in (tongue, "both"):
                assert [word for word in words if word not in said] == [], lang
        assert said.count("Ysgol Glan-yr-afon") > 14
        assert f"{len(file)}" in said.split("FS-2026-003")[-1]  # how many pages there are, at the foot
        pictures = [thing for page in file for thing in page.get_objects() if thing.type == 3]
        assert len(pictures) >= 2
