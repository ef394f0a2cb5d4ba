"""A teacher who is signed in: her school is known, and the recipient comes from the directory."""

import pytest

from tests.journeys.conftest import look_at, press
from tests.journeys.test_answer_signed_out import GO_ON, TEACHER, answer_the_page

MOST = 7


def walk_signed_in(page) -> list[str]:
    """From *Get an answer* at home to the check; the question pages on the way."""
    press(page.locator("a[href$='/questions/']").first)
    again = page.locator("main form[action$='/again/'] button")
    if page.url.endswith("/questions/"):  # answers of an earlier journey
        press(again.first)
    visited = []
    while not page.url.endswith("/check/"):
        assert len(visited) <= MOST, visited
        visited.append(page.url.rstrip("/").rsplit("/", 1)[-1])
        look_at(page, f"signed-in-question-{visited[-1]}")
        answer_the_page(page, TEACHER)
        with page.expect_navigation():
            page.locator(GO_ON).first.click()
    return visited


@pytest.mark.parametrize(
    ("lang", "scripts"), [("en", "blocked"), ("cy", "blocked"), ("en", "off")], ids=["en", "cy", "no-script"]
)
def test_seven_question_pages_lead_to_the_answer_and_another_lies_beside_it(visit, lang, scripts):
    # Given a teacher on her phone, signed in
    page = visit("amina-yusuf", lang=lang, phone=True, scripts=scripts, at="/home/")
    # When she answers, and chooses her own area's front door from the directory
    visited = walk_signed_in(page)
    # Then seven pages or fewer stood between her and the answer
    assert len(visited) <= MOST and "who-to" in visited and "you" not in visited
    look_at(page, "signed-in-check")
    press(page.locator("a.sw-big"))
    assert page.locator(".sw-tone--share h1").is_visible()
    real = page.locator("h1").inner_text()
    # When she asks what if the child were 13, at a school in Scotland
    press(page.locator("a.govuk-button[href$='/what-if/']"))
    look_at(page, "what-if-begin")
    press(page.locator("a[href$='/what-if/child/']"))
    look_at(page, "what-if-question")
    page.locator("input[name=child-age]").fill("13")
    press(page.locator(GO_ON))
    press(page.locator("a[href$='/what-if/you/']"))
    page.locator("input[name=nation][value=scotland]").check()
    page.locator("input[name=sharer-kind][value=maintained-school]").check()
    press(page.locator(GO_ON))
    # Then both answers stand side by side, and no answer is in the address
    assert page.locator(".sw-tone").count() == 2
    assert real in page.locator("main").inner_text()
    assert page.url.endswith("/answer/what-if/")
    look_at(page, "what-if")
    # And her own answer is what it was
    press(page.locator("main a[href$='/answer/']").first)
    assert page.locator("h1").inner_text() == real


def test_somebody_who_is_not_listed(visit):
    page = visit("amina-yusuf", phone=True, scripts="blocked", at="/questions/")
    if page.url.endswith("/questions/"):
        press(page.locator("main form[action$='/again/'] button").first)
    page.goto("/questions/who-to/")
    # When nothing is chosen, it says so; looking by name finds them wherever they are
    press(page.locator(GO_ON).first)
    look_at(page, "who-to-error")
    press(page.locator("details.sw-more", has=page.locator("#words")).locator("summary"))
    page.locator("#words").fill("police")
    press(page.locator("button[value=look]"))
    assert page.locator("input[name=to]").count() >= 2
    look_at(page, "who-to-found")
    # And who is not listed is asked for by kind
    page.locator("input[value=someone-else]").check()
    press(page.locator(GO_ON).first)
    assert page.url.endswith("/questions/who-to/kind/")
    look_at(page, "who-to-kind")
