"""Rules in addresses: `9g/18` is at `9g-18`, `10/6+36` at `10-6-36`."""

import re

RULE = re.compile(r"[^A-Za-z0-9_-]+")


def slug_of(rule: str) -> str:
    """The part of an address that names a rule."""
    return RULE.sub("-", rule)
