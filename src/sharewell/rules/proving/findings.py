"""What is odd about a rule set though no statement is broken: looked for over all cases, said in plain words.

What counts as what is defined in `docs/explanation/the-proof.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ..decide import ORDER
from ..ruleset import NATIONS
from .proof import Proof

NEVER: dict = {"any": []}  # how a rule file says that a ground is there only to be refused when it is claimed
NAMES = ("when", "recommended", "available")
LINES = ("do", "record", "warnings", "alternatives", "ask", "settles")


@dataclass(frozen=True)
class Oddity:
    """One thing found: its kind (dead, shadowed, pulls, idle, unasked), whose it is, and what to know."""

    kind: str
    id: str
    words: str


def oddities(proof: Proof) -> Iterator[Oddity]:
    """Everything that is odd: what is dead, shadowed, pulls apart, never matters or is never asked."""
    for look in LOOKS.values():
        yield from look(proof)


def _never(proof: Proof, formula) -> bool:
    return proof.both(proof.valid, formula) is False


def _span(version) -> str:
    return f"{version.rule} (from {version.starts} to {version.ends or 'now'})"


def _conditions(version) -> list[str]:
    return [name for name in NAMES if name in version.masks]


def dead(proof: Proof) -> Iterator[Oddity]:
    """Versions, standings and limbs that hold in no case; and standing law that bears on no case."""
    for version in proof.versions:
        names = [name for name in _conditions(version) if version.table.get(name) != NEVER]
        lost = [name for name in names if _never(proof, proof.holds(version, name))]
        for name in lost:
            said = "can hold in no case" if name == "when" else f"can be {name} in no case"
            if (
                len(lost) == len(names) or name != "available"
            ):  # recommended and never merely available is well
                yield Oddity("dead", version.rule, f"{_span(version)} {said}")
        yield from _dead_limbs(proof, version)
    yield from _dead_citations(proof)
    for version in proof.rules.standing:
        where = {"nation": version.table.get("extends", NATIONS)}
        masks = proof.rules.compiler.compile(version.table.get("when", {}))
        if _never(proof, proof.both(proof.d.condition(masks), proof.where(**where))):
            yield Oddity("dead", version.rule, f"{_span(version)} bears on no case")


def _dead_limbs(proof: Proof, version) -> Iterator[Oddity]:
    stands = proof.any(proof.holds(version, name) for name in _conditions(version))
    earlier: list = []
    for name in (name for name in version.masks if name.startswith("limb ")):
        holds = proof.holds(version, name)
        if _never(proof, proof.both(stands, holds, *(proof.not_(one) for one in earlier))):
            yield Oddity("dead", version.rule, f"{name} of {_span(version)} is given in no case")
        earlier.append(holds)


def _dead_citations(proof: Proof) -> Iterator[Oddity]:
    """What a rule cites and no version of it ever can, as it is in force where the rule never holds."""
    known = [*proof.versions, *proof.rules.standing]
    stands: dict[tuple, list] = {}
    for version in proof.versions:
        for cited in version.table.get("cites", []):
            stands.setdefault((version.rule, cited), []).append(_stands(proof, version))
    for (rule, cited), where in stands.items():
        here = proof.any(proof.in_force(one) for one in known if one.rule == cited)
        if _never(proof, proof.both(proof.any(where), here)):
            yield Oddity("dead", rule, f"{rule} cites {cited}, which is never in force where it holds")


def shadowed(proof: Proof) -> Iterator[Oddity]:
    """Rules that hold and yet never add anything, because another always speaks before or beside them."""
    for version in proof.versions:
        if any(not _never(proof, proof.holds(version, name)) for name in _conditions(version)):
            why = _SHADOWS.get(version.sort, _no_shadow)(proof, version)
            if why:
                yield Oddity("shadowed", version.rule, f"{_span(version)} {why}")


def _no_shadow(proof: Proof, version) -> None:
    """A gateway, basis, condition or exemption always adds itself, with its source: it has no shadow."""


def _shadow_of_step(proof: Proof, version) -> str | None:
    if _never(proof, proof.heard(version)):
        return "is never heard: wherever it holds, an earlier step lets the share go"
    for other in _others(proof.at_step(version.step), version):
        if _adds_nothing_to(version, other[0]) and _covered(proof, version, other):
            return f"adds nothing: {other[0].rule} always holds beside it, at the same step"
    return None


def _others(versions: list, version) -> list[list]:
    """The versions of each other rule."""
    rules = dict.fromkeys(v.rule for v in versions if v.rule != version.rule)
    return [[v for v in versions if v.rule == rule] for rule in rules]


def _covered(proof: Proof, version, others: list) -> bool:
    covered = proof.any(proof.holds(one) for one in others)
    return _never(proof, proof.both(proof.holds(version), proof.not_(covered)))


def _adds_nothing_to(version, other) -> bool:
    own = [row for name in LINES for row in version.table.get(name, [])]
    theirs = [row for name in LINES for row in other.table.get(name, [])]
    return all(row in theirs for row in own) and version.expected <= other.expected


def _shadow_of_telling(proof: Proof, version) -> str | None:
    is_told = not _never(proof, proof.told(version))
    return None if is_told else "is never told: another rule is always told before it"


def _shadow_of_advice(proof: Proof, version) -> str | None:
    same = [
        v
        for v in proof.of_sort("advice")
        if v.table["list"] == version.table["list"] and v.table["text"] == version.table["text"]
    ]
    for others in _others(same, version):
        if _covered(proof, version, others):
            return f"says nothing of its own: {others[0].rule} always says the same beside it"
    return None


_SHADOWS = {"step": _shadow_of_step, "telling": _shadow_of_telling, "advice": _shadow_of_advice}


def pulling(proof: Proof) -> Iterator[Oddity]:
    """Two rules that speak against each other in some case, with nothing that decides between them."""
    telling = proof.of_sort("telling")
    for one, other in combinations(telling, 2):
        same_place = one.table.get("order", 50) == other.table.get("order", 50)
        apart = one.rule != other.rule and one.table["tell"] != other.table["tell"]
        if same_place and apart and not _never(proof, proof.both(proof.holds(one), proof.holds(other))):
            yield Oddity("pulls", one.rule, f"{one.rule} and {other.rule} tell apart at the same place")
    yield from _twice(proof)
    yield from _opposites(proof)


def _twice(proof: Proof) -> Iterator[Oddity]:
    """Two versions of one id that hold together: which is meant?"""
    by_id: dict = {}
    for version in proof.versions:
        by_id.setdefault((version.sort, version.rule), []).append(version)
    for (_, rule), versions in by_id.items():
        for one, other in combinations(versions, 2):
            both = proof.both(_stands(proof, one), _stands(proof, other))
            if not _never(proof, both):
                yield Oddity("pulls", rule, f"{_span(one)} and {_span(other)} hold together")


def _stands(proof: Proof, version):
    return proof.any(proof.holds(version, name) for name in _conditions(version))


def _opposites(proof: Proof) -> Iterator[Oddity]:
    entries = [entry for name in LINES for entry in proof.entries(name)]
    for entry in entries:
        for opposite in entry.row.get("opposite", []):
            if opposite in ORDER.values():
                against = proof.outcome(opposite)
            else:
                against = proof.any(one.given for one in entries if one.id == opposite)
            if not _never(proof, proof.both(entry.given, against)):
                yield Oddity("pulls", entry.id, f"{entry.id} is said together with its opposite, {opposite}")


def idle(proof: Proof) -> Iterator[Oddity]:
    """Facts, and single values to tick, that never change an answer; and what they are kept for."""
    matters = proof.d.matters(proof.answer.values())
    for key in proof.rules.facts.by_key:
        variables = proof.rules.facts.variables(key)
        lost = [variable for variable in variables if variable not in matters]
        for name in [key] if len(lost) == len(variables) else lost:
            kept = _speaking_of(proof, set(variables) if name == key else {name})
            why = f"kept for what is said: {', '.join(kept)}" if kept else "and no rule speaks of it"
            yield Oddity("idle", name, f"{name.replace(':', ' = ')} never changes the answer; {why}")


def _speaking_of(proof: Proof, variables: set) -> list[str]:
    """The rules whose conditions ask for any of these."""
    asked = {
        version.rule
        for version in proof.versions
        if variables & proof.d.matters(proof.holds(version, name) for name in version.masks)
    }
    return sorted(asked)


def unasked(proof: Proof) -> Iterator[Oddity]:
    """Questions that no page ever asks: none of their facts can change an answer, with nothing known yet."""
    facts = proof.rules.facts
    matters = proof.d.matters(proof.answer.values())
    for row in proof.rules.files["questions.toml"]["question"]:
        open_ = [k for k in row["keys"] if facts.by_key[k].needed or matters & set(facts.variables(k))]
        if not open_:
            yield Oddity(
                "unasked", row["id"], f"the question {row['id']} is never asked: no answer hangs on it"
            )


LOOKS = {"dead": dead, "shadowed": shadowed, "pulls": pulling, "idle": idle, "unasked": unasked}
