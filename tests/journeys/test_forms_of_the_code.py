"""The police ask for a whole file; pages keep what was typed. And a school assesses itself."""

import pytest

from tests.journeys.conftest import look_at, press, sign_in

GO = "main form[novalidate] button[value=on]"


def choose(page, **said):
    for name, value in said.items():
        page.locator(f'input[name="{name}"][value="{value}"]').check()


def write(page, **said):
    for name, text in said.items():
        page.locator(f'textarea[name="{name.replace("_", "-")}"]').fill(text)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_case_of_the_toolkit_outlives_the_back_button_two_tabs_and_signing_out(visit, service, lang):
    before = "/cy" if lang == "cy" else ""
    # Given a safeguarding lead whom the police have asked for whole files
    page = visit("ruth-adeyemi", lang=lang, phone=True, scripts="blocked", at="/organisation/forms/")
    look_at(page, "forms")
    press(page.locator("a[href$='/forms/begin/police/']"))
    assert page.locator("a[href='tel:999']").count()
    look_at(page, "forms-police")
    press(page.locator("main form button"))
    look_at(page, "forms-stages")
    address = page.url
    # When it might be an emergency, the page says to stop, and who to ring
    press(page.locator(".govuk-task-list__link").first)
    choose(page, emergency="yes", authority="police", personal="yes")
    press(page.locator(GO))
    assert page.locator("main a[href='tel:999']").count()
    look_at(page, "forms-emergency")
    choose(page, emergency="no")
    press(page.locator(GO))
    # And she goes back with the browser's own button, and on again: nothing is lost
    write(page, who="Fallowshire Police", what="The whole files of two pupils.", purpose="An assault.")
    press(page.locator(GO))
    page.go_back()
    page.reload()
    assert page.locator("textarea[name=who]").input_value() == "Fallowshire Police"
    # And a second tab, which was drawn before, does not overwrite what the first one saved
    other = page.context.new_page()
    other.goto(page.url)
    write(page, who="Fallowshire Police, response team")
    press(page.locator(GO))
    write(other, who="Fallowshire Police, PC 117")
    press(other.locator(GO))
    assert (
        "response team" in other.locator("main").inner_text()
        and "PC 117" in other.locator("main").inner_text()
    )
    look_at(other, "forms-two-tabs")
    other.close()
    # And she signs out, and finds it the next day where she left it
    press(page.locator(".sw-leave button"))
    service.states.pop("ruth-adeyemi")  # this session is over
    sign_in(page, service, "ruth-adeyemi")
    page.goto(f"{before}/organisation/forms/")
    assert address.rstrip("/").rsplit("/", 1)[-1] in page.content()
    page.goto(address)
    assert page.locator(".govuk-task-list__status").first.inner_text() in ("Answered", "Wedi'i ateb")
    for stage in ("officer", "law", "decision"):
        page.goto(f"{address}{stage}/")
        if stage == "officer":
            choose(page, verified="yes")
            write(page, call_back="The switchboard, 3 November at 2pm.")
        elif stage == "law":
            choose(page, compelled="request", telling="tell")
        else:
            choose(page, decision="part")
            write(
                page,
                reasons="It is about one incident.",
                given="The record of the incident.",
                held_back="The files.",
            )
        look_at(page, f"forms-{stage}")
        press(page.locator(GO))
    page.goto(f"{address}check/")
    look_at(page, "forms-check")
    press(page.locator("main form[novalidate] button"))
    # Then there is a record of what was given and what was kept back
    assert "The files." in page.locator("main").inner_text()
    look_at(page, "forms-finished")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_form_is_filled_from_the_decision(visit, lang):
    page = visit("amina-yusuf", lang=lang, scripts="blocked", at="/worries/")
    press(page.locator(".sw-list a", has_text="Esi").first)
    press(page.locator("main a[href*='/organisation/forms/worries/']"))
    look_at(page, "forms-of-worry")
    press(page.locator("form:has(input[value=decision]) button").first)
    look_at(page, "forms-decision")
    press(page.locator(".govuk-task-list__link").nth(1))
    assert (
        "Article 6" in page.locator("textarea[name=basis]").input_value()
        or "Erthygl 6" in page.locator("textarea[name=basis]").input_value()
    )
    look_at(page, "forms-footing")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_school_assesses_itself_and_sees_how_it_changed(visit, lang):
    page = visit(
        "tomasz-wieczorek", lang=lang, phone=True, scripts="blocked", at="/organisation/self-assessment/"
    )
    assert page.locator("svg[role=img]").count() == 1
    look_at(page, "self-assessment")
    press(page.locator("main a.govuk-button, main form button").first)
    look_at(page, "self-assessment-parts")
    parts = page.locator(".govuk-task-list__link").evaluate_all("all => all.map(each => each.href)")
    for number, address in enumerate(parts):
        page.goto(address)
        for level in page.locator("input[type=radio][value='2']").all():
            level.check()
        for how in page.locator("textarea").all():
            how.fill("The handbook, page 4.")
        if number < 3:
            look_at(page, f"self-assessment-part-{number + 1}")
        press(page.locator("main form[novalidate] button"))
    press(page.locator("form[action$='/finish/'] button"))
    look_at(page, "self-assessment-finished")
