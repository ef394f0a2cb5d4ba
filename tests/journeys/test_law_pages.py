"""A lawyer without an account finds a rule, checks it, sees what changed, and proposes a correction."""

import pytest

from tests.journeys.conftest import look_at, press, weight

MOST_BYTES = 60_000
PAGES = {
    "law-found": "/law/?nation=wales&step=duty",
    "law-for-a-surgery": "/law/?who=gp&sure=unsure",
    "law-nothing-found": "/law/?q=zzzz",
    "law-duty": "/law/E-CA04-16LA/",
    "law-condition": "/law/9g-18/",
    "law-practice": "/law/ring-now/",
    "law-sector": "/law/SECTOR-GP/",
    "law-time-limit": "/law/UK-CLOCK-TELL/",
    "law-guidance": "/law/UK-ICO-10/",
    "law-changes": "/law/changes/?first=2026-09-29&then=2026-10-01",
    "law-changes-wrong": "/law/changes/?first=soon&then=2017-01-01",
    "law-case": "/law/cases/sc01/",
    "law-reading": "/law/readings/start-of-16la/",
    "law-data": "/law/data/",
    "law-correction": "/law/E-CA04-16LA/correction/",
}
# Hundreds of rules: axe takes its time with them.
LONG = {
    "law-index": "/law/",
    "law-cases": "/law/cases/",
    "law-rewritten": "/law/changes/?old=2026.1&new=current",
}


def look_at_each(page, lang, pages):
    for name, address in pages.items():
        page.goto(("/cy" if lang == "cy" else "") + address)
        page.evaluate("() => document.querySelectorAll('main details').forEach(fold => (fold.open = true))")
        look_at(page, name)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_page_for_lawyers_stands_on_a_phone_and_axe_finds_nothing(visit, lang):
    look_at_each(visit(lang=lang, phone=True, scripts="blocked", at=""), lang, PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_so_do_the_long_lists(visit, lang):
    look_at_each(visit(lang=lang, phone=True, scripts="blocked", at=""), lang, LONG)


def test_a_lawyer_finds_the_duty_and_proposes_a_correction_without_scripts(visit):
    # Given somebody who has no account, and a browser without JavaScript
    page = visit(scripts="off")
    press(page.get_by_role("link", name="The law behind the answers"))
    assert "Nobody here has read this as a lawyer" in page.locator(".law-warning").inner_text()
    # When they look for a section
    page.locator("#q").fill("16LA start")
    press(page.get_by_role("button", name="Find"))
    press(page.locator(".law-rows a[href='E-CA04-16LA/']").first)
    # Then the page says when it applies, from when, and how sure we are
    words = page.locator("main").inner_text()
    assert "Since 30 September 2026" in words and "Not yet reviewed by a lawyer" in words
    assert "Sharer and recipient are both persons" in words
    # And they can propose a correction: first without a source, which is asked for
    press(page.locator("a.govuk-button", has_text="Propose a correction"))
    page.locator("#id_correction").fill("It began on 1 October 2026.")
    press(page.get_by_role("button", name="Write the text"))
    assert "Name your source" in page.locator(".govuk-error-summary").inner_text()
    page.locator("#id_source").fill("S.I. 2026/1234, regulation 2")
    press(page.get_by_role("button", name="Write the text"))
    written = page.locator("#written").input_value()
    assert "E-CA04-16LA" in written and "It began on 1 October 2026." in written
    look_at(page)
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Download as a text file").click()
    assert fetched.value.path().read_text("utf-8").split() == written.split()
    # And they can still change what they wrote
    press(page.get_by_role("button", name="Change it"))
    assert page.locator("#id_correction").input_value() == "It began on 1 October 2026."


def test_the_start_of_16la_and_what_it_did_to_the_worked_cases(visit):
    page = visit(phone=True, at="/law/changes/")
    page.locator("#id_first").fill("2026-09-29")
    page.locator("#id_then").fill("2026-10-01")
    press(page.get_by_role("button", name="Show what changed"))
    began = page.locator("section", has=page.locator("#began"))
    assert began.locator("a[href='/law/E-CA04-16LA/']").is_visible()
    case = page.locator(".law-rows li", has=page.locator("a[href='/law/cases/sc01/']"))
    assert "You can share" in case.inner_text() and "You must share" in case.inner_text()
    press(case.locator("a"))
    assert page.locator(".sw-tone--share").is_visible()


def test_the_corrected_text_stands_in_welsh_too(visit):
    page = visit(lang="cy", phone=True, scripts="blocked", at="/law/9g-18/correction/")
    page.locator("#id_correction").fill("Mae tair elfen, nid dwy.")
    page.locator("#id_source").fill("Deddf Diogelu Data 2018, Atodlen 1, paragraff 18")
    press(page.locator("main form button").first)
    assert "Mae tair elfen, nid dwy." in page.locator("#written").input_value()
    look_at(page, "law-correction-written")


@pytest.mark.parametrize("address", ["/law/", "/law/?by=instrument", "/cy/law/", "/law/9g-18/"])
def test_a_page_with_all_that_it_brings_is_light(visit, address):
    page = visit(at="")
    assert weight(page, address) < MOST_BYTES


def test_the_index_prints_without_its_forms(visit):
    page = visit(at="/law/?by=instrument")
    page.emulate_media(media="print")
    assert not page.locator(".law-find").is_visible()
    assert page.locator(".law-warning").is_visible() and page.locator(".law-rows li").first.is_visible()
