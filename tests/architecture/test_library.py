"""`pip install sharewell` without extras: the libraries and the command line, and one dependency."""

import importlib.metadata
import json
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "cases" / "sc01.toml"
LIBRARIES = ("sharewell.rules", "sharewell.ledger", "sharewell.sealing", "sharewell.cli")


def needed(name):
    """The distributions that an installation of one without extras brings with it, itself among them."""
    found, todo = set(), [name]
    while todo:
        name = todo.pop().lower()
        if name not in found:
            found.add(name)
            wanted = map(Requirement, importlib.metadata.requires(name) or [])
            todo += [each.name for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})]
    return found


def tops(name):
    """What a distribution puts into site-packages: names of folders and files."""
    files = importlib.metadata.files(name) or []
    return {file.parts[0] for file in files if file.parts[0] not in ("..", "__pycache__")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """A fresh environment with the wheel and what it needs, and nothing else that is installed here."""
    home = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "venv")], check=True)
    python = home / "venv" / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), *install]
    subprocess.run(pip, check=True, timeout=120)
    here, there = Path(sysconfig.get_path("purelib")), next(home.glob("venv/lib/*/site-packages"))
    for name in needed("sharewell") - {"sharewell"}:
        for top in tops(name):
            (there / top).symlink_to(here / top)
    return python


def run(python, *arguments, folder=None, given=None):
    """Run the command line there; (exit code, output, top names of all modules that were loaded)."""
    program = (
        "import sys; from sharewell.cli import main\n"
        "try: code = main(sys.argv[1:])\n"
        "except SystemExit as left: code = left.code\n"
        "print('LOADED', *sys.modules, file=sys.stderr); sys.exit(code)"
    )
    command = [str(python), "-I", "-c", program, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=folder or ROOT.parent, timeout=120, input=given
    )
    assert "LOADED" in done.stderr, done.stderr
    loaded = done.stderr.split("LOADED", 1)[1].split()
    return done.returncode, done.stdout, {name.split(".")[0] for name in loaded}


def test_one_dependency_is_all_that_is_asked_for():
    wanted = [Requirement(each) for each in importlib.metadata.requires("sharewell")]
    plain = [each.name for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})]
    assert plain == ["cryptography"]


def test_the_wheel_says_that_it_is_typed(wheel):
    with zipfile.ZipFile(wheel) as packed:
        assert "sharewell/py.typed" in packed.namelist()
        assert "sharewell/rules/vocabulary.toml" in packed.namelist()


@pytest.mark.parametrize(
    "arguments",
    [
        ["decide", CASE],
        ["decide", "--json", CASE],
        ["questions", CASE, "--json"],
        ["prove"],
        ["publish", "published"],
        ["verify", "--help"],
        ["--help"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_works_and_loads_nothing_but_its_one_dependency(python, arguments, tmp_path):
    code, said, loaded = run(python, *arguments, folder=tmp_path)
    assert code == 0 and said
    base = {"sharewell"} | {top.split(".")[0] for name in needed("sharewell") for top in tops(name)}
    # The interpreter's own: what a site or a build of it adds begins with an underscore.
    ours = {name for name in loaded if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert ours - base == set()


def test_the_installed_library_decides_the_same_to_the_byte(python, tmp_path):
    there = run(python, "decide", "--json", CASE, folder=tmp_path)[1]
    here = run(sys.executable, "decide", "--json", CASE)[1]
    assert json.loads(there)["outcome"] == "must-share" and there == here


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_where_django_is_not(python, library):
    program = f"import {library}; import sys; assert 'django' not in sys.modules"
    subprocess.run([str(python), "-I", "-c", program], check=True, timeout=60)
    missing = subprocess.run([str(python), "-I", "-c", "import django"], capture_output=True, text=True)
    assert "ModuleNotFoundError" in missing.stderr


def test_what_belongs_to_the_service_says_what_to_install(python):
    code, _, _ = run(python, "serve")
    assert code == 2


def test_no_example_in_the_documentation_of_the_libraries_is_left_out():
    left_out = [
        path.relative_to(ROOT).as_posix()
        for room in ("rules", "ledger", "sealing", "minimising", "cli")
        for path in (ROOT / "src" / "sharewell" / room).glob("*.py")
        if re.search(r"doctest:\s*\+SKIP", path.read_text("utf-8"))
    ]
    assert left_out == []
