"""What every journey leans on: a service with the invented county in it, a browser, people.

Nothing here stands in for a real part: the service is what `dev.py demo` starts, in a folder of its own.
"""

import base64
import contextlib
import email
import hashlib
import hmac
import os
import socket
import struct
import subprocess
import sys
import time
import tomllib
import urllib.request
from dataclasses import dataclass, field
from email.policy import default
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests import migrated
from tests.conftest import chromium

ROOT = Path(__file__).resolve().parents[2]
SHAREWELL = Path(sys.executable).parent / "sharewell"
PHONE, DESK, NARROWEST = (390, 844), (1280, 900), 320
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATIENCE = 120_000  # milliseconds: a busy machine is slow, and what never comes is found all the same
PERIOD = 30  # seconds that a second-factor code lasts
ENTRY = 12  # seconds that may pass, on a busy machine, from reading a code to its being looked at


def pytest_collection_modifyitems(items):
    """Whatever stands in this folder needs a browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@dataclass
class Service:
    """A running service: where it is reached, and the folder of all that it keeps."""

    address: str
    home: Path
    people: dict[str, dict] = field(default_factory=dict)  # rows of examples/people.toml by id
    states: dict[str, dict] = field(default_factory=dict)  # cookies of those who have signed in
    used: dict[str, str] = field(default_factory=dict)  # the last code of each; none is taken twice

    def mails(self):
        """Every mail that was sent, oldest first, as `EmailMessage`s."""
        files = sorted((self.home / "mails").glob("*.eml"))
        return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]

    def code(self, person: str) -> str:
        """A second-factor code of this person: not used yet, and with time enough left to enter it."""
        while (code := _code(self.people[person]["second_factor"])) == self.used.get(person) or (
            PERIOD - time.time() % PERIOD < ENTRY
        ):
            time.sleep(0.5)
        self.used[person] = code
        return code


def _code(secret: str) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // PERIOD), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@contextlib.contextmanager
def _running(command: list, environment: dict, words: Path):
    """A process of ours, ended in order. What it says goes to a file, which a failure shows."""
    with words.open("wb") as out:
        process = subprocess.Popen(
            [str(part) for part in command], env=environment, cwd=ROOT, stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The service with the invented county in it, as `dev.py demo` starts it."""
    with served(tmp_path_factory.mktemp("service")) as running:
        yield running


@contextlib.contextmanager
def served(home: Path, port: int = 0, **more: str):
    """A service that keeps everything in `home`, for as long as it is needed; `more` are settings."""
    port, smtp = port or _free_port(), _free_port()
    address = f"http://localhost:{port}"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "DATABASE"))
    }
    environment |= {
        "SHAREWELL_DEMO": "yes",
        "SHAREWELL_TLS": "no",
        "SHAREWELL_HOME": str(home),
        "SHAREWELL_ADDRESS": address,
        "SHAREWELL_SMTP_HOST": "127.0.0.1",
        "SHAREWELL_SMTP_PORT": str(smtp),
        **more,
    }
    migrated.lay(home)
    for command in (["migrate", "--verbosity", "0"], ["load_county"]):
        done = subprocess.run(
            [SHAREWELL, *command], env=environment, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}: {done.stderr[-3000:]}"
    receiver = [sys.executable, "-m", "sharewell.web.demo.receiver", smtp, home / "mails"]
    served = [SHAREWELL, "serve", "--port", port]
    words = home / "words"
    with _running(receiver, environment, home / "receiver"), _running(served, environment, words) as server:
        _wait_for(address, server, words)
        rows = tomllib.loads((ROOT / "examples/people.toml").read_text(encoding="utf-8"))["person"]
        yield Service(address, home, {row["id"]: row for row in rows})


def _wait_for(address: str, server: subprocess.Popen, words: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, words.read_text()[-3000:]
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise AssertionError(f"the service did not answer at {address}: {words.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all journeys of this run."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


@pytest.fixture
def visit(browser: Browser, service: Service):
    """`visit(as_="amina-yusuf", lang="cy", phone=True, scripts="blocked")` opens a page, in its own browser.

    `as_` is the id of a person who is signed in already, nobody where it is left out. With scripts "blocked"
    the page's own scripts never arrive, but axe can run; with "off" JavaScript is off. The network beyond the
    service is closed. `at` is where it begins; with at="" the page is still blank.
    """
    opened: list[BrowserContext] = []

    def open_page(
        as_: str = "", lang: str = "en", phone: bool = False, scripts: str = "on", at: str = "/"
    ) -> Page:
        if as_ and as_ not in service.states:
            _sign_in_and_keep(browser, service, as_)
        width, height = PHONE if phone else DESK
        context = browser.new_context(
            base_url=service.address,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=scripts != "off",
            storage_state=service.states.get(as_),
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        context.route(lambda url: not url.startswith((service.address, "data:")), lambda route: route.abort())
        if scripts == "blocked":
            context.route("**/*.js", lambda route: route.abort())
        opened.append(context)
        page = context.new_page()
        if at:
            page.goto(("/cy" if lang == "cy" else "") + at)
        return page

    yield open_page
    for context in opened:
        context.close()


def _sign_in_and_keep(browser: Browser, service: Service, person: str) -> None:
    """Sign in once for the whole run and keep the cookies."""
    context = browser.new_context(base_url=service.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, service, person)
    service.states[person] = context.storage_state()
    context.close()


def sign_in(page: Page, service: Service, person: str, at: str = "/accounts/login/") -> None:
    """Sign in as people do: e-mail and password, then the code. `at=""` starts from where the page is."""
    if at:
        page.goto(at)
    page.locator("input[name=login]").fill(service.people[person]["email"])
    page.locator("input[name=password]").fill(service.people[person]["password"])
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=code]").wait_for()  # before the code is read, which lasts seconds
    page.locator("input[name=code]").fill(service.code(person))
    page.locator("input[name=code]").press("Enter")
    page.wait_for_load_state()
    assert not page.locator("input[name=code]").count(), f"the code of {person} was not taken"


def press(pressed: Locator) -> None:
    """Press it, and wait until what came of it is there whole: a click itself returns at its first byte."""
    pressed.click()
    pressed.page.wait_for_load_state()


def go(page: Page, pressed: Locator) -> None:
    """Press what must lead to a page, and wait until that page is there."""
    with page.expect_navigation():
        pressed.click()


def look_at(page: Page, name: str = "") -> None:
    """What must hold of every page: axe finds nothing, and it stands on a screen of 320 pixels.

    With SHAREWELL_PICTURES set to a folder, and a name, its picture on a phone and on a desk is kept there.
    """
    page.wait_for_load_state()
    problems = [] if _has_no_scripts(page) else _axe(page)
    assert not problems, f"{page.url}\n" + "\n".join(problems)
    size = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= NARROWEST, f"{page.url} is {wide} pixels wide on a screen of {NARROWEST}: {_widest(page)}"
    page.set_viewport_size(size)
    if name and (folder := os.environ.get("SHAREWELL_PICTURES")):
        take_picture(page, Path(folder), name)


def weight(page: Page, address: str) -> int:
    """Bytes over the wire of going there, headers and all, with everything that the page brings with it."""
    wire, bytes_ = page.context.new_cdp_session(page), []
    wire.on("Network.loadingFinished", lambda event: bytes_.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    wire.detach()
    return round(sum(bytes_))


def _has_no_scripts(page: Page) -> bool:
    """Whether JavaScript is off here; axe would never return."""
    return not page.evaluate("() => matchMedia('(scripting: enabled)').matches")


def _axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **WCAG}).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for each in found
        for node in each["nodes"]
    ]


def _widest(page: Page) -> str:
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map(e => e.tagName + '.' + e.className).join(', ')"""
    )


def take_picture(page: Page, folder: Path, name: str) -> None:
    """Two pictures of the whole page, on a phone and on a desk, named after the page and its language."""
    folder.mkdir(parents=True, exist_ok=True)
    lang, size = page.locator("html").get_attribute("lang"), page.viewport_size
    for sort, (width, height) in {"phone": PHONE, "desk": DESK}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"{name}.{lang}.{sort}.png", full_page=True)
    page.set_viewport_size(size)
