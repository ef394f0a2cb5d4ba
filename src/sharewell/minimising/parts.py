"""The parts of a Word document (a zip of XML), read within the limits."""

import io
import posixpath
import zipfile

from lxml import etree

from .limits import Limits
from .refusing import FileRefused

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = f"{TYPE}.document.main+xml"


class Package:
    """The parts of one .docx, read within the limits."""

    def __init__(self, data: bytes, limits: Limits):
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception:
            raise FileRefused("broken") from None
        self.left = limits.unpacked
        members = self.zip.infolist()
        if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
            raise FileRefused("too-much-inside")
        if any(member.flag_bits & 1 for member in members):
            raise FileRefused("encrypted")
        self.names = {member.filename.lstrip("/"): member for member in members}

    def read(self, name: str) -> bytes:
        """A part's bytes, never more than is left of the allowance (what a zip says of its sizes may lie)."""
        try:
            with self.zip.open(self.names[name]) as part:
                data = part.read(self.left + 1)
        except Exception:
            raise FileRefused("broken") from None
        self.left -= len(data)
        if self.left < 0:
            raise FileRefused("too-much-inside")
        return data

    def tree(self, name: str) -> etree._Element:
        """A part's XML; anything that names an entity or a document type is refused."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise FileRefused("broken") from None
        if root.getroottree().docinfo.doctype:
            raise FileRefused("outside-reference")
        return root

    def relations(self, name: str) -> list[tuple[str, str, str, bool]]:
        """(id, last word of the type, target's name in the package or address outside, whether outside)."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self.names:
            return []
        found = []
        for rel in self.tree(rels):
            target, outside = rel.get("Target", ""), rel.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((rel.get("Id", ""), rel.get("Type", "").rpartition("/")[2], target, outside))
        return found


def kind_of_package(data: bytes, limits: Limits) -> str:
    """What a zip file is: a document we take, or a reason to refuse."""
    package = Package(data, limits)
    names = package.names
    if "[Content_Types].xml" not in names:
        raise FileRefused("wrong-kind", what="archive")
    types = package.read("[Content_Types].xml")
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in types:
        raise FileRefused("macro")
    for folder, what in [("xl/", "spreadsheet"), ("ppt/", "slides")]:
        if any(name.startswith(folder) for name in names):
            raise FileRefused("wrong-kind", what=what)
    if MAIN.encode() not in types:
        raise FileRefused("wrong-kind", what="archive")
    return "docx"
