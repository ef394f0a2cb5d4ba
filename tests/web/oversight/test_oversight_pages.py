"""Who shares what with whom, and the record of processing: on pages and on paper, in both languages."""

import csv
import io
import re

import pytest
from django.urls import reverse

from tests.covered import agree
from tests.domain.oversight.test_flows import share
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town):
    return signed_in(town.at_school["data-protection-officer"])


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_before_anything_is_shared_the_pages_teach(officer):
    assert "There is nothing to show yet" in text_of(officer.get(reverse("oversight:flows")))
    assert "nothing was shared yet" in text_of(officer.get(reverse("oversight:record")))


def test_the_reference_of_an_agreement_leads_to_what_the_register_says_of_it(town, officer):
    agreement = agree(town, reference="SHA-2026-010")
    page = text_of(officer.get(reverse("oversight:flows")))
    assert f'href="{reverse("register:one", args=[agreement.pk])}">SHA-2026-010</a>' in page
    # where there are several, to those of the register that are between these bodies and for this purpose
    agree(town, reference="SHA-2026-011")
    page = text_of(officer.get(reverse("oversight:flows")))
    listed = re.search(r'href="([^"]*partner=[^"]*)">SHA-2026-010 and 1 more</a>', page)[1]
    found = text_of(officer.get(listed.replace("&amp;", "&")))
    assert "SHA-2026-010" in found and "SHA-2026-011" in found


@pytest.mark.parametrize("lang", ["", "/cy"])
def test_the_picture_says_what_it_is_and_the_table_says_the_same(town, officer, lang):
    share(town, town.front_door), share(town, town.front_door), share(town, town.gp)
    page = text_of(officer.get(f"{lang}/oversight/flows/"))
    drawings = re.findall(r'<svg class="sw-flows.*?</svg>', page, re.DOTALL)
    assert len(drawings) == 2  # for a wide screen, and for a narrow one
    for svg in drawings:
        assert 'role="img"' in svg and "<title" in svg and "<desc" in svg
        assert svg.count('sw-flow--uncovered"><rect') == 2
    table = page[page.index("<table") : page.index("</table>")]
    for name in ("Fallowshire children", "Mill Lane Surgery"):
        assert name in table and all(name in svg for svg in drawings)
    assert table.count("sw-table__stands-out") == 2


def test_a_teacher_sees_what_is_agreed_and_is_told_who_sees_more(town):
    share(town, town.front_door)
    page = text_of(signed_in(town.teacher).get(reverse("oversight:flows")))
    assert "Fallowshire children" not in page and "Your data protection officer" in page


def test_nothing_is_said_of_the_use_of_what_is_agreed_to_whoever_sees_no_shares(town, officer):
    agree(town, reference="SHA-2026-010")
    for reader, said in ((officer, True), (signed_in(town.teacher), False)):
        page = text_of(reader.get(reverse("oversight:flows")))
        assert "SHA-2026-010" in page and ("not used here" in page) is said
        assert ("Shared, and covered" in page) is said


def test_a_flow_without_an_agreement_leads_to_starting_one_with_that_body(town, officer):
    share(town, town.gp)
    page = text_of(officer.get(reverse("oversight:flows")))
    assert f"{reverse('agreements:start')}?with={town.surgery.pk}" in page


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_the_record_of_processing_prints_so_that_everybody_can_read_it(town, officer, lang):
    share(town, town.front_door)
    pdf = officer.get(reverse("oversight:record_paper", args=["pdf"]), {"in": lang})
    docx = officer.get(reverse("oversight:record_paper", args=["docx"]), {"in": lang})
    assert problems(pdf.content) == [] and problems_in_docx(docx.content) == []
    assert officer.get(reverse("oversight:record_paper", args=["exe"])).status_code == 404


def test_the_record_of_processing_as_a_spreadsheet(town, officer):
    share(town, town.front_door)
    answer = officer.get(reverse("oversight:record_spreadsheet"))
    [head, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(head) == len(row) == 12
    assert row[1] == "Fallowshire children's services" and row[-1] == "1"
    assert "Tendai" not in answer.content.decode()


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@x", "\tx", "'=1"])
def test_no_cell_is_a_formula(typed):
    from sharewell.domain.oversight.records import _harmless

    assert _harmless(typed) == "'" + typed
    assert _harmless("ordinary = words") == "ordinary = words"
