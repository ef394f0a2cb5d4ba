"""A share that nobody answered comes up by itself: ring, write down what they say, recall what was wrong."""

import re

from tests.journeys.conftest import look_at, press
from tests.journeys.road import COUNCIL, Road, dots

BUTTON = "main form button.govuk-button"


def in_both_languages(page, name):
    """Look at this page in English and in Welsh."""
    here = page.url
    for lang in ("cy", "en"):
        press(page.locator(f".sw-languages a[hreflang={lang}]"))
        look_at(page, name)
    assert page.url == here


def test_silence_is_chased_and_the_answer_written_down(visit):
    # Given a share that the council has left unanswered for two days
    page = visit("amina-yusuf", phone=True, scripts="blocked")
    page.goto("/home/")
    late = [page.locator("a[href*='/deliveries/']", has_text=word) for word in ("Chase", "Escalate")]
    press(late[0].or_(late[1]).first)
    sent = page.url
    in_both_languages(page, "sent-unanswered")
    # When the teacher rings them, and writes down what they say
    press(page.locator("a[href$='/chase']"))
    in_both_languages(page, "chase")
    press(page.locator(BUTTON))
    look_at(page, "chase-error")
    page.locator("textarea[name=words]").fill("Spoke to the duty desk. They will look now.")
    press(page.locator(BUTTON))
    page.wait_for_url(sent)
    assert "They will look now" in page.inner_text("main")
    press(page.locator("a[href$='/answer']"))
    in_both_languages(page, "write-down-an-answer")
    page.locator("input[value=accepted]").check()
    page.locator("input[name=name]").fill("Shanthi Perera")
    press(page.locator(BUTTON))
    # Then the dots show it, and the silence is over
    page.wait_for_url(sent)
    assert "Shanthi Perera" in page.locator(".sw-dots").inner_text()
    assert not page.locator("a[href$='/chase']").count()


def test_told_by_telephone_then_recalled(visit, service):
    # Given a worry that the teacher shares by telephone
    page = visit("amina-yusuf", phone=True, scripts="blocked")
    road = Road(page, service)
    road.get_an_answer()
    road.record_this()
    road.write_down(to=[COUNCIL], known=["Tendai Marlow"], fact="He limped.", opinion="He is hiding pain.")
    road.decide_to_share()
    page.locator("input[name=way][value=telephone]").check()
    # When something usual is left out, the reason is asked beside it
    page.locator(".sw-thing", has_text="Opinion").locator("input[type=checkbox]").uncheck()
    press(page.locator("button.govuk-button[name=do][value=check]"))
    look_at(page, "items-why")
    page.locator(".sw-thing__why input").fill("It is only a guess.")
    road.check_items()
    assert "It is only a guess." in page.locator(".sw-two__out").inner_text()
    press(page.locator("a.govuk-button[href$='/told']"))
    in_both_languages(page, "telephone")
    page.locator("input[name=spoke_to]").fill("Marcus Bellamy")
    page.locator("input[name=is_read_back]").check()
    press(page.locator(BUTTON))
    page.wait_for_url(re.compile(r"/deliveries/[0-9a-f-]{36}/$"))
    look_at(page, "told")
    assert dots(page) == 1
    # And recalls it, because it was about another child
    press(page.locator("a[href$='/recall']"))
    in_both_languages(page, "recall")
    page.locator("textarea[name=words]").fill("It was about another child.")
    press(page.locator(BUTTON))
    page.wait_for_url(re.compile(r"/deliveries/[0-9a-f-]{36}/$"))
    look_at(page, "recalled")
    assert "It was about another child." in page.inner_text("main")
