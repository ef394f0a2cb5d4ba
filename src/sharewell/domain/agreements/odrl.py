"""An agreement in force as a policy that programs read: ODRL 2.2 with terms of W3C DPV, as JSON-LD.

Each flow is an `odrl:Permission`: who may share what with whom, for which purpose, from when until when, and
what each party rests it on. The terms that those two vocabularies lack are ours and defined in the published
`vocabulary.jsonld` and in `policy-shapes.ttl`, whose shapes every policy fits. No names of people are in it,
and no clause. What is published says no more than terms, names of its own, and what the public page of the
agreement shows: how it is secured, about whom it is and why it is needed are for its parties.
"""

import json
from importlib import resources

from sharewell.rules.publishing.terms import context, single, term, value_term

CONTENT_TYPE, SHAPES_TYPE = "application/ld+json", "text/turtle; charset=utf-8"
_TEXTS = {"name": "schema:name", "kept": "sw:keptFor", "secured": "sw:securedBy", "often": "sw:frequency"}
_LINKS = {
    "party": "sw:party",
    "assigner": "odrl:assigner",
    "assignee": "odrl:assignee",
    "ground": "sw:ground",
    "restsOn": "sw:restsOn",
    "power": "sw:power",
    "kind": "sw:kind",
    "keeper": "sw:keeper",
    "shapes": "dcterms:conformsTo",
    "under": "dcterms:isPartOf",
    "replaces": "dcterms:replaces",
}
_TYPED = ("items", "about", "why", "often", "secured", "kept")
NOT_PUBLIC = ("about", "why", "often", "secured")  # the public page of an agreement has none of these
_CAPACITIES = {
    "controller": "dpv:DataController",
    "joint-controller": "dpv:JointDataControllers",
    "processor": "dpv:DataProcessor",
}
_SORTS = {
    "special": "dpv:SpecialCategoryPersonalData",
    "offence": "dpv:SensitivePersonalData",
    "confidential": "dpv:ConfidentialData",
}


def shapes() -> bytes:
    """The SHACL shapes that every policy of ours fits, with the terms that are used beside DPV and ODRL."""
    return resources.files(__package__).joinpath("policy-shapes.ttl").read_bytes()


def policy_of(agreement, *, address: str, shapes_address: str) -> bytes:
    """The agreement as JSON-LD; the same bytes each time. `address` is that of its page in the register.

    Give it whole (`queries.register.whole_entry_for` or `public_entry`): what it holds is not asked for
    again, so that nobody who is signed out meets a wall.
    """
    return _written(agreement, address, shapes_address)


def public_policy_of(agreement, *, address: str, shapes_address: str) -> bytes:
    """The same for everybody: without what was typed and the public page does not show."""
    return _written(agreement, address, shapes_address, leave_out=NOT_PUBLIC)


def _written(agreement, address, shapes_address, leave_out=()) -> bytes:
    parties, flows = list(agreement.parties.all()), list(agreement.flows.all())
    whose = {party.pk: _id(party.organisation_id) for party in parties}
    node = {
        "@context": _context(),
        "@id": _id(agreement.pk),
        "@type": ["odrl:Agreement", _type_of(parties)],
        "uid": _id(agreement.pk),
        "profile": "urn:sharewell:vocabulary",
        "shapes": shapes_address,
        "link": address,
        "identifier": agreement.reference,
        "title": _said(agreement, "title"),
        "kind": term("agreement", agreement.kind),
        "keeper": _id(agreement.keeper_id),
        "temporal": _period(agreement),
        "reviewOn": agreement.review_on and agreement.review_on.isoformat(),
        "under": agreement.under_id and _id(agreement.under_id),
        "replaces": agreement.replaces_id and _id(agreement.replaces_id),
        "party": [_party(party) for party in parties],
        "permission": [_permission(agreement, flow, whose, leave_out) for flow in flows],
    }
    text = json.dumps(_without_empty(node), ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode() + b"\n"


def _context() -> dict:
    """The context of the published rules and what this adds to it; nothing is fetched to read the file."""
    added = {name: {"@id": iri, "@container": "@language"} for name, iri in _TEXTS.items()}
    added |= {name: {"@id": iri, "@type": "@id"} for name, iri in _LINKS.items()}
    added |= {"schema": "https://schema.org/", "reviewOn": {"@id": "sw:reviewOn", "@type": "xsd:date"}}
    return context() | added


def _id(pk) -> str:
    return f"urn:uuid:{pk}"


def _said(row, name: str) -> dict:
    return {lang: getattr(row, f"{name}_{lang}") for lang in ("en", "cy")}


def _type_of(parties) -> str:
    """DPV's word for the sort of agreement: by what its parties are to each other."""
    capacities = {party.capacity for party in parties}
    if "processor" in capacities:
        return "dpv:ControllerProcessorAgreement"
    is_joint = "joint-controller" in capacities
    return "dpv:JointDataControllersAgreement" if is_joint else "dpv:DataProcessingAgreement"


def _period(agreement) -> dict | None:
    days = {"startDate": agreement.in_force_from, "endDate": agreement.ends_on}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return {"@type": "dcterms:PeriodOfTime", **said} if said else None


def _party(party) -> dict:
    organisation = party.organisation
    return {
        "@id": _id(organisation.pk),
        "@type": ["odrl:Party", _CAPACITIES[party.capacity]],
        "name": _said(organisation, "name"),
        "kind": value_term("sharer.kind", organisation.kind)["@id"],
        "spatial": term("nation", organisation.nation),
    }


def _permission(agreement, flow, whose: dict, leave_out) -> dict:
    typed = {name: {} if name in leave_out else _said(flow, name) for name in _TYPED}
    purpose = value_term("worry.purpose", flow.purpose)["@id"]
    return {
        "@id": _id(flow.pk),
        "@type": "odrl:Permission",
        "assigner": whose[flow.giver_id],
        "assignee": sorted(whose[receiver.pk] for receiver in flow.receivers.all()),
        "action": single("share"),
        "target": {
            "@id": f"{_id(flow.pk)}#information",
            "@type": [
                "odrl:Asset",
                "dpv:PersonalData",
                *(iri for name, iri in _SORTS.items() if getattr(flow, name)),
            ],
            "text": typed["items"],
            "about": typed["about"],
        },
        "hasPurpose": purpose,
        "text": typed["why"],
        "often": typed["often"],
        "secured": typed["secured"],
        "kept": typed["kept"],
        "constraint": [_constraint("odrl:purpose", "odrl:eq", {"@id": purpose}), *_when(agreement)],
        **_grounds(flow, whose),
    }


def _constraint(left: str, operator: str, right: dict) -> dict:
    return {"@type": "odrl:Constraint", "leftOperand": left, "operator": operator, "rightOperand": right}


def _when(agreement) -> list[dict]:
    days = (("odrl:gteq", agreement.in_force_from), ("odrl:lteq", agreement.ends_on))
    return [
        _constraint("odrl:dateTime", operator, {"@value": day.isoformat(), "@type": "xsd:date"})
        for operator, day in days
        if day
    ]


def _grounds(flow, whose: dict) -> dict:
    """What each party rests the flow on, and all of it together in DPV's own word."""
    grounds, together = [], {}
    for row in flow.bases.all():
        rests = [term("basis", row.basis)] if row.basis else []
        rests += [term("condition", row.condition)] if row.condition else []
        together |= dict.fromkeys(rests)
        power = f"urn:sharewell:rule:{row.power}" if row.power else None
        grounds.append({"@type": "sw:Ground", "party": whose[row.party_id], "restsOn": rests, "power": power})
    grounds = [ground for ground in grounds if ground["restsOn"] or ground["power"]]
    return {"ground": sorted(grounds, key=lambda ground: ground["party"]), "hasLegalBasis": sorted(together)}


def _without_empty(value):
    """The same without what was left empty, however deep."""
    if isinstance(value, dict):
        kept = {name: _without_empty(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, "", [], {})}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value
