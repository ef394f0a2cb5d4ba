"""A finding in words: the outcome that people and programs get, in the shape of contract section 2.

What is decided, and in which order, is in decide.py; here nothing is decided any more.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import case as cases
from .conditions import holds
from .decide import EFFECTS, LISTS, ORDER, Finding, find, unknown_keys

if TYPE_CHECKING:
    from .ruleset import RuleSet, Version

Table = dict[str, Any]


def decide(rules: "RuleSet", table: Table, lang: str) -> Table:
    """The outcome of a nested case, in the shape of contract section 2."""
    case = rules.read(table)
    if case.starts:
        rules = rules.with_starts(case.starts)
    world = cases.world_of(rules.facts, case)
    out = Outcome(rules, case, find(rules, world), lang).build()
    if case.said.get("recipient.verified") is not True:
        out["once-verified"] = find(rules, world | {"recipient.verified": True}).outcome
    return out


class Outcome:
    """Puts a finding into words."""

    def __init__(self, rules: "RuleSet", case: cases.Case, found: Finding, lang: str):
        self.rules, self.case, self.found, self.lang = rules, case, found, lang
        self.cited: dict[str, Table] = {}

    def build(self) -> Table:
        found, rules = self.found, self.rules
        unknown = unknown_keys(rules, self.case)
        lists = self._lists(unknown)
        return {
            "outcome": found.outcome,
            "expected": found.expected,
            "regime": found.regime,
            "bases": self._grounds("basis", lists),
            "conditions": self._grounds("condition", lists),
            "gateways": self._gateways(),
            "tell": found.told.table["tell"],
            "exemptions": [v.rule for v in found.holding("exemption") if self.cite(v)],
            **lists,
            "unknown": unknown,
            "reasons": self._reasons(),
            "ruleset": {"version": rules.version, "sha256": rules.sha256, "shape": rules.shape},
            "case": cases.as_table(self.case),
            "cited": self.cited,
        }

    def cite(self, version: "Version") -> list[str]:
        """The sources of a version, noted as cited: itself, and what it cites that is in force here then."""
        named = [version]
        named += [
            v for rule in version.table.get("cites", []) if (v := self.rules.in_force(rule, self.found.world))
        ]
        for one in named:
            if one.table.get("instrument"):
                source = one.source()
                self.cited[one.rule] = source | {"title": source["title"][self.lang]}
        return [one.rule for one in named if one.table.get("instrument")]

    def words(self, text: Table) -> str:
        """A text of the rule data in the language asked for, with the case's own nouns in it."""
        said, say = self.case.said, self.rules.say
        out: str = text[self.lang]
        for slot, key in (("{recipient}", "recipient.kind"), ("{sharer}", "sharer.kind")):
            if slot in out:
                out = out.replace(slot, say(key, said[key], self.lang).split(" (")[0])
        return out

    def _spoken(self) -> Iterator[Any]:
        """Every rule that holds, in the order of the steps; `otherwise` only where it decides."""
        for step in ORDER:
            if step != "otherwise" or self.found.step == "otherwise":
                yield from ((step, version) for version in self.found.steps[step])

    def _reasons(self) -> list[Table]:
        out = []
        for step, version in [*self._spoken(), ("told", self.found.told)]:
            if not self._speaks_here(step):
                continue
            effect = EFFECTS.get(step, "needs-care")
            text = self.words(version.table["text"])
            out.append({"rule": version.rule, "effect": effect, "text": text, "sources": self.cite(version)})
        return out

    def _gateways(self) -> list[Table]:
        seen = {}
        for _, version in self._spoken():
            if version.sort == "gateway":
                strength = version.table["strength"]
                seen[version.rule] = {"id": version.rule, "strength": strength, "sources": self.cite(version)}
        return list(seen.values())

    def _grounds(self, sort: str, lists: Table) -> list[Table]:
        out = []
        for version, standing in self.found.grounds.values():
            if version.sort != sort:
                continue
            entry = {
                "id": version.rule,
                "standing": standing,
                "because": self.words(version.table["because"]),
            }
            limb = next(
                (
                    n[5:]
                    for n, m in version.masks.items()
                    if n.startswith("limb ") and holds(m, self.found.world)
                ),
                None,
            )
            out.append(entry | {"sources": self.cite(version)} | ({"limb": limb} if limb else {}))
        claimed = self.case.claims.get(sort)
        if claimed and self.found.regime != "none" and claimed not in {entry["id"] for entry in out}:
            version = self.rules.in_force(claimed, self.found.world) or next(
                v for v in self.rules.by_sort[sort] if v.rule == claimed
            )
            why = self.words(version.table["refused"])
            sources = self.cite(version) if self.rules.in_force(claimed, self.found.world) else []
            out.append({"id": claimed, "standing": "unsuitable", "because": why, "sources": sources})
            lists["warnings"].insert(0, {"id": f"claimed-{claimed}", "text": why})
        return sorted(
            out,
            key=lambda entry: (
                ("recommended", "available", "unsuitable").index(entry["standing"]),
                entry["id"],
            ),
        )

    def _lists(self, unknown: list[str]) -> dict[str, list[Any]]:
        """What to do, record, mind, do instead, ask and settle."""
        out: dict[str, list[Any]] = {name: [] for name in LISTS}
        for _, name, ident, row in sorted(self._entries(), key=lambda each: each[0]):
            shown = {"key": row["key"]} if name == "settles" else {"id": ident}
            shown["text"] = self.words(row["text"])
            if shown not in out[name]:
                out[name].append(shown)
        if self.found.outcome == "seek-advice" and (self.found.step == "otherwise" or not out["settles"]):
            said = {row["key"] for row in out["settles"]}
            keys = [key for key in unknown if key not in said] or ([] if said else ["worry.risk"])
            out["settles"] += [{"key": key, "text": self.rules.label(key, self.lang)} for key in keys]
        return out

    def _entries(self) -> Iterator[Any]:
        """(order, list, id, row) of every piece of advice that holds, and of what the speaking rules add."""
        for version in self.found.holding("advice"):
            yield version.table.get("order", 50), version.table["list"], version.rule, version.table
        for step, version in [*self._spoken(), ("told", self.found.told)]:
            for name in LISTS if self._speaks_here(step) else ():
                for number, row in enumerate(version.table.get(name, []), 1):
                    if row.get("until-confirmed") and version.rule in self.rules.starts:
                        continue  # the organisation's own lawyers have confirmed its first day
                    yield row.get("order", 40), name, row.get("id") or f"{version.rule}-{name}-{number}", row

    def _speaks_here(self, step: str) -> bool:
        """Steps that restrain speak while they decide; duties and powers while the share may go."""
        is_bar = step in ("closed", "kept-back", "doubt", "otherwise")
        return (
            not is_bar or ORDER[self.found.step] in ("do-not-share", "seek-advice") or step == self.found.step
        )


def myth(rules: "RuleSet", outcome: Table, lang: str) -> Table | None:
    """The first myth that an outcome answers."""
    case = rules.read(outcome["case"])
    for version in find(rules, cases.world_of(rules.facts, case)).holding("myth"):
        return {
            "myth": version.table["myth"][lang],
            "fact": version.table["fact"][lang],
            "source": version.table["title"][lang],
        }
    return None
