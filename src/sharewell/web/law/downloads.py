"""The rules as files for other programs: what there is, and its bytes."""

import lzma
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from sharewell import rules as library
from sharewell.rules import RuleSet
from sharewell.rules.histories import PUBLISHED, published

# By how a name ends; the first that fits.
KINDS = {
    ".schema.json": "application/schema+json",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
}


@dataclass(frozen=True)
class File:
    """A file that can be fetched: its name, what it is, and how large, in kilobytes."""

    name: str
    words: str
    kilobytes: int


@lru_cache(maxsize=2)
def _now(rules: RuleSet) -> dict[str, bytes]:
    return library.publish(rules) | {f"{rules.version}.json": library.export(rules)}


@lru_cache(maxsize=16)
def _before(version: str) -> bytes:
    return lzma.decompress((PUBLISHED / f"{version}.json.xz").read_bytes())


def files(rules: RuleSet) -> list[File]:
    """Every file there is, this rule set's first."""
    said = {
        "rules.json": _("Everything that is needed to decide, in plain words and plain conditions"),
        "rules.schema.json": _("What may stand in rules.json"),
        "rules.jsonld": _("The same law as linked data, in the terms of W3C DPV and ODRL"),
        "vocabulary.jsonld": _("The terms of ours that those two lack"),
        f"{rules.version}.json": _("This rule set as Sharewell itself keeps it, to decide again with later"),
    }
    old = _("Rule set %(version)s, as it was published")
    out = [File(name, said.get(name, name), _size(data)) for name, data in _now(rules).items()]
    return out + [
        File(f"{version}.json", old % {"version": version}, _size(_before(version)))
        for version in reversed(published())
        if version != rules.version
    ]


def content(rules: RuleSet, name: str) -> tuple[bytes, str] | None:
    """The bytes of a file and their type; None where there is no such file."""
    kind = next((kind for ending, kind in KINDS.items() if name.endswith(ending)), "")
    if name in _now(rules):
        return _now(rules)[name], kind
    version = name.removesuffix(".json")
    return (_before(version), kind) if version in published() else None


def _size(data: bytes) -> int:
    return max(1, round(len(data) / 1024))
