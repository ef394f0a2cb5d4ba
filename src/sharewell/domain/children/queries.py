"""Every read of children, linked people and places."""

from django.db.models import Q
from django.utils.translation import gettext as _

from sharewell.domain.belonging import EVERYBODY, acting_for
from sharewell.domain.children import permissions, traces
from sharewell.domain.children.models import (
    AddressTrace,
    Child,
    ChildTrace,
    LinkedPerson,
    Reveal,
    SafeAddress,
)
from sharewell.domain.sealed import opens


def name_in_list(child):
    """The name for a list of several. One that is damaged is said to be, and the others stay readable."""
    return child.name if opens(child, "name") else _("A damaged record")


def children_for(person):
    """The children whom this person may see by this room's own rule, latest first."""
    ours = Child.objects.filter(organisation_id=person.organisation_id)
    return [child for child in ours if not permissions.see_child_refusal(person, child)]


def is_known_risk(children, *, name="", email="", phone=""):
    """Whether somebody in these children's lives who may be a risk has this name, address or number.

    Whoever calls guards what it is asked for: only yes or no comes back.
    """
    risks = LinkedPerson.objects.filter(child__in=children, may_be_a_risk=True)
    asked = [(_words(name), "name"), (_words(email), "email"), (_digits(phone), "phone")]
    return any(
        value and value == (_digits if field == "phone" else _words)(getattr(risk, field))
        for risk in risks
        for value, field in asked
    )


def _words(text):
    return " ".join(text.casefold().split())


def _digits(text):
    return "".join(letter for letter in text if letter.isdigit())[-10:]


def reveals_of(person, children):
    """Who was shown a safe address of these children, when and why, latest first; the caller let them in."""
    ours = [child for child in children if child.organisation_id == person.organisation_id]
    return Reveal.objects.filter(address__child__in=ours).select_related("by", "address__linked_person")


def addresses_to_hide(*, worries, children):
    """The safe addresses that an answer about these worries and children must not hold.

    Asked by the last look alone, for whoever is signed in or nobody: what it finds is only ever taken out.
    """
    rows, worries, children = {}, list(worries), list(children)
    hidden = SafeAddress.objects.filter(lifted_at=None)
    with acting_for(EVERYBODY):  # the reader may be of another organisation than the address
        for start in range(0, max(len(worries), len(children)), 400):
            part = slice(start, start + 400)
            about = Q(child__in=children[part]) | Q(child__worries__in=worries[part])
            rows |= {row.pk: row for row in hidden.filter(about)}
    return list(rows.values())


def others_named_in(person, text, children):
    """The places in a text that name a child whom the organisation knows, other than these: [Met]."""
    rows = ChildTrace.objects.filter(child__organisation_id=person.organisation_id).exclude(
        child__in=children
    )
    return traces.met_in(text, person.organisation_id, "names", rows)


def others_addresses_in(person, text, children):
    """The places in a text that hold a safe address of a child other than these: [Met]."""
    rows = AddressTrace.objects.filter(address__child__organisation_id=person.organisation_id)
    rows = rows.exclude(address__child__in=children)
    return traces.met_in(text, person.organisation_id, "safe-addresses", rows)
