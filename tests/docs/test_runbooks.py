"""The runbooks of the keys are run command by command, as printed, on a service with real content."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.running import SHAREWELL, environment, run
from tests.domain import living

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^ *```sh ?(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ORGANISATION = "Sandlebury Hill Academy"

pytestmark = pytest.mark.slow


def blocks(page):
    """The (word, commands) of every block, with the indent of its step taken away."""
    found = BLOCK.findall((HOW_TO / page).read_text("utf-8"))
    return [(word, "\n".join(line.strip() for line in text.splitlines())) for word, text in found]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A service in which a worry was shared, its keys in a folder of their own, and all made ready."""
    folder = tmp_path_factory.mktemp("service")
    done = subprocess.run(
        [sys.executable, "-c", living.SHARE],
        env=settings(folder),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    play(folder, *of("before"))
    return folder


@pytest.fixture(scope="module")
def before(service):
    """How many boxes open before anything is lost."""
    many = boxes_that_open(service)
    assert many > 20
    return many


@pytest.fixture
def copy(service, tmp_path):
    shutil.copytree(service, tmp_path / "copy")
    return tmp_path / "copy"


def settings(folder):
    given = environment(folder / "home", SHAREWELL_KEYS=str(folder / "keys"), SHAREWELL_DEMO="yes")
    path = os.pathsep.join([str(SHAREWELL.parent), os.environ["PATH"]])
    return {**given, "HOME": str(folder), "PATH": path, "ORGANISATION": ORGANISATION}


def play(folder, *scripts):
    """Run blocks in one shell that stops at the first command that fails; what they said."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(scripts)],
        env=settings(folder), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def of(word):
    return [text for which, text in blocks("recover-the-keys.md") if which == word]


def sharewell(folder, *command):
    return run(folder / "home", *command, SHAREWELL_KEYS=str(folder / "keys"))


def boxes_that_open(folder):
    said = sharewell(folder, "keys", "check")
    assert said.returncode == 0, said.stderr
    return int(re.search(r"All (\d+) boxes open", said.stdout)[1])


def test_every_command_of_rotating_the_keys_works_and_everything_still_opens(copy, before):
    shutil.rmtree(copy / "sheets")
    said = play(copy, *(text for _word, text in blocks("rotate-the-keys.md")))
    assert "These two sheets give the keys in use." in said
    assert f"All {before} boxes open." in said
    assert "Destroyed fields-" in said
    assert boxes_that_open(copy) == before
    assert len(list((copy / "keys" / "ring").glob("kek-*.key"))) == 1


def test_the_keys_come_back_from_two_sheets_and_a_backup_when_their_folder_is_gone(copy, before):
    kept = {path.name: path.read_bytes() for path in (copy / "keys").iterdir() if path.is_file()}
    said = play(copy, *of("A"))
    assert f"All {before} boxes open." in said and "Sound" in said
    for name in ("log-signing-key", "signing-secret"):
        assert (copy / "keys" / name).read_bytes() == kept[name]


def test_a_machine_that_is_gone_comes_back_from_two_sheets_a_backup_and_its_offline_key(
    copy, before, tmp_path
):
    (tmp_path / "new").mkdir()
    for kept in ("sheets", "offline.key", "yesterday.sealed"):
        (copy / kept).rename(tmp_path / "new" / kept)
    said = play(tmp_path / "new", *of("B"))
    assert f"All {before} boxes open." in said and "Sound" in said


@pytest.mark.parametrize("lost", ["kek-0001.key", "fields-*.wrapped", "log-signing-key"])
def test_each_key_that_is_lost_by_itself_comes_back_the_same_way(copy, before, lost):
    gone = [path for path in (copy / "keys").rglob("*") if path.match(lost)]
    assert gone
    for path in gone:
        path.unlink()
    assert f"All {before} boxes open." in play(copy, *of("A")[:3])


def test_without_the_secret_that_signs_sessions_another_is_made_and_nothing_else_is_lost(copy, before):
    (copy / "keys" / "signing-secret").unlink()
    assert boxes_that_open(copy) == before
    assert (copy / "keys" / "signing-secret").exists()


@pytest.mark.parametrize("word", ["C", "D"])
def test_a_lost_sheet_or_offline_key_is_replaced(copy, word):
    recipient = re.search("age1[a-z0-9]+", (copy / "offline.key").read_text())[0]
    play(copy, f"export SHAREWELL_BACKUP_RECIPIENTS={recipient}", *of(word))
    old = [str(copy / "sheets" / f"sheet-{number}.txt") for number in (1, 2)]
    fit = sharewell(copy, "keys", "try-sheets", *old)
    assert (fit.returncode != 0) is (word == "C"), "old sheets must fit nothing once a sheet is lost"
    identity = ("--identity", str(copy / "offline.key"))
    put_back = sharewell(copy, "restore", "--replace", str(copy / "today.sealed"), *identity)
    assert (put_back.returncode != 0) is (word == "D"), "an old offline key must not open a new backup"


def test_every_block_of_both_runbooks_is_run_by_a_test_above():
    assert {word for word, _text in blocks("recover-the-keys.md")} == {"before", "A", "B", "C", "D"}
    assert {word for word, _text in blocks("rotate-the-keys.md")} == {""}
    for page in ("recover-the-keys.md", "rotate-the-keys.md"):
        printed = (HOW_TO / page).read_text("utf-8").count("```")
        assert printed == 2 * len(blocks(page))
