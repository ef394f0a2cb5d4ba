"""What changed between two agreements, clause by clause and line by line. Pure: texts in, runs out."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sharewell.printing.documents import Run, redline
from sharewell.printing.documents.redlines import ADDED, ALIKE, REMOVED, SAME, words_in

CHANGED, MOVED = "changed", "moved"


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
        if best is None or scores[best] < ALIKE:
            yield None, line
            continue
        yield from ((gone, None) for gone in rest[:best])
        yield rest[best], line
        rest = rest[best + 1 :]
    yield from ((gone, None) for gone in rest)


def _alikeness(one: str, other: str) -> float:
    """How much of their words two lines share, from 0 to 1; what stands between words does not count."""
    words = [[word for word in words_in(each) if word[0].isalnum()] for each in (one, other)]
    return SequenceMatcher(None, *words).ratio()


def _in_order(before: Sequence[Clause], after: Sequence[Clause]) -> set[Hashable]:
    ids = [each.id for each in before]
    matcher = SequenceMatcher(None, ids, [each.id for each in after], autojunk=False)
    return {one for start, _j, size in matcher.get_matching_blocks() for one in ids[start : start + size]}


def _all(mark: str, text: str) -> tuple[Run, ...]:
    return (Run(text, mark),) if text else ()


def _each(mark: str, lines: Sequence[str]) -> tuple[tuple[Run, ...], ...]:
    return tuple(_all(mark, line) for line in lines)
