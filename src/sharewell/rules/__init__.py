"""Sharewell's rules: what may or must be shared to keep a child safe, as dated, sourced data.

>>> from sharewell import rules
>>> case = {"nation": "wales", "sharer": {"kind": "gp"}, "recipient": {"kind": "police"}}
>>> rules.current().decide(case | {"worry": {"risk": "immediate", "purpose": "protect"}})["outcome"]
'share-now'

Knows no database, no network and no web. Never invents law: every rule cites its source and says how sure
it is.
"""

from .case import CaseError
from .comparing import compare
from .files import RuleError, canonical
from .histories import load_published, published
from .in_words import in_words
from .publishing import publish
from .ruleset import RuleSet, current, export, load

__all__ = [
    "CaseError",
    "RuleError",
    "RuleSet",
    "canonical",
    "compare",
    "current",
    "export",
    "in_words",
    "load",
    "load_published",
    "publish",
    "published",
]
