"""What the sender's page says while nobody opens an urgent share: the number, and the words to say."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sharewell.domain.deliveries import outbox
from tests.domain.deliveries.town import fresh, prepare, send, worry_of


@pytest.fixture
def unopened(town):
    """Sent a quarter of an hour ago, by a link, because somebody is in danger."""
    delivery = prepare(worry_of(town, is_emergency=True), town.gp, town.teacher)
    sent = send(delivery, town.teacher, at=timezone.now() - timedelta(minutes=15))
    outbox.drain()
    return fresh(sent)


def page_of(client, person, delivery, language=""):
    client.force_login(person)
    with override("en"):
        address = language + reverse("deliveries:sent", args=[delivery.pk])
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("", "Nobody has opened it. Ring them now"), ("/cy", "Nid oes neb wedi'i agor. Ffoniwch nhw nawr")],
)
def test_the_page_gives_the_number_and_the_words_to_say(client, town, unopened, language, words):
    for person in (town.teacher, town.lead):
        page = page_of(client, person, unopened, language)
        assert words in page
        assert f"{person.name} " in page
        assert town.gp.phone in page
        assert town.area.night_phone in page, "and whom to ring where nobody answers"


def test_the_words_to_say_do_not_name_the_child(client, town, unopened):
    page = page_of(client, town.teacher, unopened)
    script = page[page.index('id="unopened-heading"') : page.index("If somebody is in danger now")]
    assert "Tendai" not in script and "Marlow" not in script


def test_the_first_page_says_it_to_sender_and_lead(client, town, unopened):
    for person in (town.teacher, town.lead):
        client.force_login(person)
        page = client.get(reverse("home:today")).content.decode()
        assert (
            "Urgent: nobody at Mill Lane Surgery has opened what was sent about Tendai. Ring them now."
            in page
        )


def test_before_that_the_page_says_what_will_happen(client, town):
    sent = send(prepare(worry_of(town, is_emergency=True), town.gp, town.teacher), town.teacher)
    page = page_of(client, town.teacher, sent)
    assert "Nobody has opened it. Ring them now" not in page
    assert "if nobody has opened it in 15 minutes, you and your safeguarding lead are told" in page
