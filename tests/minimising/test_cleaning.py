"""Files come back with what they show and nothing else, or not at all and with a reason."""

import contextlib
import io
import random
import zipfile

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from sharewell.minimising import (
    LIMITS,
    FileRefused,
    Known,
    clean_file,
    clean_file_apart,
    holds_shielded,
    neutral_name,
    retype,
    scan_bytes,
    shielded_strings,
)

from . import files
from .files import POSTCODE, SECRET

REFUGE = Known("address", f"{SECRET}\nPenmarian\n{POSTCODE}", "Tomos's mother", shielded=True)
STRINGS = shielded_strings([REFUGE])


def refused(data, reason):
    with pytest.raises(FileRefused) as error:
        clean_file(data)
    assert error.value.reason == reason
    assert (
        error.value.text("en")
        and error.value.text("cy")
        and error.value.mend("en")
        and error.value.mend("cy")
    )
    return error.value


# -- pictures --------------------------------------------------------------------------------------


def test_a_photograph_loses_its_place_and_notes_and_stands_upright():
    data = files.jpeg()
    assert scan_bytes(data, STRINGS)
    clean = clean_file(data)
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.size == (200, 320)  # turned as the camera said
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert image.getpixel((190, 10))[0] > 180  # the red corner, upright
    assert not scan_bytes(clean.data, STRINGS)
    assert clean.removed == ("camera",)
    assert (clean.kind, clean.searchable, clean.unsearched, clean.text) == ("jpeg", False, (1,), None)
    assert clean.previews[0].startswith(b"\x89PNG")


def test_a_png_loses_its_notes_and_what_follows_its_end():
    assert scan_bytes(files.png(), STRINGS)
    clean = clean_file(files.png())
    assert not scan_bytes(clean.data, STRINGS)
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.info == {}
        assert image.getpixel((1, 1)) == (10, 80, 90, 120)


def test_a_picture_that_claims_too_many_points_is_refused_before_it_is_decoded():
    error = refused(files.png_of_claimed_size(60_000, 60_000), "too-many-pixels")
    assert "3600 million" in error.text("en")


# -- PDF -------------------------------------------------------------------------------------------


def test_a_pdf_keeps_what_its_pages_show_and_nothing_hidden():
    data = files.pdf(["Tomos said he was tired.", "The end."], extra=files.hide_everywhere)
    assert scan_bytes(data, STRINGS)
    clean = clean_file(data)
    assert scan_bytes(clean.data, STRINGS) == []
    assert "Tomos said he was tired." in clean.text
    assert "On a hidden layer" in clean.text  # shown now, so that it can be seen and searched
    assert set(clean.removed) >= {"properties", "attachments", "notes", "links", "thumbnails", "layers"}
    with pikepdf.open(io.BytesIO(clean.data)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in document.trailer
        assert "/Annots" not in document.pages[0]


def test_an_earlier_revision_is_gone():
    data = files.updated_pdf()
    assert scan_bytes(data, STRINGS)
    clean = clean_file(data)
    assert clean.text.strip() == "Nothing to see"
    assert "earlier-versions" in clean.removed
    assert scan_bytes(clean.data, STRINGS) == []


def test_the_same_pdf_is_cleaned_to_the_same_bytes():
    data = files.pdf(["Tomos said he was tired."], extra=files.hide_everywhere)
    assert clean_file(data).data == clean_file(data).data


def test_the_answers_of_a_form_stay_as_text_on_the_page():
    def form(document, page):
        field = document.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("q1"), V=String("A bruise"),
                       Rect=[60, 500, 300, 520], DA=String("/F1 12 Tf 0 g"), F=4)
        )  # fmt: skip
        page.Annots = Array([field])
        fonts = Dictionary(Font=page.Resources.Font)
        document.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True, DR=fonts)

    clean = clean_file(files.pdf(["Question"], extra=form))
    assert "A bruise" in clean.text
    assert "form-fields" in clean.removed


def test_a_page_with_a_picture_is_said_to_be_unsearched_and_shown():
    clean = clean_file(files.pdf(["Words"], extra=files.hide_everywhere))
    assert clean.unsearched == (1,)
    assert not clean.searchable
    with Image.open(io.BytesIO(clean.previews[0])) as image:
        assert max(image.size) == LIMITS.preview


def test_a_page_of_words_alone_is_searchable():
    clean = clean_file(files.pdf(["Words"], pages=3))
    assert clean.searchable
    assert len(clean.pages) == len(clean.previews) == 3


def test_an_empty_page_or_scan_is_not_said_to_be_searched():
    assert clean_file(files.pdf([])).unsearched == (1,)


@pytest.mark.parametrize(
    "action",
    [
        {"S": Name.JavaScript, "JS": String("app.alert(1)")},
        {"S": Name.Launch, "F": String("cmd.exe")},
    ],
)
def test_a_pdf_that_would_run_something_is_refused(action):
    def add(document, page):
        document.Root.OpenAction = Dictionary(**action)

    refused(files.pdf(["Words"], extra=add), "script")


def test_a_script_on_a_page_or_in_a_name_tree_is_refused():
    def on_page(document, page):
        page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))

    def in_names(document, page):
        script = document.make_indirect(Dictionary(S=Name.JavaScript, JS=document.make_stream(b"1")))
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))

    refused(files.pdf(["Words"], extra=on_page), "script")
    refused(files.pdf(["Words"], extra=in_names), "script")


def test_a_pdf_locked_with_a_password_is_refused_with_what_to_do():
    error = refused(files.pdf(["x"], encrypt=pikepdf.Encryption(user="open", owner="own")), "encrypted")
    assert "Remove the password" in error.mend("en")


def test_a_pdf_that_opens_but_forbids_copying_is_taken():
    clean = clean_file(files.pdf(["x"], encrypt=pikepdf.Encryption(user="", owner="own")))
    assert "restrictions" in clean.removed


def test_a_pdf_with_too_many_pages_says_how_many():
    assert "101 pages" in refused(files.pdf(["x"], pages=101), "too-many-pages").text("en")


def test_a_pdf_that_unpacks_to_too_much_is_refused():
    def bomb(document, page):
        page.Contents = document.make_stream(b"q " * 150_000_000)

    refused(files.pdf([], extra=bomb), "too-much-inside")


# -- Word ------------------------------------------------------------------------------------------


def test_a_word_document_keeps_its_words_and_pictures_and_nothing_hidden():
    data = files.docx()
    assert scan_bytes(data, STRINGS)
    clean = clean_file(data)
    assert scan_bytes(clean.data, STRINGS) == []
    assert "Tomos said he was tired" in clean.text
    assert "Northbrook School" in clean.text
    assert set(clean.removed) >= {"properties", "comments", "camera"}
    assert clean.unsearched == (1,)
    assert len(clean.previews) == 1
    with zipfile.ZipFile(io.BytesIO(clean.data)) as package:
        names = set(package.namelist())
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any("comment" in name or "docProps" in name or "custom" in name for name in names)


def test_a_cleaned_word_document_still_opens():
    from docx import Document

    document = Document(io.BytesIO(clean_file(files.docx()).data))
    assert [paragraph.text for paragraph in document.paragraphs][:2] == ["Report", "Tomos said he was tired"]
    assert [run.text for run in document.paragraphs[1].runs if run.bold] == ["tired"]
    assert document.sections[0].header.paragraphs[0].text == "Northbrook School"
    assert len(document.inline_shapes) == 1


def test_the_same_document_is_cleaned_to_the_same_bytes():
    data = files.docx()
    assert clean_file(data).data == clean_file(data).data


def test_tracked_changes_are_settled_insertions_stay_and_deletions_go():
    changes = (
        '<w:p><w:r><w:t xml:space="preserve">He is </w:t></w:r>'
        '<w:del w:id="1" w:author="Jane" w:date="2026-01-01T00:00:00Z">'
        f"<w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
        '<w:ins w:id="2" w:author="Jane"><w:r><w:t>safe now</w:t></w:r></w:ins></w:p>'
    )
    clean = clean_file(files.docx(edit=files.into_body(changes)))
    assert "He is safe now" in clean.text
    assert "changes" in clean.removed
    assert not scan_bytes(clean.data, [*STRINGS, "Jane"])


def test_hidden_text_is_taken_out_and_said():
    hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r><w:r><w:t>Seen</w:t></w:r></w:p>"
    clean = clean_file(files.docx(edit=files.into_body(hidden)))
    assert "hidden-text" in clean.removed
    assert "Seen" in clean.text
    assert not scan_bytes(clean.data, STRINGS)


def test_custom_data_and_alternative_words_and_fields_are_gone_but_their_result_stays():
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR Jane</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Result</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    def edit(members):
        files.into_body(field)(members)
        members["customXml/item1.xml"] = f"<a>{SECRET}</a>".encode()
        members["docProps/custom.xml"] = f"<a>{SECRET}</a>".encode()

    clean = clean_file(files.docx(edit=edit))
    assert "Result" in clean.text
    assert not scan_bytes(clean.data, [*STRINGS, "AUTHOR Jane"])


def test_words_split_over_runs_are_searched_together():
    split = "<w:p><w:r><w:t>14b Llew</w:t></w:r><w:r><w:t>elyn Street</w:t></w:r></w:p>"
    clean = clean_file(files.docx(edit=files.into_body(split)))
    assert holds_shielded(clean, [REFUGE])


def _relation(kind, target):
    def edit(members):
        name = "word/_rels/document.xml.rels"
        rel = (
            f'<Relationship Id="rId99" TargetMode="External" Target="{target}" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        )
        members[name] = members[name].replace(b"</Relationships>", rel.encode() + b"</Relationships>")

    return edit


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "attachedTemplate"])
def test_a_document_that_fetches_from_elsewhere_is_refused(kind):
    refused(files.docx(edit=_relation(kind, "https://example.org/track.png")), "outside-reference")


def test_a_link_goes_and_its_words_stay():
    link = '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>click</w:t></w:r></w:hyperlink></w:p>'

    def edit(members):
        _relation("hyperlink", "https://example.org/secret")(members)
        files.into_body(link)(members)

    clean = clean_file(files.docx(edit=edit))
    assert "click" in clean.text
    assert "links" in clean.removed
    assert not scan_bytes(clean.data, ["example.org/secret"])


def test_entities_and_document_types_are_refused():
    def edit(members):
        members["word/document.xml"] = (
            b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + members["word/document.xml"].partition(b"?>")[2]
        )

    refused(files.docx(edit=edit), "outside-reference")


def test_a_field_that_fetches_is_refused():
    xml = "<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r></w:p>"
    refused(files.docx(edit=files.into_body(xml)), "outside-reference")


def test_macros_and_embedded_objects_are_refused():
    refused(files.docx(edit=lambda members: members.update({"word/vbaProject.bin": b"x"})), "macro")
    refused(files.docx(edit=lambda members: members.update({"word/embeddings/a.bin": b"x"})), "embedded")

    def macro_type(members):
        name = "[Content_Types].xml"
        members[name] = members[name].replace(b"openxmlformats-officedocument.wordprocessingml.document.main",
                                              b"ms-word.document.macroEnabled.main")  # fmt: skip

    refused(files.docx(edit=macro_type), "macro")


def test_a_zip_bomb_is_refused():
    refused(files.bomb(), "too-much-inside")


# -- text and other kinds --------------------------------------------------------------------------


def test_plain_text_becomes_clean_utf_8():
    for coding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        clean = clean_file("Siân\r\nsaid\u00a0so".encode(coding))
        assert clean.data.decode() == "Siân\nsaid\u00a0so"
        assert clean.searchable
    hidden = clean_file("She is \u202ehere\u202c, Si\u200bân".encode())
    assert hidden.text == "She is here, Siân"
    assert hidden.removed == ("invisible-characters",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b"<!DOCTYPE html><html><script>1</script></html>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old or different Office"),
        (files.zipped({"a.txt": b"hello"}), "archive"),
        (files.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "spreadsheet"),
        (b"{\\rtf1 hello}", "Rich Text"),
        (b"GIF89a" + b"x" * 50, "picture of another kind"),
        (b"MZ\x90\0" + b"\0" * 100, "program"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "program"),
        (b"GIF89a junk %PDF-1.7", "picture"),
        (b"junk before\n%PDF-1.7", "two kinds at once"),
        (b"PK\x03\x04 %PDF-1.7", "two kinds at once"),
        (b"ID3\x03" + b"\0" * 40, "sound or film"),
        (bytes(range(1, 256)) * 10, "none of those"),
    ],
)
def test_other_kinds_are_refused_as_what_they_are_whatever_their_name(data, words):
    assert words in refused(data, "wrong-kind").text("en")


def test_an_empty_file_and_a_big_one_are_refused():
    refused(b"", "empty")
    refused(b" \n\n", "empty")
    assert "21.0 MB" in refused(b"x" * 21_000_000, "too-big").text("en")


def test_names_say_nothing_in_either_language():
    assert clean_file(files.jpeg()).name == "attachment-1.jpg"
    assert neutral_name("pdf", 3, "cy") == "atodiad-3.pdf"


MAKERS = {"jpeg": files.jpeg(), "png": files.png(), "docx": files.docx(), "text": "Siân said".encode(),
          "pdf": files.pdf(["Words"], extra=files.hide_everywhere),
          "updated": files.updated_pdf()}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_damaged_files_are_cleaned_or_refused_and_never_anything_else(kind):
    chance, whole = random.Random(kind), MAKERS[kind]
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            at = chance.randrange(len(data))
            if chance.random() < 0.3:
                del data[at : at + chance.randrange(1, 200)]
            else:
                data[at] = chance.randrange(256)
            if not data:
                break
        with contextlib.suppress(FileRefused):
            clean_file(bytes(data))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]),
    st.binary(max_size=400),
)
def test_arbitrary_bytes_are_cleaned_or_refused(start, rest):
    with contextlib.suppress(FileRefused):
        clean_file(start + rest)


# -- apart -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["jpeg", "png", "docx", "pdf", "text"])
def test_cleaning_apart_gives_the_same_file(kind):
    assert clean_file_apart(MAKERS[kind], "Siân's photo.jpg") == clean_file(MAKERS[kind])


def test_a_refusal_comes_back_from_apart_with_its_facts():
    with pytest.raises(FileRefused) as error:
        clean_file_apart(files.pdf(["x"], pages=101))
    assert error.value.facts == {"pages": 101, "limit": 100}


def test_a_file_that_takes_too_long_or_too_much_memory_is_refused():
    from dataclasses import replace

    with pytest.raises(FileRefused):
        clean_file_apart(files.pdf(["x"], pages=50), limits=replace(LIMITS, seconds=0))
    with pytest.raises(FileRefused):
        clean_file_apart(MAKERS["pdf"], limits=replace(LIMITS, memory=50_000_000))


# -- shielded places -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "She lives at 14b Llewelyn Street.",
        "Write to LL99 1ZZ",
        "14B LLEWELYN ST",
        "LL991ZZ",
        "14b  Llewelyn   Str.",
    ],
)
def test_a_file_that_holds_a_shielded_address_is_found_out(line):
    for data in [
        files.pdf(["Hello", line]),
        line.encode(),
        files.docx(edit=files.into_body(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")),
    ]:
        assert holds_shielded(clean_file(data), [REFUGE])


def test_a_file_that_holds_no_shielded_address_is_not_accused():
    for data in MAKERS.values():
        assert holds_shielded(clean_file(data), [REFUGE]) == []


def test_the_passages_that_may_be_kept_come_back_without_the_address():
    clean = clean_file(
        files.pdf(["Tomos is tired.", f"They live at {SECRET}, {POSTCODE}.", "He likes football."])
    )
    text = "\n".join(passage.text for passage in retype(clean, [REFUGE]))
    assert "Tomos is tired." in text
    assert "They live at [left out]." in text
    assert "He likes football." in text
    assert not scan_bytes(text.encode(), STRINGS)


@pytest.mark.parametrize(
    "hide",
    [
        lambda s: s.encode(),
        lambda s: s.encode("utf-16"),
        lambda s: s.encode("utf-16-be"),
        lambda s: __import__("base64").b64encode(s.encode()),
        lambda s: s.encode().hex().encode(),
        lambda s: "".join(f"&#{ord(c)};" for c in s).encode(),
        lambda s: __import__("urllib.parse").parse.quote(s).encode(),
        lambda s: files.zipped({"a/b.txt": s.encode()}),
        lambda s: files.zipped({f"{s}.txt": b""}),
        lambda s: files.zipped({"in.zip": files.zipped({"x": s.upper().encode()})}),
        lambda s: files.pdf([s]),
        lambda s: files.png(secret=s),
        lambda s: files.jpeg(secret=s),
        lambda s: b"14B llewelyn-street",
    ],
)
def test_the_scan_sees_through_codings_and_wrappings(hide):
    assert scan_bytes(hide(SECRET), STRINGS)
