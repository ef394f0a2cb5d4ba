"""The road from an answer to a sent package, in steps that any journey can take, in any language."""

import re

from tests.journeys.conftest import look_at, press
from tests.journeys.test_answer_signed_out import TEACHER, walk

COUNCIL = re.compile("Fallowshire children's services|Gwasanaethau plant Fallowshire")
GO = "main form button.govuk-button:not(.govuk-button--secondary)"


class Road:
    """One person's way through the pages; `pages` are the addresses of those they stood on, in order."""

    def __init__(self, page, service):
        self.page, self.service, self.pages = page, service, []

    def stand(self, name=""):
        """Count this page, and look at it."""
        self.page.wait_for_load_state()
        self.pages.append(self.page.url)
        look_at(self.page, name)

    def get_an_answer(self, **story):
        """From the first page to the answer."""
        walk(self.page, TEACHER | {name.replace("_", "-"): value for name, value in story.items()})
        press(self.page.locator("a.sw-big"))

    def record_this(self, sign_in=None):
        """Press *Record this and send*, signing in on the way where nobody is signed in."""
        press(self.page.locator("main a.govuk-button[href$='/worries/new/']").first)
        if sign_in:
            sign_in()
        self.page.wait_for_url("**/worries/new/")

    def write_down(self, to, known=(), new=(), **seen):
        """Who it is about, what was seen, and who needs to know: the first page of the record."""
        for name in known:
            self._tick("child", name)
        for number, (name, day) in enumerate(new):
            self._new_child(number, name, day)
        for field, words in seen.items():
            box = self.page.locator(f"textarea[name={field}]")
            if not box.is_visible():
                self._unfold(box)
            box.fill(words)
        for name in to:
            self._tick("to", name)
        self.stand("record")
        self._go()

    def _new_child(self, number, name, day):
        if not self.page.locator(f"input[name=new{number}-name]").count():
            press(self.page.locator("button[name=do][value=more]"))
        self.page.locator(f"input[name=new{number}-name]").fill(name)
        for part, value in zip(("day", "month", "year"), day, strict=True):
            self.page.locator(f"input[name='new{number}-born_on-{part}']").fill(value)

    def _tick(self, field, name):
        items = self.page.locator(".govuk-checkboxes__item", has=self.page.locator(f"input[name={field}]"))
        label = self.page.locator("label", has_text=name)
        box = items.filter(has=label).first.locator("input")
        if not box.is_visible():
            self._unfold(box)
        box.check()

    def _unfold(self, inside):
        press(self.page.locator("details", has=inside).last.locator("summary").first)

    def decide_to_share(self, reason="To keep the child safe.", telling="not-telling"):
        """Share with each of them; the family is not told yet."""
        for choice in self.page.locator("input[type=radio][value=share]").all():
            choice.check()
        self.page.locator("textarea[name$=-reason]").first.fill(reason)
        self.page.locator(f"input[type=radio][name=telling-telling][value={telling}]").check()
        why = self.page.locator("[name=telling-telling_reason]")
        if telling == "not-telling" and why.is_visible():
            why.fill("Telling them now could put the child at risk.")
        self.stand("decide")
        self._go()
        self.page.wait_for_url("**/items")

    def _go(self):
        press(self.page.locator("button.govuk-button[name=do][value=go]"))

    def check_items(self):
        """From what they need to the check."""
        self.stand("items")
        press(self.page.locator("button.govuk-button[name=do][value=check]"))
        self.page.wait_for_url("**/check")

    def attach(self, file, about):
        """Add a file and wait until it was cleaned; stays on the items."""
        fold = self.page.locator("details.sw-add-file")
        if fold.get_attribute("open") is None:
            press(fold.locator("summary"))
        self.page.locator("input[name=about]").fill(about)
        self.page.locator("input[type=file]").set_input_files(file)
        with self.page.expect_navigation():
            self.page.locator("button[name=do][value=attach]").click()
        self.page.wait_for_load_state()

    def send(self):
        """Press the button with the recipient's name on it."""
        self.stand("check-before-sending")
        press(self.page.locator("form", has=self.page.locator("input[name=shown]")).locator("button"))
        self.page.wait_for_url(re.compile(r"/deliveries/[0-9a-f-]{36}/$"))
        self.stand("sent")


def dots(page) -> int:
    """How many of the five dots are filled in."""
    return page.locator(".sw-dot--done").count()
