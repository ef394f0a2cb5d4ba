"""Everything that is printed passes our check of its structure, and the check finds what is planted in it."""

import io

import pikepdf
import pytest

from sharewell.printing import documents, pdf

from .accessible import Read, problems
from .samples import SAMPLES
from .whole import whole

SHEETS = [(name, lang) for name in SAMPLES for lang in ("en", "cy")]


@pytest.fixture(scope="module")
def printed():
    return documents.pdf(whole("both"))


@pytest.mark.parametrize(("name", "lang"), SHEETS)
def test_every_sheet_passes(name, lang):
    template, data, files = SAMPLES[name]
    assert problems(pdf(template, data, lang, files)) == []


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_a_document_with_every_block_passes(lang):
    assert problems(documents.pdf(whole(lang))) == []


def test_each_language_is_read_in_its_own_voice(printed):
    said = {"en-GB": "", "cy-GB": ""}
    for lang, words in Read(printed).read_aloud():
        said[lang] += words
    said = {lang: " ".join(words.split()) for lang, words in said.items()}
    for english in (
        "Why we share",
        "Nobody waits for this paper",
        "First ask",
        "names and birthdays",
        "Page",
        "Director",
    ):
        assert english not in said["cy-GB"], english
    for welsh in (
        "Pam rydym yn rhannu",
        "Nid oes neb yn aros",
        "Gofyn yn gyntaf",
        "enwau a phen-blwyddi",
        "Cyfarwyddwr",
    ):
        assert welsh in said["cy-GB"], welsh
        assert welsh not in said["en-GB"], welsh
    assert "This paragraph was written in English alone." in said["en-GB"]


# Faults planted in a document that passes: what is done to it, and what must be said of it.


def elements(file, kind):
    """Every tag of a kind."""

    def walk(tag):
        if isinstance(tag, pikepdf.Array):
            for kid in tag:
                yield from walk(kid)
        elif isinstance(tag, pikepdf.Dictionary) and "/S" in tag:
            if str(tag.S) == f"/{kind}":
                yield tag
            if "/K" in tag:
                yield from walk(tag.K)

    return list(walk(file.Root.StructTreeRoot.K))


def call(kind, other, at=0):
    def change(file):
        elements(file, kind)[at].S = pikepdf.Name(f"/{other}")

    return change


def take(kind, key, at=0):
    def change(file):
        del elements(file, kind)[at][key]

    return change


def without(*path):
    def change(file):
        held = file.Root
        for key in path[:-1]:
            held = held[key]
        del held[path[-1]]

    return change


def untitled(file):
    with file.open_metadata() as metadata:
        del metadata["dc:title"]


def unclaimed(file):
    with file.open_metadata() as metadata:
        del metadata["pdfuaid:part"]


def doubtful(file):
    file.Root.MarkInfo.Suspects = True


def bare_content(file):
    page = file.pages[0]
    kept = [
        one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in ("BDC", "BMC", "EMC")
    ]
    page.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))


def unheard(file):
    document = file.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, pikepdf.Array) else document
    document.K = pikepdf.Array([kid for kid in document.K if kid.S != "/P"])


def backwards(file):
    document = file.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, pikepdf.Array) else document
    kids = list(document.K)
    paragraphs = [at for at, kid in enumerate(kids) if kid.S == "/P"]
    kids[paragraphs[0]], kids[paragraphs[1]] = kids[paragraphs[1]], kids[paragraphs[0]]
    document.K = pikepdf.Array(kids)


def last_page_first(file):
    document = file.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, pikepdf.Array) else document
    document.K = pikepdf.Array([document.K[0], document.K[1], *reversed(list(document.K)[2:])])


def twice(file):
    document = file.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, pikepdf.Array) else document
    document.K.append(elements(file, "P")[0])


def two_documents(file):
    tree = file.Root.StructTreeRoot
    first = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
    other = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/Document"), P=tree, K=pikepdf.Array()))
    tree.K = pikepdf.Array([first, other])


def in_french(file):
    elements(file, "P")[0].Lang = "fr-FR"


def in_no_language(file):
    file.Root.Lang = ""


def no_alternative(file):
    elements(file, "Figure")[0].Alt = " "


def empty_figure(file):
    elements(file, "Figure")[0].K = pikepdf.Array()


def no_item_body(file):
    item = elements(file, "LI")[0]
    item.K = pikepdf.Array([kid for kid in item.K if kid.S != "/LBody"])


def short_row(file):
    row = elements(file, "TR")[3]
    row.K = pikepdf.Array(list(row.K)[:-1])


def headless(file):
    for cell in elements(file, "TH"):
        cell.S = pikepdf.Name("/TD")


def scopeless(file):
    cell = elements(file, "TH")[0]
    for held in cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]:
        if "/Scope" in held:
            del held["/Scope"]


def dumb_font(file):
    del next(iter(file.pages[0].Resources.Font.values()))["/ToUnicode"]


def absent_font(file):
    font = next(iter(file.pages[0].Resources.Font.values())).DescendantFonts[0].FontDescriptor
    for key in [key for key in font.keys() if key.startswith("/FontFile")]:  # noqa: SIM118 (no mapping)
        del font[key]


def tabless(file):
    file.pages[0].Tabs = pikepdf.Name("/R")


def loose_link(file):
    link = pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Link"), Rect=[0, 0, 9, 9])
    file.pages[0].Annots = pikepdf.Array([file.make_indirect(link)])


def empty_heading(file):
    elements(file, "H2")[0].K = pikepdf.Array()


PLANTED = {
    "no mark that it is tagged": (without("/MarkInfo"), "does not say that it is tagged"),
    "doubtful tags": (doubtful, "tags are doubtful"),
    "no tags": (without("/StructTreeRoot"), "It has no tags"),
    "file name for a title": (without("/ViewerPreferences"), "file's name and not its title"),
    "no title": (untitled, "It has no title"),
    "no claim": (unclaimed, "does not say that it is PDF/UA-1"),
    "two documents": (two_documents, "should stand in one Document"),
    "content without tags": (bare_content, "neither tagged nor decoration"),
    "paragraphs that nobody hears": (unheard, "hangs under no tag"),
    "a paragraph read twice": (twice, "would be read 2 times"),
    "paragraphs swapped": (backwards, "stands above what is read before it"),
    "last page first": (last_page_first, "but is read after page"),
    "no such tag": (call("P", "Paragraph"), "knows the tag Paragraph"),
    "a second H1": (call("H2", "H1"), "There should be one H1"),
    "no H1": (call("H1", "P"), "There should be one H1"),
    "a level left out": (call("H3", "H4"), "A heading of level 4 follows one of level 2"),
    "an empty heading": (empty_heading, "says nothing"),
    "a picture without words": (take("Figure", "/Alt"), "no words that stand for it"),
    "a picture with blank words": (no_alternative, "no words that stand for it"),
    "a tag without its picture": (empty_figure, "holds no picture"),
    "a list of paragraphs": (call("LI", "P"), "P cannot stand under L"),
    "an item outside a list": (call("L", "Div"), "LI should not stand under Div"),
    "an item without a body": (no_item_body, "has no body"),
    "a table without headings": (headless, "no heading cells"),
    "a heading of nothing": (scopeless, "heads a column or a row"),
    "a heading cell without a name": (take("TH", "/ID"), "names a heading cell that is not there"),
    "a short row": (short_row, "not equally long"),
    "a row outside a table": (call("Table", "Div"), "should not stand under Div"),
    "a language that we do not print": (in_french, "'fr-FR'"),
    "no language": (in_no_language, "no language that we print"),
    "letters that cannot be told": (dumb_font, "has no ToUnicode"),
    "a typeface left out": (absent_font, "is not in the file"),
    "walked through by rows": (tabless, "walked through in the order"),
    "a link under no tag": (loose_link, "hangs under no tag"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_what_is_planted_is_found(printed, fault):
    plant, said = PLANTED[fault]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed)) as file:
        plant(file)
        file.save(out)
    found = problems(out.getvalue())
    assert any(said in one for one in found), found


def test_a_locked_file_is_found(printed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert any("locked" in one for one in problems(out.getvalue()))
