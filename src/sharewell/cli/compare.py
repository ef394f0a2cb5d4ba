"""`sharewell compare A B`: two outcomes side by side; or one case with a fact or two otherwise."""

import argparse
import sys
from functools import partial
from typing import Any

from sharewell import rules
from sharewell.cli.decide import read_case, write
from sharewell.rules.comparing import otherwise


def main(arguments: list[str]) -> int:
    """Print what differs; 2 when a case cannot be understood."""
    options = _options(arguments)
    try:
        ruleset = rules.current()
        first = read_case(options.case)
        second = read_case(options.other) if options.other else first
        if options.with_:
            second = otherwise(ruleset, second, dict(map(_fact, options.with_)))
        found = ruleset.compare(first, second, options.lang)
    except (rules.CaseError, OSError) as error:
        print(f"sharewell compare: {error}", file=sys.stderr)
        return 2
    if options.json:
        write(rules.canonical(found))
    else:
        print(_in_words(ruleset, found, options.lang))
    return 0


def _fact(said: str) -> tuple[str, str]:
    key, equals, value = said.partition("=")
    if not equals:
        raise rules.CaseError(f"--with {said}: write it as key=value, such as nation=scotland.")
    return key.strip(), value.strip()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sharewell compare", description="Two outcomes side by side.")
    parser.add_argument("case", metavar="A", help="a case in TOML or JSON; - reads standard input")
    parser.add_argument(
        "other", metavar="B", nargs="?", help="the other case; left out, A itself, otherwise --with"
    )
    parser.add_argument(
        "--with",
        dest="with_",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a fact of the second case that is otherwise, such as child.age=13; may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="print both outcomes and what differs as JSON")
    parser.add_argument("--lang", choices=("en", "cy"), default="en", help="language of the words")
    options = parser.parse_args(arguments)
    if not options.other and not options.with_:
        parser.error("name a second case, or say what is otherwise: --with nation=scotland")
    return options


def _in_words(ruleset: rules.RuleSet, found: dict[str, Any], lang: str) -> str:
    """Line by line, each with its column named, so that it reads as well aloud as it looks."""
    word = partial(ruleset.word, lang=lang)
    names = {"a": word("first-case"), "b": word("second-case")}
    lines = [f"{names[side]}: {found[side]['case'].get('name', '-')}" for side in names]
    lines += ["", (word("facts-differ") + ":") if found["facts"] else word("same-facts")]
    for fact in found["facts"]:
        lines += ["  " + fact["text"], *(_row(names, side, fact[side]) for side in names)]
    lines += ["", (word("answers-differ") + ":") if found["differs"] else word("same-answer")]
    for part in found["differs"]:
        lines.append("  " + part["text"])
        lines += [_row(names, side, text) for side in names for text in part[side] or ["-"]]
    return "\n".join(lines)


def _row(names: dict[str, str], side: str, text: str) -> str:
    width = max(map(len, names.values())) + 2
    return f"    {names[side] + ':':<{width}} {text}"
