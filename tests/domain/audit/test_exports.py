"""The whole log as a file: checked by a program that comes with it and knows nothing of this one."""

import subprocess
import sys
import zipfile
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from sharewell.domain.audit.actions import current_checkpoint, record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.keys import verifying_key
from sharewell.domain.audit.models import Event
from sharewell.ledger import verifier
from tests.domain.audit.altering import by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def receipt():
    """Forty events, and the checkpoint that somebody was given after the twentieth."""
    for number in range(40):
        record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
        if number == 19:
            held = current_checkpoint()
    return held


def exported(path):
    call_command("export_log", str(path), stdout=StringIO())
    return path


def test_a_stranger_checks_an_export_with_the_program_in_it(tmp_path, receipt):
    path = exported(tmp_path / "log.zip")
    with zipfile.ZipFile(path) as archive:
        (tmp_path / "verify.py").write_bytes(archive.read("verify.py"))
    (tmp_path / "receipt.txt").write_text(receipt, "utf-8")
    (tmp_path / "key.txt").write_text(str(verifying_key()))
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py", "log.zip", "receipt.txt", "key.txt"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    assert f"{Event.objects.count()} entries" in ran.stdout
    assert Event.objects.last().kind == "log-exported"
    verify_log()


def test_an_export_of_a_log_that_was_altered_names_the_entry(tmp_path, receipt):
    with by_hand() as cursor:
        event = Event.objects.get(number=Event.objects.count() - 7)
        changed = bytes(event.leaf).replace(b"worry-raised", b"worry-closed")
        cursor.execute("UPDATE audit_event SET leaf = %s WHERE number = %s", [changed, event.number])
    with pytest.raises(verifier.Wrong, match=f"^entry {event.number} "):
        verifier.check(exported(tmp_path / "log.zip"))


def test_an_export_of_a_log_that_was_written_anew_does_not_fit_the_receipt(tmp_path, receipt):
    first = Event.objects.count() - 40
    with by_hand() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number >= %s", [first])
        cursor.execute("DELETE FROM audit_checkpoint WHERE size > %s", [first])
    for _ in range(40):
        record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
    path = exported(tmp_path / "log.zip")
    verifier.check(path)
    with pytest.raises(verifier.Wrong, match="^entries "):
        verifier.check(path, [receipt])


def test_an_export_never_overwrites_a_file(tmp_path, receipt):
    (tmp_path / "log.zip").write_text("mine")
    with pytest.raises(CommandError):
        exported(tmp_path / "log.zip")
    assert (tmp_path / "log.zip").read_text() == "mine"
