"""An impact assessment goes round its hats: author, reviewer, officer, approver. Later the law changes, and
one question is open again.
"""

import time

import pytest

from tests.journeys.conftest import look_at, press

GO = "main form button.govuk-button:not(.govuk-button--secondary)"
TITLE = {"en": "Breakfast club and social workers", "cy": "Clwb brecwast a gweithwyr cymdeithasol"}
TOGETHER = {"en": "We wrote this down together.", "cy": "Ysgrifenasom hyn gyda'n gilydd."}
EARLY_HELP = {"en": "Early help: what the school tells", "cy": "Cymorth cynnar: yr hyn y mae'r ysgol"}


def go(page):
    with page.expect_navigation():
        page.locator(GO).first.click()
    page.wait_for_load_state()
    assert page.locator(".govuk-error-summary").count() == 0, page.locator("main").inner_text()


def fill(page, name, text, lang):
    page.locator(f"[name={name}_{lang}]").first.fill(text)


def begin(page, lang):
    """From *Arrangements* to a draft: a title, eleven questions, and that one is needed."""
    press(page.locator("a[href$='/organisation/']").first)
    press(page.locator("a[href$='/assessments/']").first)
    look_at(page, "assessments")
    press(page.locator("a[href$='/assessments/begin/']"))
    look_at(page, "assessment-begin")
    fill(page, "title", TITLE[lang], lang)
    go(page)
    for answer in page.locator("input[type=radio][value=no]").all():
        answer.check()
    for question in ("regular", "children"):
        page.locator(f"input[name={question}][value=yes]").check()
    look_at(page, "assessment-screening")
    go(page)
    look_at(page, "assessment-needed")
    go(page)
    return page.url


def answer_all(page, lang, whole):
    """Each question leads on to the next that has no answer."""
    press(page.locator("a[href$='/questions/aims/']"))
    look_at(page, "assessment-question")
    asked = 0
    while "/questions/" in page.url:
        if page.locator("input[name=purposes]").count():
            page.locator("input[name=purposes][value=support]").check()
            page.locator("input[name=kinds][value=childrens-services]").check()
            look_at(page, "assessment-recipients")
        if page.locator("input[name=expects_a_month]").count():
            page.locator("input[name=expects_a_month]").fill("8")
        if page.locator("input[name=basis]").count():
            while page.locator("main details:not([open]) > summary").count():
                press(page.locator("main details:not([open]) > summary").first)
            page.locator("input[name=basis][value='6e']").check()
            look_at(page, "assessment-law")
        fill(page, "text", TOGETHER[lang], lang)
        go(page)
        asked += 1
    assert asked == 19
    assert page.url == whole


def weigh(page, lang):
    """A risk of sharing and one of not sharing, what is done, and what is left of each."""
    press(page.locator("a[href$='/risks/']").first)
    look_at(page, "assessment-no-risks")
    for side, title in (("sharing", "A family feels watched"), ("not-sharing", "A child goes hungry")):
        press(page.locator(f"a[href$='side={side}']"))
        fill(page, "title", title, lang)
        page.locator("input[name=likelihood][value='2']").check()
        page.locator("input[name=severity][value='3']").check()
        look_at(page, "assessment-risk-new")
        go(page)
        press(page.locator("a[href$='/measures/add/']"))
        fill(page, "text", "Speak to the family first", lang)
        page.locator("input[name=effect][value=reduced]").check()
        look_at(page, "assessment-measure")
        go(page)
        page.locator("input[name=left_likelihood][value='1']").check()
        page.locator("input[name=left_severity][value='2']").check()
        look_at(page, "assessment-risk")
        go(page)
    look_at(page, "assessment-risks")
    assert page.locator("figure img").get_attribute("alt")
    press(page.locator(".govuk-back-link"))


def say_what_people_think(page, lang):
    press(page.locator("a[href$='/views/add/']"))
    fill(page, "whose", "The parents' forum" if lang == "en" else "Y fforwm rhieni", lang)
    fill(page, "said", "Ask us first." if lang == "en" else "Gofynnwch i ni'n gyntaf.", lang)
    page.locator("input[name=were_asked][value=yes]").check()
    look_at(page, "assessment-views")
    go(page)


def give_hats(page):
    press(page.locator("a[href$='/hats/']"))
    for hat, name in (("reviewer", "Amina"), ("officer", "Tomasz"), ("approver", "Priya")):
        choice = page.locator(f"select[name={hat}] option", has_text=name).get_attribute("value")
        page.locator(f"select[name={hat}]").select_option(choice)
    look_at(page, "assessment-hats")
    go(page)


@pytest.mark.parametrize(("lang", "scripts"), [("en", "on"), ("cy", "blocked")])
def test_an_assessment_goes_round_its_hats(visit, lang, scripts):
    # Given a safeguarding lead who writes one
    page = visit("ruth-adeyemi", lang=lang, scripts=scripts, at="/home/")
    whole = begin(page, lang)
    answer_all(page, lang, whole)
    weigh(page, lang)
    say_what_people_think(page, lang)
    # When she sends it before the hats are given, it says what is missing
    press(page.locator("a[href$='/send/']"))
    look_at(page, "assessment-send")
    press(page.locator(".govuk-back-link"))
    give_hats(page)
    press(page.locator("a[href$='/send/']"))
    go(page)
    # Then the reviewer finds it on the first page, and hands it on
    amina = visit("amina-yusuf", lang=lang, scripts=scripts, phone=True, at="/home/")
    press(amina.locator(".sw-need", has_text=TITLE[lang]).locator("a").first)
    look_at(amina, "assessment-with-reviewer")
    press(amina.locator("a[href$='/review/']"))
    look_at(amina, "assessment-review")
    go(amina)
    # And the officer advises
    tomasz = visit("tomasz-wieczorek", lang=lang, scripts=scripts, at="/home/")
    press(tomasz.locator(".sw-need", has_text=TITLE[lang]).locator("a").first)
    press(tomasz.locator("a[href$='/advise/']"))
    tomasz.locator("input[name=says][value=go-ahead]").check()
    fill(tomasz, "text", "Look at it again in a year.", lang)
    look_at(tomasz, "assessment-advise")
    go(tomasz)
    # And the approver says what is done with the advice, and takes on what is left
    priya = visit("priya-raghavan", lang=lang, scripts=scripts, at="/home/")
    press(priya.locator(".sw-need", has_text=TITLE[lang]).locator("a").first)
    press(priya.locator("a[href$='/advice/']"))
    priya.locator("input[name=taken][value=accepted]").check()
    look_at(priya, "assessment-advice")
    go(priya)
    for part, typed in (("day", "1"), ("month", "11"), ("year", "2027")):
        priya.locator(f"input[name=review_on-{part}]").fill(typed)
    look_at(priya, "assessment-sign-off")
    go(priya)
    assert priya.locator("main .govuk-tag--green").count() == 1
    look_at(priya, "assessment-signed")
    # Then everybody who works there can read it, whole, with both kinds of risk in one picture
    amina.goto(priya.url)
    press(amina.locator("a[href$='/read/']"))
    look_at(amina, "assessment-read")
    assert "Tomasz Wieczorek" in amina.locator("main").inner_text()


def test_a_change_in_the_law_opens_one_question(visit):
    # Given one that was signed off under the law of January 2026, which changed in February
    page = visit("ruth-adeyemi", scripts="blocked", at="/assessments/")
    press(page.get_by_role("link", name=EARLY_HELP["en"]))
    for _ in range(100):  # the service looks at the law by itself
        if page.locator("#again").count():
            break
        time.sleep(0.2)
        page.reload()
    # Then exactly one question is open again, and the others are not to be changed
    assert page.locator("a[href$='/questions/lawful-basis/']").count() > 0
    assert page.locator("main a[href*='/questions/']:not([href$='/questions/lawful-basis/'])").count() == 0
    look_at(page, "assessment-reopened")
    welsh = visit("ruth-adeyemi", lang="cy", scripts="blocked", at="/assessments/")
    press(welsh.get_by_role("link", name=EARLY_HELP["cy"]))
    look_at(welsh, "assessment-reopened")
    # When she says that the answer stands, and why
    press(page.locator("main a[href*='/open-again/']").first)
    look_at(page, "assessment-settle")
    page.locator("input[name=how][value=stands]").check()
    page.locator("textarea[name=said_en]").fill("The task was ours before, and is ours still.")
    go(page)
    press(page.locator("a[href$='/send/']"))
    go(page)
    # Then it goes to its approver at once, who signs it off
    priya = visit("priya-raghavan", scripts="blocked", at="/home/")
    press(priya.locator(".sw-need", has_text="Early help").locator("a").first)
    press(priya.locator("a[href$='/sign-off/']"))
    for part, typed in (("day", "1"), ("month", "11"), ("year", "2027")):
        priya.locator(f"input[name=review_on-{part}]").fill(typed)
    go(priya)
    assert priya.locator("main .govuk-tag--green").count() == 1
    assert priya.locator("main a[href*='/signed/']").count() == 2
