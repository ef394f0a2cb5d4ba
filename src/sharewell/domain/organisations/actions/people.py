"""The people who sign in."""

from django.db import transaction

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions
from sharewell.domain.organisations.actions.gaps import hand_over_gaps
from sharewell.domain.organisations.models import Person
from sharewell.domain.organisations.permissions import allow


@transaction.atomic
def add_person(
    *, organisation, email, name, role, by, password=None, totp_secret=None, language="en", at=None
):
    """Write somebody in. Without a password they cannot sign in until one is set."""
    allow(permissions.keep_people_refusal(by, organisation))
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
    """End somebody's access. What they recorded stays; the gaps that they own go to the next in line."""
    allow(permissions.keep_people_refusal(by, person.organisation))
    person.is_active = False
    person.save(update_fields=["is_active"])
    hand_over_gaps(person)
    record_event(kind="person-ended", by=by, about=f"person:{person.pk}", at=at)


@transaction.atomic
def choose_language(*, person, language, by, at=None):
    """Remember the language that a person's pages open in."""
    person.language = language
    person.save(update_fields=["language"])
    record_event(kind="language-chosen", by=by, about=f"person:{person.pk}", at=at)
