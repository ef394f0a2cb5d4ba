"""`vocabulary.jsonld`: every term of ours that `rules.jsonld` uses, in words, and what it specialises."""

from typing import Any

from ..decide import EFFECTS, LISTS, ORDER
from ..facts import FOUND
from .terms import context, operand, scheme_of, single, term, value_term, vocabulary

Node = dict[str, Any]

WORDED: dict[str, tuple[str, ...]] = {
    "outcome": tuple(dict.fromkeys(ORDER.values())),
    "tell": tuple(map(str, FOUND["found.tell"])),
    "list": LISTS,
}


def as_vocabulary(data: dict[str, Any]) -> Node:
    """The content of `vocabulary.jsonld`, for the facts and grounds of a `rules.json`."""
    about = vocabulary()
    nodes: list[Node] = [
        {
            "@id": about["vocabulary"]["iri"].rstrip(":"),
            "@type": "skos:ConceptScheme",
            "title": about["vocabulary"]["title"],
            "note": about["vocabulary"]["note"],
        }
    ]
    nodes += [_class(name, row) for name, row in about["class"].items()]
    nodes += [_plain(name, row) | {"@type": "rdf:Property"} for name, row in about["property"].items()]
    nodes += [_single(name, row) for name, row in about["single"].items()]
    for name, row in about["scheme"].items():
        nodes += _scheme(name, row, _worded(name, row, data))
    for key, row in about["found"].items():
        nodes.append(_fact(key, row["label"]) | {"text": row["definition"]})
    return {"@context": context(), "@graph": [*nodes, *_facts(data)]}


def _plain(name: str, row: Node) -> Node:
    return {"@id": single(name), "title": row["label"], "text": row["definition"]}


def _class(name: str, row: Node) -> Node:
    out = _plain(name, row) | {"@type": "rdfs:Class"}
    return out | ({"subClassOf": row["specialises"]} if "specialises" in row else {})


def _single(name: str, row: Node) -> Node:
    out = _plain(name, row) | {"@type": row["type"]}
    if "included-in" in row:
        out["includedIn"] = row["included-in"]
    return out | _specialises(row.get("specialises", []))


def _specialises(terms: list[str]) -> Node:
    """Broader terms of DPV; and articles of the EU's regulation, which are like ours and not the same law."""
    made = {
        "specialises": [each for each in terms if not each.startswith("eu-gdpr:")],
        "like": [each for each in terms if each.startswith("eu-gdpr:")],
    }
    return {name: each for name, each in made.items() if each}


def _worded(scheme: str, row: Node, data: Node) -> dict[str, Node]:
    """The ids of a scheme and their words in both languages."""
    if scheme in WORDED:
        return {ident: data["words"][ident] for ident in WORDED[scheme]}
    if scheme in ("basis", "condition"):
        titles = ((str(rule["id"]), rule["title"]) for rule in data["rules"] if rule["sort"] == scheme)
        return dict(titles)
    return dict(row["values"])


def _scheme(name: str, row: Node, values: dict[str, Node]) -> list[Node]:
    """A closed list of ids, as a SKOS scheme of concepts."""
    nodes = [_plain(name, row) | {"@type": "skos:ConceptScheme"}]
    for number, (ident, words) in enumerate(values.items(), 1):
        node: Node = {
            "@id": term(name, ident),
            "@type": "skos:Concept",
            "title": words,
            "inScheme": single(name),
        }
        named = row.get("specialises", {})
        node |= _specialises(named.get(ident) or named.get(ident.split("/")[0]) or [])
        if "broader" in row and "specialises" not in node:
            node["specialises"] = [row["broader"]]
        if name == "step":
            node |= {"order": number, "outcome": term("outcome", ORDER[ident])}
            node["effect"] = term("effect", EFFECTS[ident])
        nodes.append(node)
    return nodes


def _fact(key: str, label: Node) -> Node:
    out: Node = {"@id": term("fact", key), "@type": ["sw:Fact", "odrl:LeftOperand"], "title": label}
    return out | ({"like": operand(key)} if operand(key) != out["@id"] else {})


def _facts(data: Node) -> list[Node]:
    """Every fact, and its values as concepts; values that two facts share are said once."""
    nodes: list[Node] = []
    schemes: dict[str, Node] = {}
    concepts: dict[str, Node] = {}
    for fact in data["facts"]:
        row = _row(fact["key"])
        values = [value_term(fact["key"], each["value"]) for each in fact["values"]]
        node = _fact(fact["key"], fact["label"]) | {"values": values}
        if "specialises-fact" in row:
            node["related"] = row["specialises-fact"]
        rests = fact["rests"].get("value", [])
        nodes.append(node | ({"rests": value_term(fact["key"], rests)} if rests != [] else {}))
        scheme = scheme_of(fact["key"])
        for each, name in zip(fact["values"], values, strict=True):
            if "@id" in name:  # and not plainly true or false
                kept = {"@id": single(scheme), "@type": "skos:ConceptScheme", "title": fact["label"]}
                schemes.setdefault(scheme, kept)
                _add(concepts, name["@id"], each, scheme, row)
    return [*nodes, *schemes.values(), *concepts.values()]


def _row(key: str) -> Node:
    """What the vocabulary says of a fact, and of the values of every fact that shares its scheme."""
    rows = vocabulary()["fact"]
    shared = [row for other, row in rows.items() if scheme_of(other) == scheme_of(key)]
    specialises = {value: terms for row in shared for value, terms in row.get("specialises", {}).items()}
    return dict(rows.get(key, {})) | ({"specialises": specialises} if specialises else {})


def _add(concepts: dict[str, Node], name: str, value: Node, scheme: str, row: Node) -> None:
    """A value as a concept, said once though several facts share it."""
    concept: Node = {
        "@id": name,
        "@type": "skos:Concept",
        "inScheme": single(scheme),
        "title": value["words"],
    }
    named = row.get("specialises", {}).get(value["value"])
    broader = [row["broader"]] if "broader" in row else []
    concepts[name] = concept | _specialises(named or broader)
