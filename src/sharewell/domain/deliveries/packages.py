"""The package: what a recipient is sent, as canonical bytes. What is shown before sending is built here,
once.
"""

import hashlib
import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.domain.deliveries import choices
from sharewell.domain.deliveries.choices import Thing
from sharewell.domain.deliveries.known import Strangers
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.needs import ASSESSES, POLICES, TREATS, circle
from sharewell.domain.deliveries.states import LINK, TELEPHONE
from sharewell.domain.organisations.models import in_language
from sharewell.minimising import leave_out, marker

SHAPE = 1
_TOLD_OF_RISK = (ASSESSES, POLICES, TREATS)


def build(delivery: Delivery, things: Iterable[Thing] | None = None) -> bytes:
    """The package as canonical JSON; the same choices give the same bytes."""
    things = choices.things_for(delivery) if things is None else list(things)
    kept = [thing for thing in things if thing.is_in]
    strangers = Strangers(delivery, things)
    return rules.canonical(
        {
            "shape": SHAPE,
            "reference": delivery.reference,
            "language": delivery.language,
            "from": _from(delivery),
            "to": _to(delivery),
            "asked_first": delivery.asked_first,
            "why": _why(delivery),
            "child": _child(delivery, kept),
            "people": _people(delivery, kept),
            "places": [_place(thing) for thing in kept if thing.kind == "place"],
            "entries": [
                _entry(delivery, thing, strangers) for thing in kept if thing.group == choices.ENTRIES
            ],
            "papers": [_paper(thing) for thing in kept if thing.kind == "paper"],
            "something_left_out": len(kept) < len(things),
        }
    )


def texts_of(package: bytes) -> list[str]:
    """Everything that is said in a package, each text apart, as a reader has it."""
    return list(_texts(read(package)))


def _texts(value):
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _texts(each)


def digest(package: bytes) -> str:
    """The SHA-256, in hexadecimal, by which a package is known to be the one that was shown."""
    return hashlib.sha256(package).hexdigest()


def read(package: bytes) -> dict:
    """What `build` put into it."""
    return json.loads(package)


def left_out(delivery: Delivery, things: Iterable[Thing]) -> list[dict]:
    """What stays behind, and why: for the sender, never for the recipient."""
    out = [
        {"what": thing.words, "text": thing.recorded, "why": thing.why_out, "key": thing.key}
        for thing in things
        if not thing.is_in
    ]
    if not choices.has_source_released(delivery):
        out.append(
            {
                "what": _("Who raised this worry"),
                "text": delivery.worry.raised_by.name,
                "why": str(choices.needs.SHIELDED_SOURCE),
                "key": "source",
            }
        )
    return out


def _two(row, field) -> dict:
    return {"en": in_language(row, field, "en"), "cy": in_language(row, field, "cy")}


def _from(delivery: Delivery) -> dict:
    sender, worry = delivery.by, delivery.worry
    is_source = sender.pk == worry.raised_by_id
    is_named = choices.has_source_released(delivery)
    sent = {"organisation": _two(worry.organisation, "name"), "role": sender.role, "phone": _phone(worry)}
    if is_named or not is_source:
        sent["name"] = sender.name
    if is_named:
        sent["raised_by"] = worry.raised_by.name
    return sent


def _phone(worry) -> str:
    entry = worry.organisation.entries.filter(is_listed=True).exclude(phone="").first()
    return entry.phone if entry else ""


def _to(delivery: Delivery) -> dict:
    """Whom it goes to, and where: what is sent elsewhere than was shown is not what was shown."""
    to, at = delivery.to, where_to(delivery)
    if to.organisation is not None:
        return {"organisation": _two(to.organisation, "name"), "role": _two(to, "role"), "at": at}
    name = to.organisation_name or to.name
    role = {"en": to.role, "cy": to.role} if to.organisation_name else {"en": "", "cy": ""}
    person = to.name if to.organisation_name else ""
    return {"organisation": {"en": name, "cy": name}, "role": role, "person": person, "at": at}


def where_to(delivery: Delivery) -> str:
    """The address or number that it goes to; "" for an inbox here, and for their own form."""
    return {LINK: delivery.to.email, TELEPHONE: delivery.to.phone}.get(delivery.way, "")


def _why(delivery: Delivery) -> dict:
    worry = choices.facts_of(delivery).get("worry", {})
    return {"purpose": worry.get("purpose", ""), "risk": worry.get("risk", "welfare")}


def _child(delivery: Delivery, kept) -> dict:
    child = {"is_unborn": delivery.child.is_unborn}
    for thing in kept:
        if thing.kind == "child-name":
            child["name"] = thing.recorded
        elif thing.kind == "child-born":
            child["born_on" if delivery.child.born_on else "age"] = thing.recorded
    return child


def _people(delivery: Delivery, kept) -> list[dict]:
    tells_risk = circle(delivery.to.kind) in _TOLD_OF_RISK
    contacts = {thing.row.pk: thing.recorded for thing in kept if thing.kind == "person-contact"}
    people = []
    for thing in kept:
        if thing.kind == "person":
            row = {"name": thing.recorded, "relation": thing.row.relation}
            if thing.row.pk in contacts:
                row["contact"] = contacts[thing.row.pk]
            if tells_risk and thing.row.may_be_a_risk:
                row["may_be_a_risk"] = True
            people.append(row)
    return people


def _place(thing: Thing) -> dict:
    """An address. A safe one is opened here, and nowhere else on its way to whom it was released to."""
    whose = thing.row.linked_person.name if thing.row.linked_person else None
    address = thing.row.address.opened() if thing.is_shielded else thing.recorded
    return {"address": address, "whose": whose, "is_shielded": thing.is_shielded}


def _entry(delivery: Delivery, thing: Thing, strangers: Strangers) -> dict:
    """An entry. Who said it goes along, but for the name of anybody who is not in the package."""
    entry, lang = thing.row, delivery.language
    said_by = leave_out(entry.said_by, strangers.found_in(entry.said_by, lang), lang=lang)
    said_by = strangers.look.text(said_by)  # however it is spelt
    is_withheld = said_by.strip() == marker(lang)
    return {
        "kind": entry.kind,
        "text": thing.text,
        "said_by": "" if is_withheld else said_by,
        "is_speaker_withheld": is_withheld,
        "happened_on": entry.happened_on.isoformat() if entry.happened_on else None,
        "happened_at": entry.happened_at.isoformat("minutes") if entry.happened_at else None,
        "recorded_at": entry.recorded_at.isoformat(timespec="seconds"),
        "is_changed": thing.is_changed,
    }


def _paper(thing: Thing) -> dict:
    paper = thing.row
    row = {"number": paper.number, "about": paper.about, "kind": paper.kind}
    if thing.is_changed:
        return row | {"passages": thing.text}
    return row | {
        "id": str(paper.pk),
        "size": paper.size,
        "sha256": paper.sha256,
        "pages": max(len(paper.pages), 1),
        "not_searched": bool(paper.unsearched),
    }
