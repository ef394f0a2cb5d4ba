"""Coming back after the telephone was lost, and a first sign-in: by a code that others handed over."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from sharewell.domain.audit.queries import events_about
from sharewell.domain.errors import Refusal
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


def test_a_first_code_is_no_way_round_the_two_who_give_a_new_second_step(client, town):
    boss, lead = town.at_school["administrator"], town.lead
    client.force_login(boss)
    before = list(Authenticator.objects.filter(user=lead).values_list("type", "data"))
    with pytest.raises(Refusal):
        actions.give_first_code(person=lead, by=boss)
    answer = client.post(reverse("people:first_code", args=[lead.pk]))
    assert answer.status_code == 403 and not re.search(rb"\d{4}-\d{4}-\d{4}", answer.content)
    assert list(Authenticator.objects.filter(user=lead).values_list("type", "data")) == before
    tried = [each.kind for each in events_about(f"person:{lead.pk}")]
    assert tried.count("account-change-refused") == 2 and "first-code-given" not in tried


def test_a_forgotten_password_is_chosen_by_a_link_that_works_once_and_the_second_step_is_still_asked(
    client, town
):
    client.post(reverse("account_reset_password"), {"email": town.teacher.email})
    address = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)[1]
    page = client.get(address, follow=True)
    chosen = "heron under a bridge"
    client.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    town.teacher.refresh_from_db()
    assert town.teacher.check_password(chosen)
    assert client.get(reverse("home:today")).status_code == 302
    assert sign_in(client, town.teacher, chosen).resolver_match.view_name == "mfa_authenticate"
    assert client.get(reverse("home:today")).status_code == 302
    other = type(client)()
    again = other.get(address, follow=True)
    assert b'name="password1"' not in again.content
    other.post(again.request["PATH_INFO"], {"password1": chosen + " 2", "password2": chosen + " 2"})
    town.teacher.refresh_from_db()
    assert town.teacher.check_password(chosen)
