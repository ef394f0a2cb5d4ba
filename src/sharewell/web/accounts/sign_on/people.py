"""Who somebody is here whom an organisation's own service has named, and what role that gives them."""

from hashlib import sha256

from sharewell.domain.belonging import acting_for
from sharewell.domain.organisations import actions, queries
from sharewell.domain.organisations.states import PRACTITIONER


class NotWrittenIn(Exception):
    """Nobody here is whom the service means; or it may not speak for them."""


def subject_hash(provider, claims):
    """What a subject of a provider is known by here."""
    return sha256(f"{provider.issuer}\0{claims['sub']}".encode()).hexdigest()


def person_of(provider, claims):
    """The person whom the claims mean. The first time they are found by an address that the service vouches
    for; from then on by the service's own subject, whatever becomes of the address. Raises `NotWrittenIn`.
    """
    found = queries.linked_person(provider.id, subject_hash(provider, claims))
    if found is None:
        found = _by_address(provider, claims)
        if found is None or queries.has_link(found, provider.id):
            raise NotWrittenIn  # the address may have been given to somebody else there
        _only_for(provider, found)
        with acting_for(found.organisation_id):
            actions.link_sign_in(
                person=found, provider=provider.id, subject_hash=subject_hash(provider, claims)
            )
    _only_for(provider, found)
    return found


def _only_for(provider, person):
    """No service speaks for the people of another organisation."""
    if not person.is_active or person.organisation.name_en not in provider.organisations:
        raise NotWrittenIn


def _by_address(provider, claims):
    is_verified = provider.email_is_verified or claims.get("email_verified") is True
    email = claims.get("email")
    return queries.known_by_address(email) if is_verified and isinstance(email, str) else None


def follow_role(provider, claims, person):
    """The role that the service's groups say; the first in the file's order where there are more."""
    if not provider.roles:
        return
    said = claims.get(provider.roles_claim)
    groups = said if isinstance(said, list) else [said]
    role = next((role for group, role in provider.roles.items() if group in groups), PRACTITIONER)
    actions.follow_role(person=person, role=role)


def is_second_step_done(provider, claims):
    """Whether the service says that a second step was asked there, and the file says to believe it."""
    if not provider.second_step_is_theirs:
        return False
    methods = claims.get("amr")
    is_said = isinstance(methods, list) and "mfa" in methods
    return is_said or claims.get("acr") in provider.second_step_acr
