"""Every write of organisations, people and the directory. `by` is a Person, or "system" at set-up."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions
from sharewell.domain.organisations.models import (
    Area,
    Contact,
    DirectoryEntry,
    Organisation,
    Person,
    WrongNumber,
)


def _allow(refusal):
    if refusal:
        raise refusal


@transaction.atomic
def add_area(*, by, at=None, **facts):
    """Add a council's area; `facts` are the columns of Area, without front_door."""
    _allow(permissions.keep_directory_refusal(by))
    area = Area.objects.create(**facts)
    record_event(kind="area-added", by=by, about=f"area:{area.pk}", at=at)
    return area


@transaction.atomic
def set_front_door(*, area, entry, by, at=None):
    """Say which entry of the directory is an area's front door."""
    _allow(permissions.keep_directory_refusal(by))
    area.front_door = entry
    area.save(update_fields=["front_door"])
    record_event(kind="front-door-set", by=by, about=f"area:{area.pk}", at=at)


@transaction.atomic
def add_organisation(*, by, at=None, **facts):
    """Add an organisation; `facts` are the columns of Organisation."""
    _allow(permissions.keep_directory_refusal(by))
    organisation = Organisation.objects.create(**facts)
    record_event(kind="organisation-added", by=by, about=f"organisation:{organisation.pk}", at=at)
    return organisation


@transaction.atomic
def add_entry(*, organisation, by, at=None, **facts):
    """Add a front door of an organisation; `facts` are the columns of DirectoryEntry."""
    _allow(permissions.keep_directory_refusal(by))
    entry = DirectoryEntry.objects.create(organisation=organisation, **facts)
    record_event(kind="entry-listed", by=by, about=f"directory-entry:{entry.pk}", at=at)
    return entry


@transaction.atomic
def add_person(
    *, organisation, email, name, role, by, password=None, totp_secret=None, language="en", at=None
):
    """Write somebody in. Without a password they cannot sign in until one is set."""
    _allow(permissions.keep_people_refusal(by, organisation))
    person = Person(organisation=organisation, email=email.lower(), name=name, role=role, language=language)
    person.set_password(password) if password else person.set_unusable_password()
    person.save()
    if totp_secret:
        _give_second_factor(person, totp_secret)
    record_event(kind="person-added", by=by, about=f"person:{person.pk}", at=at)
    return person


def _give_second_factor(person, secret):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(person, secret)


@transaction.atomic
def end_access(*, person, by, at=None):
    """End somebody's access. What they recorded stays."""
    _allow(permissions.keep_people_refusal(by, person.organisation))
    person.is_active = False
    person.save(update_fields=["is_active"])
    record_event(kind="person-ended", by=by, about=f"person:{person.pk}", at=at)


@transaction.atomic
def choose_language(*, person, language, by, at=None):
    """Remember the language that a person's pages open in."""
    person.language = language
    person.save(update_fields=["language"])
    record_event(kind="language-chosen", by=by, about=f"person:{person.pk}", at=at)


@transaction.atomic
def add_contact(
    *, by, kind, nation, name, organisation_name="", role="", email="", phone="", may_be_a_risk=False,
    verified_how="not-yet", at=None,
):  # fmt: skip
    """Write down a recipient who is not in the directory, and the step by which they were checked, if any."""
    _allow(permissions.add_contact_refusal(by))
    at = at or timezone.now()
    contact = Contact(
        kept_by=by.organisation, kind=kind, nation=nation, name=name, organisation_name=organisation_name,
        role=role, email=email, phone=phone, may_be_a_risk=may_be_a_risk, added_by=by, added_at=at,
    )  # fmt: skip
    contact.save()
    record_event(kind="contact-added", by=by, about=f"contact:{contact.pk}", at=at)
    if verified_how != "not-yet":
        verify_contact(contact=contact, how=verified_how, by=by, at=at)
    return contact


@transaction.atomic
def verify_contact(*, contact, how, by, at=None):
    """Record the step by which somebody made sure who a recipient is and that this way reaches them."""
    _allow(permissions.use_contact_refusal(by, contact))
    at = at or timezone.now()
    contact.verified_how, contact.verified_at, contact.verified_by = how, at, by
    contact.save(update_fields=["verified_how", "verified_at", "verified_by"])
    record_event(
        kind="contact-verified",
        by=by,
        about=f"contact:{contact.pk}",
        commitments={"how": how.encode()},
        at=at,
    )


@transaction.atomic
def report_wrong_number(*, by, what, entry=None, area=None, at=None):
    """Say that an entry, or an area's number, is wrong. Anybody signed in may."""
    at = at or timezone.now()
    report = WrongNumber.objects.create(entry=entry, area=area, what=what, by=by, at=at)
    about = f"directory-entry:{entry.pk}" if entry else f"area:{area.pk}"
    record_event(kind="wrong-number-reported", by=by, about=about, at=at)
    return report


@transaction.atomic
def correct_entry(*, entry, by, at=None, **changed):
    """Change an entry (email, phone, ways, form_url), or only say that it was checked today. Settles
    reports.
    """
    _allow(permissions.keep_directory_refusal(by))
    at = at or timezone.now()
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.checked_on = timezone.localdate(at)
    entry.save()
    entry.wrong_numbers.filter(settled_at=None).update(
        settled_at=at, settled_by=None if by == "system" else by
    )
    record_event(kind="entry-corrected", by=by, about=f"directory-entry:{entry.pk}", at=at)


@transaction.atomic
def correct_area(*, area, by, at=None, **changed):
    """Change an area's numbers or hours, or only say that they were checked today. Settles reports."""
    _allow(permissions.keep_directory_refusal(by))
    at = at or timezone.now()
    for name, value in changed.items():
        setattr(area, name, value)
    area.checked_on = timezone.localdate(at)
    area.save()
    area.wrong_numbers.filter(settled_at=None).update(
        settled_at=at, settled_by=None if by == "system" else by
    )
    record_event(kind="area-corrected", by=by, about=f"area:{area.pk}", at=at)
