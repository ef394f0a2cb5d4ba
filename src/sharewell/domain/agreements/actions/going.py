"""What every step of an agreement's way does alike: lock the row, ask, move, freeze, tell, record."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import documents, states
from sharewell.domain.agreements.models import Agreement, Notice, Version
from sharewell.domain.agreements.who_may import ANSWERING
from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.models import Person
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.domain.organisations.states import LEADER


def moment(at=None):
    """When it happens."""
    return at or timezone.now()


def locked(agreement: Agreement) -> Agreement:
    """The row as it stands now, held until the transaction ends."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def move(agreement: Agreement, to: str) -> None:
    """Take it to another state. Refusal where that is no move."""
    if not states.can_move(agreement.state, to):
        raise Refusal(_("This has moved on in the meantime. Look at it again."))
    agreement.state = to
    agreement.save()


def record(event: str, agreement: Agreement, by, at, /, **commitments: bytes):
    """Record what happened to it."""
    return record_event(
        kind=event,
        by=by,
        about=f"agreement:{agreement.pk}",
        commitments={name.replace("_", "-"): value for name, value in commitments.items()},
        at=at,
    )


def freeze(agreement: Agreement, note: str, by, at, /) -> Version:
    """The whole document as it stands, kept for ever; the latest version where nothing has changed since."""
    content = documents.content_of(agreement)
    digest = documents.hash_of(content)
    latest = agreement.versions.last()
    if latest and latest.sha256 == digest:
        return latest
    version = Version(
        agreement=agreement, number=latest.number + 1 if latest else 1, content=content, sha256=digest,
        note=note, made_at=at, made_by=agreement.made_by if by == SYSTEM else by,
    )  # fmt: skip
    version.save()
    record("agreement-version-made", agreement, by, at, content=digest.encode())
    return version


def has_changed(agreement: Agreement) -> bool:
    """Whether the words differ from those that were put before the parties last."""
    latest = agreement.versions.last()
    return latest is None or latest.sha256 != documents.hash_of(documents.content_of(agreement))


def tell(agreement: Agreement, why: str, people, at) -> None:
    """Write down that they are to be told by mail; whoever waits for the same mail already gets it once."""
    waiting = set(
        Notice.objects.filter(agreement=agreement, why=why, mailed_at=None).values_list("person", flat=True)
    )
    for person in people:
        if person.pk not in waiting:
            waiting.add(person.pk)
            Notice(agreement=agreement, person=person, why=why, made_at=at).save()


def answering(organisations) -> list[Person]:
    """Who answers for agreements at these organisations, as far as they have people here."""
    people = Person.objects.filter(organisation__in=organisations, is_active=True, role__in=ANSWERING)
    return list(people)


def signing_for(party) -> list[Person]:
    """Who can sign for a party with an account."""
    people = Person.objects.filter(organisation=party.organisation_id, is_active=True)
    email = party.signatory_email.strip().lower()
    return [each for each in people if each.role == LEADER or each.email.lower() == email]


def standing(agreement: Agreement) -> list:
    """The parties that have not left, with their organisations."""
    return list(agreement.parties.filter(left_on=None).select_related("organisation"))


def others(agreement: Agreement) -> list:
    """The organisations of all standing parties but the keeper."""
    return [each.organisation_id for each in standing(agreement) if not _is_keeper(agreement, each)]


def _is_keeper(agreement: Agreement, party) -> bool:
    return party.organisation_id == agreement.keeper_id
