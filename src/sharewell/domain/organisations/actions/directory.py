"""Areas, organisations and their front doors."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions
from sharewell.domain.organisations.models import Area, DirectoryEntry, Organisation, WrongNumber
from sharewell.domain.organisations.permissions import allow
from sharewell.domain.versions import merged

REACHED_BY = ("email", "phone", "ways", "form_url")


@transaction.atomic
def add_area(*, by, at=None, **facts):
    """Add a council's area; `facts` are the columns of Area, without front_door."""
    allow(permissions.keep_directory_refusal(by))
    area = Area.objects.create(**facts)
    record_event(kind="area-added", by=by, about=f"area:{area.pk}", at=at)
    return area


@transaction.atomic
def set_front_door(*, area, entry, by, at=None):
    """Say which entry of the directory is an area's front door."""
    allow(permissions.keep_directory_refusal(by))
    area.front_door = entry
    area.save(update_fields=["front_door"])
    record_event(kind="front-door-set", by=by, about=f"area:{area.pk}", at=at)


@transaction.atomic
def add_organisation(*, by, at=None, **facts):
    """Add an organisation; `facts` are the columns of Organisation."""
    allow(permissions.keep_directory_refusal(by))
    organisation = Organisation.objects.create(**facts)
    record_event(kind="organisation-added", by=by, about=f"organisation:{organisation.pk}", at=at)
    return organisation


@transaction.atomic
def add_entry(*, organisation, by, at=None, **facts):
    """Add a front door of an organisation; `facts` are the columns of DirectoryEntry."""
    allow(permissions.keep_directory_refusal(by))
    entry = DirectoryEntry.objects.create(organisation=organisation, **facts)
    record_event(kind="entry-listed", by=by, about=f"directory-entry:{entry.pk}", at=at)
    return entry


@transaction.atomic
def report_wrong_number(*, by, what, entry=None, area=None, at=None):
    """Say that an entry, or an area's number, is wrong. Anybody signed in may."""
    at = at or timezone.now()
    report = WrongNumber.objects.create(entry=entry, area=area, what=what, by=by, at=at)
    about = f"directory-entry:{entry.pk}" if entry else f"area:{area.pk}"
    record_event(kind="wrong-number-reported", by=by, about=about, at=at)
    return report


@transaction.atomic
def correct_entry(*, entry, by, version=None, at=None, **changed):
    """Change an entry (email, phone, ways, form_url), or only say that it was checked today. Settles
    reports. Clash where somebody else changed the same since `version`.
    """
    allow(permissions.keep_directory_refusal(by))
    at = at or timezone.now()
    before = [str(getattr(entry, name)) for name in REACHED_BY]
    changed = _merged(DirectoryEntry, entry, version, changed)
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.checked_on = timezone.localdate(at)
    entry.save(update_fields=[*changed, "checked_on"])
    entry.wrong_numbers.filter(settled_at=None).update(
        settled_at=at, settled_by=None if by == "system" else by
    )
    is_elsewhere = before != [str(getattr(entry, name)) for name in REACHED_BY]
    kind = "entry-reached-otherwise" if is_elsewhere else "entry-corrected"
    record_event(kind=kind, by=by, about=f"directory-entry:{entry.pk}", at=at)


@transaction.atomic
def correct_area(*, area, by, version=None, at=None, **changed):
    """Change an area's numbers or hours, or only say that they were checked today. Settles reports.
    Clash where somebody else changed the same since `version`.
    """
    allow(permissions.keep_directory_refusal(by))
    at = at or timezone.now()
    changed = _merged(Area, area, version, changed)
    for name, value in changed.items():
        setattr(area, name, value)
    area.checked_on = timezone.localdate(at)
    area.save(update_fields=[*changed, "checked_on"])
    area.wrong_numbers.filter(settled_at=None).update(
        settled_at=at, settled_by=None if by == "system" else by
    )
    record_event(kind="area-corrected", by=by, about=f"area:{area.pk}", at=at)


def _merged(model, row, version, changed):
    """What is to be written of a form that was drawn from `version`; the row is held until the end."""
    held = model.objects.select_for_update().get(pk=row.pk)
    return merged(version=version, stands={name: getattr(held, name) for name in changed}, mine=changed)
