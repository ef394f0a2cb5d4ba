"""A rule set: the law as dated, sourced data, compiled so that a case can be decided.

Each file under `data/<nation or uk>/` is one rule: what it says in both languages, where it extends, and
its dated versions, each with its own source. What a file may hold is described in
`docs/reference/rules.md`.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from . import case as cases
from . import changes as changing
from . import clocks, comparing
from . import decide as deciding
from . import outcomes as wording
from . import questions as asking
from .conditions import Compiler, ConditionError, Masks, holds
from .facts import FIRST_DAY, Facts
from .files import RuleError, canonical, hash_of, read_with_hash
from .holding import Sieve

Table = dict[str, Any]  # of a rule file, a case or an outcome

DATA = Path(__file__).parent / "data"
NATIONS = ["england", "wales", "scotland", "northern-ireland"]
SORTS = ("step", "gateway", "basis", "condition", "telling", "exemption", "advice", "myth")
# Law and guidance that stand behind an answer and decide nothing themselves: read, cited, never run.
STANDING = ("background", "guidance", "right", "clock", "sector", "regime")
STEPS = ("danger", "nobody", "closed", "order", "kept-back", "doubt", "duty", "permits", "otherwise")
STEP_OF_STRENGTH = {"duty": "duty", "duty-on-request": "duty", "power": "permits", "guidance": "permits"}
SOURCE_FIELDS = ("instrument", "provision", "link", "read", "confidence", "reviewed-by")
MOST_VARIANTS = 32  # rule sets with an organisation's own start dates that are kept at hand
CONDITIONS = ("when", "recommended", "available")


@dataclass(eq=False)
class Version:
    """A rule as it stood between two days, compiled.

    `table` is the file's words for that time; `masks` its conditions by name; `starts` and `ends` days as
    text.
    """

    rule: str
    sort: str
    path: str
    table: Table
    starts: str
    ends: str | None
    masks: dict[str, Masks]

    def __post_init__(self) -> None:
        # The step of the order (decide.py) that this rule speaks at; "" where it speaks at none.
        self.step: str = self.table.get("step") or STEP_OF_STRENGTH.get(self.table.get("strength", ""), "")
        # Does statutory or national guidance expect the share that this permits?
        self.expected: bool = self.table.get("expected", False)

    def source(self) -> Table:
        """The source of this version, as an outcome cites it."""
        out = {name: self.table.get(name, "") for name in SOURCE_FIELDS}
        extends = self.table.get("extends", NATIONS)
        return out | {"title": self.table["title"], "from": self.starts, "to": self.ends, "extends": extends}


class RuleSet:
    """All rules of one version, compiled. Make one with `current()` or `load()`.

    `version` ("2026.2"), `sha256` over rules, questions and words, `shape` of the outcomes; `facts` (all that
    a case can state), `versions` (the rules that run, a Version for each stretch of days) and `standing`
    (those that are read and cited). Nothing in it changes once it is made.

    >>> rules = current()
    >>> sorted({version.sort for version in rules.standing})[:3]
    ['background', 'clock', 'guidance']
    """

    def __init__(self, files: dict[str, Table], starts: dict[str, str] | None = None):
        self.files = files
        self.starts = starts or {}
        self.version: str = files["version.toml"]["version"]
        self.shape: int = files["version.toml"]["shape"]
        self._dates: dict[int, list[tuple[str, str | None, Table]]] = {}
        self.rules = {path: table for path, table in sorted(files.items()) if "/" in path}
        self.terms, self.groups = files["terms.toml"]["term"], files["terms.toml"]["group"]
        self.facts = Facts(files["facts.toml"], self._days())
        self.compiler = Compiler(self.facts, self.terms, self.groups)
        self.versions = [
            version for path, table in self.rules.items() for version in self._compile(path, table)
        ]
        self.standing = [
            Version(merged["id"], merged["sort"], path, merged, starts, ends, {})
            for path, table in self.rules.items()
            if table["sort"] in STANDING
            for starts, ends, merged in self._dated(table)
        ]
        self.by_sort = {sort: [v for v in self.versions if v.sort == sort] for sort in SORTS}
        for sort in ("telling", "myth", "advice"):
            self.by_sort[sort].sort(key=lambda v: (v.table.get("order", 50), v.rule))
        speaking = [v for v in self.versions if v.sort in ("step", "gateway")]
        self.steps = {step: [v for v in speaking if v.step == step] for step in STEPS}
        names = ("no-regime", "law-enforcement-regime", "immediate-danger")
        self.term = {name: self.compiler.term(name) for name in names}
        self.known_ids = {
            "basis": sorted({v.rule for v in self.by_sort["basis"]}),
            "condition": sorted({v.rule for v in self.by_sort["condition"]}),
            "starts": sorted({table["id"] for table in self.rules.values() if table["sort"] == "gateway"}),
        }
        self._variants: dict[tuple[tuple[str, str], ...], RuleSet] = {}
        self.weighed: dict[Any, Any] = {}  # by what is known: which facts matter, and how much (questions.py)
        self.weighing = threading.Lock()

    @cached_property
    def sieve(self) -> Sieve:
        """Every condition that a decision asks, to be asked at once."""
        grounds = [*self.by_sort["basis"], *self.by_sort["condition"]]
        parts: dict[str, list[tuple[int, object]]]
        parts = {name: [(mask, name) for mask in masks] for name, masks in self.term.items()}
        parts["speaking"] = _each_mask([v for versions in self.steps.values() for v in versions], "when")
        parts |= {s: _each_mask(self.by_sort[s], "when") for s in ("telling", "exemption", "advice", "myth")}
        sieve = Sieve(self.facts, parts | {s: _each_mask(grounds, s) for s in ("available", "recommended")})
        sieve.mark("duties", "speaking", lambda v: v.step in ("duty", "order"))
        sieve.mark("expecting", "speaking", lambda v: v.step == "permits" and v.expected)
        return sieve

    @cached_property
    def sha256(self) -> str:
        """Hash over rules, questions and wording of both languages."""
        return hash_of(self.files)

    def decide(self, case: Table, lang: str = "en") -> Table:
        """The outcome of a nested case, its reasons and sources, said in `lang`: en or cy. Raises CaseError.

        >>> case = {"nation": "england", "date": "2026-10-05", "sharer": {"kind": "academy"}}
        >>> case |= {"recipient": {"kind": "childrens-services", "verified": True}}
        >>> case |= {"worry": {"risk": "significant", "purpose": "protect"}}
        >>> outcome = current().decide(case)
        >>> outcome["outcome"], [gateway["id"] for gateway in outcome["gateways"]][0]
        ('must-share', 'E-CA04-16LA')
        """
        return wording.decide(self, case, lang)

    def trace(self, case: Table) -> Table:
        """What every rule and every atom of its conditions came to in a case (decide.py). Raises CaseError.

        >>> case = {"nation": "england", "date": "2026-10-05", "sharer": {"kind": "academy"}}
        >>> case |= {"recipient": {"kind": "childrens-services"}, "worry": {"purpose": "protect"}}
        >>> order = next(row for row in current().trace(case)["rules"] if row["rule"] == "COURT-ORDER")
        >>> order["holds"], [atom["fact"] for atom in order["ways"][0] if not atom["holds"]]
        (False, ['recipient.verified', 'asked.by'])
        """
        return deciding.trace(self, case)

    def questions(self, case: Table, lang: str = "en") -> list[Table]:
        """The questions that can still change the answer, most deciding first. Raises CaseError.

        Each is `{"id", "keys", "text", "why", "help", "answers"}`; a case with no keys is asked everything.

        >>> current().questions({})[0]["keys"]
        ['worry.risk']
        """
        return asking.questions(self, case, lang)

    def question_for(self, key: str, lang: str = "en") -> Table:
        """The question that asks a key, whether or not it matters now. Raises StopIteration for no such key.

        >>> current().question_for("worry.risk")["keys"]
        ['worry.risk']
        """
        return asking.question_for(self, key, lang)

    def changes(self, case: Table, lang: str = "en") -> list[Table]:
        """The smallest changes of facts that lead to each other outcome. Raises CaseError.

        First what can be done, then the rest: `{"facts": [{"key", "value", "text", "can-do"}], "text",
        "can-do", "outcome", "outcome_text"}`.

        >>> case = {"nation": "wales", "sharer": {"kind": "gp"}, "recipient": {"kind": "police"}}
        >>> case |= {"date": "2026-10-05", "worry": {"risk": "significant", "purpose": "protect"}}
        >>> [(row["outcome"], row["facts"][0]["key"]) for row in current().changes(case)][0]
        ('may-share', 'recipient.verified')
        """
        return changing.changes(self, case, lang)

    def compare(self, case_a: Table, case_b: Table, lang: str = "en") -> Table:
        """Two outcomes side by side (comparing.py). Raises CaseError."""
        return comparing.compare(self, case_a, case_b, lang)

    def say(self, key: str, value: object, lang: str = "en") -> str:
        """Words for a fact's value.

        >>> current().say("sharer.kind", "police", "cy")
        'yr heddlu'
        """
        if key == "child.age" and isinstance(value, int):
            return str(value)
        if value == cases.UNKNOWN:
            return self.word("unknown", lang)
        return self.facts.by_key[key].say(value, lang)

    def label(self, key: str, lang: str = "en") -> str:
        """Words for a fact. Raises KeyError.

        >>> current().label("nation", "cy")
        "Y genedl lle'r ydych yn gweithio"
        """
        return str(self.facts.by_key[key].label[lang])

    def word(self, name: str, lang: str) -> str:
        """A word of the printed answer. Raises KeyError.

        >>> current().word("reasons", "cy")
        'Pam'
        """
        return str(self.files["words.toml"]["word"][name][lang])

    def outcome_words(self, outcome: str, lang: str = "en") -> str:
        """How an outcome is said.

        >>> current().outcome_words("do-not-share")
        'Do not share it like this'
        """
        return self.word(outcome, lang)

    def myth(self, outcome: Table, lang: str = "en") -> Table | None:
        """The myth that an outcome answers: {"myth", "fact", "source"}, or None."""
        return wording.myth(self, outcome, lang)

    def read(self, case: Table, to_decide: bool = True, today: date | None = None) -> cases.Case:
        """A nested case, read: what is said, what is asked and not known, its day. Raises CaseError.

        >>> current().read({"nation": "wales"}, to_decide=False).said
        {'nation': 'wales'}
        """
        return cases.read(self.facts, case, self.known_ids, to_decide, today)

    def with_starts(self, starts: dict[str, date]) -> "RuleSet":
        """These rules with start dates that an organisation's own lawyers have confirmed, {rule id: day}.

        A case says the same under `law.starts`, and then it is recorded with the decision.

        >>> later = current().with_starts({"E-CA04-16LA": date(2027, 1, 1)})
        >>> later.starts
        {'E-CA04-16LA': '2027-01-01'}
        """
        wanted = {rule: day.isoformat() for rule, day in starts.items()}
        if not wanted or wanted == self.starts:
            return self
        key = tuple(sorted(wanted.items()))
        if key not in self._variants:
            if len(self._variants) >= MOST_VARIANTS:
                self._variants.clear()
            self._variants[key] = RuleSet(self.files, wanted)
        return self._variants[key]

    def clock(self, ident: str, on: date) -> clocks.Clock:
        """The time limit of that id as it stands on that day. Raises KeyError where none stands."""
        return clocks.clock(self, ident, on)

    def _days(self) -> tuple[str, ...]:
        """The days on which a rule begins or ends that runs, or that one which runs cites."""
        dated = [(table, *row) for table in self.rules.values() for row in self._dated(table)]
        cited = {rule for *_, merged in dated for rule in merged.get("cites", ())}
        days = {FIRST_DAY.isoformat()}
        for table, starts, ends, _ in dated:
            if table["sort"] in SORTS or table["id"] in cited:
                days |= {day for day in (starts, ends) if day and day != "never"}
        return tuple(sorted(day for day in days if day >= FIRST_DAY.isoformat()))

    def _dated(self, table: Table) -> list[tuple[str, str | None, Table]]:
        """(first day, day after the last or None, merged table) for each version of a rule."""
        if id(table) not in self._dates:
            shared = {name: value for name, value in table.items() if name != "version"}
            starts = [version.get("from", FIRST_DAY.isoformat()) for version in table["version"]]
            starts[-1:] = [self.starts.get(table["id"], day) for day in starts[-1:]]
            dated = zip(starts, table["version"], strict=True)
            self._dates[id(table)] = [(day, each.get("to"), shared | each) for day, each in dated]
        return self._dates[id(table)]

    def _compile(self, path: str, table: Table) -> Iterator[Version]:
        if table["sort"] in STANDING:
            return
        try:
            for starts, ends, merged in self._dated(table):
                days = self._days_of(starts, ends)
                if not days:
                    continue
                ground: Table = {"nation": merged.get("extends", NATIONS), "day": days}
                if merged["sort"] == "gateway":
                    ground["information.identifies"] = True
                base = self.compiler.compile(ground)
                masks = {
                    name: self.compiler.both(base, self.compiler.compile(merged[name]))
                    for name in CONDITIONS
                    if name in merged
                }
                if merged["sort"] in ("telling", "exemption", "advice", "step", "gateway", "myth"):
                    masks.setdefault("when", base)
                masks |= {
                    f"limb {limb['limb']}": self.compiler.compile(limb.get("when", {}))
                    for limb in merged.get("limbs", [])
                }
                yield Version(merged["id"], merged["sort"], path, merged, starts, ends, masks)
        except (ConditionError, KeyError, TypeError) as error:
            raise RuleError(f"{path}: {type(error).__name__}: {error}") from error

    def in_force(self, rule: str, world: int) -> Version | None:
        """The version of a rule whose day and nation this world has, of one that runs or one that stands."""
        return next((v for masks, v in self._grounds.get(rule, ()) if holds(masks, world)), None)

    @cached_property
    def _grounds(self) -> dict[str, list[tuple[Masks, Version]]]:
        """By rule, each version with where and when it is in force."""
        grounds: dict[str, list[tuple[Masks, Version]]] = {}
        for version in chain(self.versions, self.standing):
            extends = version.table.get("extends", NATIONS)
            ground = {"nation": extends, "day": self._days_of(version.starts, version.ends)}
            grounds.setdefault(version.rule, []).append((self.compiler.compile(ground), version))
        return grounds

    def _days_of(self, starts: str, ends: str | None) -> list[str]:
        """The stretches of law between two days."""
        return [day for day in self.facts.days if starts <= day and (ends is None or day < ends)]


def _each_mask(versions: list[Version], name: str) -> list[tuple[int, object]]:
    """Every mask of the versions' conditions of one name, with its version."""
    return [(mask, version) for version in versions for mask in version.masks.get(name, ())]


@lru_cache(maxsize=1)
def current() -> RuleSet:
    """The rule set that comes with this version of Sharewell; read once."""
    files, sha256 = read_with_hash(DATA)
    rules = RuleSet(files)
    rules.sha256 = sha256  # known already, with what was kept
    return rules


def export(rules: RuleSet) -> bytes:
    """A rule set as one JSON file, from which `load` decides the same to the byte.

    >>> load(export(current())).sha256 == current().sha256
    True
    """
    return canonical({"sharewell": "rules", "sha256": rules.sha256, "files": rules.files})


def load(source: bytes | str | Path) -> RuleSet:
    """A rule set exported earlier, from its bytes or a path. Raises RuleError if unreadable or altered.

    The last few are kept: many records rest on the same rules.

    >>> load(export(current())) is load(export(current()))
    True
    """
    return _loaded(source if isinstance(source, bytes) else Path(source).read_bytes())


@lru_cache(maxsize=4)
def _loaded(raw: bytes) -> RuleSet:
    try:
        table = json.loads(raw)
        rules = RuleSet(table["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(f"this is not an exported rule set: {error}") from error
    if rules.sha256 != table.get("sha256"):
        raise RuleError("the exported rule set was altered: its hash does not match what it holds")
    return rules
