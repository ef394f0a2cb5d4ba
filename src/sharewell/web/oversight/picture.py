"""The picture of who shares what with whom: where each thing stands, in the units of the drawing.

Who gives us something stands on the left, to whom we give on the right, we in the middle. On a narrow screen
we stand on top, and the others below us, each on a line from one rail. It shows the few with whom most is
shared, and first of all what has no cover; the table holds everything.
"""

import textwrap
from dataclasses import dataclass

from sharewell.domain.oversight.queries.flows import AGREED, COVERED, NOT_NEEDED, UNCOVERED

MOST = 7  # on each side
WIDTH, ROW, BOX, MIDDLE = 960, 76, 300, 184  # BOX: a partner's width; MIDDLE: ours
LETTERS = 27  # in one line of a box
_WORST = (UNCOVERED, COVERED, AGREED, NOT_NEEDED)
_TOP, _GAP, _HEAD = 44, 12, 10
NARROW, RAIL, INDENT, OURS = 348, 16, 48, 24  # the narrow drawing: width, rail, boxes; letters of our name


@dataclass(frozen=True)
class Drawn:
    """One partner on one side: its box, and the line between it and us."""

    name: list[str]  # lines of text
    state: str
    shares: int
    x: int
    y: int
    middle: int  # of its box, downwards
    path: str
    head: str  # the points of the arrow's head
    width: float


@dataclass(frozen=True)
class Picture:
    """Everything that the drawing needs."""

    width: int
    height: int
    ours: list[str]
    left: list[Drawn]
    right: list[Drawn]
    more: int  # partners who are only in the table

    @property
    def middle(self):
        return self.height // 2 + _TOP // 2


def drawn(flows, name_of):
    """The Picture of `flows`; None where there is nothing to draw. `name_of` says a line's other end."""
    sides = [_partners(flows, us_first, name_of) for us_first in (False, True)]
    if not any(sides):
        return None
    rows = max(min(len(side), MOST) for side in sides)
    height = _TOP + rows * ROW
    left, right = (_side(side[:MOST], us_first, height) for us_first, side in enumerate(sides))
    more = sum(max(0, len(side) - MOST) for side in sides)
    return Picture(WIDTH, height, textwrap.wrap(str(flows.organisation), 15), left, right, more)


@dataclass(frozen=True)
class Narrow:
    """The narrow drawing. `top` is the height of our own box; each side begins with a heading at its `y`."""

    height: int
    ours: list[str]
    top: int
    sides: list[tuple[bool, int, list[Drawn]]]  # (we give it, y of the heading, the partners)
    width: int = NARROW


def narrowly(flows, name_of):
    """The same as `drawn`, for a narrow screen."""
    ours = textwrap.wrap(str(flows.organisation), OURS)
    top = y = len(ours) * 22 + 24
    sides = []
    for us_first in (True, False):
        rows = _partners(flows, us_first, name_of)[:MOST]
        if rows:
            below = y + _TOP
            sides.append(
                (us_first, y + 32, [_on_rail(row, below + n * ROW, us_first) for n, row in enumerate(rows)])
            )
            y = below + len(rows) * ROW
    return Narrow(y, ours, top, sides) if sides else None


def _on_rail(row, y, us_first):
    name, state, shares = row
    middle = y + (ROW - _GAP) // 2
    start, tip = (RAIL, INDENT) if us_first else (INDENT, RAIL + 2)
    back = tip + (-_HEAD if us_first else _HEAD)
    head = f"{tip},{middle} {back},{middle - 7} {back},{middle + 7}"
    return Drawn(
        _words(name), state, shares, INDENT, y, middle, f"M{start} {middle}H{back}", head, _thick(shares)
    )


def _words(name):
    return textwrap.wrap(textwrap.shorten(name, 2 * LETTERS, placeholder="…"), LETTERS)


def _thick(shares):
    return min(2 + shares**0.5, 8)


def _partners(flows, us_first, name_of):
    """[(name, worst state, shares)] of one side, what stands out first."""
    found = {}
    for line in flows.lines:
        if line.us_first == us_first:
            name = name_of(line)
            state, shares = found.get(name, (line.state, 0))
            found[name] = (min(state, line.state, key=_WORST.index), shares + line.shares)
    rows = [(name, state, shares) for name, (state, shares) in found.items()]
    return sorted(rows, key=lambda row: (_WORST.index(row[1]), -row[2], row[0]))


def _side(rows, us_first, height):
    start = _TOP + (height - _TOP - len(rows) * ROW) // 2
    return [_draw(row, number, us_first, start, height) for number, row in enumerate(rows)]


def _draw(row, number, us_first, start, height):
    name, state, shares = row
    y = start + number * ROW
    middle = y + (ROW - _GAP) // 2
    x = WIDTH - BOX if us_first else 0
    from_us = (WIDTH + MIDDLE) // 2 if us_first else (WIDTH - MIDDLE) // 2
    theirs = x if us_first else BOX
    ours_y = (height + _TOP) // 2 + (number - 3) * 4
    one, other = ((from_us, ours_y), (theirs, middle)) if us_first else ((theirs, middle), (from_us, ours_y))
    tip = other[0] - _HEAD
    bend = (one[0] + tip) // 2
    path = f"M{one[0]} {one[1]}C{bend} {one[1]} {bend} {other[1]} {tip} {other[1]}"
    head = f"{other[0]},{other[1]} {tip},{other[1] - 7} {tip},{other[1] + 7}"
    return Drawn(_words(name), state, shares, x, y, middle, path, head, _thick(shares))
