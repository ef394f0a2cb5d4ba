"""The command line: `sharewell NAME`. Imports nothing before it is asked.

Those of `OFFLINE` need no network and know no Django. Every other name is handed over to the service's
management commands.
"""

import os
import sys
from importlib import import_module

OFFLINE = {
    "decide": "say what may, must or must not be shared in a case",
    "questions": "say which facts could still change the answer",
    "compare": "lay two outcomes side by side",
    "prove": "prove what must hold of every case",
    "publish": "write the rule set as data that other programs can load",
    "verify": "check a proof pack, offline",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command that is named first and return its exit code."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BrokenPipeError:  # whoever read what we print has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(given: list[str]) -> int:
    name = given[0] if given else "--help"
    if name in OFFLINE:
        return int(import_module(f"sharewell.cli.{name}").main(given[1:]))
    if name in ("-h", "--help", "help"):
        print(_usage())
        return 0
    if name == "--version":
        from sharewell import __version__

        print(__version__)
        return 0
    return _hand_over(given)


def _usage() -> str:
    lines = [f"  {name:<10} {words}" for name, words in OFFLINE.items()]
    return "\n".join(
        [
            "sharewell COMMAND ...",
            "",
            *lines,
            "",
            "Each takes --help. Where the service is installed, so do:",
            "  serve, migrate, backup, restore, doctor, worker, and all that `sharewell commands` lists",
        ]
    )


def _hand_over(given: list[str]) -> int:
    try:
        run = import_module("sharewell.config.run")
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.split(".")[0] == "sharewell":
            raise
        print(
            f"sharewell: there is no command {given[0]!r} without the service, which is not installed here "
            f"({missing.name} is missing). Install it with: pip install 'sharewell[service]'",
            file=sys.stderr,
        )
        return 2
    return int(run.main(given))
