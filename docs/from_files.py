"""Writes the pages of the documentation that are made from something else.

    python -m docs.from_files            writes them
    python -m docs.from_files --check    says which have drifted, and exits 1 if any has

| page | made from |
|---|---|
| reference/cases.md | examples/cases, decided by the rules that are packaged |
| reference/performance.md | benchmarks/results.json |
| adr/README.md | the pages beside it |
| interpretations/ | the pages themselves, and which rules name each; README.md is their index |
| interpretations/cy/ | the pages in Welsh, and the heads of the English ones |
| security/asvs.md | security/asvs.toml |
"""

import argparse
import json
import sys
import tomllib
from functools import partial
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
MADE = "<!-- Made by docs/from_files.py. Do not edit by hand. -->"
NATIONS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


def title_of(page):
    """The first heading of a page."""
    return next(line[2:].strip() for line in page.read_text("utf-8").splitlines() if line.startswith("# "))


# --- Worked cases ----------------------------------------------------------------------------------
def cases():
    from sharewell import rules

    ruleset = rules.current()
    found = [read_case(path, ruleset) for path in sorted((ROOT / "examples/cases").glob("*.toml"))]
    parts = [
        "# Worked cases",
        MADE,
        f"{len(found)} cases, and what the rules (version {ruleset.version}) make of each. Each is a file "
        "that the command line reads: `sharewell decide examples/cases/sc01.toml`. The tests run them all.",
        "People and events are invented. None of this is legal advice.",
    ]
    for nation, name in NATIONS.items():
        here = [case for case in found if case["nation"] == nation]
        if here:
            parts.append(f"## {name}")
            parts += [case["text"] for case in here]
    return "\n\n".join(parts) + "\n"


def read_case(path, ruleset):
    """One case decided and told: {"nation", "text"} with the text in Markdown."""
    given = tomllib.loads(path.read_text("utf-8"))
    given.pop("expect", None)
    outcome = ruleset.decide(given)
    lines = [
        f"### {given.get('name', path.stem)}",
        f"From {ruleset.say('sharer.kind', given['sharer']['kind'], 'en')} "
        f"to {ruleset.say('recipient.kind', given['recipient']['kind'], 'en')}. "
        f"Decided as on {outcome['case'].get('date', 'the day itself')}. "
        f"[The case](../../examples/cases/{path.name})",
        f"**{ruleset.outcome_words(outcome['outcome'], 'en')}"
        + (", and it is expected of you.**" if outcome["expected"] else ".**"),
        bullets(outcome),
        "\n".join(f"- {reason['text']}" for reason in outcome["reasons"]),
        sources(outcome),
    ]
    return {"nation": given["nation"], "text": "\n\n".join(line for line in lines if line)}


def bullets(outcome):
    """The legal footing in one line, and telling."""
    recommended = [
        row["id"] for row in outcome["bases"] + outcome["conditions"] if row["standing"] == "recommended"
    ]
    gateways = [f"{row['id']} ({row['strength']})" for row in outcome["gateways"]]
    said = [
        ("Basis and condition", recommended),
        ("Gateways", gateways),
        ("Telling the family", [outcome["tell"]]),
    ]
    return "  \n".join(
        f"{label}: {', '.join(f'`{item}`' for item in items)}" for label, items in said if items
    )


def sources(outcome):
    """What the reasons rest on, each with its link and how sure we are."""
    named = {source for reason in outcome["reasons"] for source in reason["sources"]}
    cited = [outcome["cited"][source] for source in sorted(named)]
    links = [f"[{one['title']}]({one['link']}) ({one['confidence']})" for one in cited if one["link"]]
    return f"Sources: {'; '.join(links)}" if links else ""


# --- Performance -----------------------------------------------------------------------------------
QUESTIONS = {
    "P2a": (
        "Adding to the log",
        "5 times pymerkle or more, and 0.65 of what the disk can; in Django 2.5 times.",
    ),
    "P2b": ("Proving that an entry is in the log", "100 times pymerkle on a large log, at most 50 us."),
    "P2c": ("Checking the whole log", "0.25 of a bare loop of hashes, and 250,000 entries a second."),
    "P3": (
        "One decision",
        "from facts to outcome, every rule and atom in the trace: 50 times JSON Logic and 30 times Cedar, or "
        "more (we want 70 and 50); at ten times the rules at most 12 times the time. How close it is to bare "
        "Python branching stands beside. Figures are of the processor's time, in turns of equal length.",
    ),
    "P7": ("Sealing a package", "20 times Fernet, 0.4 of raw AES-GCM, memory that does not grow."),
    "P8": ("Weight of a page", "at most 30 kB on a first visit, everything counted, compressed."),
    "P9": ("Pages from worry to sent", "at most 12 to the answer, at most 6 from there to sent."),
    "P10": (
        "The register of agreements",
        "a page of ten thousand at most three times that of a hundred, and less than a tenth of a second; "
        "quicker than a plain Django list. A full-text index finds words sooner, and would be a second copy.",
    ),
    "P11": ("Who shares what with whom", "at ten thousand agreements of one body, less than half a second."),
    "law": (
        "The whole law",
        "every statement proved in less than a minute; the rest is there to be watched. Each is a command, "
        "from start to end.",
    ),
    "T17": (
        "Telling known from unknown accounts by time",
        "not separable: an AUC (how well one can tell the two apart; 0.5 is not at all) of 0.45 to 0.55, and "
        "less than 1 ms between the means.",
    ),
    "T20": ("Restoring a backup", "a million records in a quarter of an hour."),
    "T21": (
        "An emergency under attack",
        "every share made in the flood succeeds; 95 of 100 within two seconds.",
    ),
    "questions": (
        "Pages of questions",
        "median 10 or fewer and never more than 16 with nothing known; 7 and 12 signed in, with the "
        "recipient from the directory. No fact that matters is passed over.",
    ),
    "start": ("Start of the command line", "within four times a bare interpreter: a ratio of 0.25 or more."),
}
COLUMNS = ("what", "n", "ours", "peer", "ratio", "limit", "on", "load")


def performance():
    results = ROOT / "benchmarks/results.json"
    rows = json.loads(results.read_text("utf-8")) if results.exists() else []
    parts = [
        "# Performance",
        MADE,
        "Each row puts ours and the peer side by side in one run on a small machine with two cores, shared "
        "with other work. Trust the ratios, not the figures: above 1 means that ours is that much better. "
        "`limit` is what the machine itself allows, where there is such a thing; `load` how busy it was.",
        "Run one again with `python -m benchmarks NAME`; `python -m benchmarks --list` names them.",
    ]
    for name in sorted({row["id"] for row in rows}, key=lambda name: (name.islower(), name)):
        title, goal = QUESTIONS.get(name, (name, ""))
        parts += [f"## {title} ({name})", f"Goal: {goal}" if goal else "", table_of(rows, name)]
    return "\n\n".join(part for part in parts if part) + "\n"


def table_of(rows, name):
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    mine = [row for row in rows if row["id"] == name]
    for row in sorted(mine, key=lambda r: (r["work"], str(r["n"]), r["peer"] or "")):
        ours = f"{number(row['ours'])} {row['unit']}"
        peer = f"{row['peer']}: {number(row['peer_value'])} {row['unit']}" if row["peer"] else ""
        cells = [row["work"], number(row["n"]), ours, peer, number(row["ratio"]), number(row["limit"])]
        lines.append(f"| {' | '.join([*cells, row['on'], number(row['load'])])} |")
    return "\n".join(lines)


def number(value):
    """A figure short enough to read: three figures that matter, thousands apart; empty for none."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


# --- Indexes ---------------------------------------------------------------------------------------
def decisions():
    pages = sorted(page for page in (DOCS / "adr").glob("*.md") if page.name != "README.md")
    lines = [f"- [{title_of(page)}]({page.name})" for page in pages]
    return f"# The big choices, and why\n\n{MADE}\n\n" + "\n".join(lines) + "\n"


def read_pages():
    """The pages on readings, by slug, without the index and the template."""
    folder = DOCS / "interpretations"
    return {
        page.stem: page
        for page in sorted(folder.glob("*.md"))
        if page.name not in ("README.md", "template.md")
    }


def header(page, name):
    """What a page's head says after a name, such as "Open doubt"."""
    start = f"- {name}: "
    return next((line[len(start) :] for line in page.splitlines() if line.startswith(start)), "")


def resting():
    """Slug -> the ids of the rules that name that page, in the order of their files."""
    from sharewell import rules

    named = {}
    for table in rules.current().rules.values():
        for slug in slugs(table.get("interpretation", [])):
            named.setdefault(slug, []).append(table["id"])
    return named


def slugs(value):
    """`interpretation` of a rule is a slug, or a list of them."""
    return [value] if isinstance(value, str) else value


def interpretation(slug):
    """A page with the ids of the rules that name it; a page that none names says why not."""
    page = (DOCS / "interpretations" / f"{slug}.md").read_text("utf-8")
    start = "- Rules that rest on this: "
    ids = resting().get(slug)
    lines = [start + ", ".join(ids) if ids and line.startswith(start) else line for line in page.splitlines()]
    return "\n".join(lines) + "\n"


# The head of a page in Welsh is made from the English one.
IN_WELSH = {
    "Provision": "Darpariaeth",
    "Nations": "Cenhedloedd",
    "Rules that rest on this": "Rheolau sy'n gorffwys ar hyn",
    "Open doubt": "Amheuaeth agored",
    "Sure": "Pa mor sicr",
    "Reviewed by": "Adolygwyd gan",
}
WELSH_FOR = {
    "England": "Lloegr",
    "Wales": "Cymru",
    "Scotland": "Yr Alban",
    "Northern Ireland": "Gogledd Iwerddon",
    "none": "dim",
    "nobody yet": "neb eto",
    "read in the law": "darllenwyd yn y gyfraith",
    "second-hand": "ail-law",
    "general knowledge": "gwybodaeth gyffredinol",
    "unsure": "ansicr",
}
DRAFT = "Drafft Cymraeg, heb ei wirio gan gyfieithydd cymwys."


def interpretation_in_welsh(slug):
    """The Welsh twin of a page, with its head made anew from the English one."""
    english = interpretation(slug)
    twin = (DOCS / "interpretations/cy" / f"{slug}.md").read_text("utf-8")
    head = "\n".join(f"- {label}: {_head_in_welsh(english, name)}" for name, label in IN_WELSH.items())
    body = twin[twin.index("## ") :]
    return f"# {twin.splitlines()[0][2:]}\n\n{head}\n\n{DRAFT}\n\n{body}"


def _head_in_welsh(english, name):
    said = header(english, name)
    if name == "Sure":
        levels = [
            level
            for level in ("read in the law", "second-hand", "general knowledge", "unsure")
            if level in said
        ]
        return "; ".join(WELSH_FOR[level] for level in levels)
    if name == "Provision" or not said:
        return said
    return ", ".join(WELSH_FOR.get(part, part) for part in said.partition(": ")[0].split(", "))


def interpretations():
    pages = {slug: page.read_text("utf-8") for slug, page in read_pages().items()}
    doubts = tomllib.loads((DOCS / "interpretations/doubts.toml").read_text("utf-8"))
    link = {slug: f"[{title_of(page)}]({page.name})" for slug, page in read_pages().items()}
    listed = "\n".join(f"- {link[slug]} ([Cymraeg](cy/{slug}.md))" for slug in pages)
    by_doubt = "\n".join(
        f"| {number} | {words} | {', '.join(link[s] for s in pages if number in doubts_of(pages[s]))} |"
        for number, words in doubts.items()
    )
    named = {}
    for slug, ids in resting().items():
        for ident in ids:
            named.setdefault(ident, []).append(slug)
    by_rule = "\n".join(
        f"| {ident} | {', '.join(link.get(slug, slug) for slug in named[ident])} |" for ident in sorted(named)
    )
    return f"""# How we read unclear law

{MADE}

Where a provision is unclear, the rules need a reading all the same. Each reading has a page here: what is
unclear, how we read it until somebody qualified says otherwise, why, and what hangs on it. A rule that rests
on an unsure reading may advise. It may never make a share mandatory, and never forbid one.

{listed}

## By open doubt

What was open when the law was read. Pages that are in none of these settle between sources that
differ, or say how a reading was chosen.

| | doubt | read at |
|---|---|---|
{by_doubt}

## By rule

| rule | read at |
|---|---|
{by_rule}

To add a page, copy [template.md](template.md), write its Welsh twin in `cy/`, name it in the
`interpretation` of the rules that rest on it, then run `python -m docs.from_files`.
"""


def doubts_of(page):
    """The numbers of the open doubts that a page is about, as text."""
    return header(page, "Open doubt").split(", ")


# --- The ASVS --------------------------------------------------------------------------------------
CHAPTERS = (
    "Encoding and sanitisation", "Validation and business logic", "Web front end", "API and web service",
    "File handling", "Authentication", "Session management", "Authorisation", "Self-contained tokens",
    "OAuth and OIDC", "Cryptography", "Secure communication", "Configuration", "Data protection",
    "Secure coding and architecture", "Security logging and error handling", "WebRTC",
)  # fmt: skip
ANSWERS = ("met", "partly", "not met", "operator", "not applicable")


def read_asvs():
    """{"tests": {name: [path]}, "requirements": {number: [level, answer, words, name of tests, ...]}}"""
    return tomllib.loads((DOCS / "security/asvs.toml").read_text("utf-8"))


def asvs():
    given = read_asvs()
    requirements, tests = given["requirements"], given["tests"]
    parts = [
        "# OWASP ASVS 5.0, requirement by requirement",
        MADE.replace("from_files.py", "from_files.py from asvs.toml"),
        f"The OWASP Application Security Verification Standard 5.0.0 has {len(requirements)} requirements. "
        "We read the text of all of them at its source (the repository OWASP/ASVS, 5.0, English) and answer "
        "each in our own words; look the requirement itself up there by its number.",
        "**We answer for ourselves: nobody outside the project has checked this.** *Met* names the tests "
        "that show it. *Partly* says what is missing. *Operator* is a duty of whoever runs the service.",
        _asvs_counts(requirements),
    ]
    for number, chapter in enumerate(CHAPTERS, 1):
        parts.append(f"## V{number} {chapter}\n\n" + _asvs_table(number, requirements, tests))
    return "\n\n".join(parts) + "\n"


def _asvs_counts(requirements):
    rows = ["| Level | " + " | ".join(ANSWERS) + " | all |", "|---" * (len(ANSWERS) + 2) + "|"]
    for level in (1, 2, 3, "all"):
        of_level = [row for row in requirements.values() if level in (row[0], "all")]
        counts = [sum(row[1] == answer for row in of_level) for answer in ANSWERS]
        rows.append(f"| {level} | " + " | ".join(map(str, [*counts, len(of_level)])) + " |")
    return "\n".join(rows)


def _asvs_table(chapter, requirements, tests):
    rows = ["| | Level | Answer | In our words | Tests |", "|---|---|---|---|---|"]
    for number, (level, answer, words, *names) in requirements.items():
        if number.split(".")[0] == str(chapter):
            paths = dict.fromkeys(path for name in names for path in tests[name])
            shown = ", ".join(f"`{path}`" for path in paths)
            rows.append(f"| {number} | {level} | {answer} | {words} | {shown} |")
    return "\n".join(rows)


PAGES = {
    "security/asvs.md": asvs,
    "reference/cases.md": cases,
    "reference/performance.md": performance,
    "adr/README.md": decisions,
    "interpretations/README.md": interpretations,
}
for slug in read_pages():
    PAGES[f"interpretations/{slug}.md"] = partial(interpretation, slug)
    if (DOCS / "interpretations/cy" / f"{slug}.md").exists():
        PAGES[f"interpretations/cy/{slug}.md"] = partial(interpretation_in_welsh, slug)


def drifted():
    """The pages that no longer say what they are made from."""
    return [
        name
        for name, make in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != make()
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say what has drifted")
    if parser.parse_args(arguments).check:
        names = drifted()
        for name in names:
            print(f"docs/{name} has drifted: run python -m docs.from_files")
        return 1 if names else 0
    for name, make in PAGES.items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(make(), "utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
