"""A backup that is stolen says nothing, and one sealed to offline keys opens with one of them alone."""

import base64
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from sharewell.config import backups
from sharewell.domain.audit.models import Event
from sharewell.domain.audit.models import Opening as Secret
from sharewell.ledger.entries import commit, salt_for
from sharewell.sealing import SealingError, offline
from tests.domain.deliveries import town as deliveries
from tests.people import build_town


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.KEYS, settings.HOME = tmp_path / "keys", tmp_path / "home"


@pytest.fixture
def holders(settings, tmp_path):
    """Two people's offline keys, to which backups are sealed; (files, recipients)."""
    files, recipients = [], []
    for name in ("ana", "bryn"):
        text, recipient = offline.new_identity()
        (tmp_path / name).write_text(text)
        files.append(tmp_path / name)
        recipients.append(recipient)
    settings.BACKUP_RECIPIENTS = recipients
    return files, recipients


@pytest.fixture
def shared(transactional_db):  # SQLite copies no database in the middle of a transaction
    town = build_town()
    case = deliveries.worry_of(town)
    delivery = deliveries.send(deliveries.prepare(case, town.gp, town.teacher), town.teacher)
    return town, case, delivery


def canaries(town, case, delivery):
    """What must not be read in a backup, whatever it is: sealed columns and columns in the clear alike."""
    texts = [deliveries.REFUGE, deliveries.HOME, "Tendai Marlow", "Chipo Marlow", "07700 900123"]
    texts += [entry["text"] for entry in deliveries.ENTRIES]
    texts += [
        town.teacher.email,
        town.gp.email,
        case.worry.reference,
        delivery.reference,
        town.school.name_en,
    ]
    for text in texts:
        for form in (
            text.encode(),
            text.encode("utf-16-le"),
            json.dumps(text).encode()[1:-1],
            text.encode().hex().encode(),
        ):
            yield text, form
        # Base64 shifts with the place where a text begins: what does not depend on its neighbours is sought.
        for shift in range(3):
            yield text, base64.b64encode(b"\0" * shift + text.encode())[4:-4]


@pytest.mark.parametrize("is_offline", [False, True])
def test_nothing_in_a_backup_can_be_read(shared, holders, settings, tmp_path, is_offline):
    if not is_offline:
        settings.BACKUP_RECIPIENTS = []
    backups.back_up(tmp_path / "sealed")
    data = (tmp_path / "sealed").read_bytes()
    assert data.startswith(offline.BEGINS) is is_offline
    found = [text for text, form in canaries(*shared) if form in data]
    assert found == [] and b"SQLite format 3" not in data
    left = [path.name for path in settings.HOME.rglob("*")] + [path.name for path in tmp_path.glob("*.part*")]
    assert left == [], "no copy may be left beside it"


def test_the_search_for_what_must_not_be_read_finds_it_where_it_can_be(shared, tmp_path):
    backups._dump(tmp_path / "plain")
    data = (tmp_path / "plain").read_bytes()
    found = {text for text, form in canaries(*shared) if form in data}
    town, *_others = shared
    assert town.teacher.email in found, "a plain copy of the database holds addresses of colleagues"
    assert not found & {deliveries.REFUGE, deliveries.HOME, "Tendai Marlow"}, "sealed even there"


@pytest.mark.parametrize("holder", [0, 1])
def test_any_one_of_the_offline_keys_opens_it(shared, holders, tmp_path, holder):
    backups.back_up(tmp_path / "sealed")
    (tmp_path / "open").mkdir()
    with backups._opened(tmp_path / "sealed", holders[0][holder], tmp_path / "open") as inner:
        assert json.loads(inner.readline())["is"] == backups.MARK


def test_without_an_offline_key_or_with_another_it_does_not_open(shared, holders, tmp_path):
    backups.back_up(tmp_path / "sealed")
    with pytest.raises(backups.BackupRefused, match="--identity"):
        backups.restore(tmp_path / "sealed")
    text, _recipient = offline.new_identity()
    (tmp_path / "stranger").write_text(text)
    with pytest.raises(SealingError, match="does not open"):
        backups.restore(tmp_path / "sealed", tmp_path / "stranger")


def test_an_offline_key_without_the_keys_of_the_service_opens_nothing(shared, holders, settings, tmp_path):
    backups.back_up(tmp_path / "sealed")
    shutil.rmtree(settings.KEYS)
    with pytest.raises(backups.BackupRefused, match="keys recover"):
        backups.restore(tmp_path / "sealed", holders[0][0])
    assert not settings.KEYS.exists(), "no new keys may be made in the place of those that are lost"


def test_no_byte_of_it_can_be_changed(shared, holders, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "_load", lambda plain: pytest.fail("an altered backup was taken"))
    for recipients in (settings.BACKUP_RECIPIENTS, []):
        settings.BACKUP_RECIPIENTS = recipients
        backups.back_up(tmp_path / f"sealed-{len(recipients)}")
        data = (tmp_path / f"sealed-{len(recipients)}").read_bytes()
        end = data.index(b"\n{" if recipients else b"\n") if not recipients else 400
        for at in [
            *range(30, end, max(1, end // 12)),
            *range(end, len(data), len(data) // 12),
            len(data) - 1,
        ]:
            changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            (tmp_path / "changed").write_bytes(changed)
            with pytest.raises((SealingError, backups.BackupRefused)):
                backups.restore(tmp_path / "changed", holders[0][0])


def test_a_backup_of_before_still_opens(shared, settings, tmp_path, monkeypatch):
    from django.db import connection

    from sharewell.domain.sealed import ring
    from sharewell.sealing import new_package_key, seal_bytes

    key = new_package_key()
    with closing(sqlite3.connect(tmp_path / "plain")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    head = {"is": backups.BEFORE, "at": "2026-11-01", "database": "sqlite", "sharewell": "0.2",
            "key": base64.b64encode(ring().wrap(key, backups.PLACE)).decode()}  # fmt: skip
    sealed = seal_bytes((tmp_path / "plain").read_bytes(), key, backups.PLACE)
    (tmp_path / "old").write_bytes(json.dumps(head).encode() + b"\n" + sealed)
    taken = []
    monkeypatch.setattr(backups, "_load", lambda plain: taken.append(plain.read_bytes()))
    backups.restore(tmp_path / "old")
    assert taken == [(tmp_path / "plain").read_bytes()]


def test_the_log_says_to_whom_a_backup_was_sealed_and_which_file_it_is(shared, holders, tmp_path):
    backups.back_up(tmp_path / "sealed")
    event = Event.objects.last()
    assert event.kind == "backup-made"
    secret = bytes(Secret.objects.get(number=event.number).secret)
    digest = hashlib.sha256((tmp_path / "sealed").read_bytes()).hexdigest().encode()
    for name, said in (("recipients", "\n".join(holders[1]).encode()), ("sha256", digest)):
        assert event.commitments[name] == commit(salt_for(secret, name), said)


def test_a_recipient_that_is_none_is_refused_before_anything_is_written(shared, settings, tmp_path):
    settings.BACKUP_RECIPIENTS = ["somebody@school.example"]
    with pytest.raises(SealingError, match="age1"):
        backups.back_up(tmp_path / "sealed")
    assert not list(tmp_path.glob("sealed*"))
