"""How things are called in linked data: the context of both files, and the names of terms and values."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "vocabulary.toml"

# The plain names of the two files. `@id`: the value is a name; `@language`: it is said in English and Welsh.
TEXTS = {
    "title": "skos:prefLabel",
    "text": "skos:definition",
    "about": "skos:scopeNote",
    "note": "skos:note",
    "cited": "dcterms:bibliographicCitation",
    "doubt": "sw:doubt",
    "because": "sw:because",
    "refused": "sw:refused",
    "myth": "sw:myth",
    "fact": "sw:fact",
    "counted-from": "sw:countedFrom",
}
LINKS = {
    "specialises": "skos:broader",
    "like": "skos:closeMatch",
    "related": "skos:related",
    "subClassOf": "rdfs:subClassOf",
    "inScheme": "skos:inScheme",
    "profile": "odrl:profile",
    "uid": "odrl:uid",
    "includedIn": "odrl:includedIn",
    "conflict": "odrl:conflict",
    "action": "odrl:action",
    "target": "odrl:target",
    "assignee": "odrl:assignee",
    "constraint": "odrl:constraint",
    "leftOperand": "odrl:leftOperand",
    "operator": "odrl:operator",
    "rightOperand": "odrl:rightOperand",
    "permission": "odrl:permission",
    "prohibition": "odrl:prohibition",
    "obligation": "odrl:obligation",
    "hasPurpose": "dpv:hasPurpose",
    "hasRecipient": "dpv:hasRecipient",
    "hasLegalBasis": "dpv:hasLegalBasis",
    "license": "dcterms:license",
    "source": "dcterms:source",
    "spatial": "dcterms:spatial",
    "temporal": "dcterms:temporal",
    "replaced-by": "dcterms:isReplacedBy",
    "cites": "dcterms:references",
    "background": "skos:related",
    "link": "rdfs:seeAlso",
    "policy": "sw:hasPolicy",
    "step": "sw:step",
    "outcome": "sw:outcome",
    "effect": "sw:effect",
    "strength": "sw:strength",
    "tell": "sw:tell",
    "list": "sw:list",
    "unit": "sw:unit",
    "confidence": "sw:confidence",
    "deeper": "sw:deeper",
    "line": "sw:line",
    "limb": "sw:limb",
    "item": "sw:item",
    "settles": "sw:settles",
    "when": "sw:when",
    "recommended": "sw:recommendedWhen",
    "available": "sw:availableWhen",
    "restricted-by": "sw:restrictedBy",
    "of": "sw:limits",
    "kinds": "sw:forKind",
    "usual": "sw:usualGround",
    "sharers-regime": "sw:sharersRegime",
    "recipients-regime": "sw:recipientsRegime",
    "rests": "sw:rests",
    "values": "sw:value",
}
PLAIN = {
    "identifier": "dcterms:identifier",
    "instrument": "dcterms:title",
    "version": "sw:version",
    "hash": "sw:hash",
    "provision": "sw:provision",
    "reviewed-by": "sw:reviewedBy",
    "interpretation": "sw:interpretation",
    "expected": "sw:expected",
    "order": "sw:order",
    "count": "sw:count",
    "start-in-doubt": "sw:startInDoubt",
    "opposite": "sw:opposite",
    "public-authority": "sw:publicAuthority",
}
DATES = {"startDate": "dcat:startDate", "endDate": "dcat:endDate", "read": "sw:readOn"}
LISTS = {"and": "odrl:and", "or": "odrl:or"}


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """`vocabulary.toml`, read."""
    return tomllib.loads(FILE.read_text("utf-8"))


def context() -> dict[str, Any]:
    """The JSON-LD context, written out: nothing is fetched to read the files."""
    out: dict[str, Any] = {
        "@version": 1.1,
        **vocabulary()["namespaces"],
        "sw": vocabulary()["vocabulary"]["iri"],
    }
    out |= {name: {"@id": iri, "@container": "@language"} for name, iri in TEXTS.items()}
    out |= {name: {"@id": iri, "@type": "@id"} for name, iri in LINKS.items()}
    out |= {name: {"@id": iri} for name, iri in PLAIN.items()}
    out |= {name: {"@id": iri, "@type": "xsd:date"} for name, iri in DATES.items()}
    return out | {name: {"@id": iri, "@type": "@id", "@container": "@list"} for name, iri in LISTS.items()}


def single(name: str) -> str:
    """A single term of ours."""
    return f"sw:{name}"


def term(scheme: str, ident: str) -> str:
    """A term of one of our schemes, such as `sw:outcome/must-share`."""
    return f"sw:{scheme}/{ident.replace(' ', '-')}"


def operand(key: str) -> str:
    """What the left side of a constraint on a fact is called: ODRL's own word where it has one."""
    return str(vocabulary()["fact"].get(key, {}).get("operand") or term("fact", key))


def scheme_of(key: str) -> str:
    """The scheme that a fact's values belong to: those of both kinds and both nations are shared."""
    return str(vocabulary()["fact"].get(key, {}).get("scheme", key))


def value_term(key: str, value: Any) -> dict[str, Any]:
    """A value on the right side of a constraint: a term, or plainly true or false."""
    if isinstance(value, bool):
        return {"@value": value}
    if key.startswith("found."):
        return {"@id": term(key.removeprefix("found."), value)}
    return {"@id": term(scheme_of(key), value)}
