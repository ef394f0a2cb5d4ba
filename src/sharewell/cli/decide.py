"""`sharewell decide CASE...`: what may, must or must not be shared in a case (contract section 3)."""

import argparse
import json
import sys
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from sharewell import rules
from sharewell.rules import citations


def main(arguments: list[str]) -> int:
    """Decide each case; 0 when every one came to an outcome, 2 when any could not be understood."""
    options = _options(arguments)
    try:
        ruleset = rules.load(options.rules) if options.rules else rules.current()
    except (rules.RuleError, OSError) as error:
        print(f"sharewell decide: {options.rules}: {error}", file=sys.stderr)
        return 2
    code = 0
    for number, name in enumerate(options.case):
        try:
            case = read_case(name)
            outcome = ruleset.decide(case, options.lang)
            changes = ruleset.changes(case, options.lang) if options.changes or not options.json else []
        except (rules.CaseError, OSError) as error:
            code = 2
            problem = f"{name}: {error}"
            print(f"sharewell decide: {problem}", file=sys.stderr)
            if options.json and len(options.case) > 1:
                write(rules.canonical({"error": problem}))
            continue
        if options.json:
            write(rules.canonical(outcome | ({"changes": changes} if options.changes else {})))
        else:
            print("\n" * bool(number) + in_words(ruleset, outcome, changes, options.lang))
    return code


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sharewell decide", description="Decide whether to share, and why.")
    parser.add_argument(
        "case", nargs="+", metavar="CASE", help="a case in TOML or JSON; - reads standard input"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the outcome as canonical JSON, one line a case"
    )
    parser.add_argument(
        "--changes", action="store_true", help='with --json: what would change it, under a key "changes"'
    )
    parser.add_argument("--lang", choices=("en", "cy"), default="en", help="language of the words")
    parser.add_argument("--rules", metavar="PATH", help="decide under a rule set that was exported earlier")
    return parser.parse_args(arguments)


def read_case(name: str) -> dict[str, Any]:
    """A case from a file of TOML or JSON, or from standard input for "-". Raises CaseError or OSError."""
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        return dict(json.loads(text)) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        one_line = " ".join(str(error).split())
        raise rules.CaseError(f"this is not TOML or JSON that can be read: {one_line}") from error


def write(line: bytes) -> None:
    """Bytes to standard output, at once."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def in_words(
    ruleset: rules.RuleSet, outcome: dict[str, Any], changes: list[dict[str, Any]], lang: str
) -> str:
    """An outcome for people, with what would change it."""
    word = partial(ruleset.word, lang=lang)
    lines = [word(outcome["outcome"]) + "." + (" " + word("expected") if outcome["expected"] else "")]
    if "name" in outcome["case"]:
        lines.insert(0, outcome["case"]["name"])
    if "once-verified" in outcome and outcome["once-verified"] != outcome["outcome"]:
        lines.append(f"{word('once-verified')}: {word(outcome['once-verified'])}.")
    if outcome["tell"] != "not-applicable":
        lines += ["", word("telling") + ":", "  " + word(outcome["tell"])]
    for name in ("alternatives", "do", "ask", "settles", "warnings", "record"):
        if outcome[name]:
            lines += ["", word(name) + ":"] + [f"  - {row['text']}" for row in outcome[name]]
    lines += ["", word("reasons") + ":"]
    for reason in outcome["reasons"]:
        lines.append(f"  - {reason['text']}")
        lines += [f"      {_cited(outcome['cited'][source], lang)}" for source in reason["sources"]]
    if outcome["unknown"]:
        lines += ["", word("not-known") + ":"] + [f"  - {ruleset.label(k, lang)}" for k in outcome["unknown"]]
    lines += _changes_in_words(changes, lang)
    known_as = f"{word('rule-set')} {outcome['ruleset']['version']} ({outcome['ruleset']['sha256'][:12]})"
    lines += ["", f"{word('law-of')} {outcome['case']['date']}. {known_as}.", word("not-advice")]
    return "\n".join(lines)


def _changes_in_words(changes: list[dict[str, Any]], lang: str) -> list[str]:
    """What can be done about it, then what would have to be otherwise; nothing where nothing was asked."""
    words, lines = rules.current(), []  # earlier rule sets have no words for this
    for heading, can_do in (("can-do", True), ("otherwise-if", False)):
        rows = [row for row in changes if row["can-do"] is can_do]
        if rows:
            lines += ["", words.word(heading, lang) + ":"]
            lines += [
                f"  - {row['text']}. {words.word('then', lang)}: {row['outcome_text']}." for row in rows
            ]
    return lines


def _cited(source: dict[str, str], lang: str) -> str:
    link = f" <{source['link']}>" if source["link"] else ""
    return f"{citations.line(source, lang)}{link} ({citations.sure(source['confidence'], lang)})"
