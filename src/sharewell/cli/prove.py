"""`sharewell prove`: show that what must hold of every case holds of every case (contract section 4)."""

import argparse
import sys

from sharewell import rules
from sharewell.rules.prove import Proof


def main(arguments: list[str]) -> int:
    """0 when every statement holds, 1 when one is broken, 2 when the rules cannot be read."""
    parser = argparse.ArgumentParser(
        prog="sharewell prove", description="Prove what must hold of every case."
    )
    parser.add_argument("--rules", metavar="PATH", help="a rule set that was exported earlier")
    options = parser.parse_args(arguments)
    try:
        proof = Proof(rules.load(options.rules) if options.rules else rules.current())
    except (rules.RuleError, OSError) as error:
        print(f"sharewell prove: {options.rules}: {error}", file=sys.stderr)
        return 2
    broken = 0
    for verdict in proof.verdicts():
        broken += verdict.broken_by is not None
        print(
            f"{'BROKEN' if verdict.broken_by is not None else 'holds '} {verdict.number:>2}  {verdict.words}"
        )
        if verdict.broken_by is not None:
            print("       by the case that differs from the usual only in:")
            for variable, value in verdict.broken_by.items():
                print(f"         {variable} = {value}")
    for words, names in (("can hold in no case", proof.dead_rules()), ("never matters", proof.idle_facts())):
        for name in names:
            print(f"note       {name} {words}")
    count = f"{proof.count():,} cases"
    print(f"{count}: {f'{broken} broken' if broken else 'every statement holds of all of them'}")
    return 1 if broken else 0
