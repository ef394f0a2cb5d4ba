"""Walking the questions signed out: through the client, as a browser without scripts does it."""

import re
from html.parser import HTMLParser

import pytest

from sharewell import rules
from sharewell.web.questions import stores, walks

TEACHER = {
    "worry-risk": "significant", "child-stage": "child", "child-age": "7", "nation": "england",
    "sharer-kind": "academy",
    "recipient-kind": "childrens-services", "worry-purpose": "protect", "recipient-verified": "true",
    "views-telling": "unsafe", "information-so": "information-special", "information-identifies": "true",
    "sharer-designated": "true", "recipient-nation": "england",
}  # fmt: skip


class Fields(HTMLParser):
    """The fields of the first form in a page: {name: [values]}."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: dict[str, list[str]] = {}
        self.feed(page[page.index('<form method="post" novalidate>') :].split("</form>")[0])

    def handle_starttag(self, tag, attrs):
        row = dict(attrs)
        if tag == "input" and row["name"] != "csrfmiddlewaretoken":
            self.names.setdefault(row["name"], []).append(row.get("value", ""))


def filled(page: str, story: dict) -> dict:
    """Every field of the page answered: from the story, else with its quietest answer."""
    answers = {}
    for name, values in Fields(page).names.items():
        quiet = next((value for value in ("none-of-these", "false", "unknown") if value in values), "")
        first = next((value for value in values if value.startswith("e-")), quiet)  # the likeliest front door
        answers[name] = story.get(name, first)
    return answers


def walk_through(client, story: dict, start="/questions/") -> list[str]:
    """Answer page after page; the addresses visited, the last one being the check."""
    answer = client.get(start, follow=True)
    visited = [answer.request["PATH_INFO"]]
    while not visited[-1].endswith("/check/"):
        assert len(visited) < 20, visited
        answer = client.post(visited[-1], filled(answer.content.decode(), story))
        assert answer.status_code == 302, re.findall(
            r'error-message">(.*?)</p>', answer.content.decode(), re.S
        )
        visited.append(answer["Location"])
        answer = client.get(visited[-1])
    return visited


def kept(client) -> walks.Walk:
    """What the browser carries, opened."""
    return walks.Walk(stores._opened(client.cookies[stores.COOKIE].value))


def test_danger_is_the_first_question(client):
    assert client.get("/questions/")["Location"] == "/questions/danger/"


def test_a_teacher_reaches_the_answer_in_twelve_pages_or_fewer(client):
    visited = walk_through(client, TEACHER)
    assert len(visited) <= 12, visited
    assert "You must share this with children" in client.get("/answer/").content.decode()


def test_immediate_danger_leads_straight_to_what_to_do_now(client):
    answer = client.post("/questions/danger/", {"worry-risk": "immediate"})
    assert answer["Location"] == "/danger/"


def test_somebody_who_never_knows_still_gets_an_answer(client):
    page, visited = client.get("/questions/danger/").content.decode(), ["/questions/danger/"]
    while not visited[-1].endswith("/check/"):
        fields = Fields(page).names
        typed = {name: "unknown" if "unknown" in values else "" for name, values in fields.items()}
        visited.append(client.post(visited[-1], typed)["Location"])
        assert len(visited) < 16, visited
        page = client.get(visited[-1]).content.decode()
    page = client.get("/answer/").content.decode()
    assert "What is not certain" in page
    assert "We supposed the following" in page


@pytest.mark.parametrize("lang", ["", "/cy"])
def test_every_question_has_a_reason_and_an_answer_for_who_does_not_know(client, lang):
    for path in walk_through(client, TEACHER, f"{lang}/questions/")[:-1]:
        page = client.get(path).content.decode()
        name = path.rstrip("/").rsplit("/", 1)[-1]
        question = rules.current().question_for(walks.question_keys()[name][0], lang[1:] or "en")
        assert question["why"].replace("'", "&#39;") in page
        assert 'value="unknown"' in page


def test_no_address_holds_an_answer_and_nothing_is_kept_on_the_server(client):
    for path in walk_through(client, TEACHER):
        assert re.fullmatch(r"/questions/[a-z-]+/", path)
    assert not client.cookies.get("sessionid")


def test_the_cookie_is_sealed_small_and_out_of_reach_of_scripts(client):
    walk_through(client, TEACHER)
    cookie = client.cookies[stores.COOKIE]
    assert len(cookie.value) < 1200
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    assert "academy" not in cookie.value


@pytest.mark.parametrize("value", ["", "x", "%%%", "AAAA", "a" * 5000, "=" * 40])
def test_a_cookie_that_was_altered_is_an_empty_walk(client, value):
    client.cookies[stores.COOKIE] = value
    for path in ("/questions/", "/questions/child/", "/questions/check/", "/answer/"):
        assert client.get(path).status_code in (200, 302)


def test_a_cookie_of_another_time_and_other_rules_is_put_right(client, monkeypatch):
    client.cookies[stores.COOKIE] = stores._closed(
        {"nation": "narnia", "old.fact": 1, "worry.risk": "welfare"}
    )
    assert client.get("/questions/").status_code == 200
    assert stores.CookieStore(client.get("/questions/").wsgi_request).load().answers == {
        "worry.risk": "welfare"
    }
    monkeypatch.setattr(stores, "LASTS", -1)
    assert client.get("/questions/")["Location"] == "/questions/danger/"


def test_changing_an_answer_keeps_the_others_and_comes_back(client):
    walk_through(client, TEACHER)
    page = client.get("/questions/what-happened/").content.decode()
    assert "checked" in page
    answer = client.post("/questions/what-happened/", {"worry-circumstances": ["radicalisation"]})
    assert answer["Location"] == "/questions/check/"
    assert "drawn into terrorism" in client.get("/questions/check/").content.decode()
    assert kept(client).answers["child.age"] == 7


def test_an_earlier_answer_that_can_no_longer_be_true_is_asked_again(client):
    walk_through(client, TEACHER)
    answer = client.post(
        "/questions/who-to/", {"recipient-kind": "caller-unknown", "recipient-nation": "england"}
    )
    assert answer.status_code == 302
    assert kept(client).answers.get("recipient.verified") is not True


@pytest.mark.parametrize(("typed", "says"), [
    ({}, "Choose an answer"),
    ({"child-stage": "unborn", "child-age": "7"}, "unborn baby has no age"),
    ({"child-stage": "child", "child-age": "seven"}, "whole years"),
    ({"child-stage": "child", "child-age": "40"}, "do not fit together"),
    ({"child-stage": "<script>", "child-age": "-1"}, "Choose an answer"),
])  # fmt: skip
def test_what_cannot_be_is_said_where_it_stands_and_what_was_typed_is_kept(client, typed, says):
    whole = {"child-understands": "unknown", "child-wants-sharing": "yes", **typed}
    answer = client.post("/questions/child/", whole)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page and says in page and "<title>Error:" in page
    assert 'value="yes" checked' in page
    assert "<script>" not in page


def test_none_of_these_and_something_do_not_go_together(client):
    answer = client.post(
        "/questions/what-happened/", {"worry-circumstances": ["none-of-these", "radicalisation"]}
    )
    assert "but not both" in answer.content.decode()


def test_starting_again_forgets_everything(client):
    walk_through(client, TEACHER)
    assert client.get("/questions/again/").status_code == 405
    assert client.post("/questions/again/")["Location"] == "/questions/danger/"
    assert client.get("/questions/")["Location"] == "/questions/danger/"


def test_a_question_that_does_not_exist_is_not_found(client):
    assert client.get("/questions/no-such/").status_code == 404


@pytest.mark.parametrize(("ticked", "special", "confidential"), [
    (["information-special"], True, False),
    (["none-of-these"], False, False),
    (["unknown"], "unknown", "unknown"),
    (["information-special", "unknown"], True, "unknown"),
])  # fmt: skip
def test_facts_that_are_no_unless_said_are_one_list_to_tick(client, ticked, special, confidential):
    walk_through(client, TEACHER | {"information-so": ticked})
    answers = kept(client).answers
    assert answers["information.special"] == special
    assert answers.get("information.offence", answers.get("information.confidential")) == confidential
    page = client.get("/questions/information/").content.decode()
    for value in ticked:
        assert re.search(rf'name="information-so"[^>]*value="{value}" checked', page), value


def test_back_goes_through_the_questions_as_they_were_asked(client):
    visited = walk_through(client, TEACHER)
    client.post(visited[1], filled(client.get(visited[1]).content.decode(), TEACHER))  # answered once more
    for here, earlier in zip(visited[1:-1], visited[:-2], strict=True):
        assert f'class="govuk-back-link" href="{earlier}"' in client.get(here).content.decode()
    assert 'class="govuk-back-link" href="/"' in client.get(visited[0]).content.decode()
