"""Nobody locks a colleague out by guessing: in a browser where somebody signed in before, only what is typed
there is counted. And they are told of the guessing when they come.
"""

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from sharewell.web.accounts.known_browsers import COOKIE, MOST
from tests.people import PASSWORD
from tests.web.accounts.test_sign_in import code, sign_in


def signed_in(client, person):
    """Through both steps, as a person does; gives the page that they come to."""
    page = sign_in(client, person)
    assert page.resolver_match.view_name == "mfa_authenticate", page.content.decode()[:500]
    now = code()
    cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={now}")  # half a minute is soon over
    home = client.post(reverse("mfa_authenticate"), {"code": now}, follow=True)
    assert home.resolver_match.view_name == "home:today"
    return home


def guess(client, person, times=6):
    """Somebody who knows the address, in a browser of their own."""
    stranger = type(client)()
    for _ in range(times):
        page = sign_in(stranger, person, password="heron under a bridge")
    return stranger, page


@pytest.fixture
def known(client, town):
    """The teacher's own browser, in which they signed in yesterday."""
    signed_in(client, town.teacher)
    client.post(reverse("account_logout"))
    cache.clear()
    return client


def test_who_guesses_elsewhere_does_not_keep_them_out_of_their_own_browser(known, town):
    stranger, page = guess(known, town.teacher)
    assert "tried too often" in page.content.decode()
    assert sign_in(stranger, town.teacher).resolver_match.view_name != "mfa_authenticate"
    assert sign_in(known, town.teacher).resolver_match.view_name == "mfa_authenticate"


def test_nor_from_asking_again_within(known, town):
    signed_in(known, town.teacher)
    guess(known, town.teacher)
    session = known.session
    session["proved_at"] = 0
    session.save()
    address = reverse("accounts:again") + "?next=/home/"
    assert known.post(address, {"again-password": PASSWORD}).status_code == 302


def test_in_the_known_browser_guessing_is_slowed_down_as_anywhere(known, town):
    for _ in range(6):
        page = sign_in(known, town.teacher, password="heron under a bridge")
    assert "tried too often" in page.content.decode()
    assert sign_in(known, town.teacher).resolver_match.view_name != "mfa_authenticate"


@pytest.mark.parametrize("made", ["", "x", "x.y", "{id}.x", "{id}"])
def test_a_browser_that_only_says_that_it_is_known_is_not(known, town, made):
    ident = known.cookies[COOKIE].value.split(".")[0]
    guess(known, town.teacher)
    known.cookies[COOKIE] = made.format(id=ident)
    assert sign_in(known, town.teacher).resolver_match.view_name != "mfa_authenticate"


def test_it_is_known_for_those_who_signed_in_there_and_nobody_else(known, town):
    guess(known, town.lead)
    assert sign_in(known, town.lead).resolver_match.view_name != "mfa_authenticate"


def test_several_people_share_a_desk(known, town):
    signed_in(known, town.lead)
    known.post(reverse("account_logout"))
    cache.clear()
    for person in (town.teacher, town.lead):
        guess(known, person)
        cookie = known.cookies[COOKIE].value
        assert sign_in(known, person).resolver_match.view_name == "mfa_authenticate"
    assert len(cookie.split(".")) == 3 <= MOST


def test_the_mark_says_nothing_of_whose_browser_it_is_and_no_script_reads_it(known, town):
    cookie = known.cookies[COOKIE]
    assert town.teacher.email.split("@")[0] not in cookie.value and str(town.teacher.pk) not in cookie.value
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_browser_where_nobody_came_through_both_steps_is_not_known(client, town):
    sign_in(client, town.teacher)
    assert COOKIE not in client.cookies


def test_they_are_told_of_the_guessing_by_mail_and_on_the_page_when_they_sign_in(known, town):
    guess(known, town.teacher)
    mail.outbox.clear()
    page = signed_in(known, town.teacher)
    assert "Wrong passwords were tried" in page.content.decode()
    assert [each.to for each in mail.outbox] == [[town.teacher.email]]
    assert "wrong passwords" in mail.outbox[0].body.lower()
    known.post(reverse("account_logout"))
    mail.outbox.clear()
    assert "Wrong passwords were tried" not in signed_in(known, town.teacher).content.decode()
    assert not mail.outbox


def test_a_slip_or_two_is_not_told(known, town):
    guess(known, town.teacher, times=2)
    mail.outbox.clear()
    assert "Wrong passwords" not in signed_in(known, town.teacher).content.decode()
    assert not mail.outbox
