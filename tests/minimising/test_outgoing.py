"""The last look takes out, or holds back; never lets through what it cannot search."""

import pytest

from sharewell.minimising import Disclosing, Known, LastLook
from tests.minimising import files

HOME = Known("address", "14 Larch Close, Sandlebury FS4 2QN", "Chipo", shielded=True)
OPEN = Known("address", "3 Cooper's Row, Sandlebury FS4 1TT")


@pytest.fixture
def look():
    return LastLook([HOME, OPEN])


@pytest.mark.parametrize(
    "page",
    [
        "<p>He is at 14 Larch Close now</p>",
        "<p>14 <b>Larch</b> Close</p>",
        "<p>14&nbsp;Larch&#32;Close</p>",
        '<a href="/find?q=14%20Larch%20Close">look</a>',
        '<img alt="14 Larch Close">',
        "<img alt='14 Larch Close'>",
        "<textarea>14 Larch Close</textarea>",
        "<!-- 14 Larch Close -->",
        "<title>14LarchClose</title>",
        "<p>1 4 L a r c h C l o s e</p>",
        "<p>14 L\u00e4rch Clos\u00e9</p>",
        "<p>FS42QN</p>",
        "<p>14 Larche Close</p>",
    ],
)
def test_a_page_loses_the_address_and_keeps_its_tags(look, page):
    clean = look.page(page)
    assert "arch" not in clean and "2QN" not in clean
    assert clean.count("<") == page.count("<") and "[left out]" in clean
    assert look.masked


def test_what_is_not_shielded_stays(look):
    page = "<p>3 Cooper's Row, Sandlebury FS4 1TT. The larch is close to Sandlebury.</p>"
    assert look.page(page) == page
    assert not look.masked


def test_the_marker_is_as_wide_whatever_it_stands_for(look):
    assert len({look.text(f"a {written} b") for written in ("14 Larch Close", "FS4 2QN", "Larch Close")}) == 1


def test_lists_and_dictionaries_lose_it_too(look):
    assert look.anything({"a": ["14 Larch Close", 3, None, ("x",)]}) == {"a": ["[left out]", 3, None, ("x",)]}


@pytest.mark.parametrize(
    "data, kind, name",
    [
        (files.pdf(["14 Larch Close"]), "application/pdf", ""),
        (files.zipped({"a.txt": b"14 Larch Close"}), "application/zip", ""),
        (files.zipped({"14 Larch Close.txt": b"a"}), "application/zip", ""),
        (b"name,where\nA,14 Larch Close", "text/csv; charset=utf-8", ""),
        (b'{"where": "14 Larch Close"}', "application/json", ""),
        (b"Nothing", "text/plain", "14 Larch Close.txt"),
        (b"Nothing", "text/plain", "larch-close.txt"),
    ],
)
def test_a_file_that_holds_it_is_held_back(look, data, kind, name):
    with pytest.raises(Disclosing) as held:
        look.check(data, kind, name)
    assert "Larch" not in str(held.value)


@pytest.mark.parametrize("kind", ["", "application/octet-stream", "application/vnd.ms-excel", "image/heic"])
def test_a_file_of_a_kind_that_cannot_be_searched_is_held_back_though_nothing_is_in_it(look, kind):
    with pytest.raises(Disclosing):
        look.check(b"Nothing", kind)


def test_a_file_that_holds_nothing_goes(look):
    look.check(files.pdf(["Cooper's Row"]), "application/pdf", "package-K7QF.pdf")
