"""A shielded address in every corner of a file: after cleaning it is gone, or it is found and said.

The oracle is not the product's own scan: it unpacks what was sent and looks for the plain bytes.
"""
# ruff: noqa: E501 (one hiding place a line)

import contextlib
import io
import re
import subprocess
import sys
import zipfile
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from sharewell.minimising import FileRefused, Known, clean_file, holds_shielded

from . import files
from .files import SECRET

REFUGE = Known("address", f"{SECRET}, Penmarian", shielded=True)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def layers(data):
    """The bytes of a file and of everything packed in it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from layers(package.read(name))
    for match in re.finditer(rb"stream\r?\n", data):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[match.end() :])


def is_in(data):
    wanted = [
        SECRET.encode(),
        SECRET.encode("utf-16-le"),
        SECRET.encode("utf-16-be"),
        SECRET.encode().hex().encode(),
    ]
    return any(string in layer for layer in layers(data) for string in wanted)


def run(inner):
    return files.into_body(f"<w:p><w:r>{inner}</w:r></w:p>")


def part(name, content):
    return lambda members: members.update({name: content.encode()})


def inside(name, old, new):
    def edit(members):
        assert old in members[name].decode()
        members[name] = members[name].decode().replace(old, new, 1).encode()

    return edit


IN_A_DOCUMENT = {
    "shown": run(f"<w:t>{SECRET}</w:t>"),
    "deleted": files.into_body(f"<w:p><w:del w:author='x'><w:r><w:delText>{SECRET}</w:delText></w:r></w:del></w:p>"),
    "who deleted": files.into_body(f"<w:p><w:del w:author='{SECRET}'><w:r><w:delText>a</w:delText></w:r></w:del></w:p>"),
    "who inserted": files.into_body(f"<w:p><w:ins w:author='{SECRET}'><w:r><w:t>a</w:t></w:r></w:ins></w:p>"),
    "moved away": files.into_body(f"<w:p><w:moveFrom w:author='x'><w:r><w:t>{SECRET}</w:t></w:r></w:moveFrom></w:p>"),
    "a deleted row": files.into_body(
        f"<w:tbl><w:tr><w:trPr><w:del w:author='x'/></w:trPr><w:tc><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "hidden": run(f"<w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t>"),
    "white and tiny": run(f'<w:rPr><w:color w:val="FFFFFF"/><w:sz w:val="1"/></w:rPr><w:t>{SECRET}</w:t>'),
    "a bookmark": files.into_body(f'<w:p><w:bookmarkStart w:id="9" w:name="{SECRET}"/><w:bookmarkEnd w:id="9"/></w:p>'),
    "a field": run(f"<w:instrText>HYPERLINK {SECRET}</w:instrText>"),
    "a simple field": files.into_body(f'<w:p><w:fldSimple w:instr="QUOTE {SECRET}"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>'),
    "a content control": files.into_body(
        f'<w:sdt><w:sdtPr><w:alias w:val="{SECRET}"/><w:tag w:val="{SECRET}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    ),
    "a smart tag": files.into_body(
        f'<w:p><w:smartTag w:uri="x" w:element="y"><w:smartTagPr><w:attr w:name="a" w:val="{SECRET}"/></w:smartTagPr></w:smartTag></w:p>'
    ),
    "a revision's number": files.into_body(f'<w:p w:rsidR="{SECRET}"/>'),
    "a comment in the code": files.into_body(f"<!-- {SECRET} -->"),
    "an instruction in the code": files.into_body(f"<?x {SECRET}?>"),
    "the alternative text": inside("word/document.xml", "<wp:docPr ", f'<wp:docPr descr="{SECRET}" '),
    "the name of a picture": inside("word/document.xml", 'name="Picture 1"', f'name="{SECRET}"'),
    "the title of a picture": inside("word/document.xml", "<wp:docPr ", f'<wp:docPr title="{SECRET}" '),
    "custom data": part("customXml/item1.xml", f"<a>{SECRET}</a>"),
    "custom properties": part("docProps/custom.xml", f"<a>{SECRET}</a>"),
    "properties": part("docProps/app.xml", f"<a>{SECRET}</a>"),
    "settings": inside("word/settings.xml", "</w:settings>", f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars></w:settings>'),
    "a style": inside("word/styles.xml", "</w:styles>", f'<w:style w:styleId="z"><w:name w:val="{SECRET}"/></w:style></w:styles>'),
    "a part that nothing names": part("word/notes.xml", SECRET),
    "a part's name": part(f"word/{SECRET}.xml", "<a/>"),
    "a glossary": part("word/glossary/document.xml", f"<w:document {WORD}>{SECRET}</w:document>"),
    "the thumbnail": part("docProps/thumbnail.jpeg", SECRET),
}  # fmt: skip


@pytest.mark.parametrize("place", IN_A_DOCUMENT)
def test_in_a_word_document(place):
    data = files.docx(edit=IN_A_DOCUMENT[place])
    clean = clean_file(data)
    assert not is_in(clean.data) or holds_shielded(clean, [REFUGE])
    if place not in {"shown", "white and tiny", "the alternative text", "a style"}:
        assert not is_in(clean.data)


def on_page(content):
    def add(document, page):
        page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n" + content)

    return add


def annotation(**keys):
    def add(document, page):
        made = Dictionary(Type=Name.Annot, Rect=[100, 100, 300, 200], **keys)
        page.Annots = Array([document.make_indirect(made)])

    return add


def drawn(document, page):
    """A note typed onto the page: its words are shown, its author is not."""
    font = page.Resources.Font.F1
    look = Stream(document, f"BT /F1 10 Tf 5 20 Td ({SECRET}) Tj ET".encode())
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 100])
    look.Resources = Dictionary(Font=Dictionary(F1=font))
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=[100, 100, 300, 200], Contents=String(SECRET), T=String(SECRET),
        AP=Dictionary(N=document.make_indirect(look)), F=4,
    )  # fmt: skip
    page.Annots = Array([document.make_indirect(made)])


def hidden_on_a_form(document, page):
    form = Stream(document, f"% {SECRET}\n/Span <</Alt ({SECRET})>> BDC EMC".encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.PieceInfo, form.Metadata = Dictionary(A=String(SECRET)), Stream(document, SECRET.encode())
    page.Resources.XObject = Dictionary(F=form)
    page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n/F Do")


def jpeg2000(document, page):
    box = len(SECRET) + 8
    data = b"\0\0\0\x0cjP  \r\n\x87\n" + box.to_bytes(4, "big") + b"xml " + SECRET.encode()
    picture = Stream(document, data)
    picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.JPXDecode
    picture.Width = picture.Height = 8
    page.Resources.XObject = Dictionary(F=picture)


def root_entry(key, value):
    def add(document, page):
        document.Root[key] = value(document)

    return add


IN_A_PDF = {
    "shown": on_page(f"BT /F1 9 Tf 60 60 Td ({SECRET}) Tj ET".encode()),
    "invisible": on_page(f"BT 3 Tr /F1 9 Tf 60 60 Td ({SECRET}) Tj ET".encode()),
    "outside the page": on_page(f"BT /F1 9 Tf 60 -900 Td ({SECRET}) Tj ET".encode()),
    "in pieces": on_page(f"BT /F1 9 Tf 60 60 Td [({SECRET[:5]}) -20 ({SECRET[5:]})] TJ ET".encode()),
    "under a box": on_page(f"BT /F1 9 Tf 60 60 Td ({SECRET}) Tj ET 0 0 0 rg 50 50 300 30 re f".encode()),
    "a comment": on_page(f"% {SECRET}".encode()),
    "a mark": on_page(f"/Span <</ActualText ({SECRET})>> BDC EMC".encode()),
    "a sticky note": annotation(Subtype=Name.Text, Contents=String(SECRET), T=String(SECRET)),
    "a link": annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(SECRET))),
    "a note on the page": drawn,
    "a form in a page": hidden_on_a_form,
    "a picture's box": jpeg2000,
    "everywhere else": files.hide_everywhere,
    "the outline": root_entry("/Outlines", lambda d: d.make_indirect(Dictionary(Title=String(SECRET)))),
    "the page labels": root_entry("/PageLabels", lambda d: Dictionary(Nums=Array([0, Dictionary(P=String(SECRET))]))),
    "a named place": root_entry("/Names", lambda d: Dictionary(Dests=Dictionary(Names=Array([String(SECRET), Array([])])))),
    "the tags": root_entry("/StructTreeRoot", lambda d: d.make_indirect(Dictionary(K=Dictionary(Alt=String(SECRET))))),
    "an object that nothing names": lambda document, page: document.make_indirect(String(SECRET)),
    "a key of the page": lambda document, page: page.obj.__setitem__("/Note", String(SECRET)),
}  # fmt: skip


@pytest.mark.parametrize("place", IN_A_PDF)
def test_in_a_pdf(place):
    clean = clean_file(files.pdf(["Words"], extra=IN_A_PDF[place]))
    assert not is_in(clean.data) or holds_shielded(clean, [REFUGE])
    shown = {"shown", "invisible", "outside the page", "in pieces", "under a box", "a note on the page"}
    if place in shown:
        assert holds_shielded(clean, [REFUGE])
    else:
        assert not is_in(clean.data)


def test_a_pdf_after_the_end_of_another_file_or_with_bytes_behind_it():
    with pytest.raises(FileRefused):
        clean_file(b"GIF89a" + files.pdf([SECRET]))
    clean = clean_file(files.pdf(["Words"]) + b"\n" + files.zipped({"a": SECRET.encode()}))
    assert not is_in(clean.data)


def test_a_cleaned_pdf_has_one_revision():
    clean = clean_file(files.updated_pdf())
    assert clean.data.count(b"%%EOF") == 1
    with pikepdf.open(io.BytesIO(clean.data)) as document:
        assert "/Prev" not in document.trailer


@pytest.mark.skipif(sys.platform != "linux", reason="name spaces are Linux's")
def test_the_process_apart_has_no_network_and_cannot_fill_memory_or_disk():
    program = (
        "import os; from sharewell.minimising.apart import confine; from sharewell.minimising import LIMITS\n"
        "before = os.stat('/proc/self/ns/net').st_ino; confine(LIMITS)\n"
        "names = [line.split(':')[0].strip() for line in open('/proc/self/net/dev') if ':' in line]\n"
        "print(os.stat('/proc/self/ns/net').st_ino != before, names)\n"
        "try: bytearray(LIMITS.memory)\n"
        "except MemoryError: print('no memory')"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert "no memory" in printed
    if printed.startswith("False"):
        pytest.skip("this kernel gives no new network to a process that asks for one")
    assert printed.startswith("True ['lo']")
