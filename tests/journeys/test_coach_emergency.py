"""A swimming coach sees a child in danger. She has no account, a phone in her hand, and no time."""

import pytest

from tests.journeys.conftest import look_at, press, weight

LIGHT = 40_000  # bytes over the wire, everything in it

WORDS = {
    "en": {
        "now": "What to do now",
        "write": "Write down what I did",
        "make": "Make the record",
        "owed": "What is owed now",
    },
    "cy": {
        "now": "Beth i'w wneud nawr",
        "write": "Ysgrifennu'r hyn a wnes i",
        "make": "Gwneud y cofnod",
        "owed": "Beth sy'n ddyledus nawr",
    },
}  # fmt: skip


def to_the_numbers(page, words):
    """From the first page, in two presses, to who to ring."""
    look_at(page, "front")
    press(page.get_by_role("link", name=words["now"]))
    assert page.locator('a[href="tel:999"]').is_visible()
    look_at(page, "danger")
    press(page.get_by_role("link", name="Fallowshire"))
    assert page.locator('a[href="tel:01632960101"]').is_visible()
    assert page.locator('a[href="tel:01632960102"]').is_visible()
    look_at(page, "danger-area")


def write_it_down(page):
    """What was done, in the form, a few minutes later."""
    page.locator("input[name=nation][value=england]").check()
    page.locator("input[name=child]").fill("Kofi, under 9s")
    page.locator("textarea[name=seen]").fill("A man pulled him into a car. He said “I don't want to go”.")
    page.locator("input[name=call1-who][value='999']").check()
    page.locator("input[name=call1-number]").fill("999")
    page.locator("input[name=call1-number_from][value=published]").check()
    page.locator("textarea[name=call1-said]").fill("Police are coming. I gave the number plate.")
    page.locator("input[name=call1-read_back][value=yes]").check()
    press(page.locator("details summary").filter(has=page.locator("span")).first)
    page.locator("input[name=call2-who][value=childrens-services]").check()
    page.locator("input[name=call2-number_from][value=caller]").check()
    page.locator("textarea[name=call2-said]").fill("They rang me back. They will see him tonight.")


@pytest.mark.parametrize(("lang", "scripts"), [("en", "blocked"), ("cy", "blocked"), ("en", "off")])
def test_she_rings_in_two_presses_and_writes_it_down_afterwards(visit, lang, scripts):
    # Given a phone, nobody signed in, and no script that arrives
    words, page = WORDS[lang], visit(lang=lang, phone=True, scripts=scripts)
    # When she presses twice, she has the numbers
    to_the_numbers(page, words)
    # And when the police are there, she writes down what she did
    press(page.get_by_role("link", name=words["write"]))
    look_at(page, "danger-write")
    write_it_down(page)
    press(page.get_by_role("button", name=words["make"]))
    # Then she has a page of it, with what is owed and by when
    assert page.get_by_role("heading", name=words["owed"], exact=True).is_visible()
    text = page.locator("main").inner_text()
    assert "Police are coming. I gave the number plate." in text
    assert "They rang me back." in text
    look_at(page, "danger-written")
    # And nothing but a token against forged forms was left in her browser, and no session on the server
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}


def test_what_is_missing_is_said_and_nothing_typed_is_lost(visit):
    page = visit(phone=True, scripts="blocked")
    page.goto("/danger/write/")
    page.locator("textarea[name=call1-said]").fill("They will come.")
    press(page.get_by_role("button", name="Make the record"))
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.locator("textarea[name=call1-said]").input_value() == "They will come."
    look_at(page, "danger-write-problem")


def test_she_can_save_it_as_a_pdf(visit):
    page = visit()
    page.goto("/danger/write/")
    write_it_down(page)
    press(page.get_by_role("button", name="Make the record"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a PDF").click()
    assert saved.value.suggested_filename == "what-i-did.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF-")


def test_somebody_who_is_watched_can_leave_at_once(visit):
    page = visit(phone=True)
    page.goto("/questions/danger/")
    page.locator("input[value=welfare]").check()
    press(page.get_by_role("button", name="Go on"))
    assert "answers" in {cookie["name"] for cookie in page.context.cookies()}
    with page.expect_request(lambda request: "/leave/" in request.url):
        page.get_by_role("button", name="Exit this page").click()
    page.wait_for_timeout(500)
    assert "answers" not in {cookie["name"] for cookie in page.context.cookies()}


def test_every_page_of_the_way_is_light_on_a_first_visit(visit):
    area = visit(at="/danger/").get_by_role("link", name="Fallowshire").get_attribute("href")
    for address in ("/", "/danger/", f"/cy{area}", "/cy/danger/write/"):
        assert 0 < weight(visit(at=""), address) < LIGHT, address


def test_three_presses_of_shift_leave_too_and_going_back_shows_nothing(visit):
    page = visit(phone=True, at="/danger/write/")
    page.locator("textarea[name=seen]").fill("He was hurt.")
    for _ in range(2):
        page.keyboard.press("Shift")
    with page.expect_request(lambda request: "/leave/" in request.url):
        page.keyboard.press("Shift")
    assert page.title().strip() != "Write down what you did – Sharewell"


def test_what_went_wrong_has_the_cursor_and_its_links_lead_to_the_field(visit):
    page = visit(at="/questions/danger/")
    press(page.get_by_role("button", name="Go on"))
    assert page.locator(".govuk-error-summary").evaluate("e => e === document.activeElement")
    press(page.locator(".govuk-error-summary a"))
    assert page.locator("input[value=immediate]").evaluate("e => e === document.activeElement")


def test_none_of_these_takes_the_other_ticks_away(visit):
    page = visit(at="/questions/what-happened/")
    page.locator("input[value=radicalisation]").check()
    page.locator("input[value=none-of-these]").check()
    assert not page.locator("input[value=radicalisation]").is_checked()
    page.locator("input[value=radicalisation]").check()
    assert not page.locator("input[value=none-of-these]").is_checked()
