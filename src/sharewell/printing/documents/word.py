"""A document as DOCX: real headings, lists and header rows; a language to every run; words for pictures."""

import datetime as dt
import io
import zipfile

import docx as python_docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from PIL import Image

from ..typesetting import moment_of
from .blocks import Document
from .laying_out import laid_out, plain
from .typesetting import as_png

TEAL, QUIET, INK = RGBColor(0x0B, 0x52, 0x59), RGBColor(0x4A, 0x5F, 0x66), RGBColor(0x10, 0x24, 0x2B)
TONGUES = {"en": "en-GB", "cy": "cy-GB"}
FACE = "Arial"  # on every machine, and easy to read
HEADINGS = {"Title": 24, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 11}
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can say

_LINES = f"<w:tblBorders {nsdecls('w')}>" + "".join(
    f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="9DB0AD"/>'
    for side, kind in {
        "top": "single",
        "left": "nil",
        "bottom": "single",
        "right": "nil",
        "insideH": "single",
        "insideV": "nil",
    }.items()
) + "</w:tblBorders>"  # fmt: skip


def docx(document: Document) -> bytes:
    """`document` for a word processor. Changes in a text are tracked changes, which it can take or refuse."""
    return _Writing(document).done()


class _Writing:
    def __init__(self, document: Document):
        self.told = laid_out(document)
        self.moment = moment_of(document.at)
        self.file = python_docx.Document()
        self.changes = 0
        self._say_what_it_is()
        self._set_styles()
        self._set_page()

    def done(self) -> bytes:
        self._words(self.file.add_paragraph(style="Title"), self.told["title"])
        if "cy" in self.told["langs"]:
            note = self.file.add_paragraph(style="Caption")
            self._run(note, {"text": self.told["words"]["cy"]["draft-welsh"], "mark": "", "lang": "cy"})
        self._facts({"pairs": self.told["about"]})
        wide = False
        for block in self.told["blocks"]:
            if block["wide"] != wide:
                self._turn_the_page()
                wide = block["wide"]
            getattr(self, f"_{block['kind']}")(block)
        self._leave_out_the_templates_picture()
        out = io.BytesIO()
        self.file.save(out)
        return _same_every_time(out.getvalue())

    # The file

    def _say_what_it_is(self) -> None:
        about = self.file.core_properties
        about.title, about.author = plain(self.told["title"]), self.told["author"]
        about.language = TONGUES[self.told["lang"]]
        about.subject, about.comments, about.last_modified_by = self.told["reference"], "", ""
        about.created = about.modified = self.moment.astimezone(dt.UTC).replace(tzinfo=None)
        about.revision = 1

    def _leave_out_the_templates_picture(self) -> None:
        relations = self.file.part.package.rels
        for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
            del relations[key]

    def _set_styles(self) -> None:
        normal = self.file.styles["Normal"]
        _typeface(normal, 11, INK)
        normal.paragraph_format.space_after = Pt(8)
        normal.paragraph_format.line_spacing = 1.15
        for name, size in HEADINGS.items():
            style = self.file.styles[name]
            _typeface(style, size, TEAL if size > 12 else INK)
            style.font.bold = True
            style.paragraph_format.space_before = Pt(0 if name == "Title" else size)
            style.paragraph_format.space_after = Pt(6)
        for drawn in self.file.styles["Title"].element.iter(qn("w:pBdr")):
            drawn.getparent().remove(drawn)
        _typeface(self.file.styles["Caption"], 9, QUIET)
        self.file.styles["Caption"].font.bold = False
        for found in self.file.styles.element.iter(qn("w:lang")):
            found.set(qn("w:val"), TONGUES[self.told["lang"]])

    def _set_page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        above = section.footer.paragraphs[0]
        stamp = [self.told["reference"], plain(self.told["status"])]
        self._run(above, _said("  ·  ".join(part for part in stamp if part)))
        foot = section.footer.add_paragraph(style="Footer")
        for number, lang in enumerate(self.told["langs"]):
            own = self.told["words"][lang]
            self._run(foot, _said((" / " if number else "") + own["page"] + " ", lang))
            self._field(foot, "PAGE")
            self._run(foot, _said(f" {own['of']} ", lang))
            self._field(foot, "NUMPAGES")
        for run in [*above.runs, *foot.runs]:
            run.font.size, run.font.color.rgb = Pt(9), QUIET

    def _turn_the_page(self) -> None:
        before = self.file.sections[-1]
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        section.page_width, section.page_height = before.page_height, before.page_width
        is_upright = section.page_width < section.page_height
        section.orientation = WD_ORIENT.PORTRAIT if is_upright else WD_ORIENT.LANDSCAPE

    def _field(self, paragraph, name: str) -> None:
        for kind, words in (("begin", None), (None, name), ("separate", None), ("", "1"), ("end", None)):
            run = paragraph.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)
            elif kind is None:
                order = OxmlElement("w:instrText")
                order.text = f" {words} "
                run._r.append(order)
            else:
                run.text = words

    # Words

    def _words(self, paragraph, voices: list[dict]) -> None:
        """Every voice into one paragraph, one under the other."""
        for number, voice in enumerate(voices):
            if number:
                paragraph.add_run().add_break(WD_BREAK.LINE)
            self._voice(paragraph, voice)

    def _beside(self, paragraph, voices: list[dict]) -> None:
        """Every voice into one line: for short words."""
        for number, voice in enumerate(voices):
            if number:
                self._run(paragraph, _said(" / "))
            self._voice(paragraph, voice)

    def _voice(self, paragraph, voice: dict) -> None:
        for run in voice["runs"]:
            self._run(paragraph, {**run, "lang": run["lang"] or voice["lang"]})
        if voice["only"]:
            self._run(paragraph, _said(f" {voice['only']}", voice["only_lang"]))

    def _run(self, paragraph, told: dict) -> None:
        run = paragraph.add_run(told["text"])
        run.bold = True if told["mark"] == "strong" else None
        run.italic = True if told["mark"] == "term" else None
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), TONGUES[told["lang"] or self.told["lang"]])
        run._r.get_or_add_rPr().append(lang)
        if told["mark"] in ("added", "removed"):
            self._track(run, told["mark"])

    def _track(self, run, mark: str) -> None:
        """As a tracked change, which word processors say aloud."""
        self.changes += 1
        change = OxmlElement("w:ins" if mark == "added" else "w:del")
        change.set(qn("w:id"), str(self.changes))
        change.set(qn("w:author"), "Sharewell")
        change.set(qn("w:date"), self.moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        run._r.addprevious(change)
        change.append(run._r)
        if mark == "removed":
            for text in run._r.findall(qn("w:t")):
                text.tag = qn("w:delText")

    # Blocks

    def _heading(self, block: dict) -> None:
        self._words(self.file.add_paragraph(style=f"Heading {block['level']}"), block["text"])

    def _para(self, block: dict) -> None:
        for number, voice in enumerate(block["text"], 1):
            paragraph = self.file.add_paragraph()
            self._voice(paragraph, voice)
            if number < len(block["text"]):  # near to the same in the other language
                paragraph.paragraph_format.space_after = Pt(2)
                paragraph.paragraph_format.keep_with_next = True

    def _bullets(self, block: dict) -> None:
        for item in block["items"]:
            self._words(self.file.add_paragraph(style="List Bullet"), item)

    def _numbered(self, block: dict) -> None:
        counting = self._count_anew()
        for item in block["items"]:
            paragraph = self.file.add_paragraph(style="List Number")
            told = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            told.get_or_add_ilvl().val = 0
            told.get_or_add_numId().val = counting
            self._words(paragraph, item)

    def _count_anew(self) -> int:
        """A numbered list that starts at one."""
        numbering = self.file.part.numbering_part.element
        style = self.file.styles["List Number"].element.pPr.numPr.numId.val
        kind = next(num for num in numbering.num_lst if num.numId == style).abstractNumId.val
        num = numbering.add_num(kind)
        num.add_lvlOverride(0).add_startOverride(1)
        return num.numId

    def _table(self, block: dict) -> None:
        if block["caption"]:
            caption = self.file.add_paragraph(style="Caption")
            caption.paragraph_format.keep_with_next = True
            self._beside(caption, block["caption"])
        grid = self.file.add_table(rows=0, cols=len(block["head"]), style="Table Grid")
        for number, cells in enumerate([block["head"], *block["rows"]]):
            row = grid.add_row()
            if number == 0:
                _mark_row(row, "w:tblHeader")
            _mark_row(row, "w:cantSplit")
            for cell, voices in zip(row.cells, cells, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                self._words(paragraph, voices)
                for run in paragraph.runs:
                    run.font.size = Pt(8.5 if block["wide"] else 10)
                    run.bold = True if number == 0 else run.bold
        _say_header_row(grid, plain(block["caption"]))
        self.file.add_paragraph().paragraph_format.space_after = Pt(4)

    def _facts(self, block: dict) -> None:
        for term, value in block["pairs"]:
            paragraph = self.file.add_paragraph()
            self._beside(paragraph, term)
            for run in paragraph.runs:
                run.bold, run.font.color.rgb = True, QUIET
            paragraph.add_run().add_break(WD_BREAK.LINE)
            self._words(paragraph, value)

    def _note(self, block: dict) -> None:
        key = "warning" if block["tone"] == "warning" else "note"
        for voice in block["text"]:
            paragraph = self.file.add_paragraph()
            _bar(paragraph)
            lang = voice["lang"] if voice["lang"] in self.told["langs"] else self.told["lang"]
            self._run(paragraph, {**_said(f"{self.told['words'][lang][key]}: ", lang), "mark": "strong"})
            self._voice(paragraph, voice)

    def _signatures(self, block: dict) -> None:
        for line in block["lines"]:
            for number, (term, value) in enumerate(line["pairs"]):
                paragraph = self.file.add_paragraph()
                paragraph.paragraph_format.keep_with_next = number < len(line["pairs"]) - 1
                paragraph.paragraph_format.space_after = Pt(3 if line["signed"] else 12)
                self._beside(paragraph, term)
                self._run(paragraph, _said(": "))
                for run in paragraph.runs:
                    run.bold = True
                self._beside(paragraph, value)
                if not value:
                    self._run(paragraph, _said("_" * 40))
            self.file.add_paragraph()

    def _picture(self, block: dict) -> None:
        content = as_png(block["content"]) if block["of"] == "svg" else block["content"]
        with Image.open(io.BytesIO(content)) as image:
            across, down = image.size
        width = min(16.4, 12 * across / down)
        paragraph = self.file.add_paragraph()
        shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Emu(Cm(width)))
        shape._inline.docPr.set("descr", block["alt"])
        if block["caption"]:
            paragraph.paragraph_format.keep_with_next = True
            self._beside(self.file.add_paragraph(style="Caption"), block["caption"])

    def _break(self, block: dict) -> None:
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _said(text: str, lang: str = "") -> dict:
    return {"text": text, "mark": "", "lang": lang}


def _typeface(style, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FACE, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(key), FACE)


def _mark_row(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _say_header_row(grid, about: str) -> None:
    """Draw its lines; say what its headings are and what it is about. Their order matters to Word."""
    told = grid._tbl.tblPr
    look = told.find(qn("w:tblLook"))
    if look is not None:
        told.remove(look)
    told.append(
        parse_xml(
            f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
    )
    told.find(qn("w:tblW")).addnext(parse_xml(_LINES))
    if about:
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), about)
        told.append(caption)


def _bar(paragraph) -> None:
    """A bar at the left of what must not be missed."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" w:color="0B5259"/></w:pBdr>'
        )
    )


def _same_every_time(content: bytes) -> bytes:
    """The same file with no moment of making in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as same,
    ):
        for name in made.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            same.writestr(part, made.read(name))
    return out.getvalue()
