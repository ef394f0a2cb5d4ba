"""Slips of the pen: which known word one that is not known may have been meant to be."""

from . import variants
from .folding import fold


class Slips:
    """Known words, found again with one letter wrong, swapped, left out or added; two where they are long."""

    def __init__(self) -> None:
        self._shorter: dict[str, set[str]] = {}
        self._found: dict[str, str | None] = {}

    def add(self, word: str) -> None:
        """Let this word be found."""
        for form in _with_letters_left_out(word):
            self._shorter.setdefault(form, set()).add(word)

    def meant(self, raw: str) -> str | None:
        """The known word that this one, as it stands in a text, is a slip of."""
        if raw not in self._found:
            self._found[raw] = self._correct(raw) if raw[0].isupper() and self._shorter else None
        return self._found[raw]

    def _correct(self, raw: str) -> str | None:
        """The known word that this one is a slip of, if it is one."""
        from rapidfuzz.distance import OSA  # only where the service is installed

        word = fold(raw)
        if len(word) < 4 or word in variants.ORDINARY:
            return None
        candidates = {
            known for shorter in _with_letters_left_out(word) for known in self._shorter.get(shorter, ())
        }
        best = None
        for known in sorted(candidates):
            most = _slips(min(len(known), len(word)))
            away = OSA.distance(word, known, score_cutoff=most)
            same_start = word[0] == known[0] or word[:2] == known[1::-1]
            if away <= most and same_start and (best is None or away < best[0]):
                best = away, known
        return best and best[1]


def _slips(length: int) -> int:
    return 2 if length >= 8 else 1


def _with_letters_left_out(word: str) -> set[str]:
    """The word, and the word without one letter (without two, if it is long)."""
    forms = {word}
    for _ in range(_slips(len(word))):
        forms |= {form[:n] + form[n + 1 :] for form in forms for n in range(len(form))}
    return forms
