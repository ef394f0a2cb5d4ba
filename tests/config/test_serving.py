"""The service as a deployer starts it: what it answers, what it never says, and that it ends when told."""

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests import migrated
from tests.config.running import SHAREWELL, county, environment, run

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def get(address, **headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20)
    except urllib.error.HTTPError as answer:
        return answer


def until(is_so, seconds=40):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


@contextlib.contextmanager
def started(command, settings):
    """A process that is told to end, and must, within seconds; gives it and where its words go."""
    process = subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.words = process.communicate(timeout=20)[1]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The demo's service with its mail receiver: address, folder, and what it was started with."""
    home = tmp_path_factory.mktemp("serving")
    county(home)
    port, smtp = free_port(), free_port()
    given = {
        "SHAREWELL_DEMO": "yes",
        "SHAREWELL_ADDRESS": f"http://localhost:{port}",
        "SHAREWELL_SMTP_HOST": "127.0.0.1",
        "SHAREWELL_SMTP_PORT": str(smtp),
    }
    receiver = [sys.executable, "-m", "sharewell.web.demo.receiver", str(smtp), str(home / "mails")]
    settings = environment(home, **given)
    with started(receiver, settings), started([SHAREWELL, "serve", "--port", str(port)], settings) as server:
        address = f"http://127.0.0.1:{port}"

        def answers():
            assert server.poll() is None, server.stderr.read()
            with contextlib.suppress(OSError):
                return get(f"{address}/").status == 200

        until(answers)
        yield address, home, given
    assert server.returncode == 0
    assert "Traceback" not in server.words


def test_pages_are_answered_in_both_languages(service):
    address, *_ = service
    assert 'lang="en"' in get(f"{address}/").read().decode()
    assert 'lang="cy"' in get(f"{address}/cy/").read().decode()


def test_every_page_tells_the_browser_to_run_nothing_foreign(service):
    address, *_ = service
    headers = get(f"{address}/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_style_and_script_are_sent_small_and_kept_by_no_browser(service):
    address, *_ = service
    page = get(f"{address}/").read().decode()
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert styles
    for style in styles:
        answer = get(address + style, **{"Accept-Encoding": "br, gzip"})
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_kept_for_somebody_who_only_asks(service):
    address, *_ = service
    headers = get(f"{address}/").headers
    assert "sessionid" not in str(headers.get_all("Set-Cookie"))


def test_the_worker_empties_the_outbox(service):
    _, home, given = service
    until(lambda: "Something to be sent has waited" not in run(home, "doctor", **given).stdout)


def test_the_demo_shows_codes_and_mails(service):
    address, *_ = service
    people = get(f"{address}/demo/").read().decode()
    link = re.search(r'href="(/demo/code/[^"]+)"', people)[1]
    assert re.search(r'id="code">\d{6}<', get(address + link).read().decode())
    assert get(f"{address}/demo/mails/").status == 200
    assert get(f"{address}/demo/mails/999999/").status == 404


def test_a_mail_that_the_receiver_got_is_shown(service):
    address, home, given = service
    import smtplib
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["To"], mail["From"], mail["Subject"] = "a@b.example", "c@d.example", "Three swans wait"
    mail.set_content("Open http://localhost/received/abc")
    with smtplib.SMTP("127.0.0.1", int(given["SHAREWELL_SMTP_PORT"])) as server:
        server.send_message(mail)
    page = get(f"{address}/demo/mails/").read().decode()
    link = re.search(r'href="(/demo/mails/\d+/)">Three swans wait<', page)[1]
    assert "http://localhost/received/abc" in get(address + link).read().decode()


def test_sqlite_is_never_served_by_two_processes(tmp_path):
    done = run(tmp_path, "serve", "--processes", "2")
    assert done.returncode != 0 and "SQLite is served by one process" in done.stderr


def test_the_demo_is_absent_from_a_real_service(tmp_path):
    run(tmp_path, "migrate")
    port = free_port()
    with started([SHAREWELL, "serve", "--port", str(port)], environment(tmp_path)) as server:

        def answers():
            assert server.poll() is None, server.stderr.read()
            with contextlib.suppress(OSError):
                return get(f"http://127.0.0.1:{port}/").status == 200

        until(answers)
        assert get(f"http://127.0.0.1:{port}/demo/").status == 404
        assert "Invented people only" not in get(f"http://127.0.0.1:{port}/").read().decode()


def test_the_county_is_not_loaded_into_a_real_service(tmp_path):
    migrated.lay(tmp_path)
    run(tmp_path, "migrate")
    assert run(tmp_path, "load_county").returncode != 0
    assert run(tmp_path, "demo_people").returncode != 0
