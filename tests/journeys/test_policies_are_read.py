"""A policy is written, published, read by a colleague and by somebody outside, and reviewed."""

import pytest

from tests.journeys.conftest import look_at, press

GO = "main form[novalidate] button.govuk-button"


@pytest.mark.parametrize(("lang", "scripts"), [("en", "blocked"), ("cy", "blocked"), ("en", "off")])
def test_a_policy_is_written_published_and_read(visit, lang, scripts):
    before, name = "/cy" if lang == "cy" else "", f"Visits {lang} {scripts}"
    # Given an officer who begins a policy in the language of the page
    page = visit("tomasz-wieczorek", lang=lang, scripts=scripts, at="/policies/")
    look_at(page, "policies")
    press(page.locator("main a.govuk-button"))
    look_at(page, "policy-begin")
    page.locator("input[name=kind][value=other]").check()
    for box in page.locator("input[name=languages]").all():
        box.set_checked(box.get_attribute("value") == lang)
    press(page.locator(GO))
    look_at(page, "policy-draft")
    # When it is published with its blank, it says what waits
    press(page.locator("main a.govuk-button"))
    assert page.locator("button", has_text={"en": "Publish", "cy": "Cyhoeddi"}[lang]).count() == 0
    page.go_back()
    press(page.locator(".govuk-task-list__link").first)
    look_at(page, "policy-section")
    words = {
        "en": "Visitors sign the book.\n\n- every day",
        "cy": "Mae ymwelwyr yn llofnodi'r llyfr.\n\n- bob dydd",
    }
    page.locator(f"textarea[name=text_{lang}]").fill(words[lang])
    press(page.locator(GO))
    press(page.locator("a[href$='/details/']"))
    look_at(page, "policy-details")
    page.locator(f"input[name=title_{lang}]").fill(name)
    page.locator("input[name=is_public]").check()
    press(page.locator(GO))
    # Then it is read through once more and put in force
    press(page.locator("main a.govuk-button"))
    look_at(page, "policy-publish")
    press(page.locator(GO))
    look_at(page, "policy")
    address = page.url
    # And a colleague is asked to read it, and says so
    theirs = visit("amina-yusuf", lang=lang, phone=True, scripts=scripts, at="/home/")
    press(theirs.locator(".sw-need", has_text=name).locator("a").first)
    look_at(theirs, "policy-to-read")
    press(theirs.locator("main form[action$='/read/'] button"))
    look_at(theirs, "policy-read")
    assert theirs.locator("main form[action$='/read/']").count() == 0
    theirs.goto(f"{before}/home/")
    assert theirs.locator(".sw-need", has_text=name).count() == 0
    page.goto(address)
    press(page.locator("a[href$='/readers/']"))
    look_at(page, "policy-readers")
    assert page.locator(".sw-list__row", has_text="Amina Yusuf").locator("strong").count() == 0
    # And somebody outside reads it without signing in
    page.goto(address)
    shown = page.locator("a[href*='/notices/']").get_attribute("href")
    outside = visit("", lang="", phone=True, scripts=scripts, at=shown)
    look_at(outside, "notice-outside")
    assert words[lang].split("\n")[0] in outside.locator("main").inner_text()
    press(outside.locator("nav a.govuk-back-link"))
    look_at(outside, "notices-outside")
    # And its owner reviews it
    page.goto(f"{address}review/")
    look_at(page, "policy-review")
    page.locator("input[name=outcome]").first.check()
    page.locator("textarea[name=said]").fill("Nothing changed.")
    press(page.locator(GO))
    assert "Nothing changed." in page.locator("main").inner_text()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_how_long_records_are_kept_is_shown_and_changed(visit, lang):
    page = visit("tomasz-wieczorek", lang=lang, scripts="blocked", at="/policies/retention/")
    look_at(page, "retention")
    press(page.locator("a[href$='/retention/sexual-abuse/']"))
    look_at(page, "retention-period")
    page.locator("input[name=years]").fill("80")
    page.locator("textarea[name=because]").fill("Our insurers ask for it.")
    press(page.locator(GO))
    card = page.locator("section.sw-card", has_text="Our insurers ask for it.")
    assert "80" in card.locator("strong").inner_text()
    press(card.locator("a"))
    press(page.locator("main form:not([novalidate]) button"))
    assert page.locator("section.sw-card", has_text="Our insurers ask for it.").count() == 0
