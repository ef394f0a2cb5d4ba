"""The finite facts that a case can state, and the bit that stands for each of their values.

A *world* is one whole number in which every variable has exactly one bit set. A condition is then a choice
of masks of forbidden bits, and asking whether it holds is one `&` a mask (see `conditions.py`).
"""

from bisect import bisect
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_DAY = date(2018, 5, 25)

CHILD = "child"  # stage and age are told together: each value is a pair that can be
CHILD_PAIRS = (
    ("child", "none"),
    ("child", "0-11"),
    ("child", "12"),
    ("child", "13-15"),
    ("child", "16-17"),
    ("unborn", "none"),
    ("adult", "none"),
    ("adult", "16-17"),
    ("adult", "18-on"),
)
AGE_BANDS = (("0-11", 0, 11), ("12", 12, 12), ("13-15", 13, 15), ("16-17", 16, 17), ("18-on", 18, 130))

# What the engine finds on the way to an outcome; later conditions may speak of it as they speak of facts.
FOUND = {
    "found.regime": ("uk-gdpr", "law-enforcement", "none"),
    "found.duty": (False, True),
    "found.outcome": ("share-now", "must-share", "may-share", "seek-advice", "do-not-share"),
    "found.expected": (False, True),
    "found.tell": ("tell-first", "tell-afterwards", "not-yet", "do-not-tell", "not-applicable"),
}


def age_band(age: int) -> str:
    """The band that holds an age in whole years."""
    return next(name for name, low, high in AGE_BANDS if low <= age <= high)


Values = tuple[Any, ...]
Words = dict[str, str]  # by language, en and cy


@dataclass(frozen=True)
class Fact:
    """One key of the case: its values, and what is supposed while it is not known."""

    key: str
    values: Values
    label: Words
    words: dict[str, Words]  # by value, written small: "true", "england"
    tick: Words | None = None  # the label as a statement, for a box to tick
    needed: bool = False
    many: bool = False
    default: object = None  # a named resting value: counts as known
    rests: object = None

    def say(self, value: object, lang: str) -> str:
        """Words for one value, in one language."""
        return self.words[str(value).lower()][lang]


class Facts:
    """All facts, and the place of each variable's bits.

    >>> from sharewell import rules
    >>> facts = rules.current().facts
    >>> facts.by_key["worry.risk"].values
    ('none', 'welfare', 'significant', 'immediate')
    >>> facts.allowed("nation", ["england", "scotland"])
    ('nation', 5)
    """

    def __init__(self, table: dict[str, Any], days: tuple[str, ...]):
        self.days = days  # the first day of each stretch of law, oldest first
        self.by_key = {row["key"]: _fact(row, table["words"]) for row in table["fact"]}
        self.domains: dict[str, Values] = {"nation": self.by_key["nation"].values, "day": days}
        for fact in self.by_key.values():
            if fact.key in ("child.stage", "child.age"):
                self.domains[CHILD] = CHILD_PAIRS
            elif fact.many:
                self.domains.update({f"{fact.key}:{flag}": (False, True) for flag in fact.values})
            else:
                self.domains[fact.key] = fact.values
        self.domains.update(FOUND)
        self.start: dict[str, int] = {}
        self.group: dict[str, int] = {}
        self.at: list[str] = []
        place = 0
        self.lowest = self.guard = 0
        for variable, values in self.domains.items():
            self.start[variable] = place
            self.group[variable] = ((1 << len(values)) - 1) << place
            self.lowest |= 1 << place
            self.guard |= 1 << (place + len(values))  # no value's bit: where a full group carries into
            self.at += [variable] * (len(values) + 1)
            place += len(values) + 1
        self.flags = {fact.key: _flags(fact) for fact in self.by_key.values() if fact.many}
        self.resting = self._resting()
        self.resting_by_case = [f for f in self.by_key.values() if f.default in ("by-kind", "nation")]
        self.found = {name: {value: self.bit(name, value) for value in FOUND[name]} for name in FOUND}

    def _resting(self) -> dict[str, Any]:
        """A world of which nothing is known: a value for each variable; of a fact with flags, none."""
        rests: dict[str, Any] = {CHILD: CHILD_PAIRS[0], "day": self.days[0]}
        for fact in self.by_key.values():
            if fact.key not in ("child.stage", "child.age"):
                rests[fact.key] = fact.rests if fact.rests in fact.values else fact.values[0]
        return rests | dict.fromkeys(self.flags, ())

    def bit(self, variable: str, value: Any) -> int:
        """The one bit of a variable's value."""
        return 1 << (self.start[variable] + self.domains[variable].index(value))

    def world(self, values: dict[str, Any]) -> int:
        """The bits of a world, or of some of its values; a fact with flags has those that are set."""
        bits = 0
        for key, value in values.items():
            if key in self.flags:
                bits |= sum(self.bit(variable, flag in value) for flag, variable in self.flags[key].items())
            elif key in self.domains:
                bits |= self.bit(key, value)
        return bits

    def allowed(self, key: str, values: Collection[Any]) -> tuple[str, int]:
        """The variable that carries a key, and the bits of those of its values that are named."""
        if key in ("child.stage", "child.age"):
            at = 0 if key == "child.stage" else 1
            return CHILD, sum(self.bit(CHILD, pair) for pair in CHILD_PAIRS if pair[at] in values)
        return key, sum(self.bit(key, value) for value in values)

    def leaves_a_value(self, forbidden: int) -> bool:
        """Does a mask of forbidden bits leave every variable some value?"""
        return not (forbidden + self.lowest) & self.guard

    def parts(self, mask: int) -> Iterator[tuple[str, int]]:
        """The variables of which a mask forbids something, each with the bits that it forbids."""
        while mask:
            variable = self.at[(mask & -mask).bit_length() - 1]
            yield variable, mask & self.group[variable]
            mask &= ~self.group[variable]

    def left_by(self, variable: str, forbidden: int) -> Values:
        """The values of a variable that a mask does not forbid."""
        return tuple(v for v in self.domains[variable] if not forbidden & self.bit(variable, v))

    def variables(self, key: str) -> tuple[str, ...]:
        """The variables that a key of the case decides."""
        if key in ("child.stage", "child.age"):
            return (CHILD,)
        fact = self.by_key[key]
        return tuple(f"{key}:{flag}" for flag in fact.values) if fact.many else (key,)

    def day(self, when: date) -> str:
        """The stretch of law that a day lies in, named by its first day."""
        return self.days[bisect(self.days, when.isoformat()) - 1]


def _flags(fact: Fact) -> dict[str, str]:
    """The variable of each flag of a fact that takes many."""
    return {flag: f"{fact.key}:{flag}" for flag in fact.values}


def _fact(row: dict[str, Any], shared_words: dict[str, dict[str, Words]]) -> Fact:
    words = row.get("words") or shared_words[row.get("words-of", "boolean")]
    values = tuple(row["values"])
    rests = row.get("rests", row.get("default", False if False in values else values[0]))
    return Fact(
        key=row["key"],
        values=values,
        label=row["label"],
        words=words,
        tick=row.get("tick"),
        needed=row.get("needed", False),
        many=row.get("many", False),
        default=row.get("default"),
        rests=rests,
    )
