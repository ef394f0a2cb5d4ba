"""Every setting that a deployer can give, read from the environment and described where it is read.

`described` lists them in order of reading; `docs/reference/settings.md` is made from it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what it rests at (in words for the page), and what it is for."""

    name: str
    rests_at: str
    words: str


described: list[Setting] = []


class SettingError(Exception):
    """A setting that cannot be understood: names it, what it said, and what it takes."""


def text(name: str, rests_at: str, words: str, says: str | None = None) -> str:
    """The text of the variable `name`, or `rests_at`; `says` describes a rest that differs by machine."""
    described.append(Setting(name, says or rests_at, words))
    return os.environ.get(name, rests_at)


def number(name: str, rests_at: int, words: str) -> int:
    """A whole number of nought or more."""
    return _read(name, str(rests_at), words, _whole_number, "a whole number such as 30")


def flag(name: str, rests_at: bool, words: str) -> bool:
    """Yes or no: 1, yes, true, on; 0, no, false, off."""
    return _read(name, "yes" if rests_at else "no", words, _yes_or_no, "yes or no")


def names(name: str, rests_at: str, words: str) -> list[str]:
    """A list of words between commas."""
    return [part.strip() for part in text(name, rests_at, words).split(",") if part.strip()]


def _read(name: str, rests_at: str, words: str, understand: Callable[[str], Any], takes: str) -> Any:
    given = text(name, rests_at, words)
    try:
        return understand(given.strip().lower())
    except ValueError:
        raise SettingError(f"{name} is {given!r}, but takes {takes}. Change it, or leave it out.") from None


def _whole_number(given: str) -> int:
    value = int(given)
    if value < 0:
        raise ValueError(given)
    return value


def _yes_or_no(given: str) -> bool:
    if given in ("1", "yes", "true", "on"):
        return True
    if given in ("0", "no", "false", "off", ""):
        return False
    raise ValueError(given)
