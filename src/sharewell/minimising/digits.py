"""Known numbers, found by their digits in any grouping, with or without the country's prefix."""

import re
from collections.abc import Iterator

from .identifiers import national
from .known import Known

RUN = re.compile(r"[+(]{0,2}\d(?:[ \t\u00a0().\-–/]{0,3}\d){5,}")
END = 6  # the digits of a telephone number that people say without the rest
LEAST, UNMISTAKABLE = 6, 9


class Digits:
    """The telephone and other numbers that a case knows."""

    def __init__(self) -> None:
        self._whole: dict[str, list[Known]] = {}
        self._ends: dict[str, list[Known]] = {}

    def add_phone(self, one: Known) -> None:
        """Let a telephone number be found, whole or by its end."""
        number = national(one.text)
        if len(number) >= LEAST:
            self._whole.setdefault(number, []).append(one)
        if len(number) >= 10:
            self._ends.setdefault(number[-END:], []).append(one)

    def add_number(self, one: Known) -> None:
        """Let a number of at least six digits be found."""
        number = "".join(c for c in one.text if c.isdigit())
        if len(number) >= LEAST:
            self._whole.setdefault(number, []).append(one)

    def found_in(self, text: str) -> Iterator[tuple[int, int, str, tuple[Known, ...]]]:
        """(start, end, the reason's id, whose) for each number of the case in a text."""
        if not self._whole:
            return
        for match in RUN.finditer(text):
            places = [match.start() + n for n, c in enumerate(match[0]) if c.isdigit()]
            digits = "".join(text[at] for at in places)
            for start, end, because, known in self._in_run(digits, places):
                first = match.start() if start == 0 else places[start]
                yield first, places[end - 1] + 1, because, tuple(known)

    def _in_run(self, digits: str, places: list[int]) -> Iterator[tuple[int, int, str, list[Known]]]:
        whole = self._whole.get(national(digits))
        if whole:
            yield 0, len(digits), _kind(whole), whole
            return
        for length in {len(number) for number in self._whole}:
            for start in range(len(digits) - length + 1):
                known = self._whole.get(digits[start : start + length])
                if known and (length >= UNMISTAKABLE or _stands_apart(places, start, start + length)):
                    yield start, start + length, _kind(known), known
        for start in range(len(digits) - END + 1):
            known = self._ends.get(digits[start : start + END])
            if known and _stands_apart(places, start, start + END):
                yield start, start + END, "part-phone", known


def _kind(known: list[Known]) -> str:
    return "phone" if any(one.kind == "phone" for one in known) else "number"


def _stands_apart(places: list[int], start: int, end: int) -> bool:
    """Whether some digits stand apart from the others of their run."""
    before = start == 0 or places[start] - places[start - 1] > 1
    return before and (end == len(places) or places[end] - places[end - 1] > 1)
