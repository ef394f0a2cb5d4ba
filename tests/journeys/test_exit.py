"""Somebody at whose shoulder another stands: one press, and the page is gone, with nothing left behind."""

import json
import re
from urllib.parse import urlsplit

import pytest

from sharewell.web.front.views import ELSEWHERE

# A page of every kind that a person may be at, and who is there; nobody twice, because leaving signs out.
OPEN = {
    path: "" for path in ("/", "/about/", "/law/", "/danger/", "/danger/write/", "/accounts/login/", "/no/")
}
SIGNED_IN = {
    "/home/": "marcus-bellamy", "/worries/": "grace-mbeki", "/worries/new/": "leah-rosen",
    "/inbox/": "shanthi-perera", "/directory/": "danny-szabo", "/organisation/": "tomasz-wieczorek",
    "/access/": "ruth-adeyemi",
}  # fmt: skip
OURS = ("sessionid", "answers", "changes")
TELLING = ("abuse", "safeguard", "worry", "child", "refuge", "danger")
BLANK_WITHIN = 200  # milliseconds, measured in the page
# Tells how long after Shift was pressed for the third time the page was blank.
WATCH = """() => {
  let pressed = 0, at = 0;
  addEventListener("keyup", ({ key }) => {
    if (key === "Shift" && ++pressed === 3) at = performance.now();
  }, true);
  const blank = new MutationObserver(() => { window.blankAfter(performance.now() - at); });
  blank.observe(document.body, { attributes: true, attributeFilter: ["hidden"] });
}"""


def left(page, path, how, took):
    """Be on the page, leave it, and be elsewhere; what it asked for on the way."""
    page.goto(path)
    assert page.locator(".sw-exit a").count() == 1, f"{path} has no way out"
    assert not any(word in page.title().lower() for word in TELLING), f"{path}: {page.title()}"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    if how == "shift":
        page.expose_function("blankAfter", lambda after: took.append(after))
        page.evaluate(WATCH)
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.locator(".sw-exit a").click()
    for _ in range(100):
        if page.url.startswith(ELSEWHERE):
            return asked
        page.wait_for_timeout(100)
    raise AssertionError(f"{path} was not left: {page.url}")


def nothing_is_left_behind(page, service, asked):
    """Neither in the browser, nor by going back, nor with anybody else."""
    assert not [each for each in page.context.cookies() if each["name"] in OURS]
    kept = json.dumps(page.context.storage_state()["origins"]).lower()
    assert not any(word in kept for word in TELLING), kept
    hosts = {urlsplit(url).netloc for url in asked}
    assert hosts <= {urlsplit(service.address).netloc, urlsplit(ELSEWHERE).netloc}
    page.go_back()
    page.wait_for_load_state()
    assert not re.search("Sign out|Allgofnodi", page.content()), "going back shows it again"


CASES = [(path, who, "press") for path, who in (OPEN | SIGNED_IN).items()]
CASES += [("/questions/danger/", "", how) for how in ("shift", "no script")]
CASES += [("/worries/", "amina-yusuf", "shift"), ("/worries/new/", "priya-raghavan", "no script")]


@pytest.mark.parametrize(("path", "who", "how"), CASES)
def test_every_page_is_left_at_once_and_nothing_of_it_is_left_behind(visit, service, path, who, how):
    page = visit(as_=who, scripts="off" if how == "no script" else "on", at="")
    service.states.pop(who, None)  # leaving signs them out
    page.context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>Weather</title>Rain."))
    took = []
    asked = left(page, path, how, took)
    if how == "shift":
        assert took and took[0] < BLANK_WITHIN
    nothing_is_left_behind(page, service, asked)
