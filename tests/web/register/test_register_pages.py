"""The register's pages: finding, reading, bringing in, taking out, showing in public; in both languages."""

import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sharewell.domain.agreements import actions
from sharewell.domain.agreements.models import Agreement, Paper
from tests.domain.agreements import papers
from tests.domain.agreements.partners import draft
from tests.domain.agreements.test_reading import BROKEN
from tests.domain.agreements.test_register import BROKEN_FILES, ROW, changed, lines
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


@pytest.fixture
def browser(officer):
    return signed_in(officer)


@pytest.fixture
def entered(town, officer):
    rows = [ROW, ROW.replace("SHA-1", "SHA-2").replace("Early help", "Late help").replace(",yes", ",no")]
    return actions.take_over_register(organisation=town.school, data=lines(*rows), by=officer)[0]


def text_of(answer):
    return unescape(answer.content.decode())


def send(browser, name, data, file="agreement.docx"):
    return browser.post(reverse(name), {"file": SimpleUploadedFile(file, data)})


def facts_of(paper, town, **more):
    """The form as it is drawn, every part ticked."""
    return {
        "kind": paper.found["kind"]["value"], "title_en": paper.found["title"]["value"], "title_cy": "",
        "languages": "en", "reference": "",
        "parties": [str(town.school.pk), str(town.council.pk)],
        "in_force_from-day": "1", "in_force_from-month": "4", "in_force_from-year": "2026",
        "purposes": ["protect"], "gives": "all", "pattern": "routine",
        **{f"sure_{part}": "on" for part in ("what", "parties", "days", "flows")},
    } | more  # fmt: skip


def test_an_empty_register_says_what_it_is_for_and_how_to_fill_it(browser):
    page = text_of(browser.get(reverse("register:all")))
    assert "Nothing stands in the register yet" in page
    assert reverse("register:bring_in") in page


def test_the_register_lists_and_narrows_what_one_may_see(browser, entered):
    page = text_of(browser.get(reverse("register:all")))
    assert "Early help" in page and "Late help" in page and "2 agreements" in page
    page = text_of(browser.get(reverse("register:all"), {"words": "EARLY"}))
    assert "Early help" in page and "Late help" not in page and "1 agreement" in page
    page = text_of(browser.get(reverse("register:all"), {"words": "nothing like it"}))
    assert "No agreement fits" in page
    for odd in ({"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"partner": "x"}, {"order": "x"},
                {"standing": "x"}, {"kind": "x" * 500}, {"words": "%"}):  # fmt: skip
        assert browser.get(reverse("register:all"), odd).status_code == 200
    for nought in ({"purpose": "\0"}, {"words": "%\0"}):  # which PostgreSQL takes in no question
        assert browser.get(reverse("register:all"), nought).status_code == 400


def test_in_welsh_the_titles_and_words_are_welsh(town, entered):
    with translation.override("cy"):
        page = text_of(signed_in(town.lead).get(reverse("register:all")))
    assert "Cymorth cynnar" in page and "Mewn grym" in page and "Early help" not in page


def test_a_paper_is_read_in_confirmed_and_stands_in_the_register(town, browser):
    answer = send(browser, "register:bring_in", papers.protocol())
    paper = Paper.objects.get()
    assert answer.headers["Location"] == reverse("register:confirm", args=[paper.pk])
    page = text_of(browser.get(answer.headers["Location"]))
    assert "Early help for families in Fallowshire" in page
    assert "Date of implementation | 1 April 2026" in page
    unticked = facts_of(paper, town)
    del unticked["sure_days"]
    refused = browser.post(answer.headers["Location"], unticked)
    assert "Hold this against the paper, then tick it" in text_of(refused)
    assert not Agreement.objects.exists()
    done = browser.post(answer.headers["Location"], facts_of(paper, town))
    row = Agreement.objects.get()
    assert done.headers["Location"] == reverse("register:one", args=[row.pk])
    assert row.reference.startswith("SHA-") and row.flows.count() == 2
    assert "Early help for families" in text_of(browser.get(done.headers["Location"]))
    original = browser.get(reverse("register:original", args=[paper.pk]))
    assert original.content[:2] == b"PK" and "attachment" in original.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": ""}, "Choose a kind of agreement"),
        ({"title_en": ""}, "Write a title in English or in Welsh"),
        ({"parties": []}, "at least two parties"),
        ({"in_force_from-day": "31", "in_force_from-month": "2"}, "There is no such day"),
        (
            {"in_force_from-day": "", "in_force_from-month": "", "in_force_from-year": ""},
            "from which it is in force",
        ),
        ({"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020"}, "cannot end before it begins"),
        ({"purposes": []}, "at least one purpose"),
        ({"gives": "nobody"}, "Select a valid choice"),
        ({"parties": ["x"]}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_a_fact_is_said_beside_it(town, browser, more, says):
    send(browser, "register:bring_in", papers.protocol())
    paper = Paper.objects.get()
    answer = browser.post(reverse("register:confirm", args=[paper.pk]), facts_of(paper, town, **more))
    assert says in text_of(answer) and not Agreement.objects.exists()


def test_a_name_that_the_directory_lacks_is_chosen_by_hand(town, browser):
    data = papers.protocol(partners=[("Sandlebury Hill Academy", "x", "y"), ("Mill Lane GPs", "x", "y")])
    send(browser, "register:bring_in", data)
    paper = Paper.objects.get()
    address = reverse("register:confirm", args=[paper.pk])
    assert "“Mill Lane GPs” is not in the directory" in text_of(browser.get(address))
    facts = facts_of(paper, town, parties=[str(town.school.pk)], other_0=str(town.surgery.pk), gives="we")
    browser.post(address, facts)
    flow = Agreement.objects.get().flows.get()
    assert [str(party) for party in flow.receivers.all()] == ["Mill Lane Surgery"]


@pytest.mark.parametrize("name", BROKEN)
def test_every_broken_paper_gives_a_clear_error_and_nothing_half_brought_in(browser, name):
    answer = send(browser, "register:bring_in", BROKEN[name][0]())
    page = text_of(answer)
    assert answer.status_code == 200 and "There is a problem" in page
    assert "choose" in page.lower()
    assert not Paper.objects.exists() and not Agreement.objects.exists()


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_every_broken_spreadsheet_gives_a_clear_error_and_nothing_half_brought_in(browser, name):
    answer = send(browser, "register:bring_in_spreadsheet", BROKEN_FILES[name], "register.csv")
    assert answer.status_code == 200 and "There is a problem" in text_of(answer)
    assert not Agreement.objects.exists()


def test_no_file_at_all_is_said(browser):
    for name in ("register:bring_in", "register:bring_in_spreadsheet"):
        assert "Choose a file first" in text_of(browser.post(reverse(name)))


def test_a_spreadsheet_is_brought_in_and_taken_out_again(browser):
    page = text_of(
        send(browser, "register:bring_in_spreadsheet", lines(changed("kind", "contract")), "a.csv")
    )
    assert "“contract” is none of" in page and ">2<" in page
    answer = send(browser, "register:bring_in_spreadsheet", lines(ROW), "a.csv")
    assert answer.headers["Location"] == reverse("register:all")
    taken = browser.get(reverse("register:spreadsheet"))
    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    answer = send(browser, "register:bring_in_spreadsheet", taken.content, "a.csv")
    assert "1 stood there already" in text_of(browser.get(answer.headers["Location"]))


def test_a_paper_that_waits_needs_whoever_read_it_in_and_can_be_thrown_away(town, browser):
    send(browser, "register:bring_in", papers.protocol())
    paper = Paper.objects.get()
    waits = reverse("register:confirm", args=[paper.pk])
    assert waits in text_of(browser.get(reverse("home:today")))
    assert waits not in text_of(signed_in(town.lead).get(reverse("home:today")))
    browser.post(reverse("register:throw_away", args=[paper.pk]))
    assert not Paper.objects.exists()


def test_a_teacher_reads_the_register_and_brings_nothing_in(town, entered):
    browser = signed_in(town.teacher)
    assert "Early help" in text_of(browser.get(reverse("register:all")))
    assert reverse("register:bring_in") not in text_of(browser.get(reverse("register:all")))
    for name in ("register:bring_in", "register:bring_in_spreadsheet"):
        assert browser.get(reverse(name)).status_code == 403
    assert (
        browser.post(reverse("register:publish", args=[entered[1].pk]), {"is_public": "yes"}).status_code
        == 403
    )
    assert not Agreement.objects.get(pk=entered[1].pk).is_public


@pytest.mark.postgres
def test_anybody_reads_what_is_public_and_nothing_else(town, browser, entered):
    nobody = Client()
    shown, hidden = entered
    assert str(town.school) in text_of(nobody.get(reverse("public_register:all")))
    page = text_of(nobody.get(reverse("public_register:of", args=[town.school.pk])))
    assert "Early help" in page and "Late help" not in page
    page = text_of(nobody.get(reverse("public_register:one", args=[shown.pk])))
    assert "Early help" in page and "Designated" not in page
    shown.flows.update(secured_en="By courier")
    policy = nobody.get(reverse("public_register:policy", args=[shown.pk])).content
    assert len(json.loads(policy)["party"]) == 2 and len(json.loads(policy)["permission"]) == 1
    assert b"By courier" not in policy
    assert b"By courier" in browser.get(reverse("register:policy", args=[shown.pk])).content
    assert nobody.get(reverse("public_register:print", args=[shown.pk, "docx"])).status_code == 200
    for name in ("one", "policy"):
        assert nobody.get(reverse(f"public_register:{name}", args=[hidden.pk])).status_code == 404
    assert nobody.get(reverse("public_register:print", args=[hidden.pk, "pdf"])).status_code == 404
    assert nobody.get(reverse("public_register:of", args=[town.council.pk])).status_code == 404
    browser.post(reverse("register:publish", args=[hidden.pk]), {"is_public": "yes"})
    assert "Late help" in text_of(nobody.get(reverse("public_register:of", args=[town.school.pk])))
    browser.post(reverse("register:publish", args=[hidden.pk]), {"is_public": "no"})
    assert "Late help" not in text_of(nobody.get(reverse("public_register:of", args=[town.school.pk])))


def test_programs_get_linked_data_and_the_shapes_that_it_fits(browser, entered):
    answer = browser.get(reverse("register:policy", args=[entered[0].pk]))
    assert answer.headers["Content-Type"] == "application/ld+json"
    node = json.loads(answer.content)
    assert node["shapes"].endswith(reverse("public_register:shapes"))
    shapes = Client().get(reverse("public_register:shapes"))
    assert shapes.headers["Content-Type"].startswith("text/turtle") and b"sh:NodeShape" in shapes.content


def test_a_draft_is_no_policy(town, browser):
    assert browser.get(reverse("register:policy", args=[draft(town).pk])).status_code == 404


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_what_the_register_says_is_printed_for_everybody_to_read(browser, entered, lang):
    address = reverse("register:print", args=[entered[0].pk, "pdf"])
    assert problems(browser.get(address, {"in": lang}).content) == []
    address = reverse("register:print", args=[entered[0].pk, "docx"])
    assert problems_in_docx(browser.get(address, {"in": lang}).content) == []


def test_another_bodys_paper_is_nowhere(town, browser):
    send(browser, "register:bring_in", papers.protocol())
    paper, theirs = Paper.objects.get(), signed_in(town.at_council["data-protection-officer"])
    for name in ("confirm", "original"):
        assert theirs.get(reverse(f"register:{name}", args=[paper.pk])).status_code == 404
    assert theirs.post(reverse("register:throw_away", args=[paper.pk])).status_code == 404
