"""What would change the outcome: the smallest changes of facts that lead to each other one, exactly.

Read off a decision diagram of the outcome in which everything is open that could be otherwise; what nobody
can change is held: the nation, the day, who shares and what for, the child's age and stage. What somebody can
do about it (check who they are, a secure way, less of it, another recipient) is marked and comes first. It is
never a way round a duty: it is only marked so where it leads to an outcome that lets more go.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from . import case as cases
from . import decide as deciding
from .diagrams import Diagrams, Node
from .facts import CHILD, FOUND

FROM_LEAST_TO_MOST_RESTRICTIVE = ("share-now", "must-share", "may-share", "seek-advice", "do-not-share")
GOES = ("share-now", "must-share", "may-share")
# What nobody can change, or what would make it another question altogether.
HELD = (
    *("nation", "day", CHILD, "child.understands", "worry.purpose"),
    *("sharer.kind", "sharer.designated", "sharer.commissioned-by", "sharer.law-enforcement"),
    *("recipient.kind", "recipient.nation", "recipient.designated"),
)
# To whom, or for what, leaving out names is no answer: one name less does not make it safe.
NEVER_NAMELESS = ("other-parent-restricted", "caller-unknown")
MOST = 3  # changes told of each outcome: so many at most of those that can be done, and of the others
KEPT = 60  # ways kept on the way to the smallest
REMEMBERED = 500
_seen: WeakKeyDictionary = WeakKeyDictionary()


@dataclass(frozen=True)
class Way:
    """Changes that lead to an outcome: {variable: value}, and the recipient to turn to instead, or None."""

    outcome: str
    changed: tuple
    instead: str | None
    can_do: bool

    @property
    def size(self) -> int:
        return len(self.changed) + (self.instead is not None)


def changes(rules, table: dict, lang: str) -> list[dict]:
    """The smallest changes that lead to each other outcome: first what can be done, then the rest.

    Each is {"facts": [{"key", "value", "text", "can-do"}], "text", "can-do", "outcome", "outcome_text"}; the
    facts give the whole value that a key would have.
    """
    case = rules.read(table)
    if case.starts:
        rules = rules.with_starts(case.starts)
    now = {v: values[0] for v, values in cases.domain_of(rules.facts, case).items()}
    told = [_worded(rules, now, way, lang) for way in _ways(rules, now)]
    return [row for place, row in enumerate(told) if row not in told[:place]]


def _ways(rules, now: dict) -> list[Way]:
    seen = _seen.setdefault(rules, {})
    key = tuple(now.items())
    if key not in seen:
        if len(seen) >= REMEMBERED:
            seen.clear()
        seen[key] = _found(rules, now)
    return seen[key]


def _found(rules, now: dict) -> list[Way]:
    d, outcome = _outcome_of(rules, now)
    here = _at(d, outcome, now)
    doable = _doable(rules, now)
    ways: list[Way] = []
    for target in FROM_LEAST_TO_MOST_RESTRICTIVE:
        if target == here:
            continue
        eases = _rank(target) < _rank(here)
        any_way = [Way(target, changed, None, False) for changed in _fewest(d, outcome, target, now, None)]
        by_doing: list[Way] = []
        if eases:
            done = _fewest(d, outcome, target, now, doable)
            by_doing = [Way(target, changed, None, True) for changed in done]
            by_doing += _instead(rules, now, target, doable) if here not in GOES else []
        ways += _chosen(by_doing, any_way)
    return sorted(ways, key=lambda way: (not way.can_do, _rank(way.outcome), way.size))


def _rank(outcome: str) -> int:
    return FROM_LEAST_TO_MOST_RESTRICTIVE.index(outcome)


def _doable(rules, now: dict) -> set[tuple]:
    """(variable, value) of every change that somebody can make. Only a body has somebody else to turn to."""
    rows = rules.files.get("changes.toml", {}).get("do", [])
    doable = {(v, row["value"]) for row in rows for v in rules.facts.variables(row["key"])}
    is_person = now["recipient.kind"] in rules.groups.get("persons", ())
    return doable - {("recipient.may-be-a-risk", False)} if is_person else doable


def held(now: dict) -> set[str]:
    """The variables that stay as they are in this case."""
    nameless = now["recipient.kind"] not in NEVER_NAMELESS and not now["recipient.may-be-a-risk"]
    fixed = () if nameless and now["worry.purpose"] != "access" else ("information.identifies",)
    return {*HELD, *FOUND, *fixed}


def _outcome_of(rules, now: dict) -> tuple[Diagrams, object]:
    """The diagram of the outcome, with everything open that is not held."""
    domains: dict[str, tuple] = {v: (value,) for v, value in now.items()}
    domains |= {v: values for v, values in rules.facts.domains.items() if v not in held(now)}
    if now["recipient.kind"] == "caller-unknown":  # an unknown caller who was checked is an error
        domains["recipient.verified"] = ("unknown", False)
    d = Diagrams(rules.facts, {name: domains[name] for name in deciding.BRANCHING_FIRST} | domains)
    return d, deciding.outcome_of(rules, d)


def _at(d: Diagrams, diagram, now: dict) -> str:
    while isinstance(diagram, Node):
        diagram = diagram.branches[d.domains[diagram.at].index(now[d.open[diagram.at]])]
    return diagram


def _fewest(d: Diagrams, outcome, target: str, now: dict, only: set | None) -> list[tuple]:
    """The smallest sets of changes that lead to an outcome, each ((variable, value), ...)."""
    done: dict[int, list[tuple]] = {}

    def walk(one) -> list[tuple]:
        if not isinstance(one, Node):
            return [()] if one == target else []
        if id(one) not in done:
            variable, ways = d.open[one.at], []
            for value, branch in zip(d.domains[one.at], one.branches, strict=True):
                stays = value == now[variable]
                if stays or only is None or (variable, value) in only:
                    ways += [way if stays else ((variable, value), *way) for way in walk(branch)]
            fewest = min(map(len, ways), default=0)
            done[id(one)] = [way for way in ways if len(way) == fewest][:KEPT]
        return done[id(one)]

    return walk(outcome)


def _instead(rules, now: dict, target: str, doable: set) -> list[Way]:
    """Turning to another recipient, whom one can check first; with what else has to be done then."""
    words, ways = rules.files.get("changes.toml", {}), []
    makes_sense = target in GOES and now["worry.purpose"] in words.get("instead-for", ())
    for kind in words.get("instead", ()) if makes_sense else ():
        if kind == now["recipient.kind"]:
            continue
        there = now | {
            "recipient.kind": kind,
            "recipient.nation": now["nation"],
            "recipient.designated": False,
            "recipient.verified": True,
            "recipient.may-be-a-risk": False,
        }
        d, outcome = _outcome_of(rules, there)
        found = _fewest(d, outcome, target, there, doable)
        ways += [Way(target, changed, kind, True) for changed in found]
    return ways


def _chosen(by_doing: list[Way], any_way: list[Way]) -> list[Way]:
    """A few of each; a way that holds another one whole is not the smallest."""
    by_doing = _smallest(by_doing)
    others = [way for way in any_way if way.changed not in {one.changed for one in by_doing}]
    others.sort(key=lambda way: sum(":" in variable for variable, _ in way.changed))  # one of many last
    return by_doing[:MOST] + others[:MOST]


def _smallest(ways: list[Way]) -> list[Way]:
    """Without those that ask for all that another asks for, and more."""

    def asks(way: Way) -> set:
        return {*way.changed, *([("recipient.kind", way.instead)] if way.instead else [])}

    kept = [way for way in ways if not any(asks(other) < asks(way) for other in ways)]
    return sorted(kept, key=lambda way: (way.size, way.instead is not None))


def _worded(rules, now: dict, way: Way, lang: str) -> dict:
    words, facts = rules.files.get("changes.toml", {}), []
    if way.instead:
        said = rules.say("recipient.kind", way.instead, lang).split(" (")[0].split(":")[0]
        text = words["send-instead"][lang].replace("{recipient}", said)
        facts.append({"key": "recipient.kind", "value": way.instead, "text": text, "can-do": True})
    for variable, value in way.changed:
        facts.append(_fact(rules, now, variable, value, lang, way))
    text = "; ".join(fact["text"] for fact in facts)
    return {
        "facts": facts,
        "text": text,
        "can-do": way.can_do,
        "outcome": way.outcome,
        "outcome_text": rules.outcome_words(way.outcome, lang),
    }


def _fact(rules, now: dict, variable: str, value, lang: str, way: Way) -> dict:
    key, _, flag = variable.partition(":")
    changed = dict(way.changed)
    fact = rules.facts.by_key[key]
    said = fact.say(flag or value, lang)
    whole = [f for f in fact.values if changed.get(f"{key}:{f}", now[f"{key}:{f}"])] if flag else value
    text = _said(rules, key, value, bool(flag), said, lang, way.can_do)
    return {"key": key, "value": whole, "text": text, "can-do": way.can_do}


def _said(rules, key: str, value, is_flag: bool, said: str, lang: str, can_do: bool) -> str:
    words = rules.files.get("changes.toml", {})
    doing = [row["text"][lang] for row in words.get("do", []) if (row["key"], row["value"]) == (key, value)]
    if can_do and doing:
        return doing[0].replace("{said}", said)
    if is_flag and value is False:
        return words.get("not-so", {"en": "Not so: {said}", "cy": "Nid felly: {said}"})[lang].replace(
            "{said}", said
        )
    if is_flag:
        return said
    label = rules.label(key, lang)
    return f"{label} {said}" if label.endswith("?") else f"{label}: {said}"
