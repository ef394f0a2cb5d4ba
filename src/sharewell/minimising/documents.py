"""Word documents (.docx), rebuilt part by part: only what is printed survives.

The parts that are kept are listed; every other part of the package is left behind (properties, comments,
people, custom data, fonts, settings, thumbnails), and what would run, fetch or embed refuses the file.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree
from PIL import Image

from .limits import Limits
from .parts import MAIN, TYPE, Package
from .pictures import clean_picture, encode, fresh_points, open_picture
from .refusing import FileRefused
from .words import lists

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# Kinds of part that are kept, by the last word of their relationship's type.
KEPT = {
    "styles": f"{TYPE}.styles+xml",
    "numbering": f"{TYPE}.numbering+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "header": f"{TYPE}.header+xml",
    "footer": f"{TYPE}.footer+xml",
    "footnotes": f"{TYPE}.footnotes+xml",
    "endnotes": f"{TYPE}.endnotes+xml",
    "image": "",  # made anew, under a type of its own
}
FETCHING = {
    "image",
    "oleObject",
    "frame",
    "subDocument",
    "aFChunk",
    "attachedTemplate",
    "video",
    "audio",
    "media",
}
GONE = {
    "comments": "comments",
    "commentsExtended": "comments",
    "people": "comments",
    "core-properties": "properties",
    "extended-properties": "properties",
    "custom-properties": "properties",
    "customXml": "properties",
    "thumbnail": "thumbnails",
    "hyperlink": "links",
}
# Elements that go with all they hold, and those that go but leave what they hold.
DROPPED = frozenset(lists()["word-document"]["dropped"].split())
UNWRAPPED = frozenset(lists()["word-document"]["unwrapped"].split())
EMBEDDED = frozenset(lists()["word-document"]["embedded"].split())
FETCHING_FIELD = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE)\b", re.IGNORECASE
)
CHANGES = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")}
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def clean_document(data: bytes, limits: Limits) -> tuple[bytes, str, list[Image.Image], list[str]]:
    """The rebuilt document, its text, its pictures, and what was removed."""
    return _Rebuilding(Package(data, limits), limits).result()


class _Rebuilding:
    def __init__(self, package: Package, limits: Limits):
        self.package, self.limits = package, limits
        self.parts: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.texts: list[str] = []
        self.pictures: list[Image.Image] = []
        self.removed: dict[str, None] = {}

    def result(self) -> tuple[bytes, str, list[Image.Image], list[str]]:
        """Follow the relationships from the document and keep what is on the list."""
        if any("/activeX" in name or "/embeddings/" in name for name in self.package.names):
            raise FileRefused("embedded")
        main = self._main()
        self._settings(main)
        self._keep(main, MAIN)
        self._write_relations("", [("rId1", "officeDocument", main)])
        return self._zipped(), "\n\n".join(filter(None, self.texts)), self.pictures, list(self.removed)

    def _main(self) -> str:
        for _, kind, target, outside in self.package.relations(""):
            if kind == "officeDocument" and not outside and target in self.package.names:
                main = target
            elif kind in GONE:
                self.removed[GONE[kind]] = None
        try:
            return main
        except UnboundLocalError:
            raise FileRefused("broken") from None

    def _settings(self, main: str) -> None:
        """Settings are left behind; a template that they would fetch from the web refuses the file."""
        for _, kind, target, _outside in self.package.relations(main):
            if kind == "settings":
                for _, inner, address, outside in self.package.relations(target):
                    if outside and inner == "attachedTemplate" and re.match(r"(?i)\s*(https?|ftp):", address):
                        raise FileRefused("outside-reference")

    def _keep(self, name: str, content_type: str) -> None:
        if name in self.parts:
            return
        self.parts[name] = b""  # begun; a part that refers to itself ends here
        self.types[name] = content_type
        kept = list(self._kept_relations(name))
        root = self.package.tree(name)
        self._clean(root)
        self.texts.append(_text(root))
        known = {rid for rid, _, _ in kept}
        for element in root.iter():
            for attribute in [key for key in element.attrib if key.startswith(R)]:
                if element.get(attribute) not in known:
                    del element.attrib[attribute]
        self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if kept:
            self._write_relations(name, kept)

    def _kept_relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        for rid, kind, target, outside in self.package.relations(name):
            if outside and kind in FETCHING:
                raise FileRefused("outside-reference")
            if kind in GONE:
                self.removed[GONE[kind]] = None
            if outside or kind not in KEPT or target not in self.package.names:
                continue
            if kind == "image":
                target = self._picture(target)
            else:
                self._keep(target, KEPT[kind])
            yield rid, kind, target

    def _picture(self, name: str) -> str:
        """A picture of the document under a new name, made anew from its points."""
        data = self.package.read(name)
        kind = "jpeg" if data.startswith(b"\xff\xd8") else "png"
        number = sum(part.startswith("word/media/") for part in self.parts) + 1
        fresh = f"word/media/picture{number}.{kind}"
        if data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            self.parts[fresh], points, removed = clean_picture(data, kind, self.limits)
            self.removed |= dict.fromkeys(removed)
            self.pictures.append(points)
        elif data.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*")):
            points = fresh_points(open_picture(data, ["GIF", "BMP", "TIFF"], self.limits))
            self.parts[fresh] = encode(points, "png")
            self.pictures.append(points)
        else:  # a drawing that is a list of commands: nothing here can look inside it
            self.parts[fresh] = encode(Image.new("RGBA", (1, 1)), "png")
            self.removed["drawings"] = None
        return fresh

    # -- inside a part -----------------------------------------------------------------------------

    def _clean(self, root: etree._Element) -> None:
        self._refuse(root)
        self._notice(root)
        for row in list(root.iter(f"{W}tr")):
            if row.find(f"{W}trPr/{W}del") is not None:
                row.getparent().remove(row)
        for mark in list(root.iter(f"{W}vanish", f"{W}specVanish")):
            self._hidden(mark)
        for element in list(root.iter()):
            name = _local(element)
            if name in DROPPED:
                _remove(element)
            elif name in UNWRAPPED and not element.tag.startswith(f"{W}sdtP"):
                _unwrap(element)
            else:
                self._clean_attributes(element, name)

    def _refuse(self, root: etree._Element) -> None:
        for element in root.iter():
            name = _local(element)
            if name in EMBEDDED:
                raise FileRefused("embedded")
            field = (
                element.text
                if name == "instrText"
                else element.get(f"{W}instr")
                if name == "fldSimple"
                else ""
            )
            if FETCHING_FIELD.match(field or ""):
                raise FileRefused("outside-reference")

    def _notice(self, root: etree._Element) -> None:
        signs = {
            "changes": any(element.tag in CHANGES for element in root.iter()),
            "fields": any(_local(element) in {"fldChar", "fldSimple"} for element in root.iter()),
            "bookmarks": any(_local(element) == "bookmarkStart" for element in root.iter()),
        }
        self.removed |= dict.fromkeys(name for name, sign in signs.items() if sign)

    def _hidden(self, mark: etree._Element) -> None:
        """Take out a run that is hidden; where a style hides, take out the hiding."""
        run = mark.getparent().getparent() if mark.getparent() is not None else None
        hides = mark.get(f"{W}val", "true") not in {"0", "false", "off"}
        _remove(mark)
        if hides:
            self.removed["hidden-text"] = None
            if run is not None and run.tag == f"{W}r":
                _remove(run)

    def _clean_attributes(self, element: etree._Element, name: str) -> None:
        for key in list(element.attrib):
            local = key.rpartition("}")[2]
            if local.startswith("rsid") or local in {"paraId", "textId", "author", "initials"}:
                del element.attrib[key]
        if name in {"docPr", "cNvPr"}:
            element.attrib.pop("title", None)
            element.set("name", f"Picture {element.get('id', '')}")
            if name == "cNvPr":
                element.attrib.pop("descr", None)
        if name in {"imagedata", "shape", "rect", "fill"}:
            for key in [
                key for key in element.attrib if key.rpartition("}")[2] in {"title", "alt", "href", "src"}
            ]:
                del element.attrib[key]

    # -- writing -----------------------------------------------------------------------------------

    def _write_relations(self, name: str, kept: list[tuple[str, str, str]]) -> None:
        folder, file = posixpath.split(name)
        root = etree.Element(
            f"{{{PACKAGE}/relationships}}Relationships", nsmap={None: f"{PACKAGE}/relationships"}
        )
        for rid, kind, target in kept:
            facts = {"Id": rid, "Type": f"{OFFICE}/{kind}", "Target": f"/{target}"}
            etree.SubElement(root, f"{{{PACKAGE}/relationships}}Relationship", facts)
        self.parts[posixpath.join(folder, "_rels", f"{file}.rels")] = _xml(root)

    def _zipped(self) -> bytes:
        space = f"{PACKAGE}/content-types"
        root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
        for extension, kind in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("jpeg", "image/jpeg"),
        ]:
            etree.SubElement(root, f"{{{space}}}Default", Extension=extension, ContentType=kind)
        for name, kind in sorted(self.types.items()):
            etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=kind)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in [("[Content_Types].xml", _xml(root)), *sorted(self.parts.items())]:
                member = zipfile.ZipInfo(name, FIXED_DATE)
                member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
                package.writestr(member, data)
        return out.getvalue()


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _text(root: etree._Element) -> str:
    """The words of a part, a paragraph a line, and what pictures are said to show."""
    lines = []
    for paragraph in root.iter(f"{W}p"):
        words = []
        for element in paragraph.iter():
            name = _local(element)
            if name == "t" and _paragraph_of(element) is paragraph:
                words.append(element.text or "")
            elif name in {"tab", "ptab"}:
                words.append("\t")
            elif name in {"br", "cr"}:
                words.append("\n")
            elif name in {"noBreakHyphen", "softHyphen"}:
                words.append("-")
            elif name == "docPr" and element.get("descr"):
                words.append(f" {element.get('descr')} ")
        lines.append("".join(words))
    return "\n".join(lines).strip()


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{W}p"), None)
