"""Which passwords are taken: long ones of any letters, none that comes to mind first; few hashed at once."""

import re
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sharewell.domain.organisations import actions
from sharewell.web.accounts import hashing, passwords
from sharewell.web.accounts.hashing import TooBusy
from tests.people import PASSWORD

ACCOUNT = ["Amina Yusuf", "amina", "yusuf", "sandlebury", "example", "Sandlebury Hill Academy", ""]
GOOD = [
    "otter ladder cotton",  # spaces
    "otter-ladder-cotton",
    "mwyar duon ar y clawdd",
    "tŷ bach twt ar lan afon Elwy",
    "8 3951 6748 3927 61",  # figures alone: no rule about kinds of letters
    "水曜日の朝に赤い自転車で海へ行く",
    "x" * 3 + "Vq7!mT pz rk lw" * 4,  # 63 letters
    "heron under a bridge " * 12,  # as long as a paragraph
    "Sandlebury heron under seven bridges",
]
GUESSED = [
    "passwordpassword",
    "Password123456789",
    "P@ssw0rd P@ssw0rd",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopqrstuvwxyz",
    "123456789012345678",
    "qwertyuiopasdfghjkl",
    "SandleburyHillAcademy",
    "Sandlebury Hill Academy 2026!",
    "Amina Yusuf Sandlebury",
    "yusuf.amina@sandlebury",
    "safeguarding children 1",
    "Sharewell sharewell",
    "diogelu plant 2026",
    "abcabcabcabcabcabc",
    "welcome to school 1",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_good_one_is_taken_whatever_its_letters(password):
    for rule in (passwords.Long(), passwords.NotGuessable()):
        if len(password) <= passwords.LONGEST:
            rule.validate(password)
    assert not passwords.is_guessable(password, ACCOUNT)


@pytest.mark.parametrize("password", GUESSED)
def test_what_comes_to_mind_first_is_refused(password):
    assert passwords.is_guessable(password, ACCOUNT)


@pytest.mark.parametrize(
    ("length", "is_taken"), [(14, False), (15, True), (64, True), (256, True), (257, False)]
)
def test_fifteen_letters_at_least_and_no_fewer_than_64_are_taken(length, is_taken):
    letters = ("heron bridge umbrella quartz violin " * 9)[:length]
    try:
        passwords.Long().validate(letters)
    except ValidationError:
        assert not is_taken
    else:
        assert is_taken


@pytest.mark.django_db
def test_the_words_of_the_persons_own_organisation_are_known(town):
    rule = passwords.NotGuessable()
    with pytest.raises(ValidationError):
        rule.validate("Sandlebury Hill", town.teacher)
    rule.validate("Grand Piano Umbrella Sandlebury Hill", town.teacher)
    rule.validate("Sandlebury Hill", None)


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_choosing_one_says_what_is_wrong_in_either_language(client, town, prefix):
    client.force_login(town.teacher)
    address = prefix + reverse("account_change_password")
    typed = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    page = client.post(address, typed).content.decode()
    assert "govuk-error-summary" in page
    assert ("15 letters" in page) is (prefix == "")
    assert ("15 llythyren" in page) is (prefix == "/cy")
    typed |= {"password1": "heron under a bridge", "password2": "heron under a ridge"}
    page = client.post(address, typed).content.decode()
    assert ("The two are not the same" in page) is (prefix == "")
    typed["password2"] = typed["password1"]
    assert client.post(address, typed).status_code == 302
    town.teacher.refresh_from_db()
    assert town.teacher.check_password("heron under a bridge")
    assert client.get(reverse("home:today")).status_code == 200  # here one stays signed in


@pytest.mark.django_db
def test_a_long_one_counts_to_its_last_letter(client, town):
    long = "heron under a bridge, " * 11
    town.teacher.set_password(long + "a")
    assert town.teacher.check_password(long + "a")
    assert not town.teacher.check_password(long + "b")


def test_only_so_many_are_hashed_at_once_and_the_rest_are_told_at_once(monkeypatch):
    line = hashing._Line(at_once=2, waiting=3, patience=30)
    inside, most, refused, gate, lock = [], [], [], threading.Event(), threading.Lock()

    def hash_one():
        try:
            with line.turn():
                with lock:
                    inside.append(1)
                    most.append(len(inside))
                gate.wait(30)
                with lock:
                    inside.pop()
        except TooBusy:
            refused.append(1)

    threads = [threading.Thread(target=hash_one) for _ in range(12)]
    for thread in threads:
        thread.start()
    while len(refused) < 7:
        gate.wait(0.01)
    gate.set()
    for thread in threads:
        thread.join()
    assert max(most) == 2
    assert (len(most), len(refused)) == (5, 7)


def _with_the_real_hasher(settings):
    """Tests make do with a quick one elsewhere."""
    settings.PASSWORD_HASHERS = ["sharewell.web.accounts.hashing.Argon2"]


@pytest.mark.django_db
def test_where_no_more_can_be_hashed_a_page_says_so_and_help_is_still_there(
    client, town, monkeypatch, settings
):
    _with_the_real_hasher(settings)
    full = hashing._Line(at_once=1, waiting=0, patience=0)
    actions.choose_password(person=town.teacher, password=PASSWORD, by=town.teacher)
    typed = {"login": town.teacher.email, "password": PASSWORD}
    monkeypatch.setattr(hashing, "_line", full)
    with full.turn():
        answer = client.post(reverse("account_login"), typed)
        assert answer.status_code == 503
        assert answer["Retry-After"] == "10"
        assert client.get(reverse("danger:now")).status_code == 200
    assert client.post(reverse("account_login"), typed).status_code == 302


def test_a_hash_is_argon2id_with_what_owasp_asks_for_at_least():
    encoded = hashing.Argon2().encode("heron under a bridge", "0123456789abcdef")
    assert encoded.startswith("argon2$argon2id$")
    assert "m=47104,t=2,p=1" in encoded


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["heron under a bridge", " Heron under a bridge", "Heron under a bridge "])
def test_a_password_is_compared_as_it_was_typed_with_its_capitals_and_spaces(client, town, other):
    chosen = "Heron under a bridge"
    typed = {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    client.force_login(town.teacher)
    client.post(reverse("account_change_password"), typed)
    signing_in = {"login": town.teacher.email, "password": other}
    assert type(client)().post(reverse("account_login"), signing_in).status_code == 200
    assert type(client)().post(reverse("account_login"), signing_in | {"password": chosen}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_change_password"])
def test_a_field_for_a_password_masks_it_and_lets_a_password_manager_fill_it(client, town, name):
    if name == "account_change_password":
        client.force_login(town.teacher)
    page = client.get(reverse(name)).content.decode()
    fields = re.findall(r"<input[^>]*type=\"password\"[^>]*>", page)
    assert len(fields) == (1 if name == "account_login" else 3)
    assert all("-password" in field and "onpaste" not in field for field in fields)
    assert not re.search(r'<input(?![^>]*type="password")[^>]*name="[^"]*password', page)


@pytest.mark.django_db
@pytest.mark.parametrize("old", ["", "not the one that it is", PASSWORD.upper()])
def test_nobody_chooses_another_password_without_the_one_they_have(client, town, old):
    typed = {"oldpassword": old, "password1": "heron under a bridge", "password2": "heron under a bridge"}
    client.force_login(town.teacher)
    assert client.post(reverse("account_change_password"), typed).status_code == 200
    town.teacher.refresh_from_db()
    assert town.teacher.check_password(PASSWORD)


@pytest.mark.django_db
def test_years_later_a_password_is_as_good_as_new(client, town, monkeypatch):
    monkeypatch.setattr("time.time", lambda really=time.time: really() + 10 * 365 * 86_400)
    typed = {"login": town.teacher.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), typed)["Location"].startswith("/accounts/2fa/")
