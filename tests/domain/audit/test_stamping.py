"""Time-stamps by a real server: had, checked, kept, and refused where they are of anything else."""

import subprocess
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from sharewell.domain.audit.actions import record_event
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.audit.exports import export_log
from sharewell.domain.audit.models import Event, TimeStamp
from sharewell.domain.audit.stamping import NoStamp, ask, check_stamps, stamp_log
from sharewell.ledger import verifier
from tests.domain.audit import time_stamp_server
from tests.domain.audit.altering import by_hand

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(time_stamp_server.OPENSSL is None, reason="needs openssl, as the server"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("tsa")
    time_stamp_server.prepare(made)
    return made


@pytest.fixture
def server(folder, settings):
    settings.TIMESTAMP_ROOTS = str(folder / "ca.pem")
    record_event(kind="worry-raised", by="system", about=f"decision:{uuid4()}")
    with time_stamp_server.serving(folder) as address:
        settings.TIMESTAMP_SERVER = address
        yield address


def test_the_log_is_stamped_and_anybody_can_check_the_stamp_with_openssl(server, folder, tmp_path):
    out = StringIO()
    call_command("stamp_log", stdout=out)
    stamp = TimeStamp.objects.get()
    assert f"{stamp.size} entries was stamped" in out.getvalue()
    assert Event.objects.last().kind == "log-time-stamped"
    with export_log(by="system") as held:
        (tmp_path / "log.zip").write_bytes(held.read())
    with zipfile.ZipFile(tmp_path / "log.zip") as archive:
        archive.extractall(tmp_path)
    ran = subprocess.run(
        [time_stamp_server.OPENSSL, "ts", "-verify", "-data", f"stamps/{stamp.size}.txt",
         "-in", f"stamps/{stamp.size}.tsr", "-CAfile", str(folder / "ca.pem")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0 and "Verification: OK" in ran.stdout + ran.stderr
    verifier.check(tmp_path / "log.zip")
    verify_log()


def test_a_log_that_stands_as_it_was_is_not_stamped_twice(server):
    first = stamp_log()
    with_the_stamp = stamp_log()  # which is an entry of its own
    assert with_the_stamp.size == first.size + 1
    assert check_stamps() == 2


def test_a_stamp_of_something_else_is_refused(server, folder):
    """One that was had for another text, as a server or somebody between might give."""
    other = []

    def old_answer(address, asked):
        said = ask(address, asked)
        other.append(said)
        return other[0]

    stamp_log(asking=old_answer)
    with pytest.raises(NoStamp, match="gave no stamp"):
        stamp_log(asking=old_answer)
    assert TimeStamp.objects.count() == 1


@pytest.mark.parametrize("at", [0, 40, -40, -1])
def test_a_stamp_that_was_changed_on_the_way_is_refused(folder, settings, at):
    settings.TIMESTAMP_ROOTS = str(folder / "ca.pem")

    def spoil(said):
        changed = bytearray(said)
        changed[at] ^= 1
        return bytes(changed)

    with time_stamp_server.serving(folder, spoil) as address:
        settings.TIMESTAMP_SERVER = address
        with pytest.raises(NoStamp):
            stamp_log()
    assert not TimeStamp.objects.exists()


def test_a_server_that_nobody_vouches_for_is_refused(server, settings, tmp_path):
    time_stamp_server.prepare(tmp_path)
    settings.TIMESTAMP_ROOTS = str(tmp_path / "ca.pem")
    with pytest.raises(NoStamp):
        stamp_log()
    settings.TIMESTAMP_ROOTS = ""
    with pytest.raises(NoStamp, match="SHAREWELL_TIMESTAMP_ROOTS"):
        stamp_log()


def test_without_a_server_or_with_one_that_is_away_the_command_says_so(settings, folder):
    settings.TIMESTAMP_ROOTS = str(folder / "ca.pem")
    for server, said in (("", "SHAREWELL_TIMESTAMP_SERVER"), ("http://127.0.0.1:9/", "gave no stamp"), ("file:///etc/passwd", "begins with")):  # fmt: skip  # noqa: E501
        settings.TIMESTAMP_SERVER = server
        with pytest.raises(CommandError, match=said):
            call_command("stamp_log", stdout=StringIO())


def test_a_stamp_that_is_altered_where_it_is_kept_is_found(server):
    stamp_log()
    out = StringIO()
    call_command("stamp_log", check=True, stdout=out)
    assert out.getvalue().startswith("1 time-stamps")
    token = bytearray(TimeStamp.objects.get().token)
    token[-3] ^= 1
    with by_hand() as cursor:
        cursor.execute("UPDATE audit_timestamp SET token = %s", [bytes(token)])
    with pytest.raises(NoStamp, match="does not hold"):
        check_stamps()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_server_that_leads_elsewhere_is_not_followed(status):
    asked = []

    class Leading(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Leading)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(OSError, match=str(status)):
            ask(f"http://127.0.0.1:{server.server_port}/stamp", b"")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == ["/stamp"]
