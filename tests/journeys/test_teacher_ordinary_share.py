"""A teacher sees bruises. From worry to the council's answer: in English, in Welsh, JavaScript off."""

import pytest

from tests.journeys.conftest import look_at, press, sign_in
from tests.journeys.road import COUNCIL, Road, dots

SAW = "Three round bruises on the inside of the left arm, each the size of a 5p coin."
SAID = "I fell but Dean said not to tell."


@pytest.mark.parametrize(
    ("lang", "scripts"), [("en", "blocked"), ("cy", "blocked"), ("en", "off")], ids=["en", "cy", "no-script"]
)
def test_from_worry_to_the_council_s_answer(visit, service, lang, scripts):
    # Given a teacher who is worried, on her phone, not signed in
    page = visit(lang=lang, phone=True, scripts=scripts)
    road = Road(page, service)
    # When she gets an answer, and records what she saw
    road.get_an_answer()
    road.record_this(lambda: sign_in(page, service, "amina-yusuf", at=""))
    road.write_down(to=[COUNCIL], known=["Tendai Marlow"], fact=SAW, childs_words=SAID)
    road.decide_to_share()
    # And sends what the council needs
    road.check_items()
    assert "07700 900210" in page.locator(".sw-two__see").inner_text()
    assert "Amina" not in page.locator(".sw-two__see").inner_text()
    road.send()
    # Then six pages or fewer stood between recording it and *Sent*
    assert len(road.pages) <= 6
    assert dots(page) == 1
    sent = page.url
    # When the council's duty worker opens it and answers
    theirs = visit("marcus-bellamy", lang=lang, scripts=scripts)
    answered(theirs, sent, lang)
    # Then she sees who did so, and when
    page.goto(sent)
    assert dots(page) == 3
    assert page.locator(".sw-dots").inner_text().count("Marcus Bellamy") == 2
    look_at(page, "sent-and-accepted")


def answered(page, sent, lang):
    """The duty worker opens what came in, accepts it, and keeps the receipt."""
    key = sent.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{'/cy' if lang == 'cy' else ''}/inbox/")
    look_at(page, "inbox")
    press(page.locator(f"a[href*='{key}']"))
    assert SAW not in page.content()
    look_at(page, "inbox-unopened")
    press(page.locator("form[action$='/open'] button"))
    assert SAW in page.inner_text("main")
    look_at(page, "inbox-opened")
    press_answer(page, "accepted")
    assert "\n— " in page.locator("textarea.sw-receipt").input_value()  # the log's signed checkpoint
    look_at(page, "receipt")


def press_answer(page, kind):
    press(page.locator("form", has=page.locator(f"input[name=kind][value={kind}]")).locator("button"))
