"""While the service is flooded somebody shares in an emergency: the benchmark, for ten seconds, not timed."""

import contextlib
import http.client
import io
import socket
import threading
import time

import pytest

from benchmarks.flood import flood
from sharewell.config import lanes
from sharewell.config.lanes import Lanes
from tests.journeys.conftest import served

WAIT = 30  # seconds that nothing here should ever take


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with served(tmp_path_factory.mktemp("flood")) as running:
        yield running


@pytest.mark.slow
def test_every_emergency_share_succeeds_while_the_service_is_flooded(service, capsys):
    found = flood(service, 10)
    with capsys.disabled():
        print(
            f"\n{found.shares} emergency shares, {len(found.failed)} failed; meanwhile {dict(found.thrown)}"
        )
    assert found.shares and not found.failed
    assert len(found.thrown) == 5 and all(found.thrown.values())


@pytest.mark.slow
def test_a_body_that_drips_is_let_go_of(service):
    port = int(service.address.rpartition(":")[2])
    head = b"POST /questions/danger/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), WAIT) as line:
        line.sendall(head)
        line.settimeout(WAIT)
        drip = threading.Thread(target=_drip, args=(line,), daemon=True)
        drip.start()
        with contextlib.suppress(ConnectionResetError):
            assert not line.recv(100).startswith(b"HTTP/1.1 200")
        drip.join(WAIT)
        assert not drip.is_alive()


def _drip(line):
    with contextlib.suppress(OSError):
        for _ in range(WAIT):
            line.sendall(b"a")
            time.sleep(1)


@pytest.mark.slow
def test_a_body_that_is_far_too_large_is_refused_before_it_is_read(service):
    port = int(service.address.rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, WAIT)
    connection.putrequest("POST", "/questions/danger/")
    connection.putheader("Content-Length", str(10**9))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and answer.getheader("Content-Security-Policy")
    connection.close()


# --- The lanes themselves ---------------------------------------------------------------------------


class Held:
    """Pages that answer only when they are let, and count who is being answered."""

    def __init__(self):
        self.go, self.inside, self.most = threading.Event(), 0, 0
        self.lock = threading.Lock()

    def __call__(self, environ, start):
        if environ["PATH_INFO"].startswith("/slow"):
            with self.lock:
                self.inside += 1
                self.most = max(self.most, self.inside)
            self.go.wait(WAIT)
            with self.lock:
                self.inside -= 1
        start("200 OK", [("X-Read", str(len(environ["wsgi.input"].read())))])
        return [environ["PATH_INFO"].encode()]


def ask(app, path="/", address="10.0.0.1", cookie="", body=b"", **more):
    said = []
    environ = {
        "PATH_INFO": path, "REMOTE_ADDR": address, "HTTP_COOKIE": cookie, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body), **more,
    }  # fmt: skip
    words = b"".join(app(environ, lambda status, headers: said.extend([status, dict(headers)])))
    return said[0], said[1], words


@pytest.fixture
def pages():
    held = Held()
    yield held
    held.go.set()


def filled(app, pages, count, **who):
    """So many slow requests of one who asks, of which some are being answered already."""
    threads = [
        threading.Thread(target=ask, args=(app, "/slow"), kwargs=who, daemon=True) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    end = time.monotonic() + WAIT
    while pages.inside == 0 and time.monotonic() < end:
        time.sleep(0.01)
    return threads


def test_who_to_ring_is_answered_however_many_wait_elsewhere(pages):
    app = Lanes(pages, 8)
    for number in range(6):
        filled(app, pages, 4, address=f"10.0.1.{number}")
    assert ask(app, "/danger/")[2] == b"/danger/"
    assert ask(app, "/cy/danger/write/", body=b"x=1")[1]["X-Read"] == "3"


def test_one_address_never_takes_every_page(pages):
    app = Lanes(pages, 8)
    filled(app, pages, 20, address="10.0.0.9")
    assert ask(app, "/quick", address="10.0.0.1")[0] == "200 OK"
    assert pages.most <= 5


def test_one_session_has_half_at_most_and_its_cookie_is_kept_nowhere(pages, settings):
    app = Lanes(pages, 8)
    cookie = f"{settings.SESSION_COOKIE_NAME}=secret-of-a-session"
    for number in range(10):
        filled(app, pages, 1, address=f"10.0.2.{number}", cookie=cookie)
    time.sleep(0.2)
    assert pages.most <= 3
    assert "secret-of-a-session" not in repr(app._others._sessions._taken)
    assert ask(app, "/quick", address="10.0.0.1")[0] == "200 OK"


def test_who_waits_too_long_is_told_that_we_are_busy(pages, monkeypatch):
    monkeypatch.setattr(lanes, "PATIENCE", 0.05)
    app = Lanes(pages, 8)
    filled(app, pages, 20, address="10.0.0.9")
    status, headers, words = ask(app, "/quick", address="10.0.0.9")
    assert status.startswith("503") and headers["Retry-After"] == "5" and b"Busy" in words
    assert headers["Cache-Control"] == "no-store"


def test_behind_a_proxy_of_our_own_the_address_is_the_one_that_it_says(pages, settings):
    settings.BEHIND_PROXY = True
    app = Lanes(pages, 8)
    filled(app, pages, 20, address="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.7"}
    assert ask(app, "/quick", address="127.0.0.1", **forged)[0] == "200 OK"


def test_a_body_of_no_length_is_read_to_its_end_and_no_further_than_allowed(pages, settings):
    settings.UPLOAD_LIMIT = 1000
    app = Lanes(pages, 8)
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    assert ask(app, body=b"x" * 50, **chunked)[1]["X-Read"] == "50"
    much = io.BytesIO(b"x" * (1000 + lanes._MORE + 1))
    assert ask(app, **chunked, **{"wsgi.input": much})[0].startswith("413")
