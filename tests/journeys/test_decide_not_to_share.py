"""A teacher decides not to share, says why and until when; a month later it comes back to her."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.conftest import look_at, press
from tests.journeys.road import COUNCIL, Road

WHY = "Her mother had an ordinary explanation, and there is a plan."


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_decision_not_to_share_is_an_equal(visit, service, lang):
    # Given a teacher with an answer that she can share
    page = visit(as_="amina-yusuf", lang=lang, scripts="blocked" if lang == "en" else "on")
    road = Road(page, service)
    road.get_an_answer()
    road.record_this()
    road.write_down(to=[COUNCIL], new=[("Mirembe Odongo", ("9", "6", "2018"))], fact="Tired on Mondays.")

    # When she decides not to share it, first without a day, then with one
    page.locator("input[type=radio][value=not-share]").check()
    page.locator("textarea[name$=-reason]").fill(WHY)
    press_go(page)
    assert page.locator(".govuk-error-summary").is_visible()
    assert page.locator("textarea[name$=-reason]").input_value() == WHY
    look_at(page, "decide-wrong")
    later = timezone.localdate() + timedelta(days=28)
    for part, value in (("day", later.day), ("month", later.month), ("year", later.year)):
        page.locator(f"input[name$='-review_on-{part}']").fill(str(value))
    press_go(page)

    # Then it stands in the record of the worry, with its reason and its day, and nothing was sent
    page.wait_for_url(re.compile(r"/worries/[0-9a-f-]{36}/$"))
    assert WHY in page.locator(".sw-line__item--decided").inner_text()
    assert str(later.year) in page.locator(".sw-line__item--decided").inner_text()
    assert page.locator(".sw-line__item--sent").count() == 0
    look_at(page, "worry-not-shared")
    press(page.locator(".sw-line__item--decided a").first)
    look_at(page, "decision-not-to-share")
    with page.expect_download() as saved:
        page.locator("form[action$='/proof/'] button").click()
    assert saved.value.suggested_filename.startswith("proof-")

    # And it waits on her home page, under what comes later
    page.goto("/home/" if lang == "en" else "/cy/home/")
    assert "Mirembe" in page.locator("details.sw-fold").first.inner_html()
    look_at(page, "home-later")


def press_go(page):
    press(page.locator("button.govuk-button[name=do][value=go]"))


def test_a_review_that_is_due_is_looked_at_again(visit, service):
    # Given a decision of a month ago that is due today
    page = visit(as_="amina-yusuf")
    page.goto("/home/")
    press(page.locator(".sw-need", has_text="Zainab").get_by_role("link"))
    look_at(page, "review")

    # When she lets it stand until another day
    page.locator("textarea[name=why]").fill("The neighbour drives them now, and nobody was late.")
    later = timezone.localdate() + timedelta(days=30)
    for part, value in (("day", later.day), ("month", later.month), ("year", later.year)):
        page.locator(f"input[name='review_on-{part}']").fill(str(value))
    press(page.get_by_role("button", name="Record that it still stands"))

    # Then it needs her no more today, and what she said is in the record
    assert "The neighbour drives them now" in page.locator(".sw-line").inner_text()
    page.goto("/home/")
    assert page.locator(".sw-need", has_text="Zainab").count() == 0
