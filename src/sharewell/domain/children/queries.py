"""Every read of children, linked people and places."""

from sharewell.domain.children import permissions
from sharewell.domain.children.models import Child, LinkedPerson


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
