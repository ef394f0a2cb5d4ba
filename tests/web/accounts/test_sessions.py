"""A session ends when nothing is done, after a day, with another role or password, and from elsewhere."""

import time

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from sharewell.config.idle import SIGNED_IN
from sharewell.domain.organisations import actions, queries
from sharewell.web.accounts.devices import UNKNOWN, browser_of
from sharewell.web.accounts.step_up import PROVED
from tests.people import PASSWORD, SYSTEM
from tests.web.accounts.test_sign_in import code, sign_in

pytestmark = pytest.mark.django_db
HOME = "home:today"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def elsewhere(client, town):
    """A second browser of the teacher's, which is signed in; the first is `client`."""
    client.force_login(town.teacher)
    client.get(reverse(HOME))
    other = type(client)(HTTP_USER_AGENT=FIREFOX)
    other.force_login(town.teacher)
    other.get(reverse(HOME))
    return other


def copied(client):
    """What a thief has: the cookie, and nothing else."""
    thief = type(client)(HTTP_USER_AGENT=FIREFOX)
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return thief


def is_in(client, **more):
    return client.get(reverse(HOME), **more).status_code == 200


ENDINGS = {
    "signing out": lambda town, client: client.post(reverse("account_logout")),
    "another password": lambda town, client: actions.choose_password(
        person=town.teacher, password="three plain words", by=town.teacher
    ),
    "another role": lambda town, client: actions.change_role(person=town.teacher, role="leader", by=SYSTEM),
    "the end of access": lambda town, client: actions.end_access(person=town.teacher, by=SYSTEM),
    "a second step set anew": lambda town, client: actions.confirm_change(
        change=actions.ask_for_second_step(person=town.teacher, by=SYSTEM), by=SYSTEM
    ),
    "signing out everywhere": lambda town, client: actions.sign_out_everywhere(
        person=town.teacher, by=town.at_school["administrator"]
    ),
}


@pytest.mark.parametrize("what", ENDINGS)
def test_a_copied_cookie_is_worth_nothing_after(client, town, what):
    client.force_login(town.teacher)
    thief = copied(client)
    assert is_in(client)
    assert is_in(thief)
    ENDINGS[what](town, client)
    assert not is_in(thief)


def test_a_role_that_changed_in_the_table_alone_ends_the_session_too(client, town):
    client.force_login(town.teacher)
    assert is_in(client)
    type(town.teacher).objects.filter(pk=town.teacher.pk).update(role="administrator")
    assert not is_in(client)


def test_a_copied_cookie_in_another_network_has_to_prove_itself(client, town):
    client.force_login(town.teacher)
    assert is_in(client, REMOTE_ADDR="192.0.2.7")
    assert is_in(client, REMOTE_ADDR="192.0.2.99")
    thief = copied(client)
    asked = thief.get(reverse(HOME), REMOTE_ADDR="198.51.100.7")["Location"]
    assert asked.startswith(reverse("accounts:again"))
    for _ in range(3):
        page = thief.post(asked, {"again-password": "guess"}, REMOTE_ADDR="198.51.100.7")
        assert page.status_code == 403
    held = thief.post(reverse("worries:new"), {"text": "x"}, REMOTE_ADDR="198.51.100.7")
    assert held.status_code == 403
    assert is_in(client, REMOTE_ADDR="192.0.2.7")
    page = client.post(asked, {"again-password": PASSWORD}, REMOTE_ADDR="2001:db8:7::1")
    assert page["Location"] == reverse(HOME)
    assert is_in(client, REMOTE_ADDR="2001:db8:7:9::2")


def test_out_of_doors_the_way_to_help_is_open_without_being_asked(client, town):
    client.force_login(town.teacher)
    assert is_in(client, REMOTE_ADDR="192.0.2.7")
    assert client.get(reverse("danger:now"), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_where_the_installation_says_so_networks_may_change(client, town, settings):
    settings.SAME_NETWORK = False
    client.force_login(town.teacher)
    assert is_in(client, REMOTE_ADDR="192.0.2.7")
    assert is_in(client, REMOTE_ADDR="198.51.100.7")


@pytest.mark.parametrize(("hours", "is_still_in"), [(9.9, True), (10.1, False), (-1, False)])
def test_a_session_lasts_a_working_day_and_no_longer(client, town, hours, is_still_in):
    client.force_login(town.teacher)
    session = client.session
    session[SIGNED_IN] = int(time.time() - hours * 3600)
    session.save()
    assert is_in(client) is is_still_in


def test_what_is_typed_into_a_session_that_lasted_too_long_is_kept(client, town):
    client.force_login(town.teacher)
    session = client.session
    session[SIGNED_IN] = 0
    session.save()
    answer = client.post(reverse("worries:new"), {"text": "He was cold.", "kind": "fact"})
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('accounts:kept')}"


def test_a_quarter_of_an_hour_without_a_press_ends_the_session(client, town):
    assert settings.SESSION_COOKIE_AGE == 15 * 60
    client.force_login(town.teacher)
    client.get(reverse(HOME))
    left = client.session.get_expiry_date() - timezone.now()
    assert left.total_seconds() <= 15 * 60


def test_each_browser_is_listed_and_can_be_signed_out_from_another(client, town, elsewhere):
    page = client.get(reverse("accounts:devices")).content.decode()
    assert "Firefox, Windows" in page
    [there] = [device for device in queries.devices_of(town.teacher) if device.browser == "Firefox, Windows"]
    client.post(reverse("accounts:sign_out_device", args=[there.pk]))
    assert not is_in(elsewhere)
    assert is_in(client)
    assert "Firefox" not in client.get(reverse("accounts:devices")).content.decode()


def test_signing_out_everywhere_else_leaves_this_one(client, town, elsewhere):
    client.post(reverse("accounts:sign_out_elsewhere"))
    assert not is_in(elsewhere)
    assert is_in(client)


def test_nobody_lists_or_ends_the_devices_of_somebody_else(client, town, elsewhere):
    other = type(client)()
    other.force_login(town.another_teacher)
    assert "Firefox" not in other.get(reverse("accounts:devices")).content.decode()
    for device in queries.devices_of(town.teacher):
        assert other.post(reverse("accounts:sign_out_device", args=[device.pk])).status_code == 404
    assert is_in(elsewhere)


def test_the_key_of_a_session_is_not_readable_beside_its_device(client, town, elsewhere):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_device")
        rows = str(cursor.fetchall())
    for browser in (client, elsewhere):
        assert browser.session.session_key not in rows


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit Chrome/142.0 Safari/537.36",
            "Chrome, Chromebook",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_browser_is_called_what_people_call_it(said, shown):
    assert browser_of(said) == shown


def test_a_new_sign_in_is_a_fresh_proof_and_an_old_one_is_not(client, town):
    client.force_login(town.teacher)
    assert time.time() - client.session[PROVED] < 60


def test_a_browser_that_was_not_used_before_is_told_by_mail_without_a_word_of_a_case(client, town, elsewhere):
    [sent] = mail.outbox
    assert sent.to == [town.teacher.email]
    assert "browser that was not used before" in sent.body
    again = type(client)(HTTP_USER_AGENT=FIREFOX)
    again.force_login(town.teacher)
    again.get(reverse(HOME))
    assert len(mail.outbox) == 1


def test_a_change_of_how_somebody_signs_in_is_told_in_their_language(client, town):
    town.teacher.language = "cy"
    town.teacher.save()
    client.force_login(town.teacher)
    typed = {
        "oldpassword": PASSWORD,
        "password1": "heron under a bridge",
        "password2": "heron under a bridge",
    }
    client.post(reverse("account_change_password"), typed)
    [sent] = mail.outbox
    assert "Newidiwyd eich cyfrinair" in sent.body


def test_mail_that_cannot_be_sent_holds_nobody_up(client, town, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.force_login(town.teacher)
    typed = {
        "oldpassword": PASSWORD,
        "password1": "heron under a bridge",
        "password2": "heron under a bridge",
    }
    assert client.post(reverse("account_change_password"), typed).status_code == 302


def test_signing_in_and_being_refused_are_in_the_log_without_what_was_typed(client, town, caplog):
    caplog.set_level("INFO", logger="sharewell.sign_in")
    client.post(reverse("account_login"), {"login": town.teacher.email, "password": "heron under a bridge"})
    client.force_login(town.teacher)
    said = [record.getMessage() for record in caplog.records if record.name == "sharewell.sign_in"]
    assert said == ["a sign-in was refused", f"signed in: {town.teacher.pk}"]
    assert town.teacher.email not in caplog.text


def test_each_step_of_signing_in_and_out_is_in_the_log_with_what_was_used(client, town, caplog):
    caplog.set_level("INFO", logger="sharewell.sign_in")
    sign_in(client, town.teacher)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code()})
    client.post(reverse("account_logout"))
    said = [record.getMessage() for record in caplog.records if record.name == "sharewell.sign_in"]
    pk = town.teacher.pk
    assert said == [
        f"a second step was refused: {pk}",
        f"signed in: {pk} by password totp",
        f"signed out: {pk}",
    ]
