"""How pages and drafts name a recipient: "e-<id>" for an entry of the directory, "c-<id>" for a contact."""

from django.core.exceptions import ValidationError

from sharewell.domain.errors import NotFound
from sharewell.domain.organisations import queries as organisations


def value_of(row):
    """The name of a recipient."""
    return f"{'c' if row.organisation is None else 'e'}-{row.pk}"


def find(person, value):
    """The recipient of that name whom the person may see, or nothing."""
    look = {"e": organisations.entry_for, "c": organisations.contact_for}.get(value[:1])
    try:
        return look(person, value[2:]) if look else None
    except (NotFound, ValidationError):  # the latter where it is no id at all
        return None
