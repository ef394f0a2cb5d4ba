"""Files made to harm whoever opens them: none runs, reaches out, or costs more than it may. Each is refused,
or comes back as something new in which nothing of what was hostile is left.
"""

import gzip
import io
import resource
import socket
import struct
import subprocess
import sys
import time
import zipfile
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from sharewell.config import health
from sharewell.minimising import clean_file_apart, confining
from sharewell.minimising.limits import LIMITS
from sharewell.minimising.refusing import FileRefused
from tests.minimising import files

MEGA = 1 << 20
MOST_MEMORY = 512 * 1_000_000  # bytes of address space, so the kernel lets it have no more
MOST_SECONDS = 30
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MARK = b"HOSTILE-MARK"
NAME = MARK.decode()
AWAY = f"http://127.0.0.1:9/{NAME}"
SCRIPT = b"<script>fetch('http://127.0.0.1:9/')//" + MARK + b"</script>"


def png(size=(4, 4)):
    out = io.BytesIO()
    Image.new("RGB", size).save(out, "PNG")
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width, height, extra=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + extra
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def docx(**parts):
    """A Word document in which the parts named are replaced or added."""
    return files.docx(edit=lambda members: members.update(parts))


def zipped(members, packed=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def pdf_with(change, pages=1):
    document = Pdf.new()
    for _ in range(pages):
        document.add_blank_page()
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def acting(**action):
    """A PDF that does something when it is opened."""

    def change(document):
        document.Root.OpenAction = Dictionary(Type=Name.Action, **action)

    return pdf_with(change)


def deep(document):
    inner = Array([])
    for _ in range(400):
        inner = Array([inner])
    document.Root.Deep = inner


def filled(size):
    def change(document):
        document.pages[0].Contents = Stream(document, zlib.compress(b" " * size), Filter=Name.FlateDecode)

    return change


def twice_packed(document):
    bomb = zlib.compress(zlib.compress(b" " * (250 * MEGA), 9), 9)
    document.pages[0].Contents = Stream(document, bomb, Filter=Array([Name.FlateDecode, Name.FlateDecode]))


def huge_picture(document):
    image = Stream(document, zlib.compress(b"\0" * 100), Filter=Name.FlateDecode)
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 90_000, "/Height": 90_000,
                  "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8})  # fmt: skip
    page = document.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(I=image))
    page.Contents = document.make_stream(b"q 500 0 0 500 0 0 cm /I Do Q")


def form_in_itself(document):
    form = document.make_stream(b"/F Do /F Do")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])})
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    page = document.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(F=form))
    page.Contents = document.make_stream(b"/F Do")


def attached(document):
    document.attachments["x.exe"] = b"MZ" + MARK


def many_patterns(document):
    page = document.pages[0]
    page.Contents = document.make_stream(b"0 0 m 9 9 l S " * 300_000)


def page_tree_loop():
    return pdf_with(lambda _: None).replace(b"/Type /Pages", b"/Type /Pages /Kids [1 0 R]", 1)


def many_pages(count):
    kids = b" ".join(b"3 0 R" for _ in range(count))
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"]  # fmt: skip
    return plain_pdf(body)


def plain_pdf(objects):
    out, at = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % each for each in at)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return out + b"startxref\n%d\n%%%%EOF" % out.index(b"xref\n0")


def symlink():
    out = io.BytesIO(files.docx())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/media/link.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><w:document xmlns:w='x'>&m;</w:document>"
)
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
)
XXE_OUT = XXE.replace(b"file:///etc/passwd", b"http://127.0.0.1:%d/x")

HOSTILE = {
    "a trial virus": lambda: EICAR,
    "a trial virus in a zip": lambda: zipped([("x.com", EICAR)]),
    "a trial virus in a document": lambda: docx(**{"word/media/x.com": EICAR}),
    "a trial virus inside a pdf": lambda: pdf_with(attached),
    "a program": lambda: b"MZ" + b"\0" * 60 + MARK,
    "a program for Linux": lambda: b"\x7fELF" + b"\0" * 60 + MARK,
    "a shell script": lambda: b"#!/bin/sh\ncurl http://127.0.0.1:9/ # " + MARK,
    "a drawing with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
    "a drawing behind a long comment": lambda: b"<!--" + b" " * 2000 + b"--><svg>" + SCRIPT + b"</svg>",
    "a web page": lambda: b"<!doctype html>" + SCRIPT,
    "a web page after spaces": lambda: b"\r\n\t   <HTML>" + SCRIPT,
    "a web page in UTF-16": lambda: ("<html>" + SCRIPT.decode()).encode("utf-16"),
    "a pdf that is a zip": lambda: files.pdf(["x"]) + zipped([("evil.js", MARK)]),
    "a zip that is a pdf": lambda: zipped([("a", b"%PDF-1.4 " + MARK)], zipfile.ZIP_STORED),
    "a picture that is a web page": lambda: png() + SCRIPT,
    "a photograph that is a web page": lambda: files.jpeg(secret=SCRIPT.decode()),
    "a photograph that is a program": lambda: files.jpeg(secret="x") + b"MZ" + MARK,
    "a picture that is a zip": lambda: png() + zipped([("evil.js", MARK)]),
    "a gif that is a script": lambda: b"GIF89a=1;" + SCRIPT,
    "a picture of ten thousand million points": lambda: png_claiming(100_000, 100_000),
    "a picture with a bomb in its notes": lambda: png_claiming(
        4, 4, chunk(b"zTXt", b"c\0\0" + zlib.compress(b"\0" * (250 * MEGA), 9))
    ),
    "a picture with a bomb for a profile": lambda: png_claiming(
        4, 4, chunk(b"iCCP", b"c\0\0" + zlib.compress(b"\0" * (250 * MEGA), 9))
    ),
    "a photograph that claims more than it has": lambda: files.jpeg()[:-200].replace(
        b"\0\xc8\1\x40", b"\xff" * 4
    ),
    "a zip bomb": lambda: zipped([(f"{n}", b"\0" * (20 * MEGA)) for n in range(30)]),
    "a document with a bomb": lambda: docx(**{"word/media/image1.png": b"\0" * (250 * MEGA)}),
    "a document of a million laughs": lambda: docx(**{"word/document.xml": BOMB}),
    "a document that reads a file": lambda: docx(**{"word/document.xml": XXE}),
    "a document that asks elsewhere": lambda: docx(**{"word/document.xml": XXE_OUT % 9}),
    "a document with a macro": lambda: docx(**{"word/vbaProject.bin": MARK}),
    "a document with an object in it": lambda: docx(**{"word/embeddings/oleObject1.bin": MARK}),
    "a document with names that climb": lambda: docx(**{"../../etc/cron.d/x": MARK}),
    "a document with a full path": lambda: docx(**{"/etc/passwd": MARK}),
    "a document with a link for a member": symlink,
    "a document with very many members": lambda: docx(**{f"word/media/{n}.png": b"" for n in range(3000)}),
    "an old document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + MARK * 100,
    "a document for another program": lambda: b"{\\rtf1{\\object\\objemb " + MARK + b"}}",
    "a packed file": lambda: gzip.compress(MARK * 100),
    "a pdf that runs a script": lambda: acting(S=Name.JavaScript, JS=String(f"app.alert(1)//{NAME}")),
    "a pdf that starts a program": lambda: acting(S=Name.Launch, F=String(f"/bin/sh {NAME}")),
    "a pdf that opens an address": lambda: acting(S=Name.URI, URI=String(AWAY)),
    "a pdf that sends its form": lambda: acting(S=Name.SubmitForm, F=String(AWAY)),
    "a pdf that leads to another file": lambda: acting(S=Name.GoToR, F=String(f"//127.0.0.1/{NAME}")),
    "a pdf with a form for scripts": lambda: pdf_with(
        lambda d: d.Root.__setattr__("AcroForm", Dictionary(XFA=String(NAME)))
    ),
    "a pdf with a file in it": lambda: pdf_with(attached),
    "a pdf of a hundred thousand pages": lambda: many_pages(100_000),
    "a pdf that unpacks to much": lambda: pdf_with(filled(250 * MEGA)),
    "a pdf that is packed twice": lambda: pdf_with(twice_packed),
    "a pdf with a picture too large": lambda: pdf_with(huge_picture),
    "a pdf that draws itself": lambda: pdf_with(form_in_itself),
    "a pdf with lists in lists": lambda: pdf_with(deep),
    "a pdf whose pages go round": page_tree_loop,
    "a pdf of a million strokes": lambda: pdf_with(many_patterns),
    "a pdf with no end": lambda: files.pdf(["x"])[:-300] + b"1 0 obj << /Length 99999999999 >> stream\n",
    "a pdf with its numbers turned": lambda: files.pdf(["x"]).replace(b"0000000", b"9999999"),
    "a text of one endless line": lambda: b"a" * (19 * MEGA),
    "a text of noughts": lambda: b"a" + b"\0" * MEGA,
    "a text that steers a terminal": lambda: b"\x1b]0;" + MARK + b"\x07\x1b[2Jhello",
    "a text that turns the letters round": lambda: "invoice\u202egpj.exe".encode(),
    "a table with formulas": lambda: b"=cmd|'/c calc'!A1,+1,-1,@SUM(1)",
    "a sound": lambda: b"ID3" + MARK * 10,
    "a film": lambda: b"\0\0\0\x18ftypmp42" + MARK * 10,
    "nothing": lambda: b"",
    "nothing but spaces": lambda: b" " * 1000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_or_made_anew_without_what_was_hostile_and_within_what_it_may_cost(make):
    data, before, began = make(), resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        clean = clean_file_apart(data)
    except FileRefused:
        clean = None
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime < MOST_SECONDS + 1
    assert time.monotonic() - began < 2 * MOST_SECONDS + 5
    if clean and clean.kind != "text":
        for blob in (clean.data, *clean.previews):
            assert MARK not in unpacked(blob) and b"EICAR" not in unpacked(blob)
    if clean and clean.kind == "text":
        assert b"\x1b" not in clean.data and b"\0" not in clean.data and "\u202e".encode() not in clean.data


def unpacked(blob):
    """The bytes, and all that can be unpacked from them, one after another."""
    if blob.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(blob)) as document:
            inner = [each for each in document.objects if isinstance(each, Stream)]
            return blob + b"".join(
                each.read_bytes() for each in inner if "/Image" not in str(each.get("/Subtype"))
            )
    if blob.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            return blob + b"".join(archive.read(name) for name in archive.namelist())
    return blob


def test_the_limits_are_what_is_promised():
    assert LIMITS.memory <= MOST_MEMORY and LIMITS.seconds <= MOST_SECONDS


CONFINED = """
import os, socket, sys
from sharewell.minimising.confining import confine
from sharewell.minimising.limits import LIMITS
confine(LIMITS)
said = []
for what in (
    lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=3),
    lambda: socket.socket(socket.AF_UNIX).connect("/run/x"),
    lambda: os.execv("/bin/sh", ["sh", "-c", "echo ran"]),
    lambda: bytearray(600_000_000),
    lambda: [open("/dev/null") for _ in range(100)],
):
    try:
        what()
        said.append("did")
    except (OSError, MemoryError) as error:
        said.append(type(error).__name__)
print(*said)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_the_process_that_looks_at_a_file_reaches_nobody_starts_nothing_and_stays_small():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = subprocess.run(
            [sys.executable, "-c", CONFINED, str(server.getsockname()[1])], capture_output=True, text=True
        )
        assert done.stdout.split() == ["PermissionError"] * 3 + ["MemoryError", "OSError"], done.stderr
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
@pytest.mark.parametrize("wall", ["network", "calls"])
def test_each_wall_alone_keeps_the_network_out_where_it_stands(wall):
    if wall not in confining.walls():
        pytest.skip(f"this kernel has no wall of {wall}, and doctor says so")
    close = {"network": "close_network", "calls": "refuse_calls"}[wall]
    code = (
        f"import socket, sys; from sharewell.minimising.confining import {close}; assert {close}()\n"
        "socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=3)"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = subprocess.run([sys.executable, "-c", code, str(server.getsockname()[1])], capture_output=True)
    assert done.returncode != 0 and b"Error" in done.stderr


@pytest.mark.parametrize(("stands", "says"), [({"network", "calls"}, 0), ({"calls"}, 1), (set(), 1)])
def test_doctor_says_where_the_network_cannot_be_shut_out(monkeypatch, stands, says):
    monkeypatch.setattr(health, "walls", lambda: stands)
    found = list(health._files())
    assert len(found) == says
    assert ("Nor can the kernel" in str(found)) is (says == 1 and not stands)


def test_a_file_that_comes_in_is_never_laid_on_a_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    clean_file_apart(files.pdf(["words"]))
    assert not list(tmp_path.iterdir())
