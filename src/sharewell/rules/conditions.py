"""Conditions of the law: plain boolean combinations over the finite facts, turned once into masks.

A condition in a rule file has the shape of a case. `nation = "england"` asks for that value, a list for any
of its values, several keys for all of them; `any`, `all` and `not` combine; `is` and `is-not` name terms
that are defined once for all rules; `"@group"` in a list stands for a named list. Nothing is evaluated from
text.

Compiled, a condition is a tuple of masks, each the forbidden bits of one way in which it can hold:
it holds in a world when for some mask `world & mask` is 0.
"""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from .facts import Facts

Masks = tuple[int, ...]
ALWAYS: Masks = (0,)
NEVER: Masks = ()


class ConditionError(ValueError):
    """A condition in the rule data cannot be read; says which words."""


def holds(masks: Masks, world: int) -> bool:
    """Does the condition hold in this world?"""
    return 0 in [world & mask for mask in masks]


class Compiler:
    """Turns conditions into masks, for one layout of facts and one set of terms and groups."""

    def __init__(self, facts: Facts, terms: dict[str, Any], groups: dict[str, list[Any]]):
        self.facts, self.terms, self.groups = facts, terms, groups
        self._compiled: dict[str, Masks] = {}
        self._parts: dict[str, Masks] = {}  # rules say the same things again and again

    def compile(self, table: dict[str, Any]) -> Masks:
        """Masks of a condition; an empty table always holds."""
        parts = [self._part(key, value) for key, value in table.items()]
        return reduce(self.both, parts, ALWAYS)

    def _part(self, key: str, value: Any) -> Masks:
        written = f"{key} {value!r}"
        if written not in self._parts:
            self._parts[written] = self._read(key, value)
        return self._parts[written]

    def _read(self, key: str, value: Any) -> Masks:
        if key == "any":
            return self.either(*(self.compile(one) for one in value))
        if key == "all":
            return reduce(self.both, (self.compile(one) for one in value), ALWAYS)
        if key == "not":
            return self.negate(self.compile(value))
        if key == "is":
            return reduce(self.both, (self.term(name) for name in _listed(value)), ALWAYS)
        if key == "is-not":
            return reduce(self.both, (self.negate(self.term(name)) for name in _listed(value)), ALWAYS)
        if isinstance(value, dict):
            return reduce(
                self.both, (self._fact(f"{key}.{inner}", values) for inner, values in value.items()), ALWAYS
            )
        return self._fact(key, value)

    def _fact(self, key: str, wanted: Any) -> Masks:
        values = self._expanded(_listed(wanted))
        fact = self.facts.by_key.get(key)
        known = fact.values if fact else self.facts.domains.get(key)
        if known is None:
            raise ConditionError(f"no fact is called {key!r}")
        unknown = [value for value in values if value not in known]
        if unknown:
            raise ConditionError(f"{key} has no value {unknown[0]!r}")
        if fact and fact.many:
            return self.either(*((self._forbidden(f"{key}:{flag}", (True,)),) for flag in values))
        return (self._forbidden(key, values),)

    def _forbidden(self, key: str, values: list[Any] | tuple[Any, ...]) -> int:
        variable, bits = self.facts.allowed(key, values)
        return self.facts.group[variable] & ~bits

    def _expanded(self, values: list[Any]) -> list[Any]:
        out: list[Any] = []
        for value in values:
            is_group = isinstance(value, str) and value.startswith("@")
            out.extend(self._expanded(self.groups[value[1:]]) if is_group else [value])
        return out

    def term(self, name: str) -> Masks:
        """Masks of a named term."""
        if name not in self._compiled:
            if name not in self.terms:
                raise ConditionError(f"no term is called {name!r}")
            self._compiled[name] = self.compile(self.terms[name]["when"])
        return self._compiled[name]

    def both(self, left: Masks, right: Masks) -> Masks:
        """Both hold."""
        if len(left) == len(right) == 1:  # as most are
            mask = left[0] | right[0]
            return (mask,) if self.facts.leaves_a_value(mask) else NEVER
        return self._tidy(a | b for a in left for b in right)

    def either(self, *choices: Masks) -> Masks:
        """At least one holds."""
        return self._tidy(mask for masks in choices for mask in masks)

    def negate(self, masks: Masks) -> Masks:
        """The condition does not hold."""
        return reduce(self.both, (self._broken(mask) for mask in masks), ALWAYS)

    def _broken(self, mask: int) -> Masks:
        """The ways in which one mask is hit: for some variable, its value is a forbidden one."""
        return tuple(self.facts.group[variable] & ~part for variable, part in self.facts.parts(mask))

    def _tidy(self, masks: Iterable[int]) -> Masks:
        """Without ways that cannot be, or that another way covers."""
        kept: list[int] = []
        for mask in sorted(set(masks), key=lambda m: m.bit_count()):
            if self.facts.leaves_a_value(mask) and not any(other & mask == other for other in kept):
                kept.append(mask)
        return tuple(kept)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
