"""Every read of organisations, people and the directory."""

from django.db.models import Q

from sharewell.domain.errors import NotFound
from sharewell.domain.organisations import look_alikes, permissions
from sharewell.domain.organisations.models import (
    Area,
    Contact,
    DirectoryEntry,
    Organisation,
    Person,
    WrongNumber,
)
from sharewell.domain.organisations.states import LEAD


def areas():
    """Every area. Open to anybody: the danger page asks it signed out."""
    return list(Area.objects.select_related("front_door__organisation"))


def area(pk):
    """One area, open to anybody; NotFound where there is none."""
    found = Area.objects.select_related("front_door__organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def directory_for(person, *, area=None, kind="", words=""):
    """Listed entries, narrowed by area, kind of organisation and words; the person's own organisation left
    out.
    """
    entries = DirectoryEntry.objects.filter(is_listed=True).select_related("organisation", "area")
    entries = entries.exclude(organisation_id=person.organisation_id)
    if area:
        entries = entries.filter(Q(area=area) | Q(area=None, organisation__area=area))
    if kind:
        entries = entries.filter(organisation__kind=kind)
    for word in words.split():
        entries = entries.filter(
            Q(organisation__name_en__icontains=word)
            | Q(organisation__name_cy__icontains=word)
            | Q(role_en__icontains=word)
            | Q(role_cy__icontains=word)
        )
    return list(entries)


def entry_for(person, pk):
    """One entry of the directory."""
    entry = (
        DirectoryEntry.objects.select_related("organisation", "area").filter(pk=pk, is_listed=True).first()
    )
    if entry is None:
        raise NotFound()
    return entry


def kinds_listed(person):
    """The kinds of organisation that the directory holds, in order."""
    kinds = DirectoryEntry.objects.filter(is_listed=True).values_list("organisation__kind", flat=True)
    return sorted(set(kinds))


def contacts_for(person):
    """Recipients outside the directory whom this person's organisation keeps."""
    return [
        contact
        for contact in Contact.objects.filter(kept_by_id=person.organisation_id).order_by("-added_at")
        if not permissions.use_contact_refusal(person, contact)
    ]


def contact_for(person, pk):
    """One of them; NotFound where it is not theirs."""
    contact = Contact.objects.filter(pk=pk).first()
    if contact is None or permissions.use_contact_refusal(person, contact):
        raise NotFound()
    return contact


def colleagues_of(person):
    """Everybody active in the same organisation, the person left out."""
    return list(
        Person.objects.filter(organisation_id=person.organisation_id, is_active=True).exclude(pk=person.pk)
    )


def leads_of(organisation):
    """The safeguarding leads of an organisation."""
    return list(Person.objects.filter(organisation=organisation, role=LEAD, is_active=True))


def people_of(organisation):
    """The active people of an organisation, for the rooms above."""
    return list(Person.objects.filter(organisation=organisation, is_active=True))


def organisations_here():
    """Organisations that have people and an inbox on this server."""
    return list(Organisation.objects.filter(is_here=True))


def wrong_numbers_for(person):
    """Reports that nobody has settled yet; for those who may settle them."""
    if permissions.keep_directory_refusal(person):
        return []
    return list(
        WrongNumber.objects.filter(settled_at=None).select_related("entry__organisation", "area", "by")
    )


def looks_like(email):
    """The address we know that this one could be mistaken for: a Likeness, or nothing."""
    listed = DirectoryEntry.objects.exclude(email="").values_list("email", flat=True)
    people = Person.objects.filter(is_active=True).values_list("email", flat=True)
    return look_alikes.likeness(email, [*listed, *people])
