"""A document on a page: its blocks, its languages and its changes, said as well as drawn."""

import re

import pytest
from django.template import engines
from django.utils import translation

from sharewell.printing import documents as d
from sharewell.web.layout.documents import file_name
from tests.printing.whole import whole

PAGE = """{% from "layout/document.html" import document, save_as with context %}
{{ document(laid, contents=contents) }}{{ save_as("/a/pdf", "/a/docx") }}"""


def drawn(document, contents=False):
    template = engines.all()[0].env.from_string(PAGE)
    return template.render(laid=d.laid_out(document), contents=contents)


def without_tags(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_each_language_is_marked():
    page = drawn(whole("both"))
    assert '<div class="sw-document" lang="cy">' in page
    assert '<span lang="cy">Pam rydym yn rhannu</span><br><span lang="en">Why we share</span>' in page
    assert '<p class="govuk-body sw-typed" lang="en">To keep children safe' in page
    assert 'lang="cy">(yn Saesneg yn unig)</span>' in page


def test_changes_are_said_in_words_as_well():
    page = drawn(whole("en"))
    assert "<ins>" in page and "<del>" in page
    assert "[removed: each month" in without_tags(page) and "[added: every week" in without_tags(page)
    assert "[ychwanegwyd: " in without_tags(drawn(whole("cy")))


def test_tables_have_heading_cells_and_pictures_their_words():
    page = drawn(whole("en"))
    assert page.count('<th scope="col"') == 5
    assert 'alt="A line from the council to the school"' in page
    assert page.count('src="data:image/') == 2


def test_what_waits_for_a_signature_says_so():
    assert without_tags(drawn(whole("both"))).count("Heb ei lofnodi eto / Not signed yet") == 1


def test_typed_text_is_never_markup():
    page = drawn(d.Document("T", blocks=[d.Para("<script>x</script>"), d.Bullets(['"><img src=x>'])]))
    assert "<script>" not in page and "<img" not in page


def test_a_long_document_has_links_to_its_parts_and_a_short_one_none():
    long = d.Document("T", blocks=[d.Heading(f"Part {n}") for n in range(6)])
    page = drawn(long, contents=True)
    places = re.findall(r'href="#([^"]+)"', page)
    assert len(places) == 6
    assert all(f'id="{place}"' in page for place in places)
    assert "#part" not in drawn(d.Document("T", blocks=[d.Heading("One")]), contents=True)


@pytest.mark.parametrize(("lang", "said"), [("en", "in both languages"), ("cy", "yn y ddwy iaith")])
def test_it_is_offered_as_both_files_in_each_language(lang, said):
    with translation.override(lang):
        page = drawn(d.Document("T"))
    assert said in page
    for form in ("pdf", "docx"):
        assert [f'href="/a/{form}?in={each}"' in page for each in ("en", "cy", "both")] == [True] * 3


def test_a_file_is_named_by_plain_letters_and_its_language():
    assert file_name("Cytundeb rhannu: Tŷ / Ŵyl", "cy") == "cytundeb-rhannu-ty-wyl-cy"
    assert file_name("../..", "both") == "both"
