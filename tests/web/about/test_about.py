"""The three pages about the service open for anybody, in both languages, under the strictest headers."""

import pytest

pytestmark = pytest.mark.django_db
PATHS = [f"{lang}/about/{name}" for lang in ("", "/cy") for name in ("", "accessibility/", "privacy/")]


@pytest.mark.parametrize("path", PATHS)
def test_it_opens_without_signing_in(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert (' lang="cy"' if path.startswith("/cy") else ' lang="en"') in page.content.decode()


def test_the_welsh_pages_are_not_the_english_ones(client):
    for name in ("", "accessibility/", "privacy/"):
        english, welsh = client.get(f"/about/{name}").content, client.get(f"/cy/about/{name}").content
        assert b"The " in english and b"The child" not in welsh and b"Nid" in welsh


@pytest.mark.parametrize("path", ["/about/", "/", "/danger/", "/nothing-here/"])
def test_nothing_runs_but_what_we_serve(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
