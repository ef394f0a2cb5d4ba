"""The inbox: a press opens, a look does not; each answer goes back with a name."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from sharewell.domain.deliveries import actions, outbox
from tests.domain.deliveries.town import fresh, send


@pytest.fixture
def arrived(town, to_council):
    send(to_council, town.teacher)
    outbox.drain()
    return fresh(to_council)


@pytest.fixture
def duty(client, town):
    client.force_login(town.at_council["practitioner"])
    return client


def at(name, *deliveries):
    """The English address, whatever language the page before was in."""
    with override("en"):
        return reverse(f"inbox:{name}", args=[delivery.pk for delivery in deliveries])


@pytest.mark.parametrize("language", ["", "/cy"])
def test_looking_tells_who_it_is_from_and_opens_nothing(duty, arrived, language):
    for page in (language + at("all"), language + at("one", arrived)):
        words = duty.get(page).content.decode()
        assert "Sandlebury Hill Academy" in words
        assert "Tendai" not in words
        assert "bruises" not in words
    assert fresh(arrived).state == "sent"


def test_open_read_and_answer(duty, arrived):
    page = duty.post(at("open", arrived), follow=True).content.decode()
    assert "Three round bruises" in page
    assert fresh(arrived).state == "opened"
    receipt = duty.post(at("answer", arrived), {"kind": "accepted"}, follow=True).content.decode()
    assert "Your receipt" in receipt
    assert fresh(arrived).state == "accepted"


def test_a_recalled_package_says_so_and_opens_no_more(duty, town, arrived):
    duty.post(at("open", arrived))
    actions.recall(delivery=arrived, reason="Wrong child", by=town.teacher)
    for page in (duty.get(at("one", arrived)), duty.post(at("answer", arrived), {"kind": "accepted"})):
        assert page.status_code == 403
        assert "bruises" not in page.content.decode()
    assert "Sandlebury Hill Academy" not in duty.get(at("all")).content.decode()


@pytest.mark.parametrize("role", ["leader", "administrator", "data-protection-officer"])
def test_colleagues_without_that_work_see_nothing(client, town, arrived, role):
    client.force_login(town.at_council[role])
    assert client.get(at("one", arrived)).status_code in (403, 404)
    assert client.post(at("open", arrived)).status_code in (403, 404)


def test_another_organisation_finds_nothing_there(client, town, arrived):
    client.force_login(town.lead)
    assert client.get(at("one", arrived)).status_code == 404
    assert client.post(at("open", arrived)).status_code == 404
