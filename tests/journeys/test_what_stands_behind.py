"""Why there was no consent, a missing policy document, and a date that the school's lawyers confirmed."""

import pytest

from tests.journeys.conftest import look_at, press
from tests.journeys.road import COUNCIL, Road

GO = "main form[novalidate] button.govuk-button"


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_missing_policy_document_is_put_right_afterwards(visit, service, lang):
    before = "/cy" if lang == "cy" else ""
    # Given a teacher who shares, and says that there is no policy document
    page = visit("amina-yusuf", lang=lang, phone=True, scripts="blocked", at="/worries/new/")
    road = Road(page, service)
    road.write_down(to=[COUNCIL], known=["Tendai Marlow"], fact="Bruises on the left arm.")
    if page.locator("button[name=do][value=answer]").count():  # what the worry needs, on one page
        press(page.locator("details.sw-fold > summary").first)
        answer_all(page)
    why = page.locator("[name$=-limb_why]")
    assert page.locator("input[name$=-limb]:checked").count() == 1
    why.fill("He would hear of it the same evening.")
    fold = page.locator("details.sw-more", has=page.locator("input[name$=-policy]"))
    if fold.count():
        press(fold.locator("summary"))
    page.locator("input[name$=-policy][value=no]").check()
    road.decide_to_share()
    # Then the record says which limb and why, and nothing waited for the document
    page.goto(f"{before}/worries/")
    press(page.locator(".sw-list a").first)
    press(page.locator("a[href*='/worries/decisions/']").last)
    assert "He would hear of it the same evening." in page.locator("main").inner_text()
    look_at(page, "decision-with-ground")
    # And the data protection officer finds it, and puts it right
    theirs = visit("tomasz-wieczorek", lang=lang, scripts="blocked", at="/home/")
    look_at(theirs, "home-with-gap")
    said = {"en": "Schedule 1", "cy": "Atodlen 1"}[lang]
    press(theirs.locator(".sw-need", has_text=said).locator("a").first)
    look_at(theirs, "gap")
    address = theirs.url.partition("/organisation/")[2]
    theirs.locator("textarea[name=done]").fill("Written, and approved by the governors.")
    press(theirs.locator(GO))
    look_at(theirs, "gaps")
    theirs.goto(f"{before}/home/")
    assert theirs.locator(f".sw-need a[href$='{address}']").count() == 0


def answer_all(page):
    """Every open question of the page with its quietest answer, but what makes the limb be asked."""
    story = {"information-so": ["information-special"], "views-telling": ["unsafe"], "worry-purpose":
             ["protect"], "worry-risk": ["significant"], "recipient-verified": ["true"],
             "information-identifies": ["true"], "information-scope": ["needed"], "arrangement-channel":
             ["secure"], "arrangement-pattern": ["one-off"], "asked-by": ["nobody"]}  # fmt: skip
    fields = page.locator("main form[novalidate] input:not([type=hidden])")
    for name in dict.fromkeys(fields.evaluate_all("all => all.map(each => each.name)")):
        inputs = page.locator(f'input[name="{name}"]')
        if inputs.first.get_attribute("type") == "text":
            continue
        values = inputs.evaluate_all("all => all.map(each => each.value)")
        key = next((each for each in story if name.endswith(each)), "")
        wanted = story.get(key, []) + ["false", "none-of-these", "unknown"]
        chosen = next(value for value in wanted if value in values)
        page.locator(f'input[name="{name}"][value="{chosen}"]').check()
    press(page.locator("button[name=do][value=answer]"))


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_officer_sets_a_start_date_and_withdraws_it(visit, lang):
    before = "/cy" if lang == "cy" else ""
    page = visit("tomasz-wieczorek", lang=lang, phone=True, scripts="blocked", at="/organisation/own-law/")
    look_at(page, "ours")
    press(page.locator("a[href$='/start-dates/add/']"))
    press(page.locator(GO))
    look_at(page, "start-date-errors")
    page.locator("input[name=provision][value=E-CA04-16LA]").check()
    for part, value in {"day": "30", "month": "9", "year": "2026"}.items():
        page.locator(f"input[name=starts_on-{part}]").fill(value)
    page.locator("[name=confirmed_by]").fill("Imogen Vale, Vale and Partners")
    press(page.locator(GO))
    look_at(page, "ours-with-a-date")
    # A colleague reads it, and cannot change it
    hers = visit("amina-yusuf", lang=lang, scripts="blocked", at="/organisation/own-law/")
    assert "Imogen Vale" in hers.locator("main").inner_text()
    assert hers.locator("a[href*='/start-dates/']").count() == 0
    look_at(hers, "ours-for-a-teacher")
    # And it is withdrawn, with the reason
    press(page.locator("a[href$='/withdraw/']").first)
    look_at(page, "withdraw")
    page.locator("textarea[name=because]").fill("They wrote again: the regulations name another day.")
    press(page.locator(GO))
    page.goto(f"{before}/organisation/policy-document/")
    look_at(page, "policy-document")
