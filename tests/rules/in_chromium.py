"""Runs `decide.mjs` in a real Chromium: python -m tests.rules.in_chromium RULES < cases > answers.

A program of its own, because the driver of the browser and Django's tables do not live in one process.
"""

import base64
import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import chromium

PROGRAM = Path(__file__).parents[2] / "examples/other-programs/decide.mjs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
EACH = """async ([program, rules, cases]) => {
    const { decide } = await import(program);
    return cases.map((given) => {
        try { return decide(rules, given); } catch (error) { return { error: error.message }; }
    });
}"""


def main(rules: Path) -> None:
    """One answer a line for each case of standard input."""
    program = "data:text/javascript;base64," + base64.b64encode(PROGRAM.read_bytes()).decode()
    cases = [json.loads(line) for line in sys.stdin if line.strip()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        for answer in page.evaluate(EACH, [program, json.loads(rules.read_bytes()), cases]):
            print(json.dumps(answer))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
