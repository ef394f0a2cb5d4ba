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

from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, Any

from . import case as cases
from .conditions import NEVER
from .diagrams import Diagrams
from .facts import FOUND, Facts

if TYPE_CHECKING:
    from .ruleset import RuleSet

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
