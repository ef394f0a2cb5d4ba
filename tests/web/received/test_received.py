"""A recipient with only a browser, the machines that read mail first, and those who should not be there."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from sharewell.domain.deliveries import actions, outbox
from sharewell.domain.deliveries.models import Opening
from tests.domain.deliveries.town import fresh, send

WHO = {"name": "Dr Sunita Rao", "role": "Safeguarding doctor", "is_meant": "on"}


@pytest.fixture
def sent(town, to_gp):
    send(to_gp, town.teacher)
    outbox.drain()
    return fresh(to_gp)


@pytest.fixture
def address(sent):
    return re.search(r"https?://[^/]+(/received/\S+)", mail.outbox[-1].body)[1]


def press(client, address, sent, **more):
    return client.post(address, WHO | {"code": sent.door.code} | more)


def test_the_mail_says_nothing_about_the_case(town, sent, case):
    (message,) = mail.outbox
    said = (message.subject + message.body + str(message.message())).lower()
    for word in ("tendai", "marlow", "bruise", "child", "worr", "safeguard", sent.reference.lower(), "larch"):
        assert word not in said.replace("safeguarding@milllane.example", "")
    assert sent.door.code not in said
    assert message.to == [town.gp.email]
    assert str(town.school) in message.body


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_fifty_looks_consume_and_reveal_nothing(client, sent, address, method):
    for agent in ("", "Mozilla/5.0", "Slackbot-LinkExpanding 1.0", "SafeLinks", "curl/8.0"):
        for _n in range(10):
            page = getattr(client, method)(address, headers={"user-agent": agent, "sec-purpose": "prefetch"})
            assert page.status_code in (200, 405)
            assert b"Tendai" not in page.content
            assert b"bruises" not in page.content
    assert fresh(sent).state == "sent"
    assert not Opening.objects.exists()
    assert press(client, address, sent).status_code == 302


def test_who_they_are_is_asked_and_what_was_typed_is_kept(client, sent, address):
    page = client.post(address, {"name": "Dr Sunita Rao", "code": ""}).content.decode()
    for asked in ("Enter your role", "Enter the code", "Confirm that opening this is part of your work"):
        assert asked in page
    assert 'value="Dr Sunita Rao"' in page


def test_opening_reading_answering_and_the_receipt(client, town, sent, address):
    page = client.post(address, WHO | {"code": sent.door.code}, follow=True)
    words = page.content.decode()
    for seen in ("Tendai Marlow", "Three round bruises", "own words", "What you are asked to do first"):
        assert seen in words
    assert town.teacher.name not in words
    answer = reverse("received:answer", args=[sent.pk])
    receipt = client.post(answer, {"kind": "received"}, follow=True).content.decode()
    assert sent.reference in receipt
    assert "Tendai" not in receipt.split("<textarea")[1].split("</textarea>")[0]
    refused = client.post(answer, {"kind": "not-accepted", "words": ""})
    assert refused.status_code == 422
    assert "Say why you do not accept it" in refused.content.decode()
    client.post(answer, {"kind": "accepted"})
    client.post(answer, {"kind": "outcome", "words": "Seen in clinic"})
    assert fresh(sent).state == "outcome"
    first = sent.answers.first()
    saved = client.get(reverse("received:receipt", args=[sent.pk, first.pk]), {"as": "file"})
    assert saved["Content-Type"].startswith("text/plain")
    assert first.checkpoint in saved.content.decode()


def test_a_used_link_explains_itself_and_a_fresh_one_is_one_press(client, sent, address):
    press(client, address, sent)
    client.cookies.clear()
    again = client.get(address).content.decode()
    assert "This link was opened on" in again
    assert press(client, address, sent).status_code == 200, "a replay opens nothing"
    assert Opening.objects.count() == 1
    assert client.post(f"{address}/fresh").status_code == 200
    outbox.drain()
    newest = re.search(r"https?://[^/]+(/received/\S+)", mail.outbox[-1].body)[1]
    assert newest != address
    assert press(client, newest, sent).status_code == 302


def test_a_wrong_code_is_told_and_many_lock_with_a_time(client, sent, address):
    assert "That is not the code" in press(client, address, sent, code="1").content.decode()
    for _n in range(2):
        press(client, address, sent, code="1")
    locked = press(client, address, sent).content.decode()
    assert "You can try again after" in locked
    assert "Nothing was lost" in locked
    assert not Opening.objects.exists()


def test_what_is_behind_the_link_is_for_the_browser_that_opened_it(client, sent, address, case):
    inside = [reverse("received:one", args=[sent.pk])]
    assert client.get(inside[0]).status_code == 403
    press(client, address, sent)
    assert client.get(inside[0]).status_code == 200
    assert "no-store" in client.get(inside[0])["Cache-Control"]
    client.post(reverse("received:close", args=[sent.pk]))
    assert client.get(inside[0]).status_code == 403


def test_recall_shuts_the_page_at_once(client, town, sent, address):
    press(client, address, sent)
    actions.recall(delivery=sent, reason="Wrong surgery", by=town.teacher)
    page = client.get(reverse("received:one", args=[sent.pk]))
    assert page.status_code == 403
    assert "recalled" in page.content.decode()
    assert "recalled" in client.get(address).content.decode()


def test_a_link_that_was_never_made_is_not_found(client, db):
    assert client.get("/received/" + "x" * 43).status_code == 404
