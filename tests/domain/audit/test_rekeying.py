"""Changing the key that signs the log: an entry of its own, after which every receipt still verifies."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction

from sharewell.domain.audit.actions import build_pack, current_checkpoint, record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.exports import export_log
from sharewell.domain.audit.keys import FILE, file_of, log_keys, signing_key, verifying_key
from sharewell.domain.audit.models import Event, KeyChange
from sharewell.domain.audit.rekeying import change_signing_key
from sharewell.domain.audit.witnesses import CONTRADICTS, FITS, NOT_SIGNED, bring_back
from sharewell.ledger import verifier
from sharewell.ledger.checkpoints import BadNote, SigningKey
from sharewell.ledger.pack_checking import Against, check_pack
from tests.domain.audit.test_packs import FILES, told

__all__ = ["told"]
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def keys(settings, tmp_path):
    """Keys of this test alone, as it leaves changed ones behind."""
    settings.KEYS = tmp_path / "keys"
    settings.LOG_ORIGIN = "rekeyed.example/log"


def some_event():
    return record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")


def test_every_receipt_from_before_still_verifies_and_the_change_is_an_entry(keys, told, tmp_path):
    before, receipt = verifying_key(), current_checkpoint()
    about, delivery = told
    for _ in range(2):
        after = change_signing_key(by="system")
        change = Event.objects.last()
        assert (change.kind, KeyChange.objects.last().number) == ("log-key-changed", change.number)
        some_event()
    assert verifying_key() == after != before
    assert after.open(current_checkpoint())
    assert verify_log(held=receipt).size == Event.objects.count()
    assert [verdict.what for verdict in bring_back(text=receipt, by="recipient")] == [FITS]
    built = build_pack(files=FILES, about=about, also=[delivery], by="system")
    assert check_pack(built, Against(held=receipt, key=str(before))).held.text == receipt
    with export_log(by="system") as held:
        (tmp_path / "log.zip").write_bytes(held.read())
    verifier.check(tmp_path / "log.zip", [receipt, str(before)])


def test_nothing_new_is_accepted_from_the_key_before(keys, told):
    stolen = signing_key()
    change_signing_key(by="system")
    some_event()
    root = verify_log().root
    forged = stolen.sign(Event.objects.count(), root)
    with pytest.raises(BadNote):
        verify_log(held=forged)
    assert [verdict.what for verdict in bring_back(text=forged, by="thief")] == [NOT_SIGNED]
    rewritten = stolen.sign(
        1, b"\0" * 32
    )  # but of the days when the key was the log's, it is a contradiction
    assert [verdict.what for verdict in bring_back(text=rewritten, by="recipient")] == [CONTRADICTS]


def test_a_change_that_is_undone_leaves_the_key_as_it_was(keys, told):
    before = verifying_key()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        change_signing_key(by="system")
        raise ZeroDivisionError
    assert verifying_key() == before
    some_event()
    verify_log(held=current_checkpoint())


def test_a_new_key_that_went_missing_is_never_quietly_replaced(keys, told):
    change_signing_key(by="system")
    path = file_of(verifying_key())
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text()
    path.unlink()
    with pytest.raises(BadNote, match="put it back"):
        current_checkpoint()
    path.write_text(str(SigningKey.make("rekeyed.example/log")))
    with pytest.raises(BadNote, match="another key"):
        current_checkpoint()
    path.write_text(kept)
    current_checkpoint()


def test_the_command_changes_nothing_unless_it_is_meant(keys, told, settings):
    out, before = StringIO(), verifying_key()
    call_command("change_log_key", stdout=out)
    assert verifying_key() == before and "--yes" in out.getvalue()
    call_command("change_log_key", yes=True, stdout=out)
    assert str(verifying_key()) in out.getvalue() and verifying_key() != before
    assert (settings.KEYS / FILE).exists()  # a backup from before needs it
    assert len(log_keys().changes) == 1
