"""`rules.jsonld`: the rule set in the terms of W3C DPV 2 and ODRL 2.2, with our own where those lack one.

Rules that require, permit or forbid are ODRL duties, permissions and prohibitions, in one `odrl:Set` for each
instrument that they stand in. Every other rule is a thing of a class of ours. A condition is an ODRL
constraint: `odrl:or` over its ways, `odrl:and` over the facts of a way.
"""

import hashlib
import json
import re
from typing import Any

from ..decide import EFFECTS, LISTS, ORDER
from .terms import context, operand, single, term, value_term, vocabulary

Node = dict[str, Any]

# What a rule that speaks at a step is in ODRL: the property of the policy, the class, the action.
ODRL = {
    "danger": ("permission", "odrl:Permission", "share"),
    "nobody": ("permission", "odrl:Permission", "share"),
    "closed": ("prohibition", "odrl:Prohibition", "share"),
    "order": ("obligation", "odrl:Duty", "share"),
    "kept-back": ("prohibition", "odrl:Prohibition", "share"),
    "doubt": ("obligation", "odrl:Duty", "seek-advice"),
    "duty": ("obligation", "odrl:Duty", "share"),
    "permits": ("permission", "odrl:Permission", "share"),
    "otherwise": ("obligation", "odrl:Duty", "seek-advice"),
}
CLASSES = {
    "basis": "BasisRule",
    "condition": "ConditionRule",
    "right": "IndividualRight",
    "sector": "SectorNorm",
    "regime": "RegimeRule",
}
# Fields of a rule that are carried over by name, into the property of the context that has the same name.
TEXTS = ("title", "text", "about", "doubt", "because", "refused", "myth", "fact", "counted-from")
PLAIN = ("expected", "order", "count", "public-authority", "interpretation", "start-in-doubt", "opposite")
CONCEPTS = {"strength": "strength", "tell": "tell", "list": "list", "unit": "unit"}
REGIMES = ("sharers-regime", "recipients-regime")
LINKS = ("cites", "background", "restricted-by", "of", "replaced-by")


def as_linked_data(data: dict[str, Any]) -> Node:
    """`rules.jsonld`, made from the content of `rules.json`."""
    graph = _Graph(data)
    return {"@context": context(), "@graph": graph.build()}


class _Graph:
    """Puts rules into nodes; each constraint on one fact is a node of its own, said once."""

    def __init__(self, data: dict[str, Any]):
        self.data = data
        self.atoms: dict[str, Node] = {}
        self.newest: dict[str, str] = {}  # rule id -> what its newest version is called
        for rule in data["rules"]:
            self.newest[rule["id"]] = name_of(rule)

    def build(self) -> list[Node]:
        """The rule set, its policies, every rule that is no part of one, and the constraints."""
        speaking = [rule for rule in self.data["rules"] if "step" in rule]
        instruments = sorted({rule["source"]["instrument"] for rule in speaking})
        policies = [
            self._policy(name, [r for r in speaking if r["source"]["instrument"] == name])
            for name in instruments
        ]
        others = [self._rule(rule) for rule in self.data["rules"] if "step" not in rule]
        return [
            self._rule_set(policies),
            *policies,
            *others,
            *(self.atoms[name] for name in sorted(self.atoms)),
        ]

    def _rule_set(self, policies: list[Node]) -> Node:
        said = self.data["ruleset"]
        return {
            "@id": f"urn:sharewell:rules:{said['version']}",
            "@type": "sw:RuleSet",
            "version": said["version"],
            "hash": said["sha256"],
            "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
            "note": self.data["warning"],
            "policy": [policy["@id"] for policy in policies],
        }

    def _policy(self, instrument: str, rules: list[Node]) -> Node:
        """The rules of one instrument that require, permit or forbid."""
        name = f"urn:sharewell:policy:{_slug(instrument)}"
        out: Node = {"@id": name, "@type": "odrl:Set", "uid": name, "profile": "urn:sharewell:vocabulary"}
        out |= {"instrument": instrument, "conflict": single("by-step")}
        for rule in rules:
            where, kind, action = ODRL[rule["step"]]
            node = self._rule(rule)
            node["@type"] = [kind, f"sw:{_class(rule['sort'])}"]
            node |= {"action": single(action), "target": single("Information"), "assignee": single("Sharer")}
            node |= {"step": term("step", rule["step"]), "effect": term("effect", EFFECTS[rule["step"]])}
            node["outcome"] = term("outcome", ORDER[rule["step"]])
            out.setdefault(where, []).append(node)
        return out

    def _rule(self, rule: Node) -> Node:
        out: Node = {"@id": name_of(rule), "@type": [f"sw:{_class(rule['sort'])}"], "identifier": rule["id"]}
        out |= {name: rule[name] for name in (*TEXTS, *PLAIN) if name in rule}
        out |= {name: term(scheme, rule[name]) for name, scheme in CONCEPTS.items() if name in rule}
        out |= {name: term("regime", rule[name]) for name in REGIMES if name in rule}
        out |= {"source": self._source(rule), "spatial": [term("nation", n) for n in rule["nations"]]}
        out |= _temporal(rule) | self._lines(rule) | self._conditions(rule)
        for name in LINKS:
            ids = [rule[name]] if isinstance(rule.get(name), str) else rule.get(name, [])
            if ids:
                out[name] = [self.newest.get(ident, f"urn:sharewell:rule:{ident}") for ident in ids]
        return out | _grounds(rule)

    def _source(self, rule: Node) -> Node:
        said = rule["source"]
        out: Node = {"@type": "dcterms:BibliographicResource", "instrument": said["instrument"]}
        out |= {"provision": said["provision"]} | ({"cited": said["cited"]} if "cited" in said else {})
        if said["link"]:
            out["link"] = said["link"]
        if said.get("deeper"):
            out["deeper"] = said["deeper"]
        if said["read"]:
            out |= {"read": said["read"], "confidence": term("confidence", said["confidence"])}
        return out | ({"reviewed-by": said["reviewed-by"]} if said["reviewed-by"] else {})

    def _lines(self, rule: Node) -> Node:
        """What a rule adds to an answer, its limbs and its items."""
        lines = [
            {"@type": "sw:Line", "list": term("list", name)}
            | ({"settles": operand(row["key"])} if name == "settles" else {"identifier": row["id"]})
            | {"text": row["text"]}
            | ({"opposite": row["opposite"]} if "opposite" in row else {})
            for name in LISTS
            for row in rule.get(name, [])
        ]
        limbs = [
            {"@type": "sw:Limb", "identifier": limb["limb"], "when": self._constraint(limb["when"])}
            for limb in rule.get("limbs", [])
        ]
        items = [
            {"@type": "sw:Item", "identifier": item["id"], "text": item["text"]}
            | ({"confidence": term("confidence", item["confidence"])} if "confidence" in item else {})
            for item in rule.get("items", [])
        ]
        made = {"line": lines, "limb": limbs, "item": items}
        out: Node = {name: nodes for name, nodes in made.items() if nodes}
        return out | ({"settles": operand(rule["key"])} if "key" in rule else {})

    def _conditions(self, rule: Node) -> Node:
        out: Node = {
            name: self._constraint(rule[name]) for name in ("recommended", "available") if name in rule
        }
        if "when" not in rule:
            return out
        constraint = self._constraint(rule["when"])
        if "step" not in rule:
            return out | {"when": constraint}
        if constraint == single("Always"):
            return out  # an ODRL rule without a constraint always holds
        only = constraint.get("and") if isinstance(constraint, dict) else None
        return out | {"constraint": only or constraint} | _purposes_and_recipients(rule["when"])

    def _constraint(self, ways: list[Node]) -> Any:
        """A condition as an ODRL constraint."""
        if not ways:
            return single("Never")
        if {} in ways:
            return single("Always")
        each = [[self._atom(fact, allowed) for fact, allowed in way.items()] for way in ways]
        made = [_all_of(atoms) for atoms in each]
        return made[0] if len(made) == 1 else {"@type": "odrl:LogicalConstraint", "or": made}

    def _atom(self, fact: str, allowed: list[Any]) -> str:
        """One fact and the values that it may have, as a constraint that is said once and named here."""
        said = json.dumps([fact, sorted(allowed, key=str)])
        name = f"urn:sharewell:constraint:{hashlib.sha256(said.encode()).hexdigest()[:16]}"
        key, _, flag = fact.partition(":")
        node: Node = {"@id": name, "@type": "odrl:Constraint", "leftOperand": operand(key)}
        if flag:
            operator = "odrl:hasPart" if allowed == [True] else "odrl:isNoneOf"
            right = [value_term(key, flag)]
        else:
            operator = "odrl:eq" if len(allowed) == 1 else "odrl:isAnyOf"
            right = [value_term(key, value) for value in allowed]
        self.atoms[name] = node | {"operator": operator, "rightOperand": right}
        return name


def name_of(rule: Node) -> str:
    """The name of a version of a rule: its id and the first day of the version."""
    return f"urn:sharewell:rule:{rule['id']}@{rule['from']}"


def _class(sort: str) -> str:
    return CLASSES.get(sort, sort.capitalize())


def _all_of(atoms: list[str]) -> Any:
    return atoms[0] if len(atoms) == 1 else {"@type": "odrl:LogicalConstraint", "and": atoms}


def _temporal(rule: Node) -> Node:
    """From when and until when; a rule that never came into force has no time at all."""
    if rule["from"] == "never":
        return {}
    period: Node = {"@type": "dcterms:PeriodOfTime", "startDate": rule["from"]}
    return {"temporal": period | ({"endDate": rule["to"]} if rule["to"] else {})}


def _purposes_and_recipients(ways: list[Node]) -> Node:
    """The purposes and recipients of a rule, in DPV's own words, where every way names them."""
    out: Node = {}
    for name, key in (("hasPurpose", "worry.purpose"), ("hasRecipient", "recipient.kind")):
        if all(key in way for way in ways):
            out[name] = list(
                dict.fromkeys(value_term(key, value)["@id"] for way in ways for value in way[key])
            )
    return out


def _grounds(rule: Node) -> Node:
    """The legal basis that a rule is about, or those that a sector relies on."""
    if rule["sort"] in ("basis", "condition"):
        return {"hasLegalBasis": [term(rule["sort"], rule["id"]), *_articles(rule)]}
    if rule["sort"] != "sector":
        return {}
    grounds = [term("basis", ident) for ident in rule.get("bases", [])]
    for name in ("conditions", "offence-conditions"):
        grounds += [term("condition", ident) for ident in rule.get(name, [])]
    kinds = [value_term("sharer.kind", kind)["@id"] for kind in rule["kinds"]]
    return {"kinds": kinds} | ({"usual": grounds} if grounds else {})


def _articles(rule: Node) -> list[str]:
    """Before 2021 the EU's own regulation was the law here: DPV's articles are then what is meant."""
    if not rule["source"]["instrument"].startswith("General Data Protection Regulation"):
        return []
    named = vocabulary()["scheme"][rule["sort"]]["specialises"].get(rule["id"].split("/")[0], [])
    return [each for each in named if each.startswith("eu-gdpr:")]


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "practice"
