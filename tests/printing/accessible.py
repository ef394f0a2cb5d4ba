"""What a screen reader meets in a PDF, and everything in its structure that would make it stumble.

`problems(data)` is our own check of the structure that PDF/UA-1 (ISO 14289-1) asks for, as far as a program
can see it: that content is tagged or said to be decoration; what it is tagged as; titles, languages,
alternatives, headings, lists, tables; and that it is read in the order it stands in. It is not veraPDF, which
was not run.
"""

import ctypes
import io
import re
from collections import Counter
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

HEADING = re.compile(r"H[1-6]")
LANGUAGE = re.compile(r"(en|cy)(-GB)?")
GROUPS = {"Document", "Part", "Sect", "Div", "Art", "BlockQuote", "NonStruct", "TOC", "TOCI"}
BLOCKS = {
    "P",
    "Caption",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "THead",
    "TBody",
    "TFoot",
    "TR",
    "TH",
    "TD",
    "Figure",
}
INLINE = {"Span", "Strong", "Em", "Quote", "Link", "Code", "Note", "Reference", "Annot"}
KNOWN = GROUPS | BLOCKS | INLINE | {f"H{level}" for level in range(1, 7)}
# What may stand straight under what.
UNDER = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody", "TFoot", "TR", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
ONLY_UNDER = {
    "LI": {"L"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}


@dataclass
class Piece:
    """A run of content on a page: its tag's number, where it stands, its words and their language."""

    page: int
    mcid: int  # -1 where it is tagged as nothing
    is_decoration: bool
    lang: str
    text: str
    box: tuple[float, float, float, float]  # left, bottom, right, top


@dataclass
class Element:
    """A tag of the tree; `leaves` are the numbers of its own content: (page, mcid)."""

    kind: str
    raw: pikepdf.Dictionary
    lang: str
    kids: list["Element"] = field(default_factory=list)
    leaves: list[tuple[int, int]] = field(default_factory=list)
    order: list = field(default_factory=list)  # kids and leaves as they come

    def all(self):
        yield self
        for kid in self.kids:
            yield from kid.all()

    def reads(self):
        """Every leaf below, in the order in which it is read, with the tag that holds it."""
        for one in self.order:
            if isinstance(one, Element):
                yield from one.reads()
            else:
                yield one, self


class Read:
    """A PDF taken apart."""

    def __init__(self, data: bytes):
        self.file = pikepdf.open(io.BytesIO(data))
        self.pages = {page.objgen: number for number, page in enumerate(self.file.pages)}
        self.pieces = _pieces(data)
        self.lang = str(self.file.Root.get("/Lang", ""))
        tree = self.file.Root.get("/StructTreeRoot")
        self.tops: list[Element] = []
        self.roles = {}
        if tree is not None:
            self.roles = {str(key)[1:]: str(value)[1:] for key, value in tree.get("/RoleMap", {}).items()}
            top = Element("", tree, self.lang)
            self._take(tree.get("/K"), top, None)
            self.tops = top.kids
        self.by_leaf: dict[tuple[int, int], list[Piece]] = {}
        for piece in self.pieces:
            if piece.mcid >= 0:
                self.by_leaf.setdefault((piece.page, piece.mcid), []).append(piece)

    def _take(self, kid, parent: Element, page) -> None:
        if kid is None:
            return
        if isinstance(kid, pikepdf.Array):
            for one in kid:
                self._take(one, parent, page)
        elif isinstance(kid, int):
            parent.leaves.append((self._page(page), int(kid)))
            parent.order.append(parent.leaves[-1])
        elif "/MCID" in kid:
            parent.leaves.append((self._page(kid.get("/Pg", page)), int(kid.MCID)))
            parent.order.append(parent.leaves[-1])
        elif "/S" in kid:
            kind = str(kid.S)[1:]
            element = Element(self.roles.get(kind, kind), kid, str(kid.get("/Lang", parent.lang)))
            parent.kids.append(element)
            parent.order.append(element)
            self._take(kid.get("/K"), element, kid.get("/Pg", page))

    def _page(self, page) -> int:
        return self.pages.get(page.objgen, -1) if page is not None else -1

    def elements(self):
        for top in self.tops:
            yield from top.all()

    def words(self, element: Element) -> str:
        """The words under a tag, as they are read."""
        return "".join(piece.text for leaf, _ in element.reads() for piece in self.by_leaf.get(leaf, []))

    def read_aloud(self) -> list[tuple[str, str]]:
        """The whole as it is read: (language, words)."""
        said = []
        for top in self.tops:
            for leaf, holder in top.reads():
                for piece in self.by_leaf.get(leaf, []):
                    said.append((piece.lang or holder.lang, piece.text))
        return said


def _pieces(data: bytes) -> list[Piece]:
    document = pypdfium2.PdfDocument(data)
    found = []
    for number in range(len(document)):
        page = document[number]
        texts = page.get_textpage()
        for thing in page.get_objects(max_depth=1):
            marks = [
                pdfium.FPDFPageObj_GetMark(thing, at) for at in range(pdfium.FPDFPageObj_CountMarks(thing))
            ]
            names = [_name(mark) for mark in marks]
            left, bottom, right, top = thing.get_bounds()
            found.append(
                Piece(
                    page=number,
                    mcid=pdfium.FPDFPageObj_GetMarkedContentID(thing),
                    is_decoration="Artifact" in names,
                    lang=next((said for said in map(_language, marks) if said), ""),
                    text=_text(thing, texts) if thing.type == pdfium.FPDF_PAGEOBJ_TEXT else "",
                    box=(left, bottom, right, top),
                )
            )
    return found


def _name(mark) -> str:
    return _string(lambda out, size, need: pdfium.FPDFPageObjMark_GetName(mark, out, size, need))


def _language(mark) -> str:
    return _string(
        lambda out, size, need: pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", out, size, need)
    )


def _string(ask) -> str:
    out, need = ctypes.create_string_buffer(200), ctypes.c_ulong()
    got = ask(ctypes.cast(out, ctypes.POINTER(ctypes.c_ushort)), 200, need)
    return out.raw[: max(need.value - 2, 0)].decode("utf-16-le") if got else ""


def _text(thing, texts) -> str:
    size = pdfium.FPDFTextObj_GetText(thing, texts, None, 0)
    out = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(thing, texts, ctypes.cast(out, ctypes.POINTER(ctypes.c_ushort)), size)
    return out.raw.decode("utf-16-le").rstrip("\0")


def problems(data: bytes) -> list[str]:
    """Every fault that was found, as sentences; none for a PDF that passes."""
    read = Read(data)
    checks = [
        _file,
        _tagging,
        _kinds,
        _headings,
        _alternatives,
        _lists,
        _tables,
        _languages,
        _order,
        _fonts,
        _others,
    ]
    return [fault for check in checks for fault in check(read)]


def _file(read: Read):
    root = read.file.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "The file does not say that it is tagged."
    if root.get("/MarkInfo", {}).get("/Suspects", False):
        yield "The file says that its own tags are doubtful."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "The window would show the file's name and not its title."
    with read.file.open_metadata() as metadata:
        if not (metadata.get("dc:title") or "").strip():
            yield "It has no title."
        if metadata.get("pdfuaid:part") != "1":
            yield "It does not say that it is PDF/UA-1."
    if read.file.is_encrypted:
        yield "It is locked, and a screen reader may not get in."


def _tagging(read: Read):
    if not read.tops:
        yield "It has no tags."
        return
    if [top.kind for top in read.tops] != ["Document"]:
        yield f"The tags should stand in one Document, not in {', '.join(top.kind for top in read.tops)}."
    loose = [piece for piece in read.pieces if piece.mcid < 0 and not piece.is_decoration]
    if loose:
        said = next((piece.text for piece in loose if piece.text.strip()), "a line or shape")
        yield f"On page {loose[0].page + 1} something is neither tagged nor decoration: {said!r}."
    held = Counter(leaf for top in read.tops for leaf, _ in top.reads())
    for leaf in sorted(set(read.by_leaf) - set(held)):
        yield f"On page {leaf[0] + 1} nobody hears {read.by_leaf[leaf][0].text!r}: it hangs under no tag."
    for leaf, times in sorted(held.items()):
        if times > 1:
            yield f"Content {leaf[1]} of page {leaf[0] + 1} would be read {times} times."


def _kinds(read: Read):
    for element in read.elements():
        if element.kind not in KNOWN:
            yield f"No screen reader knows the tag {element.kind}."
        allowed = UNDER.get(element.kind)
        for kid in element.kids:
            if allowed is not None and kid.kind not in allowed:
                yield f"{kid.kind} cannot stand under {element.kind}."
            if kid.kind in ONLY_UNDER and element.kind not in ONLY_UNDER[kid.kind]:
                yield f"{kid.kind} should not stand under {element.kind}."


def _headings(read: Read):
    levels = []
    for element in read.elements():
        if HEADING.fullmatch(element.kind):
            levels.append(int(element.kind[1]))
            if not read.words(element).strip():
                yield f"A heading of level {levels[-1]} says nothing."
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"There should be one H1, before all other headings; the levels are {levels}."
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."


def _alternatives(read: Read):
    for element in read.elements():
        if element.kind == "Figure" and not str(element.raw.get("/Alt", "")).strip():
            yield "A picture has no words that stand for it."
        if element.kind == "Figure" and not any(True for _ in element.reads()):
            yield "A picture's tag holds no picture."


def _lists(read: Read):
    for element in read.elements():
        if element.kind == "L" and not element.kids:
            yield "A list has no items."
        if element.kind == "LI" and "LBody" not in [kid.kind for kid in element.kids]:
            yield "An item of a list has no body."
        if element.kind == "P" and re.match(r"\s*[•▪‣◦]", read.words(element)):
            yield f"A list is only drawn, not tagged: {read.words(element)[:40]!r}."


def _tables(read: Read):
    for table in read.elements():
        if table.kind != "Table":
            continue
        rows = [one for one in table.all() if one.kind == "TR"]
        cells = [[cell for cell in row.kids if cell.kind in ("TH", "TD")] for row in rows]
        heads = [cell for row in cells for cell in row if cell.kind == "TH"]
        if not heads:
            yield "A table has no heading cells."
        if any(not _of_table(cell, "/Scope") for cell in heads):
            yield "A heading cell of a table does not say whether it heads a column or a row."
        if any(not read.words(cell).strip() for cell in heads):
            yield "A heading cell of a table is empty."
        widths = {sum(int(_of_table(cell, "/ColSpan") or 1) for cell in row) for row in cells}
        if len(widths) > 1:
            yield f"The rows of a table are not equally long: {sorted(widths)}."
        names = {str(cell.raw.get("/ID", "")) for cell in heads} - {""}
        wanted = {str(one) for row in cells for cell in row for one in _of_table(cell, "/Headers") or []}
        if wanted - names:
            yield "A cell names a heading cell that is not there."


def _of_table(cell: Element, key: str):
    held = cell.raw.get("/A")
    for one in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(one, pikepdf.Dictionary) and key in one:
            return one[key]
    return None


def _languages(read: Read):
    if not LANGUAGE.fullmatch(read.lang):
        yield f"The file is in no language that we print: {read.lang!r}."
    said = {element.lang for element in read.elements()} | {piece.lang for piece in read.pieces}
    for lang in sorted(said - {"", read.lang}):
        if not LANGUAGE.fullmatch(lang):
            yield f"Words are marked as in {lang!r}, which we do not print."
    for element in read.elements():
        if "/Alt" in element.raw and not element.lang:
            yield "A picture's words are in no language."


def _order(read: Read):
    """That what is read next stands further down, or to the right (a cell), or on a later page."""
    rows = {leaf: number for number, row in enumerate(_rows(read)) for leaf, _ in row.reads()}
    before, last = None, None
    for top in read.tops:
        for leaf, _ in top.reads():
            here = _box(read.by_leaf.get(leaf, []))
            if here is None:
                continue
            # A long cell may go on over the page, and the one beside it begins before the end of that.
            is_beside = leaf in rows and rows[leaf] == rows.get(last) and here[0] > before[1][0] + 2
            if before is not None and not is_beside:
                yield from _out_of_order(before, (leaf[0], here), read, leaf)
            before, last = (leaf[0], here), leaf


def _rows(read: Read) -> list[Element]:
    return [element for element in read.elements() if element.kind == "TR"]


def _box(pieces: list[Piece]):
    boxes = [piece.box for piece in pieces if piece.text.strip()]
    if not boxes:
        return None
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _out_of_order(before, here, read: Read, leaf):
    (page, old), (now, new) = before, here
    words = "".join(piece.text for piece in read.by_leaf[leaf])[:40]
    if now < page:
        yield f"{words!r} stands on page {now + 1} but is read after page {page + 1}."
    # The top of the new one is well above the bottom of the old one, and it does not stand to its right.
    elif now == page and new[1] > old[3] + 2 and new[0] < old[2] - 2:
        yield f"{words!r} on page {now + 1} stands above what is read before it."


def _fonts(read: Read):
    for number, page in enumerate(read.file.pages, 1):
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            kind = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            if "/ToUnicode" not in font:
                yield f"On page {number} shapes cannot be told as letters: a typeface has no ToUnicode."
            if not any(str(key).startswith("/FontFile") for key in kind.get("/FontDescriptor", {})):
                yield f"On page {number} a typeface is not in the file."


def _others(read: Read):
    for number, page in enumerate(read.file.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"Page {number} is not walked through in the order of its tags."
        for note in page.get("/Annots", []):
            if "/StructParent" not in note:
                yield f"A link or note on page {number} hangs under no tag."
            if not str(note.get("/Contents", "")).strip():
                yield f"A link or note on page {number} has no words."
