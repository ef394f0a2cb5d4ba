"""Checkpoints that come back: each is held against the log, and partners hold ours against each other."""

from uuid import uuid4

import pytest

from sharewell.domain.audit.actions import current_checkpoint, record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.keys import signing_key, verifying_key
from sharewell.domain.audit.models import Event, Witnessed
from sharewell.domain.audit.witnesses import bring_back, proof_between, shown_since
from sharewell.ledger.checkpoints import BadNote, SigningKey
from sharewell.ledger.findings import Altered
from sharewell.ledger.witnessing import as_shown, shown_in
from tests.ledger.houses import House

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def signed():
    """Checkpoints of our log at four sizes."""
    made = []
    for _ in range(4):
        for _ in range(5):
            record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
        made.append(current_checkpoint())
    return made


def partner(*kinds, key=None):
    """Another organisation's log."""
    house = House(key or SigningKey.make("partner.example/log"))
    for kind in kinds:
        house.record(kind)
    return house


def receipt(house, old=None):
    """What that organisation hands out now, with the proof that it follows what it handed out at `old`."""
    text, size = house.sign(), house.log.size()
    return as_shown(text, old, house.log.consistency(old, size) if old else ()) + f"\n{house.key.verifying}\n"


def verdicts(text, by="system"):
    return [verdict.what for verdict in bring_back(text=text, by=by)]


def test_a_receipt_of_ours_fits_and_leaves_no_trace(signed):
    before = Event.objects.count()
    words = "Derbynneb\r\n\r\n" + "\r\n".join(signed[1].splitlines()) + "\r\n\r\nCadwch hi.\r\n"
    assert verdicts(words) == ["fits"]
    assert verdicts("\n".join(signed)) == ["fits"] * 4
    assert Event.objects.count() == before and not Witnessed.objects.exists()


def test_a_receipt_of_ours_that_contradicts_the_log_is_kept_for_good_and_recorded(signed):
    size = signing_key().verifying.open(signed[1]).size
    other_view = signing_key().sign(size, b"\1" * 32)
    assert verdicts(other_view, by="recipient") == ["contradicts"]
    assert verdicts(other_view, by="recipient") == ["contradicts"]
    assert [row.text for row in Witnessed.objects.filter(contradicts=True)] == [other_view]
    assert Event.objects.last().kind == "history-contradicted"
    with pytest.raises(Altered):
        verify_log()


def test_a_receipt_of_ours_from_a_log_that_was_longer_contradicts_it(signed):
    assert verdicts(signing_key().sign(Event.objects.count() + 9, b"\1" * 32)) == ["contradicts"]
    with pytest.raises(Altered, match="ends before"):
        verify_log()


def test_what_our_key_never_signed_changes_nothing(signed):
    forged = SigningKey.make(verifying_key().name).sign(3, b"\1" * 32)
    assert verdicts(forged) == ["not-signed"]
    assert not Witnessed.objects.exists()
    for nonsense in ("", "Receipt", "old 3\n\n", "— a b"):
        with pytest.raises(BadNote):
            bring_back(text=nonsense, by="system")


def test_a_partners_log_is_followed_from_receipt_to_receipt():
    house = partner("worry-raised", "worry-raised")
    assert verdicts(receipt(house)) == ["first"]
    for _ in range(5):
        old = house.log.size()
        house.record("answer-given")
        assert verdicts(receipt(house, old)) == ["follows"]
    assert verdicts(receipt(house)) == ["known"]
    house.record("answer-given")
    assert verdicts(receipt(house)) == ["unproven"]
    assert Event.objects.filter(number__gte=0).last().kind == "checkpoint-witnessed"
    verify_log()


def test_a_partner_that_shows_us_another_history_is_found():
    house = partner("worry-raised", "worry-raised", "answer-given")
    assert verdicts(receipt(house)) == ["first"]
    other = partner("worry-raised", "worry-closed", "answer-given", key=house.key)
    assert verdicts(receipt(other)) == ["contradicts"]
    other.record("answer-given")
    assert verdicts(receipt(other, 3)) == ["contradicts"]
    assert Witnessed.objects.filter(contradicts=True).count() == 2
    assert Event.objects.last().kind == "history-contradicted"


def test_a_partners_receipt_says_which_key_and_no_other_is_taken_later():
    house = partner("worry-raised")
    without = house.sign()
    assert verdicts(without) == ["no-key"]
    assert verdicts(receipt(house)) == ["first"]
    thief = partner("worry-raised", "worry-raised")
    assert verdicts(receipt(thief, 1)) == ["not-signed"]
    assert Witnessed.objects.count() == 1


def test_a_partner_may_change_its_key_and_is_followed():
    house = partner("worry-raised")
    assert verdicts(receipt(house)) == ["first"]
    old = house.log.size()
    house.change_key()
    house.record("answer-given")
    assert verdicts(receipt(house, old) + "".join("\n" + text for text in house.changes)) == ["follows"]
    assert verdicts(receipt(house)) in (["known"], ["not-signed"])


def test_what_we_hand_out_proves_that_it_follows_what_we_handed_out_before(signed):
    text = shown_since(signed[3], signed[0])
    (shown,) = shown_in(text)
    assert (shown.text, shown.old) == (signed[3], shown_in(signed[0])[0].size)
    assert shown_since(signed[3], None) == signed[3] == shown_since(signed[3], signed[3])
    assert proof_between(shown.old, shown.size) == text
    assert proof_between(shown.old, shown.size + 1) is None


def test_signed_out_people_have_nothing_of_other_logs_kept():
    house = partner("worry-raised")
    assert bring_back(text=receipt(house), by="recipient", keeps_others=False) == []
    assert not Witnessed.objects.exists()
