"""A teacher whose hands are on the keys alone: Tab, Space, arrows and Enter take her from the first page to
*Sent*.

At every stop on the way it is seen where she is.
"""

import re

import pytest

from tests.journeys.conftest import look_at
from tests.journeys.road import dots
from tests.journeys.test_answer_signed_out import QUIET, TEACHER

SAW = "Three round bruises on the inside of the left arm."
COUNCIL = re.compile("Fallowshire children's services|Gwasanaethau plant Fallowshire")
MOST = 150  # presses of Tab within one page: more than any has stops
WHERE = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const seen = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopWidth"];
    const looks = () => [null, "::before"].map((part) => {
        const style = getComputedStyle(here, part);
        return seen.map((name) => style[name]).join();
    }).join("|");
    const focused = looks(), box = here.getBoundingClientRect();
    here.blur();
    const unfocused = looks();
    here.focus({preventScroll: true});
    return {
        name: here.name || "", value: here.value || "", type: here.type || "", tag: here.tagName, html: here.outerHTML.slice(0, 200),
        href: here.getAttribute("href") || "", is: here.className, checked: Boolean(here.checked),
        words: (here.labels?.[0] || here).innerText.trim(), stands_out: focused !== unfocused,
        in_view: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""  # noqa: E501 -- a script, not Python


class Hands:
    """Hands that touch nothing but keys. A stop on the way that cannot be seen ends the journey."""

    def __init__(self, page):
        self.page = page

    @property
    def here(self) -> dict:
        """What has the focus, and how it looks."""
        return self.page.evaluate(WHERE) or {}

    def tab(self, key="Tab") -> dict:
        self.page.keyboard.press(key)
        here = self.here
        assert not here or here["stands_out"], f"{self.page.url}: nobody sees the focus on {here['html']}"
        assert not here or here["in_view"], f"{self.page.url}: the focus is off the screen: {here['html']}"
        return here

    def to(self, **wanted):
        """Press Tab to what has all of that; a pattern is looked for, a word is meant whole."""
        for _ in range(MOST):
            if _is(self.here, wanted):
                return
            self.tab()
        raise AssertionError(f"{self.page.url}: Tab does not come to {wanted}")

    def tick(self, **wanted):
        self.to(**wanted)
        if not self.here["checked"]:
            self.page.keyboard.press("Space")
        assert self.here["checked"]

    def choose(self, name, value):
        """One of several: Tab to the group, Space for the first, arrows from there."""
        self.to(name=name)
        self.page.keyboard.press("Space")
        for _ in range(MOST):
            if self.here["value"] == value:
                assert self.here["checked"]
                return
            self.tab("ArrowDown")
        raise AssertionError(f"{self.page.url}: no arrow comes to {value} of {name}")

    def type(self, words, **wanted):
        self.to(**wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def go(self, **wanted):
        """Press Enter on it, and wait for the page that it leads to."""
        self.to(**wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()


def _is(here, wanted) -> bool:
    return bool(here) and all(
        value.search(here[name]) if isinstance(value, re.Pattern) else here[name] == value
        for name, value in wanted.items()
    )


MAIN_BUTTON = {"tag": "BUTTON", "is": re.compile(r"^govuk-button(?!.*secondary)")}


def answer_by_keys(hands, page):
    """Answer every field of a question from the story, else with its quietest answer."""
    fields = page.locator("main form[novalidate] input:not([type=hidden])")
    for name in dict.fromkeys(fields.evaluate_all("all => all.map(each => each.name)")):
        inputs = page.locator(f'input[name="{name}"]')
        kind = inputs.first.get_attribute("type")
        if kind == "text":
            hands.type(TEACHER.get(name, ""), name=name)
            continue
        values = inputs.evaluate_all("all => all.map(each => each.value)")
        value = TEACHER.get(name) or next(value for value in QUIET if value in values)
        if not page.locator(f'input[name="{name}"][value="{value}"]').is_visible():
            hands.to(tag="SUMMARY")
            page.keyboard.press("Enter")
        hands.choose(name, value) if kind == "radio" else hands.tick(name=name, value=value)


@pytest.mark.parametrize(("lang", "phone"), [("en", False), ("cy", True)])
def test_from_the_first_page_to_sent_without_a_pointer(visit, service, lang, phone):
    page = visit(lang=lang, phone=phone)
    hands = Hands(page)
    # The first press offers to skip what stands on every page, and the next then stands behind it
    assert hands.tab()["href"] == "#main-content"
    page.keyboard.press("Enter")
    hands.tab()
    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")
    # When she answers the questions
    hands.go(**{"is": re.compile("sw-big")})
    while not page.url.endswith("/check/"):
        answer_by_keys(hands, page)
        hands.go(**MAIN_BUTTON)
    hands.go(**{"is": re.compile("sw-big")})
    # And signs in to record it
    hands.go(href=re.compile("/worries/new/$"))
    person = service.people["amina-yusuf"]
    hands.type(person["email"], name="login")
    hands.type(person["password"], name="password")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hands.type(service.code("amina-yusuf"), name="code")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # Then a form that is refused puts the focus on what is wrong, and each line leads into the field to mend
    hands.go(name="do", value="go", tag="BUTTON")
    page.wait_for_function("() => document.activeElement.matches('.govuk-error-summary')")
    lines = page.locator(".govuk-error-summary a")
    assert lines.count() == 2
    hands.tab()
    page.keyboard.press("Enter")
    assert hands.here["name"] == "child"
    look_at(page)
    hands.tick(name="child", words=re.compile("Tendai"))
    for _ in range(MOST):
        if hands.tab("Shift+Tab").get("href", "").startswith("#"):
            break
    page.keyboard.press("Enter")
    assert hands.here["name"] == "fact"
    page.keyboard.type(SAW)
    hands.tick(name="to", words=COUNCIL)
    hands.go(name="do", value="go", tag="BUTTON")
    # And she decides
    choice = page.locator("input[type=radio][value=share]").first.get_attribute("name")
    hands.choose(choice, "share")
    hands.type("To keep the child safe.", name=choice.replace("-choice", "-reason"))
    hands.choose("telling-telling", "not-telling")
    hands.type("Telling them now could put the child at risk.", name="telling-telling_reason")
    hands.go(name="do", value="go", tag="BUTTON")
    # And sends it
    hands.go(name="do", value="check", tag="BUTTON")
    assert SAW in page.locator(".sw-two__see").inner_text()
    hands.go(tag="BUTTON", words=COUNCIL)
    page.wait_for_url(re.compile(r"/deliveries/[0-9a-f-]{36}/$"))
    assert dots(page) == 1
    # And signs out
    hands.go(tag="BUTTON", words=re.compile("^(Sign out|Allgofnodi)$"))
    assert not page.locator(".sw-leave").count()
