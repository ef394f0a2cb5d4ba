"""Which conditions of a whole rule set hold in a world, asked of all of them at once.

A mask holds while no bit of the world hits it (conditions.py). Here every mask has one bit of one long
number, 1 where it is hit. The world is read in words of 32 bits, and what a word hits is remembered: a
decision then joins a dozen numbers instead of trying every mask. Beside the masks stand their atoms: a fact
and the values that the law allows it. What comes out is a trace, one bit for each mask and each atom of the
rule set, 1 where it holds.
"""

from functools import reduce
from itertools import chain
from operator import getitem, or_
from struct import Struct

from .facts import Facts

WORD = 32  # bits of a world that are looked up together
REMEMBERED = 1000  # values of a word; most words cannot have as many


class Atom:
    """The smallest part of a condition: one variable, and the values allowed to it."""

    __slots__ = ("among", "variable")

    def __init__(self, variable: str, among: tuple):
        self.variable, self.among = variable, among


class Sieve:
    """The masks of a rule set, in named parts: {name: [(mask, what it belongs to)]}, and all their atoms.

    Each part begins with a byte of its own, so that a part of a trace is a slice of it: `place[name]`.
    """

    def __init__(self, facts: Facts, parts: dict[str, list[tuple[int, object]]]):
        parts = parts | {"atoms": _atoms(facts, [mask for rows in parts.values() for mask, _ in rows])}
        self.place: dict[str, slice] = {}
        self._named: dict[str, list[_Byte]] = {}
        masks, size = [], 0
        for name, rows in parts.items():
            masks += [(mask, 1 << (8 * size + number)) for number, (mask, _) in enumerate(rows)]
            self._named[name] = [_Byte(rows[at : at + 8]) for at in range(0, len(rows), 8)]
            self.place[name] = slice(size, size := size + len(self._named[name]))
        self._ones, self._size = sum(bit for _, bit in masks), size
        words = -(-facts.guard.bit_length() // WORD)
        self._words = [_Word(masks, WORD * number) for number in range(words)]
        self._split, self._width = Struct(f"<{words}I").unpack, words * WORD // 8
        self.also = _Word(masks, 0)  # what is found on the way hits, to be joined to the rest

    def hits(self, world: int) -> int:
        """What a world hits."""
        return reduce(or_, map(getitem, self._words, self._split(world.to_bytes(self._width, "little"))))

    def trace(self, hit: int) -> bytes:
        """For each mask and each atom one bit, 1 where it holds; `place` says where each part lies."""
        return (self._ones ^ hit).to_bytes(self._size, "little")

    def holding(self, part: str, trace: bytes) -> list:
        """What of a part holds, each once, in order."""
        held = map(getitem, self._named[part], trace[self.place[part]])
        return list(dict.fromkeys(chain.from_iterable(held)))


class _Word(dict):
    """What each value of one word of the world hits, worked out when it is first met."""

    def __init__(self, masks: list[tuple[int, int]], place: int):
        super().__init__()
        self.masks, self.place = masks, place

    def __missing__(self, bits: int) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        here = bits << self.place
        self[bits] = hit = sum(bit for mask, bit in self.masks if mask & here)
        return hit


class _Byte(dict):
    """What holds, for each value of one byte of a trace."""

    def __init__(self, rows: list[tuple[int, object]]):
        super().__init__()
        self.named = [whose for _, whose in rows]

    def __missing__(self, byte: int) -> tuple:
        self[byte] = held = tuple(whose for at, whose in enumerate(self.named) if byte >> at & 1)
        return held


def _atoms(facts: Facts, masks: list[int]) -> list[tuple[int, Atom]]:
    """Every atom of some masks, each once, with its own mask."""
    found = {part: variable for mask in masks for variable, part in facts.parts(mask)}
    return [(part, Atom(found[part], facts.left_by(found[part], part))) for part in sorted(found)]
