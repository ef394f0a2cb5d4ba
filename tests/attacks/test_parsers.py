"""Each parser says no in its own words to whatever it cannot read, within a time and a memory, and no input
brings it down: ten thousand of them each in CI, led by the lines that they reach; some elsewhere.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.cells import IS_WHOLE
from tests.attacks.fuzzing import PARSERS, Counting, at_random

ENOUGH = 10_000
SOME = 60
SEED = 20261122
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", PARSERS)
def test_no_input_brings_down(name):
    if not IS_WHOLE:
        counting = Counting(PARSERS[name](), SOME, led=False)
        at_random(counting, SEED)
        assert counting.count == SOME
        return
    # Through a small shell: a process counts as its own peak of memory what whoever began it held, and by
    # this time the tests themselves hold more than a parser may.
    run = subprocess.run(
        ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-m", "tests.attacks.fuzzing", name, str(ENOUGH),
         str(SEED)],
        capture_output=True,
        text=True,
        timeout=900,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert run.returncode == 0, f"seed {SEED}: {run.stderr[-3000:]}"
    said = json.loads(run.stdout.splitlines()[-1])
    print(name, said)
    assert said["inputs"] >= ENOUGH


# Each module that reads bytes or text from outside, and the name under which it is tried here.
FROM_OUTSIDE = {
    "minimising/pdfs.py": "pdf", "minimising/documents.py": "word", "minimising/pictures.py": "picture",
    "minimising/plain.py": "plain-text", "minimising/kinds.py": "kind-of-file",
    "minimising/scanning.py": "last-look", "minimising/finding.py": "names-in-text",
    "minimising/reading.py": "word-read-in", "domain/agreements/reading.py": "facts-of-a-paper",
    "domain/agreements/spreadsheet.py": "register-spreadsheet", "rules/case.py": "case",
    "ledger/pack_reading.py": "pack", "ledger/checkpoints.py": "checkpoint",
    "ledger/entries.py": "entry", "ledger/verifier.py": "verifier", "ledger/pack_checking.py": "pack",
    "sealing/boxes.py": "box", "sealing/streams.py": "stream", "sealing/keyfiles.py": "key-file",
    "sealing/sheets.py": "sheet-of-words", "web/questions/stores.py": "cookie",
    "config/bounces.py": "bounced-mail",
    "config/backups.py": "backup", "config/environment.py": "setting",
    "domain/versions.py": "version-of-a-form",
}  # fmt: skip
# What reads something: JSON, TOML, archives, spreadsheets, mails, XML, PDF, pictures.
_READS = re.compile(
    r"json\.loads\(|tomllib\.loads?\(|zipfile\.ZipFile\(|csv\.reader\(|BytesParser\("
    r"|message_from_bytes\(|etree\.fromstring\(|PdfDocument\(|pikepdf\.open\(|Image\.open\("
)
# What nobody outside can give: our own files, the operator's, what we write, what comes out of our own seal.
OUR_OWN = {
    "config/county.py", "config/keys.py", "config/sessions.py", "config/single_sign_on.py",
    "domain/agreements/kinds/reading.py", "domain/audit/spool.py", "domain/decisions/queries.py",
    "domain/deliveries/choices.py", "domain/deliveries/packages.py", "domain/dpias/actions/shipping.py",
    "domain/dpias/template.py", "domain/learning/kinds.py", "domain/learning/periods.py",
    "domain/oversight/standards.py", "domain/requests/documents.py", "domain/requests/kinds.py",
    "domain/sealed.py", "ledger/log_export.py", "ledger/pack.py", "minimising/words.py",
    "printing/documents/word.py", "printing/wording.py", "rules/citations.py", "rules/files.py",
    "rules/publishing/__init__.py", "rules/publishing/terms.py", "rules/worked.py",
    "web/accounts/keeping.py", "web/demo/mails.py", "web/demo/people.py",
}  # fmt: skip
# What is tried as a part of another, or elsewhere.
WITHIN = {
    "minimising/parts.py": "word", "minimising/shielding.py": "last-look", "minimising/apart.py": "pdf",
    "cli/decide.py": "case", "cli/verify.py": "pack", "rules/ruleset.py": "pack",
    "web/accounts/sign_on/protocol.py": "tests/sign_on/test_tokens.py",
}  # fmt: skip


def test_nothing_that_reads_is_left_out():
    source = Path(__file__).parents[2] / "src/sharewell"
    reading = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if _READS.search(path.read_text("utf-8"))
    }
    assert reading - FROM_OUTSIDE.keys() - OUR_OWN - WITHIN.keys() == set()
    assert OUR_OWN | WITHIN.keys() <= reading, "said to read, and does not"
    assert {name for name in WITHIN.values() if not name.startswith("tests/")} <= PARSERS.keys()


def test_what_every_parser_takes_from_outside_is_among_them():
    assert all((Path(__file__).parents[2] / "src/sharewell" / path).is_file() for path in FROM_OUTSIDE)
    assert set(FROM_OUTSIDE.values()) <= set(PARSERS)


def test_the_fuzzer_finds_what_a_parser_should_not_raise():
    """A parser that breaks on one byte is caught, so that none that is reported well is not looked at."""
    from tests.attacks.fuzzing import Parser

    def breaks(data):
        if data.startswith(b"!"):
            raise KeyError("an error that is none of its own")
        raise ValueError("its own")

    with pytest.raises(KeyError):
        at_random(Counting(Parser(breaks, (ValueError,), [b"abc"]), 10**6, led=False), SEED)
