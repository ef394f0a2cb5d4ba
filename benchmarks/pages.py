"""What a page weighs over the wire, and how many pages and presses lie between a worry and an answer.

Weights are what Chromium counted, headers and all, from the service that `dev.py demo` starts, compressed as
Weights are what Chromium counted, headers and all, from the service that `dev.py demo` starts, as it
before a word of a page. Needs Chromium and the development packages.
"""

import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import brotli
from playwright.sync_api import Page, sync_playwright

from benchmarks import row
from tests.conftest import chromium
from tests.journeys.conftest import FLAGS, served
from tests.journeys.test_answer_signed_out import GO_ON, TEACHER, answer_the_page

KIT = Path(__file__).resolve().parents[1] / ".venv" / "front-end"
KIT_FILES = ("govuk-frontend.min.css", "govuk-frontend.min.js")
MEDIAN_PHONE_PAGE = 2_559.0  # kB; HTTP Archive, July 2025
MOST_PAGES = 12  # from Get an answer to the answer
PLACES = {
    "the first page": "/",
    "what to do now": "/danger/",
    "writing down what was done": "/danger/write/",
    "a question": "/questions/danger/",
}


def run() -> list[dict]:
    """P8, the weight of a first and of a second visit; P9, pages and presses to the answer."""
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

        return [*_weights(fresh), *_steps(fresh())]


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
    """Kilobytes over the wire of a first and of a second visit, everything that the page brings with it."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    weights: list[float] = []
    wire.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    first = sum(weights) / 1000
    weights.clear()
    page.goto("about:blank")
    page.goto(address, wait_until="networkidle")
    return round(first, 2), round(sum(weights) / 1000, 2)


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


def _steps(page: Page) -> list[dict]:
    """Pages and presses of a teacher's ordinary worry, from *Get an answer* to the answer."""
    page.goto("/")
    page.evaluate("() => sessionStorage.setItem('presses', 0)")
    page.context.add_init_script(
        "addEventListener('click', e => e.isTrusted && e.detail > 0 &&"
        " sessionStorage.setItem('presses', 1 + Number(sessionStorage.getItem('presses'))), true)"
    )
    page.reload()
    began = datetime.now(UTC)
    page.locator("a.sw-big").click()
    pages = 1
    while not page.url.endswith("/check/"):
        answer_the_page(page, TEACHER)
        with page.expect_navigation():
            page.locator(GO_ON).first.click()
        pages += 1
    page.locator("a.sw-big").click()
    page.wait_for_load_state()
    presses = int(page.evaluate("() => sessionStorage.getItem('presses')"))
    print(
        f"  machine time {(datetime.now(UTC) - began).total_seconds():.0f} s, load {os.getloadavg()[0]:.1f}"
    )
    return [
        row(
            "P9",
            "pages from Get an answer to the answer",
            1,
            "pages",
            [pages],
            "goal",
            [MOST_PAGES],
            is_rate=False,
        ),
        row("P9", "presses from Get an answer to the answer", 1, "presses", [presses], is_rate=False),
    ]
