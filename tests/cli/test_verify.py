"""`sharewell verify`: three answers, in plain words and two languages, from the file alone."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sharewell import cli, rules
from sharewell.cli.verify import WORDS
from sharewell.ledger import pack
from sharewell.ledger.pack_reading import read_members
from tests.ledger.houses import FILES, House

CASE = Path(__file__).parents[2] / "examples/cases/sc01.toml"
PLAIN = {name: FILES[name] for name in ("record.html", "record.pdf")}


def decided(lang="en"):
    """A house with a decision that the rules really reach."""
    outcome = rules.current().decide(tomllib.loads(CASE.read_text()), lang)
    files = {
        "case.json": rules.canonical(outcome["case"]),
        "outcome.json": rules.canonical(outcome),
        "rules.json": rules.export(rules.current()),
    }
    house = House(files=PLAIN | files)
    house.record("worry-raised")
    house.sign()
    house.decide()
    return house


@pytest.fixture(scope="module")
def house():
    return decided()


@pytest.fixture(scope="module")
def built(house):
    return house.export()


@pytest.fixture
def verify(tmp_path, monkeypatch, capsys):
    """Write the files given by name, run the command on `pack.zip`; gives its exit code and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*options, **files):
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.{'zip' if name == 'pack' else 'txt'}").write_bytes(data)
        there = sorted(path.name for path in tmp_path.iterdir())
        code = cli.main(["verify", "pack.zip", *options])
        assert sorted(path.name for path in tmp_path.iterdir()) == there  # nothing is unpacked to the disk
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_sound_pack_says_that_only_the_pack_was_checked(verify, built):
    code, out, err = verify(pack=built)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Sound: nothing in pack.zip was altered since it was made.",
        "3 entries are in the log of county.example/log as it stood at 3 entries.",
        "Decided again, the case has the same outcome.",
        WORDS["en"]["key-inside"],
        WORDS["en"]["pack-only"],
    ]


def test_with_a_checkpoint_and_a_key_it_says_that_history_was_checked(verify, house, built):
    code, out, _ = verify(
        "--checkpoint",
        "held.txt",
        "--key",
        "key.txt",
        pack=built,
        held=house.issued[0],
        key=str(house.key.verifying),
    )
    assert code == 0
    assert "its history against held.txt (taken at size 1)" in out
    assert WORDS["en"]["key-known"] in out and WORDS["en"]["pack-only"] not in out


def test_a_checkpoint_saved_by_any_editor_is_read(verify, house, built):
    saved = "\ufeff" + house.issued[0].replace("\n", "\r\n") + "\r\n"
    assert verify("--checkpoint", "held.txt", pack=built, held=saved)[0] == 0


def test_it_speaks_welsh(verify, built):
    code, out, _ = verify("--lang", "cy", pack=built)
    assert code == 0
    assert out.startswith("Cyfan: ni newidiwyd dim yn pack.zip") and WORDS["cy"]["pack-only"] in out
    altered = pack.zipped({**read_members(built, ""), "record.html": b"other"})
    assert verify("--lang", "cy", pack=altered)[:2] == (
        1,
        "Wedi'i newid: nid yw record.html fel yr oedd pan wnaed y pecyn.\n",
    )


def test_a_decision_recorded_in_welsh_decides_again_in_welsh(verify):
    assert verify(pack=decided("cy").export())[0] == 0


def test_an_altered_file_is_named_and_exits_1(verify, built):
    altered = pack.zipped({**read_members(built, ""), "record.pdf": b"%PDF-other"})
    assert verify(pack=altered) == (1, "Altered: record.pdf is not what it was when the pack was made.\n", "")


def test_an_altered_entry_is_named_by_its_number(verify, built):
    members = read_members(built, "")
    members[pack.EVENTS] = members[pack.EVENTS].replace(b"decision-recorded", b"decision-reviewed")
    members[pack.MANIFEST] = pack.manifest(members)
    assert verify(pack=pack.zipped(members)) == (1, "Altered: entry 1 is not what was logged.\n", "")


def test_an_outcome_that_the_rules_do_not_reach_is_altered(verify):
    house = decided()
    house.files["outcome.json"] = house.files["outcome.json"].replace(
        b'"regime":"uk-gdpr"', b'"regime":"none"'
    )
    house.decide()
    code, out, _ = verify(pack=house.export())
    assert (code, out) == (1, "Altered: outcome.json is not what these rules say of this case.\n")


def test_a_rewritten_history_exits_1(verify, built):
    other = decided()
    code, out, _ = verify("--checkpoint", "held.txt", pack=built, held=other.issued[0])
    assert (code, out) == (1, "Altered: the pack and held.txt were not signed with the same key.\n")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 and no more"])
def test_what_is_no_pack_exits_2_with_one_line(verify, content):
    assert verify(pack=content) == (2, "", "Unreadable: pack.zip is not a proof pack.\n")


def test_a_file_that_is_not_there_or_is_a_folder_exits_2_with_one_line(verify, tmp_path):
    assert verify() == (2, "", "Unreadable: pack.zip cannot be opened.\n")
    (tmp_path / "pack.zip").mkdir()
    assert verify() == (2, "", "Unreadable: pack.zip cannot be opened.\n")


def test_nonsense_for_a_checkpoint_or_a_key_exits_2_with_one_line(verify, built):
    for option, what in [("--checkpoint", "not a checkpoint"), ("--key", "not the public key of a log")]:
        for nonsense in (b"nonsense", b"\xff\xfe"):
            code, out, err = verify(option, "held.txt", pack=built, held=nonsense)
            assert (code, out, err) == (2, "", f"Unreadable: held.txt is {what}.\n")


def test_it_needs_no_django_and_no_database(built, tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(built)
    program = (
        "import sys; sys.modules.update({'django': None, 'sqlite3': None, 'socket': None})\n"
        f"from sharewell.cli import main; sys.exit(main(['verify', {str(path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
