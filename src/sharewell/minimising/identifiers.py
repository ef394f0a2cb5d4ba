"""Numbers and addresses that give themselves away by their form, with their checks where they have one."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .dates import dates_in
from .words import lists

DIGITS = re.compile(r"(?<![\w])[+(]{0,2}\d(?:[ \t\u00a0().\-–/]{0,3}\d){6,}(?![\w])")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
NINO = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}[ -]?[A-D]\b",
    re.IGNORECASE,
)
UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE)
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
AREAS = frozenset(lists()["postcode-areas"].split())
POSTCODE = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)[ \t\u00a0.-]{0,2}(\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
BORN = re.compile(
    r"(?i)(?:\bborn\b|\bd\.?\s?o\.?\s?b\b\.?|\bbirth|\bgeni\b|\bganwyd\b|\beni\b)[^\n\d]{0,30}$"
)


class Identifier(NamedTuple):
    """A place in a text and what its form says it is."""

    start: int
    end: int
    kind: str


def identifiers_in(text: str) -> Iterator[Identifier]:
    """Every identifier in the text; places may overlap."""
    for pattern, kind_of in _KINDS:
        for match in pattern.finditer(text):
            kind = kind_of(match)
            if kind:
                yield Identifier(match.start(), match.end(), kind)
    for dated in dates_in(text):
        if dated.day[0] and BORN.search(text, max(0, dated.start - 45), dated.start):
            yield Identifier(dated.start, dated.end, "date-of-birth")


def _kind_of_digits(raw: str) -> str | None:
    digits = "".join(c for c in raw if c.isdigit())
    if len(digits) == 10 and is_nhs_number(digits):
        return "nhs-number"
    return "phone" if is_phone(raw) else None


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last checks the others (modulus 11)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * (10 - n) for n, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10


def is_phone(raw: str) -> bool:
    """A telephone number of this country, or one abroad with its +."""
    number = national(raw)
    if raw.lstrip("( ").startswith("+"):
        return 8 <= len(number) <= 15
    return number[0] == "0" and number[1] in "12378" and len(number) in {10, 11}


def national(raw: str) -> str:
    """The digits of a telephone number as dialled in this country: +44 (0)1234 and 0044 1234 as 01234."""
    digits = "".join(c for c in raw if c.isdigit())
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and 11 <= len(digits) <= 15 and not digits.startswith("4400"):
            return "0" + digits[len(prefix) :].lstrip("0")
    return digits


def _is_upn(upn: str) -> bool:
    values = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in upn[1:]]
    return UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % 23] == upn[0]


_KINDS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]] = [
    (DIGITS, lambda match: _kind_of_digits(match[0])),
    (EMAIL, lambda match: "email"),
    (NINO, lambda match: "nino"),
    (UPN, lambda match: "upn" if _is_upn(match[0].upper()) else None),
    (POSTCODE, lambda match: "postcode" if match[1].upper() in AREAS else None),
]
