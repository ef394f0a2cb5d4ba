"""The page where anybody holds a receipt against the log: signed in or not, in both languages."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sharewell.domain.audit.actions import current_checkpoint, record_event
from sharewell.domain.audit.keys import signing_key, verifying_key
from sharewell.domain.audit.models import Event, Witnessed
from sharewell.ledger import pack
from sharewell.ledger.witnessing import shown_in
from tests.domain.audit.test_witnesses import partner, receipt
from tests.people import build_town
from tests.web.browsers import enter

pytestmark = pytest.mark.django_db
ADDRESS = "/log/"


@pytest.fixture
def town(client):
    """A town, in which the teacher is signed in."""
    town = build_town()
    enter(client, town.teacher)
    return town


@pytest.fixture
def held():
    """Two receipts of ours, of different sizes."""
    made = []
    for _ in range(2):
        for _ in range(4):
            record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
        made.append(current_checkpoint())
    return made


def test_somebody_who_is_not_signed_in_learns_that_their_receipt_fits(client, held):
    page = client.get(ADDRESS)
    assert str(verifying_key()).replace("+", "&#43;") in page.text or str(verifying_key()) in page.text
    answer = client.post(ADDRESS, {"receipt": "Receipt\r\n\r\n" + held[0].replace("\n", "\r\n")})
    assert answer.status_code == 200
    assert "Your receipt fits" in answer.text
    assert "Mae eich derbynneb yn cyd-fynd" in client.post("/cy/log/", {"receipt": held[0]}).text


def test_a_receipt_that_contradicts_the_log_is_said_to_and_kept(client, held):
    shown = shown_in(held[0])[0]
    other = signing_key().sign(shown.size, b"\1" * 32)
    answer = client.post(ADDRESS, {"receipt": other})
    assert "does not fit" in answer.text and "It fits" not in answer.text
    assert Witnessed.objects.get().text == other
    assert Event.objects.last().kind == "history-contradicted"


def test_nonsense_and_receipts_of_others_are_kept_from_nobody_in_particular(client, held):
    before = Event.objects.count()
    for words, said in (
        ("nonsense", "no checkpoint"),
        (receipt(partner("worry-raised")), "Sign in"),
        ("", "Paste"),
    ):
        answer = client.post(ADDRESS, {"receipt": words})
        assert answer.status_code == 422 and said in answer.text
    assert not Witnessed.objects.exists() and Event.objects.count() == before


def test_somebody_who_is_signed_in_has_another_services_receipts_kept_and_compared(client, town, held):
    house = partner("worry-raised", "worry-raised")
    assert "first receipt" in client.post(ADDRESS, {"receipt": receipt(house)}).text
    house.record("answer-given")
    assert "one and the same history" in client.post(ADDRESS, {"receipt": receipt(house, 2)}).text
    other = partner("worry-closed", "worry-raised", key=house.key)
    assert "two different histories" in client.post(ADDRESS, {"receipt": receipt(other)}).text
    assert Event.objects.last().by == str(town.teacher.pk)


def test_anybody_can_have_the_program_and_a_proof_between_two_receipts(client, held):
    assert client.get(reverse("log:verifier")).content == pack.verifier()
    old, new = (shown_in(text)[0].size for text in held)
    (shown,) = shown_in(client.get(reverse("log:proof", args=[old, new])).text)
    assert (shown.old, shown.text) == (old, held[1])
    for sizes in ([old, new + 1], [new, old], [0, new]):
        assert client.get(reverse("log:proof", args=sizes)).status_code == 404


def test_reading_the_page_changes_nothing(client, held):
    before = Event.objects.count()
    for _ in range(3):
        client.get(ADDRESS)
        client.get(reverse("log:verifier"))
    assert Event.objects.count() == before
