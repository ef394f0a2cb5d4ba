"""Somebody without an account wants to know whether they may share, and reaches the answer on their own."""

import pypdfium2
import pytest

from tests.journeys.conftest import look_at, press

TEACHER = {
    "worry-risk": "significant", "child-stage": "child", "child-age": "7", "nation": "england",
    "sharer-kind": "academy", "recipient-kind": "childrens-services", "recipient-nation": "england",
    "worry-purpose": "protect", "views-telling": "unsafe", "views-consent": "not-asked",
    "recipient-verified": "true", "information-so": "information-special", "information-identifies": "true",
    "sharer-designated": "true", "information-scope": "needed", "asked-by": "nobody",
    "arrangement-channel": "secure", "arrangement-pattern": "one-off",
}  # fmt: skip
QUIET = ("false", "none-of-these", "unknown")
GO_ON = "main form button.govuk-button:not(.govuk-button--secondary)"


def answer_the_page(page, story: dict) -> None:
    """Answer every field of the question in front of us: from the story, else with its quietest answer."""
    fields = page.locator("main form[novalidate] input:not([type=hidden])")
    for name in dict.fromkeys(fields.evaluate_all("all => all.map(each => each.name)")):
        inputs = page.locator(f'input[name="{name}"]')
        if name == "to":  # from the directory, signed in: their own area's front door stands first
            rows = page.locator(".govuk-radios__item", has=inputs).filter(has_text=story.get("to", ""))
            entry = rows.first.locator("input")
            if not entry.is_visible():
                press(page.locator("details", has=entry).last.locator("summary").first)
            entry.check()
            continue
        if name == "words":  # looking for somebody else
            continue
        if inputs.first.get_attribute("type") == "text":
            inputs.fill(story.get(name, ""))
            continue
        values = inputs.evaluate_all("all => all.map(each => each.value)")
        value = story.get(name) or next(value for value in QUIET if value in values)
        chosen = page.locator(f'input[name="{name}"][value="{value}"]')
        if not chosen.is_visible():
            press(page.locator("details.sw-more summary").first)
        chosen.check()


def walk(page, story: dict, pictures: bool = False) -> list[str]:
    """From *Get an answer* to the check; the addresses of every page on the way, that one included."""
    press(page.locator("a.sw-big"))
    visited = [page.url]
    while not page.url.endswith("/check/"):
        assert len(visited) < 20, visited
        name = page.url.rstrip("/").rsplit("/", 1)[-1]
        if pictures:
            look_at(page, f"question-{name}")
        answer_the_page(page, story)
        with page.expect_navigation():
            page.locator(GO_ON).first.click()
        visited.append(page.url)
    return visited


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_teacher_reaches_the_answer_in_twelve_pages(visit, lang):
    page = visit(lang=lang, phone=True, scripts="blocked")
    visited = walk(page, TEACHER, pictures=True)
    assert len(visited) <= 12
    look_at(page, "check")
    press(page.locator("a.sw-big"))
    assert page.locator(".sw-tone--share h1").is_visible()
    look_at(page, "answer")
    for fold in page.locator("details.sw-fold > summary").all():
        press(fold)
    look_at(page, "answer-unfolded")


def test_the_same_with_javascript_off(visit):
    page = visit(lang="cy", scripts="off")
    assert len(walk(page, TEACHER)) <= 12
    press(page.locator("a.sw-big"))
    assert page.locator(".sw-tone--share h1").is_visible()
    look_at(page)


def test_printing_the_answer_then_changing_one_thing_changes_it(visit):
    # Given a walk to its end, whose check is the same page in the other language
    page = visit(phone=True)
    walk(page, TEACHER)
    press(page.get_by_role("link", name="Cymraeg"))
    assert page.url.endswith("/cy/questions/check/")
    assert page.locator(".sw-answered").count() >= 8
    press(page.get_by_role("link", name="English"))
    # When she prints the answer, it is two sheets at the most
    press(page.locator("a.sw-big"))
    assert "You must share" in page.locator("h1").inner_text()
    on_paper(page)
    # And when she changes whom it would go to, so does the answer
    press(page.get_by_role("link", name="Back to your answers"))
    press(page.get_by_role("link", name="Change Who would you share it with?"))
    assert page.locator("input[value=childrens-services]").is_checked()
    press(page.locator("details.sw-more summary").first)
    page.locator("input[value=press]").check()
    press(page.locator(GO_ON).first)
    press(page.locator("a.sw-big"))
    assert "Do not share it like this" in page.locator("h1").inner_text()
    assert page.get_by_role("heading", name="What you can do instead").is_visible()
    look_at(page, "answer-not-like-this")


def on_paper(page) -> None:
    """One or two sheets, each saying what it is and which of how many; no buttons."""
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(printed) <= 2
    for number, sheet in enumerate(printed, 1):
        words = sheet.get_textpage().get_text_range()
        assert f"Page {number} of {len(printed)}" in words
        assert "rule set" in words
        assert "Exit this page" not in words


def test_danger_in_the_first_question_leads_to_who_to_ring(visit):
    page = visit(phone=True)
    press(page.locator("a.sw-big"))
    page.locator("input[value=immediate]").check()
    press(page.locator(GO_ON).first)
    assert page.url.endswith("/danger/")
    assert page.locator('a[href="tel:999"]').is_visible()
