"""Every read of organisations, people and the directory."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sharewell import rules
from sharewell.domain.belonging import EVERYBODY, acting_for
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations import look_alikes, permissions
from sharewell.domain.organisations.models import (
    AccountChange,
    Area,
    Contact,
    Device,
    DirectoryEntry,
    Gap,
    Meeting,
    Organisation,
    Person,
    SignOnLink,
    StartDate,
    WrongNumber,
)
from sharewell.domain.organisations.states import (
    ADMINISTRATOR,
    CHANGE_ASKED,
    CHANGE_WAITS,
    CONFIRMING,
    LEAD,
    LEADER,
    OFFICER,
)


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


def all_people_for(person):
    """Everybody who signs in, or did, where an administrator works; those whose access ended last."""
    permissions.allow(permissions.see_people_refusal(person))
    people = Person.objects.filter(organisation_id=person.organisation_id).select_related("organisation")
    return sorted(people, key=lambda each: not each.is_active)


def person_for(person, pk):
    """One of them; NotFound for any other."""
    found = Person.objects.filter(organisation_id=person.organisation_id, pk=pk)
    found = found.select_related("organisation").first()
    if found is None or permissions.see_people_refusal(person):
        raise NotFound()
    return found


def is_last_administrator(person):
    """Whether nobody would be left to write people in where they work."""
    others = Person.objects.filter(organisation_id=person.organisation_id, is_active=True, role=ADMINISTRATOR)
    return person.role == ADMINISTRATOR and not others.exclude(pk=person.pk).exists()


def who_may_confirm(person, about):
    """The colleagues who can be the second person for a change to somebody's account that `person` asks."""
    found = Person.objects.filter(
        organisation_id=person.organisation_id, is_active=True, role__in=CONFIRMING
    ).exclude(pk__in=[person.pk, about.pk])
    return list(found)


def changes_waiting_for(person):
    """What was asked for somebody's account here and waits for a second person, as far as they may see it."""
    since = timezone.now() - CHANGE_WAITS
    rows = AccountChange.objects.filter(
        person__organisation_id=person.organisation_id, state=CHANGE_ASKED, asked_at__gt=since
    ).select_related("person__organisation", "asked_by")
    return [change for change in rows if not permissions.see_change_refusal(person, change)]


def changes_to_confirm(person):
    """Those among them that this person can confirm."""
    if person.role not in CONFIRMING:
        return []
    waiting = changes_waiting_for(person)
    return [change for change in waiting if not permissions.confirm_change_refusal(person, change)]


def change_for(person, pk):
    """One change to an account; NotFound where they may not see it."""
    rows = AccountChange.objects.select_related("person__organisation", "asked_by", "answered_by")
    found = rows.filter(pk=pk, person__organisation_id=person.organisation_id).first()
    if found is None or permissions.see_change_refusal(person, found):
        raise NotFound()
    return found


def changes_of(person, about):
    """What was asked for one person's account, the latest first, for an administrator."""
    permissions.allow(permissions.see_people_refusal(person))
    rows = AccountChange.objects.filter(person=about, person__organisation_id=person.organisation_id)
    return list(rows.select_related("asked_by", "answered_by", "person__organisation"))


def open_changes_about(about):
    """What waits for a second person about one account, for whoever runs the service."""
    rows = AccountChange.objects.filter(person=about, state=CHANGE_ASKED)
    return [change for change in rows.select_related("person__organisation") if change.is_open]


def devices_of(person):
    """The browsers in which the person asking is signed in now, the one used last first."""
    since = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return list(Device.objects.filter(person=person, ended_at=None, seen_at__gt=since))


def device_of(person, pk):
    """One of the person's own devices; NotFound for any other."""
    found = Device.objects.select_related("person__organisation").filter(person=person, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def is_address_taken(email):
    """Whether somebody signs in with that address, wherever they work. It never says where."""
    return Person.objects.filter(email=email.lower()).exists()


def has_second_step(person):
    """Whether somebody has set up a second step that lasts."""
    return person.authenticator_set.filter(type__in=["totp", "webauthn"]).exists()


def known_by_address(email):
    """Somebody active by their e-mail address, for a sign-in that has shown that it is theirs; or nothing."""
    rows = Person.objects.filter(email=email.strip().lower(), is_active=True)
    return rows.select_related("organisation").first()


def linked_person(provider, subject_hash):
    """Whom an organisation's own sign-in means by one of its subjects; or nothing."""
    rows = SignOnLink.objects.filter(provider=provider, subject_hash=subject_hash)
    with acting_for(EVERYBODY):  # nobody is signed in yet: the provider's subject says whose it is
        found = rows.select_related("person__organisation").first()
    return found.person if found else None


def has_link(person, provider):
    """Whether that sign-in already means this person by one of its subjects."""
    with acting_for(person.organisation_id):  # nobody is signed in yet
        return SignOnLink.objects.filter(person=person, provider=provider).exists()


def links_of(person):
    """The ids of the providers through which a person signs in."""
    return list(SignOnLink.objects.filter(person=person).values_list("provider", flat=True))


def own_address_of(organisation) -> str:
    """Where the directory says that mail reaches a body; "" where it does not say. What was checked last
    comes first.
    """
    rows = DirectoryEntry.objects.filter(organisation=organisation, is_listed=True).exclude(email="")
    return rows.order_by("-checked_on", "role_en").values_list("email", flat=True).first() or ""


def organisations_here():
    """Organisations that have people and an inbox on this server."""
    return list(Organisation.objects.filter(is_here=True))


def organisation_called(name):
    """The organisation of that English name, in full; None where there is none. For commands."""
    return Organisation.objects.filter(name_en=name).first()


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


def name_looks_like(name):
    """The organisation of the directory that a name typed by hand could be mistaken for: a Likeness, or
    nothing.
    """
    names = Organisation.objects.values_list("name_en", "name_cy")
    return look_alikes.likeness_of_name(name, [one for both in names for one in both])


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
    return sorted(_with_bodies(seen), key=lambda gap: gap.closed_at is not None)


def _with_bodies(gaps):
    """The gaps with the bodies that they name at hand, by one query where any does."""
    wanted = {gap.what for gap in gaps if gap.kind == "agreement" and gap.what}
    found = {str(pk): row for pk, row in Organisation.objects.in_bulk(wanted).items()} if wanted else {}
    for gap in gaps:
        gap.body = found.get(gap.what)
    return gaps


def gap_for(person, pk):
    """One gap; NotFound where the person may not see it."""
    rows = Gap.objects.select_related("owner", "organisation", "closed_by").prefetch_related("meetings")
    gap = rows.filter(pk=pk).first()
    if gap is None or permissions.see_gap_refusal(person, gap):
        raise NotFound()
    return _with_bodies([gap])[0]


def gaps_owned_by(person):
    """What the person has to put right, the soonest due first."""
    return _with_bodies(list(Gap.objects.filter(owner=person, closed_at=None)))


def gaps_about(about):
    """The gaps that were met in a thing which the person asking has already been given."""
    return _with_bodies([row.gap for row in Meeting.objects.filter(about=about).select_related("gap__owner")])
