"""A share finds its cover; another misses it and files a gap; a flow about many people is stopped."""

import re

import pytest

from tests.journeys.conftest import look_at, press
from tests.journeys.road import Road

SURGERY = "Quillbourne Mill Surgery"
SCHOOL = "Sandlebury Hill Academy"
REGISTER = (
    "reference,kind,title_en,title_cy,state,parties,flows,in_force_from,review_on\r\n"
    "SHA-9001,data-sharing-agreement,Health of our pupils,Iechyd ein disgyblion,in-force,"
    f"{SCHOOL}; {SURGERY},{SCHOOL} > {SURGERY}: protect,2026-04-01,2027-10-01\r\n"
)
TITLES = ("Health of our pupils", "Iechyd ein disgyblion")
GO = "main form button.govuk-button:not(.govuk-button--secondary)"


def test_what_is_missing_is_found_mended_and_found_again(visit, service):
    # Given a teacher who shares with a surgery, once: nothing covers it, and nothing waits
    page = visit("amina-yusuf", phone=True, scripts="blocked")
    share_with_the_surgery(page, service, "share-without")
    assert "SHA-9001" not in page.locator("main").text_content()
    # Then the officer finds what is missing, with a day
    theirs = visit("tomasz-wieczorek", scripts="blocked", at="/home/")
    press(theirs.locator(".sw-need", has_text=SURGERY).locator("a").first)
    in_both(theirs, "gap-agreement")
    gap = theirs.url
    # When an agreement that was in a drawer is brought in
    press(theirs.locator("a[href*='/register/bring-in/']").first)
    theirs.goto("/register/bring-in/spreadsheet/")
    theirs.locator("input[type=file]").set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    )
    press(theirs.locator(GO).first)
    theirs.wait_for_url("**/register/")
    # Then the gap says that it is there by now, and is closed
    theirs.goto(gap)
    in_both(theirs, "gap-mended", *TITLES)
    theirs.locator("textarea[name=done]").fill("It was signed in April. It is in the register now.")
    press(theirs.locator(GO))
    # And the next share finds it, on its way and in its record
    share_with_the_surgery(page, service, "share-covered")
    in_both(page, "sent-covered", *TITLES)
    page.goto("/worries/")
    press(page.locator(".sw-list a").first)
    press(page.locator("a[href*='/worries/decisions/']").last)
    in_both(page, "decision-covered", *TITLES)


def in_both(page, name, english="", welsh=""):
    """Look at a page in Welsh and then in English, each with its own words."""
    page.wait_for_load_state()
    address = page.url
    page.goto(re.sub(r"(://[^/]+)", r"\1/cy", address))
    assert welsh in page.locator("main").text_content()
    look_at(page, name)
    page.goto(address)
    assert english in page.locator("main").text_content()
    look_at(page, name)


def share_with_the_surgery(page, service, name):
    """From the questions to *Sent*, about a child whom the surgery knows."""
    road = Road(page, service)
    page.goto("/")
    road.get_an_answer(recipient_kind="gp", to=SURGERY)
    road.record_this()
    road.write_down(to=[SURGERY], known=["Tendai Marlow"], fact="He came with a burn on his hand.")
    if page.locator("button[name=do][value=answer]").count():
        for answer in page.locator("input[type=radio][value=unknown]").all():
            answer.check()
        press(page.locator("button[name=do][value=answer]"))
    page.evaluate("() => document.querySelectorAll('details.sw-more').forEach(fold => (fold.open = true))")
    look_at(page, name)
    road.decide_to_share()
    road.check_items()
    road.send()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_flow_about_many_people_waits_and_says_what_for(visit, service, lang):
    before = "/cy" if lang == "cy" else ""
    # Given a teacher who is asked to send everybody's, with no worry behind it
    page = visit("amina-yusuf", lang=lang, phone=True, scripts="blocked")
    road = Road(page, service)
    road.get_an_answer(
        recipient_kind="gp", to=SURGERY, worry_risk="none", worry_purpose="planning",
        arrangement_pattern="bulk",
    )  # fmt: skip
    page.goto(f"{before}/worries/new/")
    road.write_down(
        to=[SURGERY], known=["Tendai Marlow"], fact="They ask for a list of all pupils each week."
    )
    if page.locator("button[name=do][value=answer]").count():
        for answer in page.locator("input[type=radio][value=unknown]").all():
            answer.check()
        press(page.locator("button[name=do][value=answer]"))
    # Then it cannot be shared like this; the page says what it waits for, and who can mend it
    look_at(page, f"waits-{lang}")
    waits = page.locator(".sw-waits")
    assert "Tomasz Wieczorek" in waits.inner_text()
    assert waits.locator("a").count() == 0  # she may start neither; it is his, and her record below tells him
    assert page.locator("input[type=radio][value=share]").count() == 0
    # When she records that it is not shared like this
    page.locator("input[type=radio][value=not-share]").check()
    page.locator("textarea[name$=-reason]").first.fill("It waits for an assessment.")
    for part, value in (("day", "1"), ("month", "12"), ("year", "2030")):
        page.locator(f"input[name$='-review_on-{part}']").fill(value)
    press(page.locator("button.govuk-button[name=do][value=go]"))
    page.wait_for_url(re.compile(r"/worries/[0-9a-f-]{36}/"))
    # Then it stands on the officer's list, and in the picture of who shares what with whom
    theirs = visit("tomasz-wieczorek", lang=lang, scripts="blocked", at="/organisation/")
    look_at(theirs, f"arrangements-{lang}")
    press(theirs.locator("a[href$='/organisation/gaps/']"))
    assert theirs.locator("main .sw-list__row").count() >= 1
    look_at(theirs, f"gaps-{lang}")
    theirs.goto(f"{before}/oversight/flows/")
    assert theirs.locator("svg[role=img]:visible").count() == 1
    look_at(theirs, f"flows-{lang}")
    theirs.goto(f"{before}/oversight/record/")
    look_at(theirs, f"record-{lang}")
    phone = visit("tomasz-wieczorek", lang=lang, phone=True, scripts="off", at="/oversight/flows/")
    assert phone.locator("svg[role=img]:visible").count() == 1
    sideways = "[document.documentElement, ...document.querySelectorAll('.sw-figure__wide')]"
    assert phone.evaluate(f"() => {sideways}.every(one => one.scrollWidth <= one.clientWidth)")
    look_at(phone, f"flows-phone-{lang}")
