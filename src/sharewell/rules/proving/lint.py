"""What the rule files must keep to, checked on the files as they are, before any case is decided.

Every check yields what is wrong; `lint` runs them all. What must hold of every case is proved elsewhere
(statements.py); how sure we are of each rule, its dates and nations are written down once more in the tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..files import RuleError
from ..ruleset import CONDITIONS, NATIONS, SORTS, STANDING, STEPS, RuleSet

CONFIDENCE = ("read in the law", "second-hand", "general knowledge", "unsure")
STRENGTHS = ("duty", "duty-on-request", "power", "guidance")
RAISES = ("duty", "duty-on-request")
NEEDS = {"closed": "alternatives", "kept-back": "alternatives", "doubt": "ask", "otherwise": "ask"}
SLOTS = ("{recipient}", "{sharer}")
NOT_CONDITIONS = ("facts.toml", "questions.toml", "words.toml", "version.toml")
ASKED_BY_THE_ENGINE = (
    "no-regime",
    "law-enforcement-regime",
    "immediate-danger",
    "persons",
)  # decide.py, changes.py
LISTS = ("do", "record", "warnings", "alternatives", "ask", "settles")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the check that found it, the file, and what it is."""

    check: str
    path: str
    words: str


def lint(files: dict[str, dict]) -> Iterator[Problem]:
    """Everything that is wrong with the files of a rule set, by path."""
    rules = {path: table for path, table in files.items() if "/" in path}
    of_rules = (_sources, _links, _unsure, _ids, _places, _versions, _lines, _cites, _strengths)
    of_all = (_languages, _questions, _groups, _used, _reads)
    for check, asked in [*((c, rules) for c in of_rules), *((c, files) for c in of_all)]:
        for path, words in check(asked):
            yield Problem(check.__name__[1:], path, words)


def _dated(rules: dict) -> Iterator[tuple[str, dict]]:
    """(path, a version with all that its file says for every version)."""
    for path, table in rules.items():
        shared = {name: value for name, value in table.items() if name != "version"}
        yield from ((path, shared | version) for version in table.get("version", []))


def _sources(rules: dict):
    """Every version of what can be cited has its source, and says how sure we are of it."""
    for path, table in rules.items():
        if not table.get("version"):
            yield path, "it has no version, and so no source"
    for path, version in _dated(rules):
        if version["sort"] == "advice":
            continue
        yield from (
            (path, f"no {name}") for name in ("instrument", "provision", "read") if not version.get(name)
        )
        if version.get("confidence") not in CONFIDENCE:
            yield path, f"confidence is {version.get('confidence')!r}"
        if not isinstance(version.get("reviewed-by"), str):
            yield path, "reviewed-by is missing; it is empty until a named lawyer has"
        if version.get("confidence") == "unsure" and not version.get("doubt"):
            yield path, "it is unsure and does not say what the doubt is"


def _links(rules: dict):
    """A link is secure, or left empty; a deeper one is secure too."""
    for path, version in _dated(rules):
        if version["sort"] != "advice" and "link" not in version:
            yield path, "no link; where none was opened it is empty"
        for link in (version.get("link", ""), version.get("deeper", "")):
            if link and not link.startswith("https://"):
                yield path, f"link {link!r} is not secure"


def unregistered(files: dict[str, dict], register: set[str]) -> Iterator[Problem]:
    """Links that nobody opened: not in a register of those opened, nor, if deeper, below one of them."""
    for path, version in _dated({path: table for path, table in files.items() if "/" in path}):
        link, deeper = version.get("link", ""), version.get("deeper", "")
        if link and link not in register:
            yield Problem("register", path, f"{link} is not in the register")
        if deeper and not any(deeper.startswith(one) for one in register):
            yield Problem("register", path, f"{deeper} lies below nothing in the register")


def _unsure(rules: dict):
    """What is unsure advises; it never compels or forbids."""
    for path, version in _dated(rules):
        compels = version.get("step", "permits") != "permits" or version.get("strength") in RAISES
        if version.get("confidence") == "unsure" and compels and version.get("from") != "never":
            yield path, "it is unsure and would compel or forbid"


def _ids(rules: dict):
    """An id is used once."""
    seen: dict = {}
    for path, table in rules.items():
        if seen.setdefault(table["id"], path) != path:
            yield path, f"{table['id']} is the id of {seen[table['id']]} too"


def _places(rules: dict):
    """The folder, the nations and the sort are ones that there are, and agree."""
    for path, version in _dated(rules):
        folder, extends = path.split("/")[0], version.get("extends", NATIONS)
        if not set(extends) <= set(NATIONS) or not extends:
            yield path, f"extends {extends}"
        if folder != "uk" and folder not in extends:
            yield path, f"it lies in {folder} and does not extend there"
        if version["sort"] not in (*SORTS, *STANDING):
            yield path, f"no sort is called {version['sort']}"


def _versions(rules: dict):
    """Versions follow one another: each begins before it ends, and not before the last has ended."""
    for path, table in rules.items():
        spans = sorted((v.get("from", ""), v.get("to", "9999")) for v in table.get("version", []))
        if any(first >= last for first, last in spans if first != "never"):
            yield path, "a version ends before it begins"
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            yield path, "versions overlap"


def _lines(rules: dict):
    """A refusal carries an alternative, advice says whom to ask, and every line has an id of its own."""
    for path, version in _dated(rules):
        needed = NEEDS.get(version.get("step", ""))
        if needed and not version.get(needed):
            yield path, f"a rule at {version['step']} needs {needed}"
        for name in LISTS:
            told = [row.get("id") or row.get("key") for row in version.get(name, [])]
            if len(told) != len(set(told)) or None in told:
                yield path, f"{name}: a line without an id, or with one used twice"


def _cites(rules: dict):
    """What is cited, or named as an opposite or as restricting, is there."""
    ids = {table["id"] for table in rules.values()}
    lines = {row.get("id") for _, v in _dated(rules) for name in LISTS for row in v.get(name, [])}
    for path, version in _dated(rules):
        for name in ("cites", "restricted-by", "background", "opposite"):
            known = ids | lines | {"do-not-share", "seek-advice"} if name == "opposite" else ids
            yield from (
                (path, f"{name} {one}, which is nowhere") for one in version.get(name, []) if one not in known
            )


def _strengths(rules: dict):
    """A gateway has a strength that there is, a step a step, a ground its reasons in words."""
    for path, version in _dated(rules):
        sort = version["sort"]
        if sort == "gateway" and version.get("strength") not in STRENGTHS:
            yield path, f"strength is {version.get('strength')!r}"
        if sort == "step" and version.get("step") not in STEPS:
            yield path, f"step is {version.get('step')!r}"
        if sort in ("basis", "condition") and not (version.get("because") and version.get("refused")):
            yield path, "a ground says why it fits, and why it is refused"


def texts(value, path: str = "") -> Iterator[tuple[str, dict]]:
    """Every place in a table that speaks to people."""
    if isinstance(value, dict):
        if "en" in value or "cy" in value:
            yield path, value
        else:
            for key, inner in value.items():
                yield from texts(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{path}/{number}")


def _languages(files: dict):
    """Every text is in both languages, is not the same in both but for a title, and keeps its slots."""
    for path, table in files.items():
        for where, text in texts(table):
            english, welsh = text.get("en", ""), text.get("cy", "")
            if not (english.strip() and welsh.strip()):
                yield path, f"{where}: one language only"
            elif english == welsh and english.count(" ") > 3 and not where.endswith("/title"):
                yield path, f"{where}: the same words in both languages"
            if any((slot in english) != (slot in welsh) for slot in SLOTS):
                yield path, f"{where}: a slot is lost"


def _questions(files: dict):
    """Every fact is asked by one question, in words; every question asks facts that there are."""
    keys = [row["key"] for row in files["facts.toml"]["fact"]]
    asked = [key for row in files["questions.toml"]["question"] for key in row.get("keys", [])]
    for row in files["questions.toml"]["question"]:
        if not row.get("keys") or not row.get("text") or not row.get("why"):
            yield "questions.toml", f"{row.get('id')}: a question needs keys, words and why we ask"
    yield from (("questions.toml", f"{key} is asked by no question") for key in keys if key not in asked)
    yield from (("questions.toml", f"{key} is no fact") for key in asked if key not in keys)
    yield from (("questions.toml", f"{key} is asked twice") for key in keys if asked.count(key) > 1)


def _groups(files: dict):
    """Every member of a group is a kind, purpose or place that there is; none is named twice."""
    known = {value for row in files["facts.toml"]["fact"] for value in row["values"]}
    for name, members in files["terms.toml"]["group"].items():
        plain = [member for member in members if not member.startswith("@")]
        yield from (("terms.toml", f"{name}: {one} is nothing known") for one in plain if one not in known)
        if len(members) != len(set(members)):
            yield "terms.toml", f"{name}: named twice"


def _used(files: dict):
    """Every term and group is named by some condition; those that the engine itself asks for are its own."""
    words = set(_words({path: table for path, table in files.items() if path not in NOT_CONDITIONS}))
    for name in files["terms.toml"]["term"]:
        if name not in words and name not in ASKED_BY_THE_ENGINE:
            yield "terms.toml", f"the term {name} is used by nothing"
    for name in files["terms.toml"]["group"]:
        if f"@{name}" not in words and name not in ASKED_BY_THE_ENGINE:
            yield "terms.toml", f"the group {name} is used by nothing"


def _words(value) -> Iterator[str]:
    """Every text that is a value somewhere in a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words(inner)


def _reads(files: dict):
    """The files make a rule set, and every condition in them can be read, of what only stands as well."""
    try:
        rules = RuleSet(files)
        for version in rules.standing:
            for name in CONDITIONS:
                rules.compiler.compile(version.table.get(name, {}))
        for name in rules.terms:
            rules.compiler.term(name)
    except (RuleError, ValueError, KeyError, TypeError) as error:
        yield str(error).split(":")[0], f"{type(error).__name__}: {error}"
