"""The second look, as the pages do it: asked for, given or sent back, owed."""

import pytest
from django.urls import reverse

from sharewell.domain.organisations import actions as organisations
from tests.domain.deliveries.town import fresh
from tests.web.deliveries.test_sending import at, shown_on


@pytest.fixture
def by_two(town):
    officer = town.at_school["data-protection-officer"]
    organisations.set_release_by_two(organisation=town.school, is_wanted=True, by=officer)


@pytest.fixture
def asked(by_two, teacher, to_council):
    page = teacher.get(at("check", to_council))
    assert "Ask for a second look" in page.content.decode()
    assert 'value="send"' not in page.content.decode()
    teacher.post(at("check", to_council), {"do": "ask", "shown": shown_on(page)})
    return to_council


def test_pressing_send_all_the_same_sends_nothing(by_two, teacher, to_council):
    shown = shown_on(teacher.get(at("check", to_council)))
    answer = teacher.post(at("check", to_council), {"do": "send", "shown": shown})
    assert "wants a second person to look" in answer.content.decode()
    assert fresh(to_council).is_preparing


def test_a_lead_finds_it_on_the_first_page_and_releases_it(asked, client, town):
    waiting = client.get(at("check", asked)).content.decode()
    assert town.lead.name in waiting and "Do not ask any more" in waiting
    client.force_login(town.lead)
    assert "asks you to look at what goes to" in client.get(reverse("home:today")).content.decode()
    page = client.get(at("check", asked))
    assert "It is right: send it to" in page.content.decode()
    gone = client.post(at("check", asked), {"do": "agree", "shown": shown_on(page)}, follow=True)
    assert gone.redirect_chain[-1][0] == at("sent", asked)
    assert fresh(asked).state == "sent"
    assert "It was right." in gone.content.decode()


def test_it_comes_back_with_the_reason(asked, client, town):
    client.force_login(town.lead)
    assert "Say what is not right" in client.post(at("check", asked), {"do": "back"}).content.decode()
    client.post(at("check", asked), {"do": "back", "words": "The wrong Sam"})
    client.force_login(town.teacher)
    page = client.get(at("check", asked)).content.decode()
    assert "The wrong Sam" in page and "Ask for a second look" in page
    assert fresh(asked).is_preparing


def test_it_can_be_taken_back_to_change_something(asked, teacher):
    teacher.post(at("check", asked), {"do": "withdraw"})
    assert "Ask for a second look" in teacher.get(at("check", asked)).content.decode()


@pytest.mark.parametrize("do, said", [("right", "It was right."), ("wrong", "It was not right:")])
def test_what_was_told_by_telephone_is_looked_at_afterwards(by_two, client, town, to_council, do, said):
    from sharewell.domain.deliveries import actions
    from tests.domain.deliveries.town import digest_of

    actions.choose(delivery=to_council, chosen={}, way="telephone", by=town.teacher)
    client.force_login(town.teacher)
    assert "looks at it within two working days" in client.get(at("told", to_council)).content.decode()
    actions.tell_another_way(
        delivery=to_council, shown=digest_of(to_council), by=town.teacher, spoke_to="Sam Okafor"
    )
    client.force_login(town.teacher)
    assert "A colleague looks at it by" in client.get(at("sent", to_council)).content.decode()
    client.force_login(town.lead)
    assert "needs a second look now" in client.get(reverse("home:today")).content.decode()
    after = client.post(at("looked", to_council), {"do": do, "words": "They moved"}, follow=True)
    assert said in after.content.decode()


def test_the_officer_says_that_two_are_wanted(client, town):
    officer, page = town.at_school["data-protection-officer"], reverse("organisation:release_by_two")
    client.force_login(town.teacher)
    client.post(page, {"is_wanted": "yes"})
    town.school.refresh_from_db()
    assert not town.school.releases_by_two
    client.force_login(officer)
    client.post(page, {"is_wanted": "yes"})
    assert "A second person looks at everything" in client.get(reverse("organisation:ours")).content.decode()
    town.school.refresh_from_db()
    assert town.school.releases_by_two
