"""`sharewell publish FOLDER`: the rule set as data that other programs can load."""

import argparse
import sys
from pathlib import Path

from sharewell import rules


def main(arguments: list[str]) -> int:
    """Write the published files; 2 when the rules cannot be read or the folder cannot be written."""
    parser = argparse.ArgumentParser(
        prog="sharewell publish",
        description="Write the rule set as data: JSON with its schema, and DPV and ODRL terms as JSON-LD.",
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="made where it is not there yet")
    parser.add_argument("--rules", metavar="PATH", help="a rule set that was exported earlier")
    options = parser.parse_args(arguments)
    try:
        files = rules.publish(rules.load(options.rules) if options.rules else rules.current())
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (options.folder / name).write_bytes(content)
            print(f"{options.folder / name}  {len(content):,} bytes")
    except (rules.RuleError, OSError) as error:
        print(f"sharewell publish: {error}", file=sys.stderr)
        return 2
    return 0
