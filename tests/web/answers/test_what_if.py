"""Two answers side by side: nothing real is changed, and nothing stands in an address."""

import pytest

from sharewell import rules
from sharewell.web.answers.comparing import imagined
from sharewell.web.questions import stores
from sharewell.web.questions.walks import Walk
from tests.web.answers.test_answer import ORDINARY, carry

ACADEMY = ORDINARY | {"recipient.nation": "england", "child.stage": "child", "child.age": 7}


def supposed(client) -> dict:
    return stores._opened(client.cookies[stores.WHAT_IF].value)


def test_it_starts_with_the_questions_and_no_answer_changes_nothing(client):
    assert client.get("/answer/what-if/").status_code == 302
    carry(client, ORDINARY)
    page = client.get("/answer/what-if/").content.decode()
    assert "/answer/what-if/child/" in page and "Both answers" not in page


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_child_of_13_in_scotland_beside_the_real_answer(client, lang):
    before = "" if lang == "en" else "/cy"
    carry(client, ACADEMY)
    where = client.post(
        f"{before}/answer/what-if/you/", {"nation": "scotland", "sharer-kind": "maintained-school"}
    )
    assert where["Location"] == f"{before}/answer/what-if/"
    page = client.get(where["Location"]).content.decode()
    ruleset = rules.current()
    for outcome in ("must-share", "may-share"):
        assert ruleset.outcome_words(outcome, lang) in page
    assert supposed(client) == {"nation": "scotland", "sharer.kind": "maintained-school"}
    # The recipient, who was in the same nation, moved along; what was really answered stays
    assert ruleset.say("recipient.nation", "scotland", lang) in page
    assert stores._opened(client.cookies[stores.COOKIE].value)["nation"] == "england"
    assert ruleset.outcome_words("must-share", lang) in client.get(f"{before}/answer/").content.decode()


def test_what_cannot_be_there_becomes_the_nearest_that_can(client):
    there, along = imagined(Walk(ACADEMY), {"nation": "wales"})
    assert along == {"recipient.nation": "wales", "sharer.kind": "maintained-school"}
    assert there.can_decide()


def test_a_fact_answered_as_it_really_is_is_no_change(client):
    carry(client, ORDINARY)
    client.post("/answer/what-if/danger/", {"worry-risk": "significant"})
    assert not client.cookies.get(stores.WHAT_IF) or not client.cookies[stores.WHAT_IF].value


def test_one_fact_is_put_back_and_then_all(client):
    carry(client, ORDINARY)
    client.post("/answer/what-if/danger/", {"worry-risk": "welfare"})
    client.post("/answer/what-if/who-to/", {"recipient-kind": "press", "recipient-nation": "unknown"})
    assert set(supposed(client)) == {"worry.risk", "recipient.kind"}
    assert "Do not share it like this" in client.get("/answer/what-if/").content.decode()
    client.post("/answer/what-if/put-back/", {"key": "recipient.kind"})
    assert set(supposed(client)) == {"worry.risk"}
    client.post("/answer/what-if/put-back/")
    assert client.cookies[stores.WHAT_IF].value == ""


def test_beginning_again_forgets_what_was_only_supposed(client):
    carry(client, ORDINARY)
    client.post("/answer/what-if/danger/", {"worry-risk": "welfare"})
    client.post("/questions/again/")
    assert client.cookies[stores.WHAT_IF].value == ""


def test_an_altered_cookie_is_no_change_at_all(client):
    carry(client, ORDINARY)
    client.cookies[stores.WHAT_IF] = "nonsense"
    assert "Both answers" not in client.get("/answer/what-if/").content.decode()


def test_the_answer_links_each_source_to_its_page_and_each_change_to_where_it_is_made(client):
    carry(client, ORDINARY | {"information.scope": "excessive"})
    page = client.get("/answer/").content.decode()
    assert "/law/" in page and "Where it is published" in page
    assert "What you can do about it" in page and 'href="/questions/information/"' in page


def test_what_nobody_knew_is_said_in_the_open_with_a_way_to_say_it(client):
    carry(client, ORDINARY | {"nation": "unknown"})
    page = client.get("/answer/").content.decode()
    assert page.index("We supposed the following") < page.index("<details")
    assert 'href="/questions/you/"' in page
