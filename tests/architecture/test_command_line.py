"""The command line is offline, knows no Django, and imports nothing before it is asked."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "cases" / "sc01.toml"


def loaded_by(*arguments):
    """Every module that is loaded once a command has run."""
    program = (
        "import sys; from sharewell.cli import main; main(sys.argv[1:]);"
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert "LOADED" in done.stderr, done.stderr
    return set(done.stderr.split("LOADED", 1)[1].split())


@pytest.mark.parametrize(
    "arguments", [["decide", CASE], ["decide", "--json", CASE], ["questions", CASE, "--json"]]
)
def test_deciding_loads_neither_django_nor_what_it_does_not_need(arguments):
    loaded = loaded_by(*arguments)
    assert not loaded & {
        "django",
        "cryptography",
        "sharewell.config",
        "sharewell.ledger",
        "asyncio",
        "http.client",
    }


def test_help_loads_nothing_of_ours_but_the_hand_over():
    ours = {name for name in loaded_by("--help") if name.startswith("sharewell")}
    assert ours == {"sharewell", "sharewell.cli"}


def test_a_command_of_the_service_says_what_to_install_where_the_service_is_not():
    program = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'django': raise ModuleNotFoundError(name, name='django')\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from sharewell.cli import main\n"
        "sys.exit(main(['serve']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'sharewell[service]'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
