"""What changed between two texts, so that a person can read it: whole words, few and long changes.

Pure: texts in, runs out. Taking the added runs away gives the text before, to the letter; taking the removed
ones away gives the text after.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "", "added", "removed"
CHANGED, MOVED = "changed", "moved"
# A word with its apostrophes and hyphens, white space, or one other sign: together, the text.
_TOKENS = re.compile(r"\s+|\w+(?:['’‑-]\w+)*|[^\w\s]")
_ISLAND = 4  # letters: so few that stand between two changes read better as a part of them
_ALIKE = 0.4  # of the longer one: less than that in common, and one text simply replaces the other
_TOO_LONG = 4_000_000  # pairs of words: beyond it one replaces the other, whatever they share


@dataclass(frozen=True)
class Run:
    """Words that stay, were added or were removed."""

    mark: str
    text: str


@dataclass(frozen=True)
class Clause:
    """A clause in one language: its lines are paragraphs, list items or rows of a table."""

    id: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ClauseChange:
    """`how` is "", "added", "removed", "changed" or "moved"; heading and lines are runs."""

    id: str
    how: str
    heading: tuple[Run, ...]
    lines: tuple[tuple[Run, ...], ...]


def redline(before: str, after: str) -> tuple[Run, ...]:
    """The runs from one text to the other; one run, or none, where they are the same."""
    if before == after:
        return (Run(SAME, before),) if before else ()
    parts = _joined(_parts(before, after))
    kept = sum(len(old) for old, _new, is_same in parts if is_same)
    if kept < _ALIKE * max(len(before), len(after)):
        parts = [(before, after, False)]
    return tuple(run for part in parts for run in _runs(*part))


def redline_of_clauses(before: Sequence[Clause], after: Sequence[Clause]) -> list[ClauseChange]:
    """Every clause of both, in the order of the new text; what was removed stands where it stood."""
    old = {clause.id: clause for clause in before}
    new = {clause.id: clause for clause in after}
    moved = set(new) & set(old) - _in_order(before, after)
    changes = []
    for was, now in _aligned([each.id for each in before], [each.id for each in after], _apart):
        if now is not None:
            changes.append(_change(old.get(now), new[now], now in moved))
        elif was not in new:
            changes.append(_change(old[was], None, False))
    return changes


def has_changes(changes: Sequence[ClauseChange]) -> bool:
    """Whether anything differs at all."""
    return any(change.how for change in changes)


def _change(was: Clause | None, now: Clause | None, is_moved: bool) -> ClauseChange:
    if was is None:
        return ClauseChange(now.id, ADDED, _all(ADDED, now.heading), _each(ADDED, now.lines))
    if now is None:
        return ClauseChange(was.id, REMOVED, _all(REMOVED, was.heading), _each(REMOVED, was.lines))
    heading, lines = redline(was.heading, now.heading), tuple(_lines(was.lines, now.lines))
    differs = any(run.mark for runs in (heading, *lines) for run in runs)
    return ClauseChange(now.id, CHANGED if differs else MOVED if is_moved else SAME, heading, lines)


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Run, ...]]:
    for was, now in _aligned(before, after, _paired):
        if was is None or now is None:
            yield _all(ADDED if was is None else REMOVED, now if was is None else was)
        else:
            yield redline(was, now)


def _aligned(before: Sequence[str], after: Sequence[str], pair) -> Iterator[tuple]:
    """Pairs of what corresponds, in order; None on the side where nothing does. `pair` is asked what of the
    things that differ belongs together.
    """
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[i1:i2], after[j1:j2], strict=True)
        else:
            yield from pair(before[i1:i2], after[j1:j2])


def _apart(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple]:
    """Two different ids are two different things, however alike they look."""
    yield from ((one, None) for one in old)
    yield from ((None, one) for one in new)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple]:
    """Lines that replace others: each with the one that it is most alike, in order."""
    rest = list(old)
    for line in new:
        scores = [_alikeness(each, line) for each in rest]
        best = max(range(len(rest)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < _ALIKE:
            yield None, line
            continue
        yield from ((gone, None) for gone in rest[:best])
        yield rest[best], line
        rest = rest[best + 1 :]
    yield from ((gone, None) for gone in rest)


def _alikeness(one: str, other: str) -> float:
    """How much of their words two lines share, from 0 to 1; what stands between words does not count."""
    words = [[word for word in _words(each) if word[0].isalnum()] for each in (one, other)]
    return SequenceMatcher(None, *words).ratio()


def _in_order(before: Sequence[Clause], after: Sequence[Clause]) -> set[Hashable]:
    ids = [each.id for each in before]
    matcher = SequenceMatcher(None, ids, [each.id for each in after], autojunk=False)
    return {one for start, _j, size in matcher.get_matching_blocks() for one in ids[start : start + size]}


def _words(text: str) -> list[str]:
    return _TOKENS.findall(text)


def _parts(before: str, after: str) -> list[tuple[str, str, bool]]:
    """(before, after, whether they are the same), in order."""
    old, new = _words(before), _words(after)
    if len(old) * len(new) > _TOO_LONG:
        return [(before, after, False)]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [("".join(old[i1:i2]), "".join(new[j1:j2]), tag == "equal") for tag, i1, i2, j1, j2 in codes]


def _joined(parts: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Changes with hardly anything between them are one change: a word here and there is hard to read."""
    joined: list[tuple[str, str, bool]] = []
    for number, (old, new, is_same) in enumerate(parts):
        is_island = 0 < number < len(parts) - 1 and len(old.strip()) < _ISLAND
        is_same = is_same and not is_island
        if joined and not is_same and not joined[-1][2]:
            old, new = joined[-1][0] + old, joined[-1][1] + new
            joined.pop()
        joined.append((old, new, is_same))
    return joined


def _runs(old: str, new: str, is_same: bool) -> Iterator[Run]:
    if is_same:
        yield Run(SAME, old)
        return
    if old:
        yield Run(REMOVED, old)
    if new:
        yield Run(ADDED, new)


def _all(mark: str, text: str) -> tuple[Run, ...]:
    return (Run(mark, text),) if text else ()


def _each(mark: str, lines: Sequence[str]) -> tuple[tuple[Run, ...], ...]:
    return tuple(_all(mark, line) for line in lines)
