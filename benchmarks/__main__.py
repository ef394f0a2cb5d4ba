"""`python -m benchmarks NAME...`: run benchmarks, print what they found and keep it in `results.json`."""

import argparse
import ast
import json
import os
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"


def main(given: list[str] | None = None) -> int:
    """Run what is named; exit 2 for a name that there is not."""
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Ours beside the strongest peer."
    )
    parser.add_argument("name", nargs="*", help="which to run, or all")
    parser.add_argument("--list", action="store_true", help="name them all")
    asked = parser.parse_args(given)
    if asked.list or not asked.name:
        print("\n".join(f"{name:<12} {_says(name)}" for name in names))
        return 0
    wanted = names if asked.name == ["all"] else asked.name
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    for name in wanted:
        _run(name)
    return 0


def _says(name: str) -> str:
    """The first line of a module, read without importing it: a peer may be missing."""
    return (ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))) or "").split(
        "\n"
    )[0]


def _run(name: str) -> None:
    print(f"{name}: {_says(name)}")
    print(f"  load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores, best of several rounds taking turns")
    found = import_module(f"benchmarks.{name}").run()
    for each in found:
        beside = f"  {each['peer']} {each['peer_value']:,}: {each['ratio']:,} times" if each["peer"] else ""
        print(f"  {each['id']:<6} {each['work']}, n = {each['n']:,}: {each['ours']:,} {each['unit']}{beside}")
    _keep(found)


def _keep(found: list[dict]) -> None:
    """Put these rows in place of the ones before; a peer that was not there this time keeps its rows."""
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    raced = {(each["id"], each["peer"]) for each in found}
    kept = [each for each in before if (each["id"], each["peer"]) not in raced]
    rows = sorted([*kept, *found], key=lambda each: (each["id"], each["work"], each["n"], each["peer"] or ""))
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in rows)
    RESULTS.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
