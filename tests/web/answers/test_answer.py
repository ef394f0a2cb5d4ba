"""The answer page, for each outcome and in both languages."""

import pytest

from sharewell import rules
from sharewell.web.answers.sheets import TONES, _gyda, sheet
from sharewell.web.questions import stores
from sharewell.web.questions.walks import Walk

ORDINARY = {
    "worry.risk": "significant", "nation": "england", "sharer.kind": "academy",
    "recipient.kind": "childrens-services",
    "worry.purpose": "protect", "recipient.verified": True, "views.telling": "unsafe",
}  # fmt: skip
OTHERS = {
    "must-share": {},
    "may-share": {"sharer.kind": "sports-body"},
    "share-now": {"worry.risk": "immediate"},
    "seek-advice": {"recipient.verified": "unknown"},
    "do-not-share": {"recipient.kind": "press"},
}


def carry(client, answers: dict) -> None:
    client.cookies[stores.COOKIE] = stores._closed(answers)


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("outcome", OTHERS)
def test_each_outcome_says_who_and_what_with_a_shape_and_a_word(client, outcome, lang):
    answers = ORDINARY | OTHERS[outcome]
    found = sheet(Walk(answers), lang)
    assert found["outcome"]["outcome"] == outcome
    carry(client, answers)
    page = client.get("/answer/" if lang == "en" else "/cy/answer/").content.decode()
    tone, shape = TONES[outcome]
    assert f"sw-tone--{tone}" in page and f"sw-shape--{shape}" in page
    assert found["who"].replace("'", "&#39;") in page
    assert found["telling"].replace("'", "&#39;") in page


def test_every_reason_stands_with_its_source_link_day_and_how_sure_we_are(client):
    carry(client, ORDINARY)
    page = client.get("/answer/").content.decode()
    outcome = rules.current().decide(Walk(ORDINARY).case())
    for reason in outcome["reasons"]:
        for name in reason["sources"]:
            assert outcome["cited"][name]["link"] in page
    assert "Read on " in page and "No lawyer has reviewed these rules yet" in page


def test_it_says_what_it_is_not_and_whose_law_was_applied(client):
    carry(client, ORDINARY)
    page = client.get("/answer/").content.decode()
    for words in (
        "not legal advice",
        "safeguarding lead",
        "The law of ",
        rules.current().version,
        "What would change",
    ):
        assert words in page
    assert rules.current().sha256[:12] in page


def test_consent_is_not_asked_for_where_it_is_not_the_ground(client):
    carry(client, ORDINARY)
    assert "You do not need consent." in client.get("/answer/").content.decode()


def test_danger_stands_above_the_answer(client):
    carry(client, ORDINARY | {"worry.risk": "immediate"})
    page = client.get("/answer/").content.decode()
    assert page.index("tel:999") < page.index("<h1")


def test_do_not_share_comes_with_what_to_do_instead(client):
    carry(client, ORDINARY | {"recipient.kind": "press"})
    assert "What you can do instead" in client.get("/answer/").content.decode()


def test_advice_first_says_who_to_ask_and_what_settles_it(client):
    carry(client, ORDINARY | {"recipient.verified": "unknown"})
    page = client.get("/answer/").content.decode()
    assert "Who to ask" in page and "What would settle it" in page


def test_too_few_answers_lead_back_to_the_questions(client):
    carry(client, {"worry.risk": "welfare"})
    assert client.get("/answer/")["Location"] == "/questions/"


@pytest.mark.parametrize(("who", "said"), [
    ("yr heddlu", "gyda'r heddlu"), ("y GIG", "gyda'r GIG"), ("ysgol annibynnol", "gydag ysgol annibynnol"),
    ("gwasanaethau plant", "gyda gwasanaethau plant"), ("plentyn", "gyda phlentyn"),
    ("cyfreithiwr", "gyda chyfreithiwr"), ("chwaer", "gyda chwaer"),
])  # fmt: skip
def test_welsh_bends_the_word_after_with(who, said):
    assert _gyda(who) == said


def test_the_limb_of_paragraph_18_that_fits_the_answers_is_named(client):
    carry(client, ORDINARY | {"information.special": True})
    page = client.get("/answer/").content.decode()
    assert "What fits your answers: (c) Asking for consent would put the protection at risk." in page
