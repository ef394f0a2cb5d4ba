"""What changed between two texts, so that a person can read it: whole words, few and long changes.

Taking the added runs away gives the text before, to the letter; taking the removed ones away gives the text
after.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .blocks import Run

SAME, ADDED, REMOVED = "", "added", "removed"
ALIKE = 0.4  # of the longer one: less than that in common, and one text simply replaces the other
# A word with its apostrophes and hyphens, white space, or one other sign: together, the text.
_TOKENS = re.compile(r"\s+|\w+(?:['’‑-]\w+)*|[^\w\s]")
_ISLAND = 4  # letters: so few that stand between two changes read better as a part of them
_TOO_LONG = 4_000_000  # pairs of words: beyond it one replaces the other, whatever they share


def redline(before: str, after: str) -> tuple[Run, ...]:
    """The runs from one text to the other; one run, or none, where they are the same."""
    if before == after:
        return (Run(before, SAME),) if before else ()
    parts = _joined(_parts(before, after))
    kept = sum(len(old) for old, _new, is_same in parts if is_same)
    if kept < ALIKE * max(len(before), len(after)):
        parts = [(before, after, False)]
    return tuple(run for part in parts for run in _runs(*part))


def words_in(text: str) -> list[str]:
    """Words, spaces and signs that together are the text."""
    return _TOKENS.findall(text)


def _parts(before: str, after: str) -> list[tuple[str, str, bool]]:
    """(before, after, whether they are the same), in order."""
    old, new = words_in(before), words_in(after)
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
        yield Run(old, SAME)
        return
    if old:
        yield Run(old, REMOVED)
    if new:
        yield Run(new, ADDED)
