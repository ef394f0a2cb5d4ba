"""Every read of organisations, people and the directory."""

from django.db.models import Q

from sharewell import rules
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations import look_alikes, permissions
from sharewell.domain.organisations.models import (
    Area,
    Contact,
    DirectoryEntry,
    Gap,
    Meeting,
    Organisation,
    Person,
    StartDate,
    WrongNumber,
)
from sharewell.domain.organisations.states import LEAD, LEADER, OFFICER


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


# --- What the organisation's own lawyers say, and what it lacks -------------------------------------


def starts_in_force(organisation):
    """The StartDate rows that an organisation's lawyers confirmed and that the rules still take."""
    known = rules.current().known_ids["starts"]
    rows = StartDate.objects.filter(organisation=organisation, withdrawn_at=None, provision__in=known)
    return list(rows.select_related("set_by", "organisation"))


def start_dates_for(person):
    """Every start date of the person's organisation, those withdrawn too, the latest first."""
    rows = StartDate.objects.filter(organisation_id=person.organisation_id)
    return list(rows.select_related("set_by", "withdrawn_by", "organisation").order_by("-set_at"))


def start_date_for(person, pk):
    """One of them; NotFound for any other."""
    rows = StartDate.objects.filter(organisation_id=person.organisation_id, pk=pk)
    found = rows.select_related("organisation", "set_by").first()
    if found is None:
        raise NotFound()
    return found


def who_puts_right(organisation):
    """Who owns a gap unless somebody is named: the data protection officer, a safeguarding lead, a leader."""
    people = people_of(organisation)
    return next((each for role in (OFFICER, LEAD, LEADER) for each in people if each.role == role), None)


def gaps_for(person):
    """What is to be put right where the person works, as far as they may see it, the soonest due first; then
    what was put right.
    """
    rows = Gap.objects.filter(organisation_id=person.organisation_id).select_related("owner", "closed_by")
    seen = [gap for gap in rows if not permissions.see_gap_refusal(person, gap)]
    return sorted(seen, key=lambda gap: gap.closed_at is not None)


def gap_for(person, pk):
    """One gap; NotFound where the person may not see it."""
    rows = Gap.objects.select_related("owner", "organisation", "closed_by").prefetch_related("meetings")
    gap = rows.filter(pk=pk).first()
    if gap is None or permissions.see_gap_refusal(person, gap):
        raise NotFound()
    return gap


def gaps_owned_by(person):
    """What the person has to put right, the soonest due first."""
    return list(Gap.objects.filter(owner=person, closed_at=None))


def gaps_about(about):
    """The gaps that were met in a thing which the person asking has already been given."""
    return [row.gap for row in Meeting.objects.filter(about=about).select_related("gap__owner")]
