"""What every answer carries: pages, files, errors, style sheets, and what the server says before any page is
asked. And whose forms are taken, now that no page names where it comes from.
"""

import http.client
import os
import re
import socket
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from sharewell.config.headers import ALWAYS
from tests import migrated
from tests.config.running import SHAREWELL, environment, run
from tests.config.test_serving import free_port, get, started, until
from tests.people import build_town

OVER_TLS = {"SHAREWELL_TLS": "yes", "SHAREWELL_BEHIND_PROXY": "yes", "SHAREWELL_HOSTS": "127.0.0.1,localhost"}
HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
PAGES = ["/", "/cy/", "/danger/", "/nowhere/", "/static/", "/static/nothing.css", "/received/x", "/home/"]
PAGES += ["/law/data/", "/accounts/login/"]
RAW = {
    "a line that is no request": b"NONSENSE\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n: nothing\r\n\r\n",
    "an address that is too long": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header that is too long": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
    "an unknown version": b"GET / HTTP/7.1\r\nHost: localhost\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length that is none": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
    "chunks that are none": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
    "a length and chunks": b"POST /danger/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /s3cret HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "a trace": b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "a method of their own": b"BREW /received/s3cret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"\r\n",
    "a nought in the address": b"GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "a way up": b"GET /static/../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A real service behind TLS, whose address it gives, and whose words it keeps."""
    home = tmp_path_factory.mktemp("headers")
    migrated.lay(home)
    run(home, "migrate")
    port = free_port()
    with started([SHAREWELL, "serve", "--port", str(port)], environment(home, **OVER_TLS)) as process:

        def answers():
            assert process.poll() is None, process.stderr.read()
            try:
                return get(f"http://127.0.0.1:{port}/", **HTTPS).status == 200
            except OSError:
                return False

        until(answers)
        yield f"http://127.0.0.1:{port}"
    assert "s3cret" not in process.words, "the secret of a link is in the log"


def amiss(headers):
    """What is not as it must be in the headers of an answer."""
    policy = headers.get("Content-Security-Policy", "")
    if headers.get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains":
        yield "a year of https alone is not asked for"
    yield from (name for name, value in ALWAYS.items() if headers.get(name) != value)
    for part in ("default-src 'none'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"):
        if part not in policy:
            yield f"{part} is not in {policy!r}"
    yield from (name for name in headers if name.lower().startswith("access-control-"))
    for never in ("unsafe", "http:", "https:", "*"):
        if never in policy:
            yield f"{never} is in {policy!r}"


@pytest.mark.slow
@pytest.mark.parametrize("sent", RAW.values(), ids=RAW)
def test_even_what_is_no_request_is_answered_with_the_headers(server, sent):
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(sent)
        came = b""
        while more := line.recv(65536):
            came += more
    head, body = came.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(each.split(": ", 1) for each in lines[1:])
    assert not list(amiss(headers))
    assert int(lines[0].split()[1]) < 500 or b"gzip" in sent
    assert b"s3cret" not in body and b"evil" not in body and b"root:" not in body
    assert not re.search(r"\d", headers.get("Server", "")), "the server tells its version"


@pytest.mark.slow
def test_every_answer_of_the_service_carries_them_static_files_and_errors_too(server):
    page = get(f"{server}/", **HTTPS)
    linked = re.findall(r'(?:src|href|data-kit)="(/static/[^"]+)"', page.read().decode())
    assert len(linked) >= 3
    for path in [*PAGES, *linked]:
        answer = get(server + path, **HTTPS)
        assert not list(amiss(answer.headers)), path
        kind = answer.headers.get("Content-Type", "")
        assert not kind.startswith("text/") or "charset" in kind, f"{path} does not say its charset"
    line = http.client.HTTPConnection(server.removeprefix("http://"), timeout=20)
    line.request("GET", "/home/")
    led = line.getresponse()
    assert led.status == 301 and led.headers["Location"].startswith("https://")
    assert not list(amiss(led.headers)), "the way from http to https"


@pytest.mark.slow
def test_every_cookie_over_tls_is_bound_to_this_host_and_closed_to_scripts(server):
    set_ = get(f"{server}/accounts/login/", **HTTPS).headers.get_all("Set-Cookie")
    assert set_
    for cookie in set_:
        assert cookie.startswith("__Host-") and "Domain" not in cookie
        assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax")), cookie


def test_no_cookie_of_ours_is_set_under_another_name():
    """Asked of the settings themselves, in a process of its own, as a deployer gives them."""
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='sharewell.config.settings'; import django; "
        "django.setup(); from django.conf import settings; from sharewell.web.questions import stores; "
        "print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, stores.COOKIE, stores.WHAT_IF)"
    )
    given = {**os.environ, **OVER_TLS}
    names = subprocess.run(
        [sys.executable, "-c", code], env=given, capture_output=True, text=True
    ).stdout.split()
    assert len(names) == 4 and all(name.startswith("__Host-") for name in names)


@pytest.fixture
def page(db):
    """A browser that is signed in and has a form of ours, and the token in it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(build_town().lead)
    session = client.session
    session["has_second_factor"] = True
    session.save()
    html = client.get(reverse("worries:new")).content.decode()
    return client, re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]


OURS, THEIRS = "http://testserver", "https://evil.example"
NO_REFERRER = "null"


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize(
    ("origin", "site", "has_token", "is_taken"),
    [
        (NO_REFERRER, "same-origin", True, True),  # a form of ours, as browsers send it
        (None, "same-origin", True, True),
        (NO_REFERRER, None, True, True),  # a browser too old to say
        (None, None, True, True),
        (OURS, "same-origin", True, True),
        (NO_REFERRER, "cross-site", True, False),  # a sealed-off frame of another site
        (NO_REFERRER, "same-site", True, False),  # a neighbour under the same domain
        (None, "cross-site", True, False),
        (OURS, "cross-site", True, False),
        (THEIRS, "cross-site", True, False),
        (THEIRS, None, True, False),
        (THEIRS, "same-origin", True, False),
        (NO_REFERRER, "same-origin", False, False),
        (None, None, False, False),
        (OURS, "same-origin", False, False),
        (NO_REFERRER, None, False, False),
    ],
)
def test_a_form_is_taken_only_from_our_own_pages_and_with_their_token(
    page, origin, site, has_token, is_taken, secure
):
    client, token = page
    headers = {"origin": origin, "sec-fetch-site": site}
    if secure and origin == OURS:
        headers["origin"] = OURS.replace("http", "https")
    headers = {name: value for name, value in headers.items() if value}
    data = {"csrfmiddlewaretoken": token} if has_token else {}
    came = client.post(reverse("worries:keep_draft"), data, headers=headers, secure=secure)
    assert (came.status_code != 403) is is_taken


def test_a_referrer_from_elsewhere_is_refused_over_tls(page):
    client, token = page
    data, headers = {"csrfmiddlewaretoken": token}, {"referer": "https://evil.example/"}
    assert client.post(reverse("worries:keep_draft"), data, headers=headers, secure=True).status_code == 403


@pytest.mark.parametrize("name", ["account_logout", "front:leave"])
def test_leaving_and_signing_out_leave_nothing_in_the_browser(client, db, name):
    client.force_login(build_town().lead)
    came = client.post(reverse(name)) if name == "account_logout" else client.get(reverse(name))
    assert came.status_code == 302
    assert came["Clear-Site-Data"] == '"cache", "storage"'
    assert came.cookies["sessionid"].value == ""


def test_what_a_client_says_of_a_proxy_is_not_believed_where_there_is_none(client, db):
    came = client.get("/", headers={"x-forwarded-proto": "https", "x-forwarded-host": "evil.example"})
    assert came.status_code == 200 and not came.wsgi_request.is_secure()
    assert "evil.example" not in came.content.decode()
