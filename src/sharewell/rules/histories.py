"""How the rules came to be as they are: the versions of each, and what changed between two of them.

Two sorts of change are told apart. The *law* changes from one day to another within one rule set; the *rule
set* changes from one published version to the next, when somebody reads the law better.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from .files import RuleError
from .in_words import spelled_out
from .ruleset import RuleSet, Version, load

PUBLISHED = Path(__file__).parent / "published"
NEVER = "never"  # the start of what was enacted and never brought into force
# What can differ between two versions of a rule, and the fields it is read from; all the rest is `notes`.
PARTS = {
    "title": ("title",),
    "text": ("text", "because", "refused", "myth", "fact", "items", "count", "unit", "counted-from"),
    "adds": ("do", "record", "warnings", "alternatives", "ask", "settles"),
    "condition": ("when", "recommended", "available", "limbs"),
    "effect": ("sort", "strength", "step", "expected", "tell", "list", "kinds", "bases", "conditions")
    + (
        "offence-conditions",
        "public-authority",
        "sharers-regime",
        "recipients-regime",
        "restricted-by",
        "of",
    ),
    "nations": ("extends",),
    "source": ("instrument", "provision", "link"),
    "confidence": ("confidence", "read", "reviewed-by"),
}
_PLACED = {name for fields in PARTS.values() for name in fields} | {"id", "version", "from", "to"}


@dataclass(frozen=True, eq=False)
class Change:
    """What became of one rule: `parts` names what differs; `before` or `after` is None where it was not."""

    rule: str
    before: Version | None
    after: Version | None
    parts: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        """`began`, `ended` or `changed`."""
        return "began" if self.before is None else "ended" if self.after is None else "changed"


def published() -> list[str]:
    """The versions of the rule set that were published before this one, oldest first.

    >>> published()[0]
    '2026.1'
    """
    names = [path.name.removesuffix(".json.xz") for path in PUBLISHED.glob("*.json.xz")]
    return sorted(names, key=lambda name: [int(part) for part in name.split(".")])


@lru_cache(maxsize=8)
def load_published(version: str) -> RuleSet:
    """A rule set of before, as it was published. Raises RuleError where there is none of that version."""
    import lzma  # only where an old rule set is asked for

    if version not in published():
        raise RuleError(f"there is no published rule set {version!r}; there are {', '.join(published())}")
    return load(lzma.decompress((PUBLISHED / f"{version}.json.xz").read_bytes()))


@lru_cache(maxsize=8)
def lives(rules: RuleSet) -> dict[str, list[Version]]:
    """Every version of every rule, by its id, oldest first: also what never came into force."""
    return {
        table["id"]: [
            Version(table["id"], table["sort"], path, merged, starts, ends, {})
            for starts, ends, merged in rules._dated(table)
        ]
        for path, table in rules.rules.items()
    }


def in_force_on(versions: list[Version], day: date) -> Version | None:
    """The one of a rule's versions that is in force on a day."""
    on = day.isoformat()
    return next((v for v in versions if v.starts <= on and (v.ends is None or on < v.ends)), None)


def state_on(versions: list[Version], day: date) -> str:
    """`in-force`, `to-come`, `ended` or `never` (enacted, and not brought into force)."""
    if in_force_on(versions, day):
        return "in-force"
    starts = [version.starts for version in versions if version.starts != NEVER]
    if not starts:
        return "never"
    return "to-come" if any(start > day.isoformat() for start in starts) else "ended"


def between_days(rules: RuleSet, first: date, then: date) -> list[Change]:
    """What the law of one day has that the other's has not, as one rule set holds it."""
    out = []
    for rule, versions in lives(rules).items():
        before, after = in_force_on(versions, first), in_force_on(versions, then)
        if before is not after:
            parts = differing(rules, before, rules, after) if before and after else ()
            out.append(Change(rule, before, after, parts))
    return out


def between_versions(old: RuleSet, new: RuleSet) -> list[Change]:
    """What one version of the rule set has that the other has not."""
    earlier, later = lives(old), lives(new)
    out = []
    for rule in sorted({*earlier, *later}):
        if rule not in later:
            out.append(Change(rule, earlier[rule][-1], None))
        elif rule not in earlier:
            out.append(Change(rule, None, later[rule][-1]))
        elif change := _rewritten(old, earlier[rule], new, later[rule]):
            out.append(change)
    return out


def differing(old: RuleSet, before: Version, new: RuleSet, after: Version) -> tuple[str, ...]:
    """Which parts (see `PARTS`) of two versions differ. Conditions differ where they mean another thing."""
    parts = [
        part
        for part, fields in PARTS.items()
        if _said(old, before, part, fields) != _said(new, after, part, fields)
    ]
    return (*parts, "notes") if _notes(before) != _notes(after) else tuple(parts)


def _notes(version: Version) -> dict[str, Any]:
    return {name: value for name, value in version.table.items() if name not in _PLACED}


def _said(rules: RuleSet, version: Version, part: str, fields: tuple[str, ...]) -> list[Any]:
    said: list[Any] = [version.table.get(name) for name in fields]
    if part != "condition":
        return said
    *tables, limbs = said
    limb_tables = [(limb["limb"], spelled_out(rules, limb.get("when", {}))) for limb in limbs or []]
    return [table if table is None else spelled_out(rules, table) for table in tables] + limb_tables


def _rewritten(old: RuleSet, earlier: list[Version], new: RuleSet, later: list[Version]) -> Change | None:
    """The change of a rule that both rule sets have: of its last version that differs, with all the parts."""
    last, parts = None, []
    for before, after in zip_longest(reversed(earlier), reversed(later)):
        if before is None or after is None:
            parts.append("dates")
            continue
        found = list(differing(old, before, new, after))
        if (before.starts, before.ends) != (after.starts, after.ends):
            found.append("dates")
        if found and last is None:
            last = (before, after)
        parts += found
    if not parts:
        return None
    before, after = last or (earlier[-1], later[-1])
    return Change(later[-1].rule, before, after, tuple(dict.fromkeys(parts)))
