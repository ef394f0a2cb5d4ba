"""Whether somebody can share in an emergency while the service is flooded, and how long each step takes them.

Ten minutes on this machine (SHAREWELL_FLOOD_SECONDS says otherwise): sign-ins by the dozen, bodies that
drip, connections that say nothing, searches by somebody signed in, and bodies of 10 MB, from other addresses
of this machine; meanwhile one person looks up who to ring, writes down what they did, and reads it again.
"""

import contextlib
import http.client
import os
import re
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from benchmarks import row
from tests.journeys.conftest import Service, served

SECONDS = int(os.environ.get("SHAREWELL_FLOOD_SECONDS", "600"))
MINE, OTHERS = "127.0.0.1", [f"127.0.0.{number}" for number in range(2, 8)]
PERSON, SEARCHER = "amina-yusuf", "ruth-adeyemi"
GOAL = 2.0  # seconds, at the 95th percentile
BIG = b"x" * 10 * 1024 * 1024


@dataclass
class Flood:
    """What came of it: how long each step took, what failed, and how much was thrown at the service."""

    steps: list[float] = field(default_factory=list)
    shares: int = 0
    failed: list[str] = field(default_factory=list)
    thrown: Counter[str] = field(default_factory=Counter)


def run() -> list[dict]:
    """T21: every emergency share succeeds; the 95th percentile of its steps beside the goal."""
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as service:
        found = flood(service, SECONDS)
    if found.failed:
        raise RuntimeError(f"{len(found.failed)} of {found.shares} shares failed: {found.failed[:3]}")
    thrown = ", ".join(f"{count:,} {what}" for what, count in sorted(found.thrown.items()))
    print(f"  {found.shares} emergency shares, none failed; meanwhile {thrown}")
    steps = sorted(found.steps)
    what = f"a step of an emergency share, the service flooded for {SECONDS} s"
    late, middle = [steps[int(len(steps) * 0.95)]], [steps[len(steps) // 2]]
    return [
        row("T21", f"{what}: 95th percentile", len(steps), "s", late, "our goal", [GOAL], is_rate=False),
        row("T21", f"{what}: median", len(steps), "s", middle, "our goal", [GOAL], is_rate=False),
    ]


def flood(service: Service, seconds: float) -> Flood:
    """Flood the service, and share in an emergency again and again meanwhile."""
    found, over = Flood(), threading.Event()
    person, searcher = (Visitor(service, PERSON, MINE), Visitor(service, SEARCHER, OTHERS[0]))
    person.sign_in()
    searcher.sign_in()
    port = person.port
    attacks: list[tuple[str, Callable[[], object]]] = [
        *[("sign-ins", _sign_in_as_nobody(service, address)) for address in OTHERS[:3]],
        *[("bodies that dripped", _dripping(port, address, over)) for address in OTHERS * 8],
        *[("connections that said nothing", _silent(port, address, over)) for address in OTHERS * 8],
        *[("bodies of 10 MB", _big_body(port, address)) for address in OTHERS[3:5]],
        *[("searches", searcher.search) for _ in range(4)],
    ]
    threads = [
        threading.Thread(target=_again_and_again, args=(over, what, act, found.thrown), daemon=True)
        for what, act in attacks
    ]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _share(person, found)
    over.set()
    for thread in threads:
        thread.join(10)
    return found


def _share(person: "Visitor", found: Flood) -> None:
    """Who to ring, the form, writing down what was done, and reading it again."""
    found.shares += 1
    try:
        for step in (person.look_up, person.open_form, person.write, person.read_again):
            began = time.monotonic()
            step()
            found.steps.append(time.monotonic() - began)
    except Exception as error:  # whatever it is, this share did not succeed
        found.failed.append(f"{type(error).__name__}: {error}"[:200])


def _again_and_again(over: threading.Event, what: str, act: Callable[[], object], thrown: Counter) -> None:
    while not over.is_set():
        with contextlib.suppress(OSError, http.client.HTTPException, RuntimeError):
            act()
        thrown[what] += 1


# --- What is thrown at it ---------------------------------------------------------------------------


def _sign_in_as_nobody(service: Service, address: str) -> Callable[[], object]:
    visitor = Visitor(service, PERSON, address)

    def act() -> None:
        visitor.ask("GET", "/accounts/login/")
        visitor.ask("POST", "/accounts/login/", {"login": "nobody@school.example", "password": "x" * 64})

    return act


def _dripping(port: int, address: str, over: threading.Event) -> Callable[[], object]:
    """A body that comes a byte at a time and never ends."""

    def act() -> None:
        with socket.create_connection(("127.0.0.1", port), 30, (address, 0)) as line:
            line.sendall(
                b"POST /questions/danger/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
            )
            while not over.wait(0.5):
                line.sendall(b"a")

    return act


def _silent(port: int, address: str, over: threading.Event) -> Callable[[], object]:
    """Half a head, and then nothing."""

    def act() -> None:
        with socket.create_connection(("127.0.0.1", port), 30, (address, 0)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            line.settimeout(1)
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    if not line.recv(100):
                        return

    return act


def _big_body(port: int, address: str) -> Callable[[], object]:
    def act() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, 30, source_address=(address, 0))
        try:
            connection.request("POST", "/questions/danger/", BIG, {"Host": f"localhost:{port}"})
            connection.getresponse().read()
        finally:
            connection.close()

    return act


# --- Somebody at work -------------------------------------------------------------------------------


class Visitor:
    """Somebody of the invented county at a browser, without the browser."""

    def __init__(self, service: Service, person: str, address: str) -> None:
        self.service, self.person, self.address = service, person, address
        self.port = int(service.address.rpartition(":")[2])
        self.cookies: dict[str, str] = {}
        self.token = self.went = ""
        self.lock = threading.Lock()

    def sign_in(self) -> None:
        """E-mail and password, then the code."""
        of = self.service.people[self.person]
        self.must(200, "GET", "/accounts/login/")
        self.must(302, "POST", "/accounts/login/", {"login": of["email"], "password": of["password"]})
        self.must(200, "GET", self.went)
        self.must(302, "POST", self.went, {"code": self.service.code(self.person)})

    def look_up(self) -> None:
        """Who to ring."""
        self.must(200, "GET", "/danger/")

    def open_form(self) -> None:
        """The form for what was done."""
        self.must(200, "GET", "/danger/write/")

    def write(self) -> None:
        """Write down one call."""
        now = datetime.now(ZoneInfo("Europe/London")) - timedelta(minutes=2)
        typed = {
            "seen": "A child is being hurt.", "nation": "england", "call1-who": "999",
            "call1-said": "They are sending somebody.", "call1-answered_by": "Control room",
            "call1-on-day": str(now.day), "call1-on-month": str(now.month), "call1-on-year": str(now.year),
            "call1-at": now.strftime("%H:%M"),
        }  # fmt: skip
        self.must(302, "POST", "/danger/write/", typed)

    def read_again(self) -> None:
        """What was written stands in the record."""
        words = self.must(200, "GET", self.went)
        if "They are sending somebody." not in words:
            raise RuntimeError("what was written down is not there")

    def search(self) -> None:
        """A search of the directory and of the law."""
        for path in ("/directory/?area=&words=e", "/law/?words=share", "/worries/?words=a"):
            self.ask("GET", path)

    def must(self, wanted: int, method: str, path: str, fields: dict | None = None) -> str:
        """As `ask`; raises where the answer is another than was wanted."""
        status, words = self.ask(method, path, fields)
        if status != wanted:
            said = re.sub(r"<[^>]+>|\s+", " ", words)
            raise RuntimeError(f"{method} {path} answered {status}, not {wanted}: {said[-300:]}")
        return words

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        """One request on a connection of its own: the status, and the words."""
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if fields is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://localhost:{self.port}",
                "Sec-Fetch-Site": "same-origin",
            }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, 60, source_address=(self.address, 0))
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, self._keep(answer)
        finally:
            connection.close()

    def _keep(self, answer: http.client.HTTPResponse) -> str:
        words = answer.read().decode("utf-8", "replace")
        with self.lock:
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', words):
                self.token = found[1]
            self.went = answer.getheader("Location") or self.went
        return words
