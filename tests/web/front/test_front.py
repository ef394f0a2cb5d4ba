"""The first page, and the way out."""

import pytest


def test_the_first_page_has_danger_on_top_and_one_big_button(client):
    page = client.get("/").content.decode().split("<body", 1)[1]
    assert page.index("tel:999") < page.index("<h1") < page.index("Get an answer")
    assert page.count("sw-big") == 1


@pytest.mark.parametrize("path", ["/", "/questions/danger/", "/danger/write/"])
def test_each_page_has_its_welsh_twin_one_press_away(client, path):
    english, welsh = client.get(path), client.get("/cy" + path)
    assert f'href="/cy{path}"' in english.content.decode()
    assert f'href="{path}"' in welsh.content.decode()
    assert '<html lang="cy"' in welsh.content.decode()


def test_leaving_forgets_the_answers_and_goes_elsewhere(client):
    client.post("/questions/danger/", {"worry-risk": "welfare"})
    answer = client.get("/leave/")
    assert answer.status_code == 302
    assert not answer["Location"].startswith("/")
    assert answer.cookies["answers"].value == ""


@pytest.mark.parametrize("headers", [{"sec-purpose": "prefetch"}, {"sec-fetch-site": "cross-site"}])
def test_a_browser_that_looks_ahead_and_another_site_forget_nothing(client, headers):
    client.post("/questions/danger/", {"worry-risk": "welfare"})
    assert "answers" not in client.get("/leave/", headers=headers).cookies


def test_a_page_that_is_not_there_says_what_to_do(client):
    for path, words in (("/nowhere/", "We cannot find that page"), ("/cy/nowhere/", "tel:999")):
        answer = client.get(path)
        assert answer.status_code == 404
        assert words in answer.content.decode()
