"""The people who sign in."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.organisations import permissions, queries
from sharewell.domain.organisations.actions.devices import end_devices_of
from sharewell.domain.organisations.actions.gaps import hand_over_gaps
from sharewell.domain.organisations.models import AccountChange, Person, SignOnLink
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.domain.organisations.second_steps import give_code, give_totp, take_away
from sharewell.domain.organisations.states import (
    CHANGE_ASKED,
    CHANGE_DECLINED,
    CHANGE_DONE,
    CHANGE_ROLE,
    CHANGE_SECOND_STEP,
    CHANGE_WITHDRAWN,
    GIVEN_BY_TWO,
    PRACTITIONER,
)

SINGLE_SIGN_ON = "single-sign-on"  # who acts where an organisation's own sign-in says who is what


def _allow_or_record(refusal, *, by, about, at=None):
    """Go on; or write down that somebody tried, and then refuse. Call it outside the transaction."""
    if refusal:
        record_event(kind="account-change-refused", by=by, about=about, at=at)
        raise refusal


def add_person(
    *, organisation, email, name, role, by, password=None, totp_secret=None, language="en", at=None
):
    """Write somebody in. Without a password they cannot sign in until one is set.

    A role that takes two people is only asked for, unless the person who runs the service gives it at the
    command line: until somebody confirms it, the new person is a practitioner.
    """
    refusal = permissions.keep_people_refusal(by, organisation)
    _allow_or_record(refusal, by=by, about=f"organisation:{organisation.pk}", at=at)
    return _add_person(
        organisation=organisation, email=email, name=name, role=role, by=by, password=password,
        totp_secret=totp_secret, language=language, at=at,
    )  # fmt: skip


@transaction.atomic
def _add_person(*, organisation, email, name, role, by, password, totp_secret, language, at):
    is_asked = by != SYSTEM and role in GIVEN_BY_TWO
    person = Person(
        organisation=organisation, email=email.lower(), name=name, language=language,
        role=PRACTITIONER if is_asked else role,
    )  # fmt: skip
    person.set_password(password) if password else person.set_unusable_password()
    person.save()
    if totp_secret:
        give_totp(person, totp_secret)
    record_event(kind="person-added", by=by, about=f"person:{person.pk}", at=at)
    if is_asked:
        _ask(person=person, kind=CHANGE_ROLE, role=role, because="", by=by, at=at)
    return person


def give_first_code(*, person, by, at=None):
    """A code for somebody who has no second step yet: handed over in person, it lets nobody else set theirs
    up. Gives the code, which is shown once.
    """
    refusal = permissions.first_code_refusal(by, person, queries.has_second_step(person))
    _allow_or_record(refusal, by=by, about=f"person:{person.pk}", at=at)
    return _give_first_code(person=person, by=by, at=at)


@transaction.atomic
def _give_first_code(*, person, by, at):
    code = give_code(person)
    record_event(kind="first-code-given", by=by, about=f"person:{person.pk}", at=at)
    return code


def change_role(*, person, role, by, because="", at=None):
    """Give somebody another role at once, or ask for it: then gives the AccountChange that waits for a second
    person. Whoever was signed in with the old role is signed out.
    """
    refusal = permissions.change_account_refusal(by, person)
    _allow_or_record(refusal, by=by, about=f"person:{person.pk}", at=at)
    if role in GIVEN_BY_TWO and by != SYSTEM:
        return _ask(person=person, kind=CHANGE_ROLE, role=role, because=because, by=by, at=at)
    _set_role(person=person, role=role, by=by, kind="role-changed", at=at)
    return None


def follow_role(*, person, role, at=None):
    """What the organisation's own sign-in says that somebody's role is. It takes a role away at once; a role
    that takes two people it can only ask for. Gives the AccountChange, or nothing.
    """
    _say_no_more(person, role, at)
    if role == person.role:
        return None
    if role not in GIVEN_BY_TWO:
        _set_role(person=person, role=role, by=SINGLE_SIGN_ON, kind="role-changed", at=at)
        return None
    if person.role in GIVEN_BY_TWO:
        _set_role(person=person, role=PRACTITIONER, by=SINGLE_SIGN_ON, kind="role-changed", at=at)
    return _ask(person=person, kind=CHANGE_ROLE, role=role, because="", by=SINGLE_SIGN_ON, at=at)


@transaction.atomic
def _say_no_more(person, role, at):
    """Take back a role that the organisation's own sign-in asked for once and does not speak of any more."""
    asked = AccountChange.objects.filter(person=person, kind=CHANGE_ROLE, state=CHANGE_ASKED, asked_by=None)
    for change in asked.exclude(role=role):
        _answer(change, CHANGE_WITHDRAWN, None, at)
        record_event(
            kind="account-change-withdrawn", by=SINGLE_SIGN_ON, about=f"person:{person.pk}", at=at
        )  # fmt: skip


def ask_for_second_step(*, person, by, because="", at=None):
    """Ask that somebody who lost their telephone and their codes may set up a second step anew."""
    refusal = permissions.change_account_refusal(by, person)
    _allow_or_record(refusal, by=by, about=f"person:{person.pk}", at=at)
    return _ask(person=person, kind=CHANGE_SECOND_STEP, role="", because=because, by=by, at=at)


def confirm_change(*, change, by, at=None):
    """Be the second person. Gives the code to hand over where a second step is set up anew, else nothing."""
    refusal = permissions.confirm_change_refusal(by, change)
    _allow_or_record(refusal, by=by, about=f"person:{change.person_id}", at=at)
    return _confirm(change=change, by=by, at=at)


@transaction.atomic
def _confirm(*, change, by, at):
    person = change.person
    _answer(change, CHANGE_DONE, by, at)
    if change.kind == CHANGE_ROLE:
        _set_role(person=person, role=change.role, by=by, kind="role-given", at=at)
        return None
    take_away(person)
    code = give_code(person)
    end_devices_of(person, at=at)
    record_event(kind="second-step-set-anew", by=by, about=f"person:{person.pk}", at=at)
    return code


@transaction.atomic
def decline_change(*, change, by, at=None):
    """Say no to what was asked for somebody's account."""
    permissions.allow(permissions.confirm_change_refusal(by, change))
    _answer(change, CHANGE_DECLINED, by, at)
    record_event(kind="account-change-declined", by=by, about=f"person:{change.person_id}", at=at)


@transaction.atomic
def withdraw_change(*, change, by, at=None):
    """Take back what one has asked for."""
    permissions.allow(permissions.withdraw_change_refusal(by, change))
    _answer(change, CHANGE_WITHDRAWN, by, at)
    record_event(kind="account-change-withdrawn", by=by, about=f"person:{change.person_id}", at=at)


@transaction.atomic
def _ask(*, person, kind, role, because, by, at):
    at = at or timezone.now()
    waiting = AccountChange.objects.select_for_update().filter(person=person, kind=kind, state=CHANGE_ASKED)
    for earlier in waiting:
        if earlier.is_open and earlier.role == role:
            return earlier
        _answer(earlier, CHANGE_WITHDRAWN, None, at)
    change = AccountChange(
        person=person, kind=kind, role=role, because=because, asked_at=at,
        asked_by=by if isinstance(by, Person) else None,
    )  # fmt: skip
    change.save()
    asked = {CHANGE_ROLE: "role-asked-for", CHANGE_SECOND_STEP: "second-step-asked-for"}[kind]
    record_event(
        kind=asked, by=by, about=f"person:{person.pk}", commitments={"role": role.encode()}, at=at
    )  # fmt: skip
    return change


def _answer(change, state, by, at):
    """Move it on, once: of two who answer at the same moment, one finds it answered."""
    moved = AccountChange.objects.filter(pk=change.pk, state=CHANGE_ASKED).update(
        state=state, answered_by=by if isinstance(by, Person) else None, answered_at=at or timezone.now()
    )
    if not moved:
        change.refresh_from_db()
        raise permissions.confirm_change_refusal(SYSTEM, change)
    change.state = state


@transaction.atomic
def _set_role(*, person, role, by, kind, at):
    person.role = role
    person.save(update_fields=["role"])
    end_devices_of(person, at=at)
    record_event(
        kind=kind, by=by, about=f"person:{person.pk}", commitments={"role": role.encode()}, at=at
    )  # fmt: skip


def end_access(*, person, by, at=None):
    """End somebody's access at once. What they recorded stays; the gaps that they own go to the next in
    line.
    """
    refusal = permissions.end_access_refusal(by, person, queries.is_last_administrator(person))
    _allow_or_record(refusal, by=by, about=f"person:{person.pk}", at=at)
    _end_access(person=person, by=by, at=at)


@transaction.atomic
def _end_access(*, person, by, at):
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_devices_of(person, at=at)
    hand_over_gaps(person)
    record_event(kind="person-ended", by=by, about=f"person:{person.pk}", at=at)


@transaction.atomic
def choose_language(*, person, language, by, at=None):
    """Remember the language that a person's pages open in."""
    person.language = language
    person.save(update_fields=["language"])
    record_event(kind="language-chosen", by=by, about=f"person:{person.pk}", at=at)


@transaction.atomic
def choose_password(*, person, password, by, at=None):
    """A new password. Whoever was signed in with the old one is signed out, but for the browser at hand."""
    person.set_password(password)
    person.save(update_fields=["password"])
    end_devices_of(person, at=at)
    record_event(kind="password-chosen", by=by, about=f"person:{person.pk}", at=at)


@transaction.atomic
def link_sign_in(*, person, provider, subject_hash, by=SINGLE_SIGN_ON, at=None):
    """The organisation's own sign-in is from now on a way in for a person who had been written in before."""
    link = SignOnLink(
        person=person, provider=provider, subject_hash=subject_hash, linked_at=at or timezone.now()
    )
    link.save()
    record_event(kind="sign-in-linked", by=by, about=f"person:{person.pk}", at=at)
