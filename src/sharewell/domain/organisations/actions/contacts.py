"""Recipients who are not in the directory."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions
from sharewell.domain.organisations.models import Contact
from sharewell.domain.organisations.permissions import allow
from sharewell.domain.versions import merged


@transaction.atomic
def add_contact(
    *, by, kind, nation, name, organisation_name="", role="", email="", phone="", may_be_a_risk=False,
    verified_how="not-yet", at=None,
):  # fmt: skip
    """Write down a recipient who is not in the directory, and the step by which they were checked, if any."""
    allow(permissions.add_contact_refusal(by))
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
def verify_contact(*, contact, how, by, version=None, at=None):
    """Record the step by which somebody made sure who a recipient is and that this way reaches them.
    Clash where somebody else recorded another step since `version`.
    """
    allow(permissions.use_contact_refusal(by, contact))
    held = Contact.objects.select_for_update().get(pk=contact.pk)
    how = merged(version=version, stands={"how": held.verified_how}, mine={"how": how})["how"]
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
