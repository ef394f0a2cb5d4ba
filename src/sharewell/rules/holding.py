"""Which conditions of a whole rule set hold in a world, asked of all of them at once.

A mask holds while no bit of the world hits it (conditions.py). Here every mask has one byte of one long
number: 1 where it is hit. The world is read in words of 32 bits, and what a word hits is remembered, so that a
decision joins a dozen numbers instead of trying every mask. Beside the masks stand their atoms: a fact, and
the values that the law allows it. What comes out is a trace, one byte for each mask and each atom of the rule
set, 1 where it holds.
"""

from itertools import compress
from struct import Struct

from .facts import Facts

WORD = 32  # bits
REMEMBERED = 1000  # values of a word; most words cannot have as many


class Atom:
    """The smallest part of a condition: one variable, and the values allowed to it."""

    __slots__ = ("among", "variable")

    def __init__(self, variable: str, among: tuple):
        self.variable, self.among = variable, among


class Sieve:
    """The masks of a rule set, in named parts: {name: [(mask, what it belongs to)]}, and all their atoms."""

    def __init__(self, facts: Facts, parts: dict[str, list[tuple[int, object]]]):
        parts = parts | {"atoms": _atoms(facts, [mask for rows in parts.values() for mask, _ in rows])}
        masks = [mask for rows in parts.values() for mask, _ in rows]
        self.place: dict[str, slice] = {}
        self._whose: dict[str, list] = {}
        end = 0
        for name, rows in parts.items():
            self.place[name] = slice(end, end := end + len(rows))
            self._whose[name] = [whose for _, whose in rows]
        self._ones = int.from_bytes(bytes([1]) * end, "little")
        self._count = end
        words = -(-facts.guard.bit_length() // WORD)
        self._words = [_Word(masks, WORD * number) for number in range(words)]
        self.also = _Word(masks, 0)  # what is found on the way hits, to be joined to the rest
        self._split = Struct(f"<{words}I").unpack
        self._size = words * WORD // 8

    def hits(self, world: int) -> int:
        """What some bits of a world hit: a byte for each mask. Join those of several with `|`."""
        hit = 0
        for word, bits in zip(self._words, self._split(world.to_bytes(self._size, "little")), strict=True):
            hit |= word[bits]
        return hit

    def trace(self, hit: int) -> bytes:
        """For each mask and then each atom, 1 where it holds; `place` says where each part lies."""
        return (self._ones ^ hit).to_bytes(self._count, "little")

    def holding(self, part: str, trace: bytes) -> list:
        """What of a part holds, each once, in order."""
        return list(dict.fromkeys(compress(self._whose[part], trace[self.place[part]])))


class _Word(dict):
    """What each value of one word of the world hits, worked out when it is first met."""

    def __init__(self, masks: list[int], place: int):
        super().__init__()
        self.masks, self.place = masks, place

    def __missing__(self, bits: int) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        here = bits << self.place
        self[bits] = hit = int.from_bytes([mask & here != 0 for mask in self.masks], "little")
        return hit


def _atoms(facts: Facts, masks: list[int]) -> list[tuple[int, Atom]]:
    """Every atom of some masks, each once, with its own mask."""
    found = {part: variable for mask in masks for variable, part in facts.parts(mask)}
    return [(part, Atom(found[part], facts.left_by(found[part], part))) for part in sorted(found)]
