"""The whole use of the log: a proof pack from the page, held against the receipt that the council kept."""

import pytest
from django.urls import reverse

from sharewell import cli
from sharewell.domain.audit.actions import erase_openings, record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.models import Event
from sharewell.domain.deliveries import actions, outbox
from tests.domain.audit.altering import by_hand
from tests.domain.deliveries.town import ENTRIES, HOME, REFUGE, fresh, prepare, send, worry_of


@pytest.fixture
def told(town):
    """The teacher's share to the council, and the receipt of its answer: (delivery, checkpoint)."""
    delivery = send(prepare(worry_of(town), town.front_door, town.teacher), town.teacher)
    outbox.drain()
    opening = actions.open_in_inbox(delivery=fresh(delivery), by=town.at_council["practitioner"])
    answer = actions.answer(opening=opening, kind="accepted")
    return fresh(delivery), answer.checkpoint


@pytest.fixture
def verify(client, town, tmp_path, capsys):
    """Fetch the pack of a decision from its page and check it against a receipt: exit code, and words."""

    def fetch(delivery):
        client.force_login(town.teacher)
        page = client.post(reverse("worries:proof", args=[delivery.decision_id]))
        assert page.status_code == 200
        (tmp_path / "pack.zip").write_bytes(page.content)

    def run(delivery, receipt, anew=True):
        if anew:
            fetch(delivery)
        (tmp_path / "receipt.txt").write_text(receipt, encoding="utf-8")
        code = cli.main(["verify", str(tmp_path / "pack.zip"), "--checkpoint", str(tmp_path / "receipt.txt")])
        return code, "".join(capsys.readouterr())

    return run


def test_the_pack_from_the_page_is_sound_against_the_receipt(told, verify):
    code, said = verify(*told)
    assert (code, "its history against receipt.txt" in said) == (0, True), said
    assert verify_log(held=told[1])


def test_it_is_sound_still_when_what_the_log_speaks_of_was_erased(told, verify):
    delivery, receipt = told
    assert verify(delivery, receipt)[0] == 0
    erase_openings(about=f"decision:{delivery.decision_id}", by="system")
    assert verify(delivery, receipt, anew=False)[0] == 0
    assert verify_log(held=receipt)


def test_a_history_that_somebody_with_the_whole_server_rewrote_is_found(told, verify):
    delivery, receipt = told
    rows = [(event.entry, bytes(event.leaf)) for event in Event.objects.all()]
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_checkpoint")
        cursor.execute("DELETE FROM audit_event WHERE number >= 1")
    for entry, _ in rows[1:]:  # all the same but for one moment, with every hash and signature made anew
        record_event(kind=entry["kind"], by=entry["by"], about=entry["about"])
    verify_log()
    with pytest.raises(Exception, match="signed checkpoint"):
        verify_log(held=receipt)


def test_nothing_about_a_person_is_in_the_log(told):
    log = b"".join(bytes(event.leaf) for event in Event.objects.all()).decode().lower()
    assert "delivery-sent" in log
    for words in (
        "tendai",
        "marlow",
        "penhale",
        "teacher",
        "@",
        REFUGE,
        HOME,
        *(entry["text"] for entry in ENTRIES),
    ):
        assert words.lower() not in log, words
