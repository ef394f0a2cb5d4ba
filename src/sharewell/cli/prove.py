"""`sharewell prove`: show that what must hold of every case holds of every case (contract section 4)."""

import argparse
import gc
import sys
import time

from sharewell import rules
from sharewell.rules.proving.answers import Answers
from sharewell.rules.proving.findings import oddities
from sharewell.rules.proving.proof import Proof, verdicts
from sharewell.rules.proving.solver import NoSolver, Solver


def main(arguments: list[str]) -> int:
    """0 when every statement holds, 1 when one is broken, 2 when there are no rules or no solver to ask."""
    gc.disable()  # diagrams are many small things and little garbage: looking for it is a third of the time
    try:
        return _main(arguments)
    finally:
        gc.enable()


def _main(arguments: list[str]) -> int:
    options = _options(arguments)
    try:
        proof = Proof(rules.load(options.rules) if options.rules else rules.current())
        engines: dict[str, Answers] = {"decision diagrams": proof}
        if options.solver:
            engines["solver"] = Solver(proof.rules)
    except (rules.RuleError, OSError) as error:
        print(f"sharewell prove: {options.rules}: {error}", file=sys.stderr)
        return 2
    except NoSolver as missing:
        print(f"sharewell prove: {missing}", file=sys.stderr)
        return 2
    counts, broken = [], 0
    for name, engine in engines.items():
        count, failed = _prove(name, engine)
        counts.append(count)
        broken += failed
    if len(set(counts)) > 1:
        print(f"BROKEN     the engines count differently: {counts}")
        broken += 1
    _print_oddities(proof)
    verdict = f"{broken} broken" if broken else "every statement holds of all of them"
    by = " and ".join(engines)
    print(f"{counts[0]:,} cases: {verdict} (by {by})")
    return 1 if broken else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sharewell prove", description="Prove what must hold of every case."
    )
    parser.add_argument("--rules", metavar="PATH", help="a rule set that was exported earlier")
    parser.add_argument(
        "--solver",
        action="store_true",
        help="ask a second engine too, a SAT solver that reads the rules for itself (the extra 'prove')",
    )
    return parser.parse_args(arguments)


def _prove(name: str, engine: Answers) -> tuple[int, int]:
    """Print every verdict of an engine; (how many cases it counts, how many statements it finds broken)."""
    began, broken = time.monotonic(), 0
    print(f"By {name}:")
    for verdict in verdicts(engine):
        is_broken = verdict.broken_by is not None
        broken += is_broken
        print(f"{'BROKEN' if is_broken else 'holds '} {verdict.number:>2}  {verdict.words}")
        if is_broken:
            print("       by the case that differs from the usual only in:")
            for variable, value in (verdict.broken_by or {}).items():
                print(f"         {variable} = {value}")
    count = engine.count()
    print(f"           {count:,} cases, {time.monotonic() - began:.1f} seconds\n")
    return count, broken


def _print_oddities(proof: Proof) -> None:
    """What breaks no statement and yet deserves a look (docs/explanation/the-proof.md)."""
    for oddity in oddities(proof):
        print(f"note       {oddity.words}")
