"""`pip install sharewell` without extras: the libraries and the command line, and one dependency."""

import doctest
import importlib
import importlib.metadata
import inspect
import json
import pkgutil
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
        assert "sharewell/rules/publishing/vocabulary.toml" in packed.namelist()


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
    export = "import sys; from sharewell import rules; sys.stdout.buffer.write(rules.export(rules.current()))"
    exported = subprocess.run([str(python), "-I", "-c", export], check=True, capture_output=True, timeout=60)
    (tmp_path / "rules.json").write_bytes(exported.stdout)
    there = run(python, "decide", "--json", CASE, folder=tmp_path)[1]
    here = run(sys.executable, "decide", "--json", "--rules", tmp_path / "rules.json", CASE)[1]
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


ROOMS = ("rules", "ledger", "sealing", "minimising", "cli")
PAGE = ROOT / "docs" / "reference" / "library.md"


def modules(room):
    package = importlib.import_module(f"sharewell.{room}")
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [package, *(importlib.import_module(each.name) for each in found)]


def test_no_example_in_the_documentation_of_the_libraries_is_left_out():
    left_out = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / "src" / "sharewell" / room).glob("*.py")
        if re.search(r"doctest:\s*\+SKIP", path.read_text("utf-8"))
    ]
    assert left_out == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_example_in_the_code_runs(room, capsys):
    results = [doctest.testmod(module) for module in modules(room)]
    assert sum(result.failed for result in results) == 0, capsys.readouterr().out
    assert room not in ("rules", "ledger") or sum(result.attempted for result in results) > 10


def test_every_example_on_the_page_of_the_libraries_runs(capsys):
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.failed == 0, capsys.readouterr().out
    assert result.attempted > 70


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_is_documented_and_has_an_example(room):
    package = importlib.import_module(f"sharewell.{room}")
    public = getattr(package, "__all__", ["main"])
    examples = "\n".join(re.findall(r"^    (?:>>>|\.\.\.) .*$", PAGE.read_text("utf-8"), re.MULTILINE))
    without = [name for name in public if not re.search(rf"\b{room}\.{name}\b", examples)]
    assert without == []
    silent = [
        name
        for name in public
        if callable(getattr(package, name)) and not inspect.getdoc(getattr(package, name))
    ]
    assert silent == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_says_what_it_takes_and_gives(room):
    package = importlib.import_module(f"sharewell.{room}")
    public = [getattr(package, name) for name in getattr(package, "__all__", ["main"])]
    functions = [each for each in public if inspect.isfunction(inspect.unwrap(each))]
    for kind in (each for each in public if inspect.isclass(each)):
        own = vars(kind).items()
        functions += [each for name, each in own if inspect.isfunction(each) and not name.startswith("_")]
    untyped = [
        f"{function.__qualname__}: {name}"
        for function in map(inspect.unwrap, functions)
        for name in [*inspect.signature(function).parameters, "return"]
        if name != "self" and name not in function.__annotations__
    ]
    assert untyped == []
