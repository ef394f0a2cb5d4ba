"""From a case to an outcome: the order in which the law speaks, in one place.

The first step at which a rule holds decides (contract section 2.1):

    danger      immediate danger, to one who can act        share-now
    nobody      nobody is identified                        may-share
    closed      closed recipients and purposes              do-not-share
    order       a court's order                             must-share
    kept-back   what access and confidence law keeps back,
                unsafe or unfounded framing                 do-not-share
    doubt       a bar, a risk, abroad, not yet verified     seek-advice
    duty        a duty in force                             must-share
    permits     a power or guidance                         may-share
    otherwise                                               seek-advice

In immediate danger nobody is told to wait for advice: seek-advice becomes do-not-share, with one who can
act named first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, Any

from . import case as cases
from .conditions import NEVER, holds
from .diagrams import Diagrams
from .facts import FOUND, Facts

if TYPE_CHECKING:
    from .ruleset import RuleSet, Version

Table = dict[str, Any]

ORDER = {
    "danger": "share-now",
    "nobody": "may-share",
    "closed": "do-not-share",
    "order": "must-share",
    "kept-back": "do-not-share",
    "doubt": "seek-advice",
    "duty": "must-share",
    "permits": "may-share",
    "otherwise": "seek-advice",
}
EFFECTS = {
    "danger": "requires",
    "order": "requires",
    "duty": "requires",
    "nobody": "permits",
    "permits": "permits",
    "closed": "restrains",
    "kept-back": "restrains",
    "doubt": "needs-care",
    "otherwise": "needs-care",
}
# Branching first on what decides most keeps diagrams small: a third of the nodes of the facts' own order.
BRANCHING_FIRST = (
    "information.identifies",
    "worry.risk",
    "worry.purpose",
    "asked.by",
    "recipient.kind",
    "recipient.verified",
    "recipient.may-be-a-risk",
    "recipient.nation",
    "information.scope",
    "arrangement.channel",
    "arrangement.pattern",
    "arrangement.agreement",
    "arrangement.dpia",
    "information.names-a-source",
)
LISTS = ("do", "record", "warnings", "alternatives", "ask", "settles")


@dataclass
class Finding:
    """What was found of one world: what decides, and the trace of every rule and atom behind it."""

    rules: Any
    case: dict[str, object]  # the world that was asked of, as `case.world_of` gives it
    trace: int  # one bit for each mask and atom of the sieve, 1 where it holds
    speaking: list[Any]  # the versions that speak, in the order of the steps
    step: str  # the one that decides
    regime: str
    is_duty: bool
    outcome: str
    expected: bool
    told: Any  # the version that says whether to tell

    def holding(self, part: str) -> list[Any]:
        """What of a part of the sieve holds, each once, in order."""
        held: list[Any] = self.rules.sieve.holding(part, self.trace)
        return held

    @cached_property
    def world(self) -> int:
        """One bit for every variable of the case, and for everything that was found."""
        found = (self.regime, self.is_duty, self.outcome, self.expected, self.told.table["tell"])
        world: int = self.rules.facts.world(self.case | dict(zip(FOUND, found, strict=True)))
        return world

    @cached_property
    def steps(self) -> dict[str, list[Any]]:
        """Step -> the versions that speak there."""
        steps: dict[str, list[Any]] = {step: [] for step in ORDER}
        for version in self.speaking:
            steps[version.step].append(version)
        return steps

    @cached_property
    def grounds(self) -> dict[str, tuple[Any, ...]]:
        """Rule id -> (version, standing). Nothing is recommended for a share that should not go."""
        if self.regime == "none":
            return {}
        fits = "recommended" if self.outcome != "do-not-share" else "available"
        grounds = {v.rule: (v, "available") for v in self.holding("available")}
        return grounds | {v.rule: (v, fits) for v in self.holding("recommended")}


def find(rules: "RuleSet", world: dict[str, object]) -> Finding:
    """Let the law speak, step by step, of a world (as `case.world_of` gives it)."""
    sieve, bits = rules.sieve, rules.sieve.bits
    trace = sieve.trace(world)
    regime = "uk-gdpr"
    if trace & bits["no-regime"]:
        regime = "none"
    elif trace & bits["law-enforcement-regime"]:
        regime = "law-enforcement"
    speaking = sieve.holding("speaking", trace)
    step = speaking[0].step if speaking else "otherwise"
    outcome = ORDER[step]
    if outcome == "seek-advice" and trace & bits["immediate-danger"]:
        outcome = "do-not-share"
    expected = step == "permits" and bool(trace & bits["expecting"])
    is_duty = bool(trace & bits["duties"])
    trace &= sieve.found[regime, is_duty, outcome, expected]
    told = sieve.first("telling", trace)
    trace &= sieve.told[told.table["tell"]]
    return Finding(rules, world, trace, speaking, step, regime, is_duty, outcome, expected, told)


def diagrams_of(rules: "RuleSet", domains: Table) -> dict[str, Any]:
    """The same answer as `find`, for all worlds of some domains at once: a diagram for each of its parts.

    Keys: "outcome", "expected", "regime", "tell", and a rule id for each gateway, recommended basis and
    condition.
    """
    d = Diagrams(rules.facts, {name: domains[name] for name in BRANCHING_FIRST} | domains)
    term = {name: d.condition(masks) for name, masks in rules.term.items()}
    holding = {
        step: {v: d.condition(v.masks["when"]) for v in versions} for step, versions in rules.steps.items()
    }
    speaks = {step: d.any(each.values()) for step, each in holding.items()}
    d.found["found.regime"] = d.choose(
        term["no-regime"], "none", d.choose(term["law-enforcement-regime"], "law-enforcement", "uk-gdpr")
    )
    d.found["found.duty"] = d.any([speaks["duty"], speaks["order"]])
    permitting = [v for v in rules.steps["permits"] if v.expected]
    expected = d.any(holding["permits"][v] for v in permitting)
    outcome = _outcome_by_step(d, speaks, term["immediate-danger"])
    expecting = _first_that_speaks(d, speaks, {step: step == "permits" and expected for step in ORDER})
    d.found["found.outcome"], d.found["found.expected"] = outcome, expecting
    tell: object = False
    for version in reversed(rules.by_sort["telling"]):
        tell = d.choose(d.condition(version.masks["when"]), intern(version.table["tell"]), tell)
    d.found["found.tell"] = tell
    out = {"outcome": outcome, "expected": expecting, "regime": d.found["found.regime"], "tell": tell}
    goes = d.where(outcome, set(ORDER.values()) - {"do-not-share"})
    goes = d.choose(term["no-regime"], False, goes)
    for version in [*rules.by_sort["basis"], *rules.by_sort["condition"]]:
        where = d.condition(version.masks.get("recommended", NEVER))
        before = out.setdefault(version.rule, False)
        if where is not False:
            out[version.rule] = d.any([before, d.choose(where, goes, False)])
    gateways = [each for step in holding.values() for each in step.items() if each[0].sort == "gateway"]
    for version, where in gateways:
        before = out.setdefault(version.rule, False)
        if where is not False:
            out[version.rule] = d.choose(where, intern(version.table["strength"]), before)
    out["diagrams"] = d
    return out


def outcome_of(rules: "RuleSet", d: Diagrams) -> Any:
    """The outcome alone, as a diagram over the worlds of `d`: all that a search for changes needs."""
    speaks = {
        step: d.any(d.condition(v.masks["when"]) for v in versions) for step, versions in rules.steps.items()
    }
    return _outcome_by_step(d, speaks, d.condition(rules.term["immediate-danger"]))


def _outcome_by_step(d: Diagrams, speaks: Table, danger: Any) -> Any:
    no_advice = d.choose(danger, "do-not-share", "seek-advice")
    results = {step: no_advice if outcome == "seek-advice" else outcome for step, outcome in ORDER.items()}
    return _first_that_speaks(d, speaks, results)


def _first_that_speaks(d: Diagrams, speaks: Table, results: Table) -> Any:
    """The result of the first step that speaks; of the last, where none does."""
    *steps, last = ORDER
    out = results[last]
    for step in reversed(steps):
        out = d.choose(speaks[step], results[step], out)
    return out


def world_of(facts: Facts, domains: Table) -> dict[str, object]:
    """The world of domains that leave one value to each variable."""
    world = {variable: values[0] for variable, values in domains.items()}
    for key, variables in facts.flags.items():
        world[key] = tuple(flag for flag, variable in variables.items() if world[variable])
    return world


def unknown_keys(rules: "RuleSet", case: cases.Case) -> list[str]:
    """The keys that are not known and could still change the answer, in the contract's order."""
    domains = cases.domain_of(rules.facts, case, free=True)
    answer = dict(diagrams_of(rules, domains))
    matters = answer.pop("diagrams").matters(answer.values())
    return [
        key
        for key in rules.facts.by_key
        if not case.has(key) and any(variable in matters for variable in rules.facts.variables(key))
    ]


def decide(rules: "RuleSet", table: Table, lang: str) -> Table:
    """The outcome of a nested case, in the shape of contract section 2."""
    case = rules.read(table)
    if case.starts:
        rules = rules.with_starts(case.starts)
    world = cases.world_of(rules.facts, case)
    out = _Outcome(rules, case, find(rules, world), lang).build()
    if case.said.get("recipient.verified") is not True:
        out["once-verified"] = find(rules, world | {"recipient.verified": True}).outcome
    return out


def trace(rules: "RuleSet", table: Table) -> Table:
    """What every rule came to, and every atom of its conditions, whether it speaks in the outcome or not.

    {"outcome", "ruleset", "rules": [{"rule", "sort", "condition", "from", "to", "holds", "ways"}]}. A rule
    holds when in one of its ways every atom does: {"fact", "among": the values that the law allows, "holds"}.
    """
    case = rules.read(table)
    if case.starts:
        rules = rules.with_starts(case.starts)
    found = find(rules, cases.world_of(rules.facts, case))
    told = []
    for version in rules.versions:
        about = {"rule": version.rule, "sort": version.sort, "from": version.starts, "to": version.ends}
        for name, masks in version.masks.items():
            if not name.startswith("limb "):
                ways = rules.sieve.ways(masks, found.trace)
                is_met = any(all(atom["holds"] for atom in way) for way in ways)
                told.append(about | {"condition": name, "holds": is_met, "ways": ways})
    ruleset = {"version": rules.version, "sha256": rules.sha256}
    return {"outcome": found.outcome, "ruleset": ruleset, "rules": told}


class _Outcome:
    """Puts a finding into words."""

    def __init__(self, rules: "RuleSet", case: cases.Case, found: Finding, lang: str):
        self.rules, self.case, self.found, self.lang = rules, case, found, lang
        self.cited: dict[str, Table] = {}

    def build(self) -> Table:
        found, rules = self.found, self.rules
        unknown = unknown_keys(rules, self.case)
        lists = self._lists(unknown)
        return {
            "outcome": found.outcome,
            "expected": found.expected,
            "regime": found.regime,
            "bases": self._grounds("basis", lists),
            "conditions": self._grounds("condition", lists),
            "gateways": self._gateways(),
            "tell": found.told.table["tell"],
            "exemptions": [v.rule for v in found.holding("exemption") if self.cite(v)],
            **lists,
            "unknown": unknown,
            "reasons": self._reasons(),
            "ruleset": {"version": rules.version, "sha256": rules.sha256, "shape": rules.shape},
            "case": cases.as_table(self.case),
            "cited": self.cited,
        }

    def cite(self, version: "Version") -> list[str]:
        """The sources of a version, noted as cited: itself, and what it cites that is in force here then."""
        named = [version]
        named += [
            v for rule in version.table.get("cites", []) if (v := self.rules.in_force(rule, self.found.world))
        ]
        for one in named:
            if one.table.get("instrument"):
                source = one.source()
                self.cited[one.rule] = source | {"title": source["title"][self.lang]}
        return [one.rule for one in named if one.table.get("instrument")]

    def words(self, text: Table) -> str:
        """A text of the rule data in the language asked for, with the case's own nouns in it."""
        said, say = self.case.said, self.rules.say
        out: str = text[self.lang]
        for slot, key in (("{recipient}", "recipient.kind"), ("{sharer}", "sharer.kind")):
            if slot in out:
                out = out.replace(slot, say(key, said[key], self.lang).split(" (")[0])
        return out

    def _spoken(self) -> Iterator[Any]:
        """Every rule that holds, in the order of the steps; `otherwise` only where it decides."""
        for step in ORDER:
            if step != "otherwise" or self.found.step == "otherwise":
                yield from ((step, version) for version in self.found.steps[step])

    def _reasons(self) -> list[Table]:
        out = []
        for step, version in [*self._spoken(), ("told", self.found.told)]:
            if not self._speaks_here(step):
                continue
            effect = EFFECTS.get(step, "needs-care")
            text = self.words(version.table["text"])
            out.append({"rule": version.rule, "effect": effect, "text": text, "sources": self.cite(version)})
        return out

    def _gateways(self) -> list[Table]:
        seen = {}
        for _, version in self._spoken():
            if version.sort == "gateway":
                strength = version.table["strength"]
                seen[version.rule] = {"id": version.rule, "strength": strength, "sources": self.cite(version)}
        return list(seen.values())

    def _grounds(self, sort: str, lists: Table) -> list[Table]:
        out = []
        for version, standing in self.found.grounds.values():
            if version.sort != sort:
                continue
            entry = {
                "id": version.rule,
                "standing": standing,
                "because": self.words(version.table["because"]),
            }
            limb = next(
                (
                    n[5:]
                    for n, m in version.masks.items()
                    if n.startswith("limb ") and holds(m, self.found.world)
                ),
                None,
            )
            out.append(entry | {"sources": self.cite(version)} | ({"limb": limb} if limb else {}))
        claimed = self.case.claims.get(sort)
        if claimed and self.found.regime != "none" and claimed not in {entry["id"] for entry in out}:
            version = self.rules.in_force(claimed, self.found.world) or next(
                v for v in self.rules.by_sort[sort] if v.rule == claimed
            )
            why = self.words(version.table["refused"])
            sources = self.cite(version) if self.rules.in_force(claimed, self.found.world) else []
            out.append({"id": claimed, "standing": "unsuitable", "because": why, "sources": sources})
            lists["warnings"].insert(0, {"id": f"claimed-{claimed}", "text": why})
        return sorted(
            out,
            key=lambda entry: (
                ("recommended", "available", "unsuitable").index(entry["standing"]),
                entry["id"],
            ),
        )

    def _lists(self, unknown: list[str]) -> dict[str, list[Any]]:
        """What to do, record, mind, do instead, ask and settle."""
        out: dict[str, list[Any]] = {name: [] for name in LISTS}
        for _, name, ident, row in sorted(self._entries(), key=lambda each: each[0]):
            shown = {"key": row["key"]} if name == "settles" else {"id": ident}
            shown["text"] = self.words(row["text"])
            if shown not in out[name]:
                out[name].append(shown)
        if self.found.outcome == "seek-advice" and (self.found.step == "otherwise" or not out["settles"]):
            said = {row["key"] for row in out["settles"]}
            keys = [key for key in unknown if key not in said] or ([] if said else ["worry.risk"])
            out["settles"] += [{"key": key, "text": self.rules.label(key, self.lang)} for key in keys]
        return out

    def _entries(self) -> Iterator[Any]:
        """(order, list, id, row) of every piece of advice that holds, and of what the speaking rules add."""
        for version in self.found.holding("advice"):
            yield version.table.get("order", 50), version.table["list"], version.rule, version.table
        for step, version in [*self._spoken(), ("told", self.found.told)]:
            for name in LISTS if self._speaks_here(step) else ():
                for number, row in enumerate(version.table.get(name, []), 1):
                    if row.get("until-confirmed") and version.rule in self.rules.starts:
                        continue  # the organisation's own lawyers have confirmed its first day
                    yield row.get("order", 40), name, row.get("id") or f"{version.rule}-{name}-{number}", row

    def _speaks_here(self, step: str) -> bool:
        """Steps that restrain speak while they decide; duties and powers while the share may go."""
        is_bar = step in ("closed", "kept-back", "doubt", "otherwise")
        return (
            not is_bar or ORDER[self.found.step] in ("do-not-share", "seek-advice") or step == self.found.step
        )


def myth(rules: "RuleSet", outcome: Table, lang: str) -> Table | None:
    """The first myth that an outcome answers."""
    case = rules.read(outcome["case"])
    for version in find(rules, cases.world_of(rules.facts, case)).holding("myth"):
        return {
            "myth": version.table["myth"][lang],
            "fact": version.table["fact"][lang],
            "source": version.table["title"][lang],
        }
    return None
