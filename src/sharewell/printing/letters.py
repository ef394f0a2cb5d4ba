"""Letters that the sheet has no shapes for, said in words instead of printed as empty boxes.

A lasting PDF may not hold a letter without a shape, so each one is tried beforehand.
"""

import re
import unicodedata
from collections.abc import Callable

# Letters of European alphabets, and the signs of ordinary typing: the typefaces have them all.
_UNSURE = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u2010-\u2014\u2018-\u201e\u2022\u2026\u20ac]+"
)
_ABSENT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


_NO_LETTER = re.compile(_ABSENT.pattern[:-1] + "\ud800-\udfff\ufffe\uffff]")


def bare(text: str) -> str:
    """`text` without what has no shape and no file may hold: control signs, halves of letters."""
    return _NO_LETTER.sub("", text)


def printable(text: str, can_print: Callable[[str], bool], in_other_letters: str) -> str:
    """`text` with signs named ("[grinning face]") and runs of other letters replaced by that sentence."""
    return _UNSURE.sub(lambda match: _said(match[0], can_print, in_other_letters), _ABSENT.sub("", text))


def _said(run: str, can_print: Callable[[str], bool], in_other_letters: str) -> str:
    if all(can_print(letter) for letter in run):
        return run
    said = []
    for letter in run:
        if can_print(letter):
            said.append(letter)
        elif unicodedata.category(letter)[0] == "S":
            said.append(f"[{unicodedata.name(letter, 'sign').lower()}]")
        elif not said or said[-1] != in_other_letters:
            said.append(in_other_letters)
    return "".join(said)
