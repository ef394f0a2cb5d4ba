"""The practitioner's tutorial works as it is written, and takes its own pictures.

With SHAREWELL_TUTORIAL set, the pictures in `docs/tutorials/images` are taken anew.
"""

import os
import re
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.journeys.conftest import press

TUTORIAL = Path(__file__).resolve().parents[2] / "docs/tutorials/from-worry-to-received.md"
WIDTH, HEIGHT, COLOURS = 640, 900, 48
ANSWERS = {
    "worry-risk": "significant",
    "recipient-kind": "childrens-services",
    "worry-purpose": "protect",
    "child-stage": "child",
    "child-understands": "unknown",
    "child-wants-sharing": "unknown",
    "views-telling": "unsafe",
    "recipient-verified": "true",
    "information-identifies": "true",
    "information-special": "true",
    "information-offence": "true",
}
SO = "health, injury|a crime, or say"  # what is ticked where several things can be so


def picture(page, name):
    """A small picture of the page, kept where it was asked for."""
    if not os.environ.get("SHAREWELL_TUTORIAL"):
        return
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.mouse.move(0, 0)
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    shot = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    small = shot.quantize(colors=COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    (TUTORIAL.parent / "images").mkdir(exist_ok=True)
    small.save(TUTORIAL.parent / f"images/{name}.png", optimize=True)


class Reader:
    """Somebody who does what the tutorial says, and remembers what they pressed."""

    def __init__(self, page):
        self.page, self.pressed = page, set()

    def press(self, words):
        button, link = (self.page.get_by_role(role, name=words) for role in ("button", "link"))
        press(button.or_(link).first)
        self.pressed.add(words)

    def answer_questions(self):
        """Answer each question as the story goes, until all have been asked."""
        for number in range(14):
            if self.page.get_by_role("heading", name="Check your answers").count():
                return
            if number == 0:
                picture(self.page, "2-question")
            self._answer_one()
        raise AssertionError("more than fourteen pages of questions")

    def _answer_one(self):
        form = self.page.locator("main form[novalidate]").first
        names = {radio.get_attribute("name") for radio in form.locator("input[type=radio]").all()}
        for name in sorted(names):
            of_this = form.locator(f"input[name='{name}']")
            values = [radio.get_attribute("value") for radio in of_this.all()]
            value = ANSWERS.get(name, "false" if "false" in values else values[0])
            of_this.nth(values.index(value)).check(force=True)
        for box in form.locator("input[inputmode=numeric]").all():
            box.fill("7")
        for boxes in form.locator("fieldset").filter(has=self.page.locator("input[type=checkbox]")).all():
            so = boxes.get_by_label(re.compile(SO)).all() or boxes.get_by_label("None of these").all()
            for box in so:
                box.check()
        press(form.get_by_role("button", name="Go on"))


def write_down(page):
    """The worry, as the story tells it."""
    page.get_by_label("Tendai Marlow").check()
    page.locator("[name=fact]").fill("Tendai has 3 round bruises on his left arm. He came in without a coat.")
    page.locator("[name=childs_words]").fill("Dean did it. Don't tell mum I said.")
    front_door = page.locator(".govuk-checkboxes__item").filter(has_text="Front door duty team").first
    front_door.locator("input").check()


def decide(page):
    page.locator("input[type=radio][value=share]").first.check()
    page.locator("textarea[name$='-reason']").first.fill(
        "He is hurt and afraid to go home. Children's services can protect him today."
    )
    page.locator("input[name='telling-telling'][value='not-telling']").check()
    page.locator("[name='telling-telling_reason']").fill(
        "Telling Dean could put Tendai at more risk tonight."
    )


def test_the_tutorial_works_as_it_is_written(visit):
    # Given Amina at the first page
    amina = Reader(visit(as_="amina-yusuf"))
    amina.page.goto("/")
    picture(amina.page, "1-front")
    # When she does what the tutorial says
    amina.press("Get an answer")
    amina.answer_questions()
    picture(amina.page, "3-check-answers")
    amina.press("See the answer")
    assert amina.page.get_by_role("heading", name="You must share this with children's services.").count()
    picture(amina.page, "4-answer")
    amina.press("Record this and send")
    write_down(amina.page)
    picture(amina.page, "5-worry")
    amina.press("Go on")
    decide(amina.page)
    picture(amina.page, "6-decide")
    amina.press("Record and go on")
    picture(amina.page, "7-items")
    amina.press("Check before sending")
    picture(amina.page, "8-check")
    amina.press("Send to Fallowshire children's services")
    picture(amina.page, "9-sent")
    # Then it waits at the council, where Marcus opens and accepts it
    reference = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", amina.page.locator("main").inner_text()).group()
    marcus = Reader(visit(as_="marcus-bellamy"))
    marcus.page.goto("/inbox/")
    picture(marcus.page, "10-inbox")
    press(marcus.page.locator("main li, main tr").filter(has_text=reference).get_by_role("link").first)
    marcus.press("Open it")
    picture(marcus.page, "11-package")
    marcus.press("We accept it and will act")
    # And Amina sees that it was received
    amina.page.reload()
    assert "Marcus Bellamy" in amina.page.locator("main").inner_text()
    picture(amina.page, "12-received")
    told = set(re.findall(r"\*\*([^*]+)\*\*", TUTORIAL.read_text("utf-8"))) - {
        "If a child is in danger right now, ring 999 first."
    }
    assert told == amina.pressed | marcus.pressed
