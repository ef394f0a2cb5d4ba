"""Which conditions of a whole rule set hold in a world, asked of all of them at once.

A condition is a choice of masks (conditions.py). Here every mask of a rule set has one bit of one long
number, and so has every atom of a mask: a fact, and the values that the law allows it. The facts of a world
are looked up a few together; what their values leave standing is remembered, and a mask holds that all of
them leave standing. A decision thus joins a dozen numbers instead of trying each mask, and what comes out is
a trace: one bit for each mask and each atom, 1 where it holds.
"""

from collections.abc import Callable
from functools import reduce
from operator import and_, getitem, itemgetter
from typing import Any

from .conditions import Masks
from .facts import FOUND, Facts

TOGETHER = 4000  # the most values of facts that are looked up together; as many are remembered
TOLD = ("found.tell",)
FOUND_FIRST = tuple(name for name in FOUND if name not in TOLD)


class Atom:
    """The smallest part of a condition: one variable, and the values allowed to it."""

    __slots__ = ("among", "variable")

    def __init__(self, variable: str, among: tuple):
        self.variable, self.among = variable, among


class Sieve:
    """The masks of a rule set, in named parts: {name: [(mask, what it belongs to)]}, and all their atoms.

    `found` and `told` give what is left standing by what is found on the way to an outcome, by its values in
    the order of FOUND_FIRST and TOLD.
    """

    def __init__(self, facts: Facts, parts: dict[str, list[tuple[int, object]]]):
        self._facts = facts
        atoms = _atoms(facts, [mask for rows in parts.values() for mask, _ in rows])
        self.bits: dict[str, int] = {}  # of each part
        self._whose: dict[int, object] = {}
        self._named: dict[str, list[_Byte]] = {}
        self._place: dict[str, slice] = {}
        self._once: set[str] = set()  # the parts in which nothing has more than one mask
        self._size, masks = 0, []
        for name, rows in (parts | {"atoms": atoms}).items():
            masks += self._add(name, rows)
        self._atom_of = dict(masks[-len(atoms) :])
        groups = _together(facts)
        self._leaves = [_Leaves(facts, group, masks) for group in groups]
        self._values_of = [itemgetter(*group) for group in groups]
        self.found, self.told = _Leaves(facts, FOUND_FIRST, masks), _Leaves(facts, TOLD, masks)

    def _add(self, name: str, rows: list) -> list[tuple[int, int]]:
        """A part, which begins with a byte of its own: its masks, each with the bit that stands for it."""
        bits = [1 << (8 * self._size + number) for number in range(len(rows))]
        self.bits[name] = sum(bits)
        self._whose |= {bit: whose for bit, (_, whose) in zip(bits, rows, strict=True)}
        self._named[name] = [_Byte(rows[at : at + 8]) for at in range(0, len(rows), 8)]
        if len({id(whose) for _, whose in rows}) == len(rows):
            self._once.add(name)
        self._place[name] = slice(self._size, self._size + len(self._named[name]))
        self._size += len(self._named[name])
        return [(mask, bit) for bit, (mask, _) in zip(bits, rows, strict=True)]

    def mark(self, name: str, part: str, wanted: Callable[[Any], bool]) -> None:
        """Give those of a part that are wanted a name in `bits` of their own."""
        self.bits[name] = sum(b for b, whose in self._whose.items() if b & self.bits[part] and wanted(whose))

    def trace(self, world: dict[str, object]) -> int:
        """One bit for each mask and atom, 1 where it holds in a world (as `case.world_of` gives it)."""
        return reduce(and_, map(getitem, self._leaves, [values(world) for values in self._values_of]))

    def holding(self, part: str, trace: int) -> list:
        """What of a part holds, each once, in order."""
        held: list = []
        here = trace.to_bytes(self._size, "little")[self._place[part]]
        for named, byte in zip(self._named[part], here, strict=True):
            if byte:
                held += named[byte]
        return held if part in self._once else list(dict.fromkeys(held))

    def ways(self, masks: Masks, trace: int) -> list[list[dict]]:
        """Each way in which a condition can hold, atom by atom: [{"fact", "among": values, "holds"}]."""
        return [[self._said(part, trace) for _, part in self._facts.parts(mask)] for mask in masks]

    def _said(self, part: int, trace: int) -> dict:
        bit = self._atom_of[part]
        atom: Any = self._whose[bit]
        return {"fact": atom.variable, "among": list(atom.among), "holds": bool(trace & bit)}

    def first(self, part: str, trace: int):
        """The first of a part that holds. Raises KeyError where none does."""
        held = trace & self.bits[part]
        return self._whose[held & -held]


class _Leaves(dict):
    """What some facts leave standing, by their values; worked out when these are first met."""

    def __init__(self, facts: Facts, keys: tuple, masks: list[tuple[int, int]]):
        super().__init__()
        self.facts, self.names, self.masks = facts, keys, masks

    def __missing__(self, values) -> int:
        if len(self) > TOGETHER:
            self.clear()
        each = values if len(self.names) > 1 else (values,)
        here = self.facts.world(dict(zip(self.names, each, strict=True)))
        self[values] = standing = sum(bit for mask, bit in self.masks if not mask & here)
        return standing


class _Byte(dict):
    """What holds, for each value of one byte of a trace."""

    def __init__(self, rows: list[tuple[int, object]]):
        super().__init__()
        self.named = [whose for _, whose in rows]

    def __missing__(self, byte: int) -> tuple:
        self[byte] = held = tuple(whose for at, whose in enumerate(self.named) if byte >> at & 1)
        return held


def _together(facts: Facts) -> list[tuple[str, ...]]:
    """The keys of a world in groups, few and small enough to remember all that their values can be."""
    counted = {
        key: 2 ** len(facts.flags[key]) if key in facts.flags else len(facts.domains[key])
        for key in facts.resting
    }
    groups: list[tuple[int, tuple[str, ...]]] = []
    for key, count in sorted(counted.items(), key=lambda each: -each[1]):
        room = next((at for at, (size, _) in enumerate(groups) if size * count <= TOGETHER), None)
        if room is None:
            groups.append((count, (key,)))
        else:
            size, keys = groups[room]
            groups[room] = size * count, (*keys, key)
    return [keys for _, keys in groups]


def _atoms(facts: Facts, masks: list[int]) -> list[tuple[int, Atom]]:
    """Every atom of some masks, each once, with its own mask."""
    found = {part: variable for mask in masks for variable, part in facts.parts(mask)}
    return [(part, Atom(found[part], facts.left_by(found[part], part))) for part in sorted(found)]
