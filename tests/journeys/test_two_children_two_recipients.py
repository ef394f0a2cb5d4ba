"""Two children and two recipients from one walk: only what differs is asked; each pair is its own record."""

import re

from tests.journeys.conftest import look_at, press
from tests.journeys.road import COUNCIL, Road, dots

CHILDREN = [("Nyasha Mapfumo", ("14", "3", "2019")), ("Rudo Mapfumo", ("30", "1", "2023"))]
POLICE = "Fallowshire Police"


def test_two_children_and_two_recipients_from_one_walk(visit, service):
    # Given one walk through the questions
    page = visit(as_="amina-yusuf")
    road = Road(page, service)
    road.get_an_answer()
    road.record_this()

    # When she names two children and two recipients
    road.write_down(to=[COUNCIL, POLICE], new=CHILDREN, fact="Nyasha has a bruise. Rudo came without a coat.")

    # Then only what differs is asked: nothing of the worry itself, and no age, which the service knows
    road.stand("differs")
    names = {box.get_attribute("name") for box in page.locator("main input[type=radio]").all()}
    assert names
    assert not [name for name in names if "worry-" in name or "child-age" in name or "sharer" in name]
    for answer in page.locator("input[type=radio][value=unknown]").all():
        answer.check()
    press(page.locator("button[name=do][value=answer]"))

    # And each pair has its own answer and its own choice: one of the four is not shared
    pairs = page.locator("section.sw-pair")
    assert pairs.count() == 4
    for number in range(4):
        choice = "not-share" if number == 3 else "share"
        pairs.nth(number).locator(f"input[type=radio][value={choice}]").check()
    last = pairs.nth(3)
    last.locator("textarea").fill("The police need to know of Nyasha's bruise, not of Rudo.")
    if not last.locator("input[name$='-review_on-day']").is_visible():
        press(last.locator("details.sw-more summary").last)
    for part, value in (("day", "1"), ("month", "12"), ("year", "2030")):
        last.locator(f"input[name$='-review_on-{part}']").fill(value)
    pairs.first.locator("textarea").fill("They can look into it together.")
    page.locator("[name=telling-telling][value=not-telling]").check()
    page.locator("[name=telling-telling_reason]").fill("It could put them at more risk.")
    road.stand("decide-four")
    press(page.locator("button.govuk-button[name=do][value=go]"))
    page.wait_for_url(re.compile(r"/items/?$"))

    # And the first package, which is about one of them, is checked: the other's name is left out
    road.check_items()
    press(page.get_by_role("button", name="Leave out these words"))
    assert "Rudo" not in page.locator(".sw-two__see").inner_text()
    road.send()
    assert len(road.pages) <= 6
    assert dots(page) == 1

    # And the worry holds four decisions, each with its own record, and names what has not gone yet
    page.goto("/worries/")
    press(page.locator(".sw-list__row a", has_text="Nyasha Mapfumo").first)
    assert page.locator(".sw-line__item--decided").count() == 4
    assert page.locator(".sw-line__item--sent").count() == 1
    assert (
        page.locator(
            ".sw-line__item--decided a[href$='/items/'], .sw-line__item--decided a[href$='/items']"
        ).count()
        == 2
    )
    look_at(page, "worry-four")
