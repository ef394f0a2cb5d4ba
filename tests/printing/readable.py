"""What a word processor and its screen reader need of a DOCX: `problems_in_docx(data)` says each fault."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
TONGUES = {"en-GB", "cy-GB"}


# The order in which Word wants what is said of a paragraph, of a run and of a table; it refuses any other.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens spacing ind contextualSpacing jc textAlignment outlineLvl "
    "rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow noProof vanish color "
    "spacing w kern position sz szCs highlight u effect bdr shd vertAlign rtl cs lang",
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "numPr": "ilvl numId",
    "sectPr": "headerReference footerReference type pgSz pgMar paperSrc pgBorders cols titlePg docGrid",
}


class Taken:
    """A DOCX taken apart."""

    def __init__(self, data: bytes):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self.names = file.namelist()
            self.parts = {
                name: etree.fromstring(file.read(name))
                for name in self.names
                if name.endswith((".xml", ".rels"))
            }
        self.body = self.parts["word/document.xml"].find(f"{W}body")
        styles = self.parts["word/styles.xml"].findall(f"{W}style")
        self.names_of_styles = {one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val") for one in styles}
        self.with_numbers = {one.get(f"{W}styleId") for one in styles if one.find(f".//{W}numPr") is not None}

    def style(self, paragraph) -> str:
        held = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if held is None else held.get(f"{W}val")


def words_of(thing) -> str:
    """The words under an element; those that a tracked change took out are left out."""
    return "".join(text.text or "" for text in thing.iter(f"{W}t"))


def problems_in_docx(data: bytes) -> list[str]:
    """Every fault that was found, as sentences; none for a file that passes."""
    taken = Taken(data)
    checks = [
        _about,
        _relations,
        _headings,
        _tongues,
        _lists,
        _tables,
        _pictures,
        _changes,
        _pages,
        _in_order,
    ]
    return [fault for check in checks for fault in check(taken)]


def _about(taken: Taken):
    core = taken.parts["docProps/core.xml"]
    if not (core.findtext(f"{DC}title") or "").strip():
        yield "It has no title."
    if (core.findtext(f"{DC}language") or "") not in TONGUES:
        yield "It does not say its language."
    default = taken.parts["word/styles.xml"].find(f"{W}docDefaults//{W}lang")
    if default is None or default.get(f"{W}val") not in TONGUES:
        yield "What is typed into it would be in no language that we print."
    if any("vbaProject" in name or "embeddings" in name for name in taken.names):
        yield "It holds a program or another file."


def _relations(taken: Taken):
    for name, part in taken.parts.items():
        if not name.endswith(".rels"):
            continue
        folder = PurePosixPath(name).parent.parent
        for one in part:
            if one.get("TargetMode") == "External":
                yield f"It fetches {one.get('Target')} from elsewhere."
            elif str(folder / one.get("Target")).lstrip("/") not in taken.names and not one.get(
                "Target"
            ).startswith(("/", "../")):
                yield f"It speaks of {one.get('Target')}, which is not in it."


def _headings(taken: Taken):
    levels = []
    for paragraph in taken.body.iter(f"{W}p"):
        name = taken.names_of_styles.get(taken.style(paragraph), "")
        level = 0 if name == "Title" else int(name[-1]) if re.fullmatch("[Hh]eading [1-9]", name) else None
        if level is None:
            continue
        levels.append(level)
        if not "".join(text.text or "" for text in paragraph.iter(f"{W}t", f"{W}delText")).strip():
            yield f"A heading of level {level} says nothing."
    if levels.count(0) != 1 or levels[0] != 0:
        yield f"There should be one title, before all headings; the levels are {levels}."
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."


def _tongues(taken: Taken):
    for run in taken.body.iter(f"{W}r"):
        said = "".join(text.text or "" for text in run.iter(f"{W}t", f"{W}delText"))
        lang = run.find(f"{W}rPr/{W}lang")
        if said.strip() and (lang is None or lang.get(f"{W}val") not in TONGUES):
            yield f"Words are in no language that we print: {said[:40]!r}."


def _lists(taken: Taken):
    """Signs at the beginning of a paragraph; numbers where the paragraph before begins with one as well."""
    before = False
    for paragraph in taken.body.iter(f"{W}p"):
        if "eading" in taken.names_of_styles.get(taken.style(paragraph), ""):
            continue  # the number of a section is one of its words
        is_one = (
            paragraph.find(f"{W}pPr/{W}numPr") is not None or taken.style(paragraph) in taken.with_numbers
        )
        said = re.match(r"\s*(?:([•▪‣◦*])|\d+[.)])\s", words_of(paragraph)) if not is_one else None
        was, before = before, bool(said)
        if said and (said[1] or was):
            yield f"A list is only typed, not made: {words_of(paragraph)[:40]!r}."


def _tables(taken: Taken):
    for table in taken.body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        if not rows or rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "The first row of a table does not say that it is its headings."
        if list(table.iter(f"{W}gridSpan", f"{W}vMerge")):
            yield "Cells of a table are joined."
        if len(list(table.iter(f"{W}tbl"))) > 1:
            yield "A table stands in a table."
        if len({len(row.findall(f"{W}tc")) for row in rows}) > 1:
            yield "The rows of a table are not equally long."
        if rows and any(not words_of(cell).strip() for cell in rows[0].findall(f"{W}tc")):
            yield "A heading cell of a table is empty."
        if any(cell.find(f"{W}p") is None for cell in table.iter(f"{W}tc")):
            yield "A cell of a table has no paragraph: word processors refuse such a file."


def _pictures(taken: Taken):
    for picture in taken.body.iter(f"{WP}inline", f"{WP}anchor"):
        if picture.tag == f"{WP}anchor":
            yield "A picture floats, and is read nowhere in particular."
        if not (picture.find(f"{WP}docPr").get("descr") or "").strip():
            yield "A picture has no words that stand for it."


def _changes(taken: Taken):
    numbers = []
    for change in taken.body.iter(f"{W}ins", f"{W}del"):
        numbers.append(change.get(f"{W}id"))
        if not change.get(f"{W}author") or not change.get(f"{W}date"):
            yield "A change does not say whose it is, or when it was made."
        if change.tag == f"{W}del" and list(change.iter(f"{W}t")):
            yield "Words that were taken out are still there as words."
    if len(set(numbers)) < len(numbers):
        yield "Two changes have one number."


def _pages(taken: Taken):
    feet = [part for name, part in taken.parts.items() if re.fullmatch(r"word/footer\d*\.xml", name)]
    orders = {(order.text or "").strip() for foot in feet for order in foot.iter(f"{W}instrText")}
    if not {"PAGE", "NUMPAGES"} <= orders:
        yield "The pages do not say their numbers."


def _in_order(taken: Taken):
    for name, order in ORDERS.items():
        places = {f"{W}{one}": at for at, one in enumerate(order.split())}
        for one in taken.body.iter(f"{W}{name}"):
            found = [places.get(kid.tag, -1) for kid in one]
            if -1 in found or found != sorted(found):
                yield f"Word would refuse {name}: {', '.join(etree.QName(kid).localname for kid in one)}."
