"""`sharewell questions CASE`: which facts could still change the answer (contract section 3)."""

import argparse
import json
import sys
from typing import Any

from sharewell import rules
from sharewell.cli.decide import read_case


def main(arguments: list[str]) -> int:
    """Print the questions that still matter; 2 when the case cannot be understood."""
    parser = argparse.ArgumentParser(
        prog="sharewell questions", description="What could still change the answer."
    )
    parser.add_argument(
        "case",
        metavar="CASE",
        nargs="?",
        help="a case in TOML or JSON with any keys, or none; - reads standard input",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    parser.add_argument("--lang", choices=("en", "cy"), default="en", help="language of the words")
    options = parser.parse_args(arguments)
    try:
        asked = rules.current().questions(read_case(options.case) if options.case else {}, options.lang)
    except (rules.CaseError, OSError) as error:
        print(f"sharewell questions: {options.case}: {error}", file=sys.stderr)
        return 2
    print(json.dumps(asked, ensure_ascii=False) if options.json else _in_words(asked))
    return 0


def _in_words(asked: list[dict[str, Any]]) -> str:
    lines = []
    for question in asked:
        lines += [question["text"], f"  {question['why']}"]
        lines += [f"  - {part['text']}" for part in question["parts"]] if len(question["parts"]) > 1 else []
    return "\n".join(lines) or "Nothing that is not known could change the answer."
