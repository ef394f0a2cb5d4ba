"""What a page weighs over the wire, and how many pages and presses lie between a worry and *Sent*.

Weights are what Chromium counted, headers and all, from the service that `dev.py demo` starts, as it
sends them. Beside them stands what the design system as it is published would weigh, CSS, script and fonts,
before a word of a page. Needs Chromium and the development packages.
"""

import tarfile
import tempfile
from pathlib import Path

import brotli
from playwright.sync_api import Page, sync_playwright

from benchmarks import row
from tests.conftest import chromium
from tests.journeys.conftest import FLAGS, served, sign_in, weight
from tests.journeys.road import COUNCIL, Road
from tests.journeys.test_answer_signed_out import TEACHER, walk

KIT = Path(__file__).resolve().parents[1] / ".venv" / "front-end"
KIT_FILES = ("govuk-frontend.min.css", "govuk-frontend.min.js")
MEDIAN_PHONE_PAGE = 2_559.0  # kB; HTTP Archive, July 2025
MOST_PAGES = 12  # from Get an answer to the answer
MOST_PAGES_TO_SENT = 6  # from Record this and send to Sent
PLACES = {
    "the first page": "/",
    "what to do now": "/danger/",
    "writing down what was done": "/danger/write/",
    "a question": "/questions/danger/",
}


def run() -> list[dict]:
    """P8, the weight of a first and of a second visit; P9, pages and presses from a worry to Sent."""
    with (
        tempfile.TemporaryDirectory() as home,
        served(Path(home)) as service,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)

        def fresh() -> Page:
            return browser.new_context(
                base_url=service.address, viewport={"width": 390, "height": 844}
            ).new_page()

        return [*_weights(fresh), *_steps(fresh(), service)]


def _weights(fresh) -> list[dict]:
    kit = _kit()
    rows = []
    for words, address in PLACES.items():
        first, again = _visits(fresh(), address)
        if kit:
            rows.append(_light(f"{words}, first visit", first, "the kit's CSS, script and fonts", kit))
        rows.append(_light(f"{words}, first visit", first, "median phone page", MEDIAN_PHONE_PAGE))
        rows.append(_light(f"{words}, second visit", again, None, None))
    return rows


def _light(work: str, ours: float, peer: str | None, figure: float | None) -> dict:
    return row("P8", work, 1, "kB", [ours], peer, [figure] if figure else None, is_rate=False)


def _visits(page: Page, address: str) -> tuple[float, float]:
    """Kilobytes of a first and of a second visit."""
    first = weight(page, address)
    page.goto("about:blank")
    return first / 1000, weight(page, address) / 1000


def _kit() -> float | None:
    """Kilobytes of the published kit, brotli for what compresses; nothing where it was not fetched."""
    archives = sorted(KIT.glob("govuk-frontend-*.tgz"))
    if not archives:
        return None
    with tarfile.open(archives[-1]) as kit:
        root = "package/dist/govuk/"
        files = {name: kit.extractfile(root + name).read() for name in KIT_FILES}
        fonts = [member for member in kit.getmembers() if member.name.endswith(".woff2")]
        plain = sum(len(brotli.compress(data)) for data in files.values())
        return round((plain + sum(font.size for font in fonts)) / 1000, 1)


def _counting(page: Page) -> None:
    """Count every press that a person would make, also across pages."""
    page.context.add_init_script(
        "addEventListener('click', e => e.isTrusted && e.detail > 0 &&"
        " sessionStorage.setItem('presses', 1 + Number(sessionStorage.getItem('presses'))), true)"
    )
    page.goto("/")


def _presses(page: Page) -> int:
    return int(page.evaluate("() => sessionStorage.getItem('presses')"))


def _steps(page: Page, service) -> list[dict]:
    """Pages and presses of a teacher's ordinary worry: to the answer, and from there to *Sent*."""
    _counting(page)
    pages = walk(page, TEACHER)
    page.locator("a.sw-big").click()
    page.wait_for_load_state()
    presses = _presses(page)
    road = Road(page, service)
    road.record_this(lambda: sign_in(page, service, "amina-yusuf", at=""))
    signed_in = _presses(page)
    road.write_down(to=[COUNCIL], known=["Tendai Marlow"], fact="Three round bruises on the left arm.")
    road.decide_to_share()
    road.check_items()
    road.send()
    return [
        _step("pages from Get an answer to the answer", len(pages), MOST_PAGES),
        _step("presses from Get an answer to the answer", presses),
        _step("pages from Record this and send to Sent", len(road.pages), MOST_PAGES_TO_SENT),
        _step("presses from Record this and send to Sent, signing in left out", _presses(page) - signed_in),
    ]


def _step(work: str, ours: int, most: int | None = None) -> dict:
    unit = work.split()[0]
    return row("P9", work, 1, unit, [ours], "goal" if most else None, [most] if most else None, is_rate=False)
