"""How many pages of questions lie before an answer, for every worked case, signed out and signed in.

Each case is answered from its file, "unknown" where it is silent. Signed out nothing is known beforehand.
Signed in, what the service knows of the practitioner's organisation is known, and the recipient is chosen
from the directory: that is a page of its own, and counted, which also asks whether they may be a risk.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from statistics import median

from benchmarks import row
from sharewell import rules
from sharewell.rules.ruleset import DATA

FOLDER = DATA.parents[3] / "examples/cases"
NOTHING: tuple[str, ...] = ()
BY_ORGANISATION = (
    *("nation", "sharer.kind", "sharer.designated", "sharer.commissioned-by"),
    "arrangement.policy-document",
)
BY_DIRECTORY = (
    *("recipient.kind", "recipient.nation", "recipient.designated", "recipient.verified"),
    "arrangement.channel",  # what goes to somebody in the directory goes through the service
    "recipient.may-be-a-risk",  # asked on the directory's own page
)
LIMITS = {
    "signed out, nothing known": (NOTHING, 0, 10, 16),
    "signed in, recipient from the directory": (BY_ORGANISATION + BY_DIRECTORY, 1, 7, 12),
}


def run() -> list[dict]:
    """Rows for results.json: of each distribution the median and the most, beside their limits."""
    given = [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    rows = []
    for words, (known, chosen, middle, most) in LIMITS.items():
        pages = [len(walk(case, known)) + chosen for case in given]
        print_histogram(words, pages)
        for what, ours, limit in (("median", median(pages), middle), ("most", max(pages), most)):
            work = f"pages of questions, {words}: {what}"
            figures = {"ours": [float(ours)], "peer": "limit", "peer_figures": [float(limit)]}
            rows.append(row("questions", work, len(given), "pages", **figures, is_rate=False))
    return rows


def walk(case: dict, known: Iterable[str] = NOTHING) -> list[str]:
    """The pages that are asked, in order, when these keys are known beforehand."""
    said, understood = flat(case), flat(rules.current().decide(case)["case"])
    told = {key: case[key] for key in ("date", "law") if key in case}
    for key in known:
        _put(told, key, said.get(key, understood.get(key, "unknown")))
    pages = []
    while asked := rules.current().questions(told):
        pages.append(asked[0]["id"])
        for key in asked[0]["keys"]:
            _put(told, key, said.get(key, "unknown"))
    return pages


def flat(case: dict) -> dict:
    """The leaves of a case by their keys."""
    inner = {f"{room}.{key}": v for room, t in case.items() if isinstance(t, dict) for key, v in t.items()}
    return case | inner


def _put(case: dict, key: str, value) -> None:
    room, _, leaf = key.rpartition(".")
    (case.setdefault(room, {}) if room else case)[leaf] = value


def print_histogram(words: str, pages: list[int]) -> None:
    """The distribution, a line for each number of pages."""
    print(f"  {words}: {len(pages)} cases, median {median(pages):g}, most {max(pages)}")
    for number, cases in sorted(Counter(pages).items()):
        print(f"    {number:>3} pages  {'#' * cases} {cases}")
