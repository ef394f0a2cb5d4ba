"""Coming back after the telephone was lost, and a first sign-in: by a code that others handed over."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from sharewell.domain.organisations import actions
from tests.people import PASSWORD, SECRET
from tests.web.accounts.test_sign_in import code, sign_in

pytestmark = pytest.mark.django_db


def lose_it(town):
    """The teacher's second step is taken away by two people; gives the code."""
    change = actions.ask_for_second_step(person=town.teacher, by=town.at_school["administrator"])
    return actions.confirm_change(change=change, by=town.lead)


def test_the_code_opens_once_and_leads_straight_to_a_new_second_step(client, town):
    given = lose_it(town)
    sign_in(client, town.teacher)
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 200  # the lost one
    answer = client.post(reverse("mfa_authenticate"), {"code": given.replace("-", " ")})
    assert answer["Location"] == reverse("home:today")
    assert client.get(reverse("home:today"))["Location"] == reverse("accounts:second_factor")
    assert not Authenticator.objects.filter(user=town.teacher).exists()
    again = type(client)()
    sign_in(again, town.teacher)
    assert again.get(reverse("home:today"))["Location"] == reverse("accounts:second_factor")


def test_nobody_with_the_password_alone_comes_before_the_code(client, town):
    lose_it(town)
    answer = sign_in(client, town.teacher)
    assert answer.resolver_match.view_name == "mfa_authenticate"
    for guess in ("000000000000", SECRET, ""):
        assert client.post(reverse("mfa_authenticate"), {"code": guess}).status_code == 200
    assert client.get(reverse("home:today"))["Location"].startswith(reverse("account_login"))


def test_a_newcomer_with_a_first_code_is_asked_for_it(client, town):
    boss = town.at_school["administrator"]
    new = actions.add_person(
        organisation=town.school, email="new@school.example", name="New", role="practitioner",
        password=PASSWORD, by=boss,
    )  # fmt: skip
    given = actions.give_first_code(person=new, by=boss)
    assert sign_in(client, new).resolver_match.view_name == "mfa_authenticate"
    client.post(reverse("mfa_authenticate"), {"code": given})
    assert client.get(reverse("home:today"))["Location"] == reverse("accounts:second_factor")
