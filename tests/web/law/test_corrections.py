"""Proposing a correction: a text to send, and nothing kept."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.core import mail

from sharewell import rules

pytestmark = pytest.mark.django_db
SAID = {
    "correction": "It began on 1 October 2026.",
    "source": "S.I. 2026/1234",
    "name": "A. Lawyer, solicitor",
}
ADDRESS = "/law/E-CA04-16LA/correction/"


def written(client, lang="", **said):
    page = client.post(lang + ADDRESS, SAID | said).content.decode()
    return re.search(r'<textarea[^>]*id="written"[^>]*>(.*?)</textarea>', page, re.S)[1], page


def test_the_text_names_the_rule_its_words_its_version_and_the_correction(client):
    text, _page = written(client)
    current = rules.current()
    for said in ("E-CA04-16LA", current.version, current.sha256, "section 16LA", *SAID.values(),
                 "You must share it", "All of these:", "/law/E-CA04-16LA/"):  # fmt: skip
        assert said in text, said


def test_in_welsh_the_text_is_welsh(client):
    text, _page = written(client, "/cy")
    assert "CYWIRIAD" in text and "Rhaid i chi ei rhannu" in text


def test_it_can_be_fetched_as_a_file(client):
    answer = client.post(ADDRESS, SAID | {"do": "download"})
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'filename="correction-E-CA04-16LA.txt"' in answer.headers["Content-Disposition"]
    assert "A. Lawyer" in answer.content.decode()


def test_nothing_is_stored_and_nothing_is_sent(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.post(ADDRESS, SAID)
    assert Session.objects.count() == 0 and mail.outbox == []


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client):
    page = client.post(ADDRESS, SAID | {"source": ""}).content.decode()
    assert "Name your source" in page and SAID["correction"] in page
    assert 'id="written"' not in page


def test_a_name_may_be_left_out(client):
    assert "somebody who gave no name" in written(client, name="")[0]


def test_what_was_typed_is_never_markup(client):
    _text, page = written(client, correction="<script>alert(1)</script></textarea><b>x")
    assert "<script>alert" not in page and "<b>x" not in page


def test_without_a_contact_there_is_no_mail_button(client):
    assert "mailto:" not in written(client)[1]


def test_with_a_contact_the_text_opens_in_a_mail_program(client, settings):
    settings.LAW_CONTACT = "law@council.example"
    page = written(client)[1]
    address = re.search(r'href="(mailto:[^"]+)"', page)[1]
    assert address.startswith("mailto:law@council.example?subject=")
    assert "E-CA04-16LA" in unquote(address)
    assert len(address) < 2_200


def test_somebody_can_go_back_and_change_what_they_wrote(client):
    page = client.post(ADDRESS, SAID | {"do": "change"}).content.decode()
    assert 'id="written"' not in page and SAID["correction"] in page
