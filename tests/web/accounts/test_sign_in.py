"""Signing in: password and second step, no sign-up, and nothing lost by a time-out."""

from types import SimpleNamespace

import pytest
from allauth.account.internal import flows
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from sharewell.domain.organisations import actions as organisations
from tests.people import PASSWORD, SECRET, SYSTEM


def code():
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, person, password=PASSWORD, path=""):
    path = path or reverse("account_login")
    return client.post(path, {"login": person.email, "password": password}, follow=True)


def test_a_password_alone_is_not_enough(client, town):
    response = sign_in(client, town.teacher)
    assert response.resolver_match.view_name == "mfa_authenticate"
    assert client.get(reverse("home:today")).status_code == 302
    response = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert response["Location"] == reverse("home:today")
    assert client.get(reverse("home:today")).status_code == 200


def test_a_wrong_code_says_so_and_lets_try_again(client, town):
    sign_in(client, town.teacher)
    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert response.status_code == 200
    assert "govuk-error-summary" in response.content.decode()


def test_many_wrong_passwords_are_slowed_down(client, town):
    for _n in range(6):
        response = sign_in(client, town.teacher, password="wrong")
    assert response.status_code in (200, 429)
    response = sign_in(client, town.teacher)
    assert response.resolver_match.view_name != "mfa_authenticate"


def test_nobody_signs_up_by_themselves(client, town):
    response = client.get(reverse("account_signup"))
    assert b"password1" not in response.content


def test_whoever_has_no_second_factor_sets_one_up_before_anything_else(client, town):
    new = organisations.add_person(
        organisation=town.school, email="new@school.example", name="New", role="practitioner",
        password=PASSWORD, by=SYSTEM,
    )  # fmt: skip
    sign_in(client, new)
    assert client.get(reverse("home:today"))["Location"] == reverse("accounts:second_factor")
    assert client.get(reverse("accounts:second_factor")).status_code == 200
    asked_again = client.get(reverse("mfa_activate_totp"))["Location"]
    page = client.post(asked_again, {"password": PASSWORD}, follow=True)
    assert b"data:image/svg+xml" in page.content


def test_the_secret_of_a_second_factor_is_sealed(town):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert all(SECRET not in str(row) for row in cursor.fetchall())


def test_signing_out_takes_a_press(client, town):
    client.force_login(town.teacher)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("home:today")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home:today")).status_code == 302


SIGNED_IN = ["home:today", "worries:all", "worries:new", "directory:all", "accounts:devices", "mfa_index"]


@pytest.mark.parametrize("name", [*SIGNED_IN, "front:front", "danger:now"])
def test_signing_out_stands_on_every_page(client, town, name):
    client.force_login(town.teacher)
    assert f'action="{reverse("account_logout")}"' in client.get(reverse(name)).content.decode()


def test_a_code_of_the_app_works_once(client, town):
    digits = code()
    assert sign_in(client, town.teacher).resolver_match.view_name == "mfa_authenticate"
    assert client.post(reverse("mfa_authenticate"), {"code": digits}).status_code == 302
    other = type(client)()
    sign_in(other, town.teacher)
    assert other.post(reverse("mfa_authenticate"), {"code": digits}).status_code == 200
    assert other.get(reverse("home:today")).status_code == 302


def test_a_passkey_alone_has_to_know_its_owner_and_gets_a_challenge_of_its_own(client, db):
    ajax = {"x-requested-with": "XMLHttpRequest"}
    asked = [client.get(reverse("mfa_login_webauthn"), headers=ajax).json() for _ in range(20)]
    asked = [each["request_options"]["publicKey"] for each in asked]
    assert {each["userVerification"] for each in asked} == {"required"}
    assert len({each["challenge"] for each in asked}) == 20
    assert all(len(each["challenge"]) >= 43 for each in asked)  # 32 bytes in base64


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(client, town):
    typed = "Three round bruises, and he would not take his jumper off."
    response = client.post(reverse("worries:new"), {"text": typed, "kind": "fact"})
    assert response["Location"] == f"{reverse('account_login')}?next={reverse('accounts:kept')}"
    assert typed not in str(dict(client.session))
    client.post(response["Location"], {"login": town.teacher.email, "password": PASSWORD})
    response = client.post(reverse("mfa_authenticate"), {"code": code()}, follow=True)
    assert response.resolver_match.view_name == "accounts:kept"
    assert typed in response.content.decode()
    assert f'action="{reverse("worries:new")}"' in response.content.decode()


PAGES = [
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_change_password",
    "account_email",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "accounts:second_factor",
    "accounts:kept",
]


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_signing_in_is_drawn_in_both_languages(client, town, name, prefix):
    """Some ask for the password first, which is a page too."""
    client.force_login(town.teacher)
    with override("en"):
        address = reverse(name)
    response = client.get(prefix + address)
    assert response.status_code in (200, 302)


def test_who_has_a_second_step_is_offered_another_and_not_greeted_as_new(client, town):
    client.force_login(town.teacher)
    page = client.get(reverse("accounts:second_factor")).content.decode()
    assert "Set up another second step" in page and "Set up your second step" not in page


NESTED = "[" * 100_000  # a reader of JSON goes as deep as it can


@pytest.mark.parametrize("step", ["a passkey alone", "the second step", "another passkey", "asked again"])
def test_an_answer_of_a_passkey_that_is_nonsense_is_refused_and_breaks_nothing(client, town, step):
    client.raise_request_exception = False
    name, field = {
        "a passkey alone": ("mfa_login_webauthn", "credential"),
        "the second step": ("mfa_authenticate", "credential"),
        "another passkey": ("mfa_add_webauthn", "credential"),
        "asked again": ("accounts:again", "again-credential"),
    }[step]
    if step == "the second step":
        sign_in(client, town.teacher)
    elif step != "a passkey alone":
        client.force_login(town.teacher)
        record_authentication(client, town.teacher)
    for nonsense in (NESTED, "x", "[]", "{}"):
        came = client.post(f"{reverse(name)}?next=/home/", {field: nonsense})
        assert came.status_code < 500, nonsense[:10]
    assert not town.teacher.authenticator_set.filter(type="webauthn").exists()


def record_authentication(client, person):
    """As just having signed in: what is about second steps asks for that."""
    session = client.session
    recorded = SimpleNamespace(session=session)
    flows.login.record_authentication(recorded, person, "password", reauthenticated=True)
    session.save()
