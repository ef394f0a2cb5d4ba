"""Escrow: a key as three sheets of words (SLIP-39), of which any two give it back and one alone says nothing.

A sheet is thirty-three English words, drawn so that a wrong or misread word is noticed. They are for paper:
three people keep one each, at three places, and never as a file.
"""

import re
from collections.abc import Iterable

import shamir_mnemonic
from shamir_mnemonic import MnemonicError

from .errors import SealingError

SHEETS, ENOUGH = 3, 2
WORDS = 33


def split(key: bytes) -> list[str]:
    """Three sheets, each its words in one line."""
    sheets: list[list[str]] = shamir_mnemonic.generate_mnemonics(1, [(ENOUGH, SHEETS)], key)
    return sheets[0]


def join(sheets: Iterable[str]) -> bytes:
    """The key that two different sheets give; line breaks, numbers and capitals do not matter."""
    try:
        key: bytes = shamir_mnemonic.combine_mnemonics([_plain(sheet) for sheet in sheets])
    except (MnemonicError, ValueError, KeyError):  # its text repeats words of the sheet
        raise SealingError(
            "These sheets do not give a key: a word is wrong or missing, or they are not of one escrow.",
            f"Give {ENOUGH} different sheets of the same escrow, each with all its {WORDS} words.",
        ) from None
    return key


def printed(sheet: str) -> str:
    """The words of a sheet in numbered lines of three, to be read, typed and checked."""
    words = sheet.split()
    lines = [words[at : at + 3] for at in range(0, len(words), 3)]
    return "\n".join(
        f"{at * 3 + 1:>2}  {'  '.join(f'{w:<10}' for w in line)}".rstrip() for at, line in enumerate(lines)
    )


def _plain(sheet: str) -> str:
    """The words alone: what stands above a line of dashes is not of them, and numbers are not either."""
    return " ".join(re.findall(r"[a-z]+", sheet.rpartition("---")[2].lower()))
