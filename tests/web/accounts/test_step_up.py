"""Before a step that does harm in the wrong hands a person shows again who they are, and loses nothing."""

import time
from html import unescape
from re import findall

import pytest
from django.conf import settings
from django.urls import reverse

from sharewell.domain.organisations import queries
from sharewell.web.accounts.step_up import HOLDS, PROVED
from tests.people import PASSWORD
from tests.web.accounts.test_sign_in import code

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.accounts.asking")]
TYPED = {"do": "send", "words": ["He said \"<b>no</b>\" & left.\r\nTwice.", "Ŵyr neb"]}  # fmt: skip
SENT = "sent: " + " / ".join(TYPED["words"])


@pytest.fixture
def person(client, town):
    """The teacher, signed in twenty minutes ago."""
    client.force_login(town.teacher)
    _age(client, HOLDS + 300)
    return town.teacher


def _age(client, seconds):
    session = client.session
    session[PROVED] = int(time.time()) - seconds
    session.save()


def _carried(page):
    """What the first form of the page that asks carries, as a browser would send it."""
    form = page.content.decode().split("<form", 3)[2].split("</form>")[0]  # the first is signing out
    pairs = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    carried = {}
    for name, value in (pair for pair in pairs if pair[0] not in ("csrfmiddlewaretoken", "came_from")):
        carried.setdefault(name, []).append(unescape(value))
    return carried


def test_who_has_just_signed_in_is_not_asked(client, town):
    client.force_login(town.teacher)
    assert client.post("/probe/send/", TYPED).content.decode().startswith(SENT)
    assert client.get("/probe/out/").content == b"handed out"


def test_after_a_quarter_of_an_hour_a_form_is_held_and_then_goes_on_with_every_letter(client, person):
    page = client.post("/probe/send/", TYPED)
    assert page.status_code == 403
    assert b"sent:" not in page.content
    carried = _carried(page)
    assert carried["words"] == TYPED["words"]
    answer = client.post("/probe/send/", carried | {"again-password": PASSWORD})
    assert answer.content.decode() == f"{SENT} ['do', 'words']"
    assert client.post("/probe/send/", TYPED).status_code == 200


def test_what_only_mends_is_not_asked_about(client, person):
    assert client.post("/probe/send/", {"do": "mend"}).content == b"mended"


@pytest.mark.parametrize("proof", [{}, {"again-password": "wrong"}, {"again-code": "000000"}])
def test_without_a_good_proof_nothing_is_done_and_nothing_is_lost(client, person, proof):
    client.post("/probe/send/", TYPED | proof)
    page = client.post("/probe/send/", TYPED | proof)
    assert page.status_code == 403
    assert b"sent:" not in page.content
    assert _carried(page)["words"] == TYPED["words"]
    assert ("govuk-error-summary" in page.content.decode()) is bool(proof)


def test_a_code_proves_as_well_and_only_once(client, person):
    used = code()
    assert client.post("/probe/send/", TYPED | {"again-code": used}).status_code == 200
    _age(client, HOLDS + 1)
    assert client.post("/probe/send/", TYPED | {"again-code": used}).status_code == 403


def test_a_page_that_is_only_read_comes_after_the_proof(client, person):
    asked = client.get("/probe/out/?year=2026")["Location"]
    assert asked == f"{reverse('accounts:again')}?next=%2Fprobe%2Fout%2F%3Fyear%3D2026"
    assert client.get(asked).status_code == 403
    assert client.post(asked, {"again-password": "wrong"}).status_code == 403
    assert client.post(asked, {"again-password": PASSWORD})["Location"] == "/probe/out/?year=2026"
    assert client.get("/probe/out/").content == b"handed out"


def test_the_way_on_never_leads_elsewhere(client, person):
    asked = reverse("accounts:again") + "?next=https://elsewhere.example/"
    assert client.post(asked, {"again-password": PASSWORD})["Location"] == reverse("home:today")


def test_guessing_is_slowed_down(client, person):
    answers = [client.post("/probe/send/", TYPED | {"again-password": "wrong"}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert client.post("/probe/send/", TYPED | {"again-password": PASSWORD}).status_code == 429


def test_a_clock_that_was_set_back_does_not_make_a_proof_last(client, person):
    _age(client, -3600)
    assert client.post("/probe/send/", TYPED).status_code == 403


def test_the_proof_of_one_session_is_none_for_another(client, person, django_user_model):
    client.post("/probe/send/", TYPED | {"again-password": PASSWORD})
    other = type(client)()
    other.force_login(person)
    _age(other, HOLDS + 1)
    assert other.post("/probe/send/", TYPED).status_code == 403


def test_a_proof_gives_the_session_a_new_key_and_a_cookie_copied_before_is_worth_nothing(client, person):
    before = client.session.session_key
    client.get("/probe/send/")
    thief = type(client)()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert client.post("/probe/send/", TYPED | {"again-password": PASSWORD}).status_code == 200
    assert client.session.session_key not in (None, before)
    assert client.post("/probe/send/", TYPED).status_code == 200
    assert thief.post("/probe/send/", TYPED).status_code == 302
    assert [device.is_session(client.session.session_key) for device in queries.devices_of(person)] == [True]
