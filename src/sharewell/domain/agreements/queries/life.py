"""What is read of an agreement's way: versions, comments, assurance, signatures, links, and what waits."""

from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone

from sharewell.domain import secrets_of_links as secrets
from sharewell.domain.agreements import permissions, states, who_may
from sharewell.domain.agreements.models import (
    Agreement,
    Assurance,
    Comment,
    Invitation,
    Party,
    Review,
    Signature,
    SignedNotice,
    Version,
)
from sharewell.domain.belonging import EVERYBODY, act_for_keeper_of, acting_for
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.models import Organisation, Person

_SHOWN = ("keeper", "replaces", "under", "made_by")


@dataclass(frozen=True)
class Signing:
    """How far one party is: `signature` is there or not; `invitation` the newest link, where it has one;
    `disputed` the last signature that the party says it never gave.
    """

    party: Party
    signature: Signature | None
    invitation: Invitation | None
    disputed: Signature | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the party still has to sign."""
        return self.signature is None and self.party.left_on is None


def going_round(person, pk) -> Agreement:
    """One agreement, for whoever may see it. NotFound for any other."""
    rows = Agreement.objects.select_related(*_SHOWN).prefetch_related("parties__organisation", "versions")
    found = rows.filter(pk=pk).first()
    if found is None or permissions.see_refusal(person, found):
        raise NotFound()
    return found


def version_of(person, agreement, number) -> Version:
    """One version of what they were given. NotFound where there is none."""
    found = agreement.versions.filter(number=number).select_related("made_by").first()
    if found is None or permissions.see_refusal(person, agreement):
        raise NotFound()
    return found


def comments_on(person, agreement) -> list[Comment]:
    """Every comment on an agreement that they may see, the oldest first."""
    if permissions.see_refusal(person, agreement):
        raise NotFound()
    rows = agreement.comments.select_related("party__organisation", "by", "settled_by", "version")
    return list(rows)


def comment_for(person, pk) -> Comment:
    """One comment; NotFound where they may not see its agreement."""
    rows = Comment.objects.select_related("agreement__keeper", "party__organisation", "by", "version")
    found = rows.filter(pk=pk).first()
    if found is None or permissions.see_refusal(person, found.agreement):
        raise NotFound()
    return found


def signings_of(person, agreement) -> list[Signing]:
    """How far each party is with the latest version."""
    if permissions.see_refusal(person, agreement):
        raise NotFound()
    return signings(agreement)


def signings(agreement) -> list[Signing]:
    """The same for somebody who was given the agreement already, with an account or behind a link."""
    latest = agreement.versions.last()
    rows = Signature.objects.filter(version=latest).select_related("person", "party") if latest else []
    signed = {row.party_id: row for row in rows if row.disputed_at is None}
    disputed = {row.party_id: row for row in rows if row.disputed_at}
    links = {row.party_id: row for row in Invitation.objects.filter(party__agreement=agreement)}
    parties = agreement.parties.select_related("organisation")
    return [Signing(each, signed.get(each.pk), links.get(each.pk), disputed.get(each.pk)) for each in parties]


def assurance_for(person, agreement) -> Assurance | None:
    """The submission that waits for an answer; nothing where none does."""
    if permissions.see_refusal(person, agreement):
        raise NotFound()
    rows = agreement.assurances.select_related("assurer", "submitted_by", "version", "agreement__keeper")
    return rows.filter(at=None).first()


def answered_assurances(person, agreement) -> list[Assurance]:
    """What those who assure its quality have said so far."""
    if permissions.see_refusal(person, agreement):
        raise NotFound()
    return list(agreement.assurances.exclude(at=None).select_related("assurer", "by", "version"))


def reviews_of(person, agreement) -> list[Review]:
    """Its reviews: those done, and the next."""
    if permissions.see_refusal(person, agreement):
        raise NotFound()
    return list(agreement.reviews.select_related("by"))


def party_for(person, pk) -> Party:
    """One party of an agreement that they may see."""
    found = Party.objects.select_related("agreement__keeper", "organisation").filter(pk=pk).first()
    if found is None or permissions.see_refusal(person, found.agreement):
        raise NotFound()
    return found


def who_can_assure(person, agreement) -> list[Organisation]:
    """Whom somebody can submit it to: their own organisation first, and every other that is no party to it;
    each only where somebody here answers for it who neither began the agreement nor submits it.
    """
    parties = set(agreement.parties.values_list("organisation", flat=True)) - {agreement.keeper_id}
    answering = Person.objects.filter(is_active=True, role__in=who_may.ANSWERING)
    wrote = [person.pk, agreement.made_by_id]
    can = set(answering.exclude(pk__in=wrote).values_list("organisation", flat=True)) - parties
    found = [each for each in Organisation.objects.filter(is_here=True) if each.pk in can]
    return sorted(found, key=lambda each: each.pk != agreement.keeper_id)


def who_can_join(person, agreement) -> list[Organisation]:
    """Organisations of the directory that are not in it yet."""
    parties = agreement.parties.values("organisation")
    return list(Organisation.objects.exclude(pk__in=parties))


# --- Behind a link -----------------------------------------------------------------------------------


def invitation_for(token: str) -> Invitation:
    """The invitation of a link; whoever shows the secret is asked no more. NotFound where there is none."""
    with acting_for(EVERYBODY):  # nobody is signed in: the secret says whose it is
        found = _invitations().filter(token_hash=secrets.hash_token(token)).first()
    if found is None:
        raise NotFound()
    act_for_keeper_of(found)
    return found


def invited(pk) -> Invitation:
    """The invitation that a browser was let in with; the page asks itself whether it still holds."""
    with acting_for(EVERYBODY):
        found = _invitations().filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound()
    act_for_keeper_of(found)
    return found


def signed_notice_for(token: str) -> SignedNotice:
    """What a body was told of a signature; whoever shows the secret is asked no more. NotFound where none."""
    with acting_for(EVERYBODY):
        rows = SignedNotice.objects.select_related(
            "signature__version__agreement__keeper", "signature__party__organisation"
        )
        found = rows.filter(token_hash=secrets.hash_token(token)).first()
    if found is None:
        raise NotFound()
    act_for_keeper_of(found)
    return found


def is_told_of(invitation) -> bool:
    """Whether a body is told, at its own address, of what was signed through this link."""
    return SignedNotice.objects.filter(signature__invitation=invitation).exists()


def _invitations():
    return Invitation.objects.select_related("party__agreement__keeper", "party__organisation")


# --- What waits for somebody today --------------------------------------------------------------------


def signatures_waiting(person) -> list[Party]:
    """The parties for which this person can sign now and has not."""
    rows = Party.objects.filter(organisation_id=person.organisation_id, left_on=None)
    waits = Q(agreement__state=states.SIGNING) | Q(
        agreement__state__in=states.COVERS, joined_on=None, agreement__is_imported=False
    )
    rows = rows.filter(waits).select_related("agreement", "organisation")
    return [party for party in rows if who_may.sign_refusal(person, party) is None]


def comments_wanted(person) -> list[Agreement]:
    """What was put before this person's organisation, which has said nothing of its latest version yet."""
    mine = {"organisation_id": person.organisation_id, "left_on": None}
    parties = Party.objects.filter(**mine, agreement__state=states.CONSULTATION)
    rows = parties.exclude(agreement__keeper=person.organisation_id).select_related("agreement")
    wanted = [party for party in rows if who_may.comment_refusal(person, party.agreement) is None]
    return [party.agreement for party in wanted if not _has_said(party)]


def _has_said(party) -> bool:
    latest = party.agreement.versions.last()
    return party.comments.filter(version=latest).exists()


def comments_waiting(person) -> list[Agreement]:
    """What this person's organisation keeps, with comments that nobody has answered."""
    rows = _kept_by(person).filter(comments__settled_at=None, comments__isnull=False)
    return list(rows.exclude(state__in=states.ENDED).distinct())


def assurances_waiting(person) -> list[Assurance]:
    """The submissions that this person can answer."""
    rows = Assurance.objects.filter(at=None, assurer=person.organisation_id)
    rows = rows.select_related("agreement__keeper", "version")
    return [row for row in rows if who_may.assure_refusal(person, row) is None]


def changes_wanted(person) -> list[Agreement]:
    """What came back from quality assurance with changes asked for."""
    return list(_kept_by(person).filter(state=states.CHANGES_ASKED))


def disputed_for(person) -> list[Signature]:
    """The signatures under what this person's organisation keeps that a body says it never gave, where it
    has given none since.
    """
    kept = _kept_by(person).exclude(state__in=states.ENDED)
    rows = Signature.objects.filter(version__agreement__in=kept, party__left_on=None)
    latest = {row.party_id: row for row in rows.select_related("version__agreement", "party__organisation")}
    return [row for row in latest.values() if row.disputed_at]


def to_confirm(person) -> list[Party]:
    """What others entered in the register for this person's organisation, and nobody there has confirmed."""
    mine = {"organisation": person.organisation_id, "left_on": None, "confirmed_at": None}
    rows = Party.objects.filter(**mine, agreement__is_imported=True, agreement__state__in=states.COVERS)
    rows = rows.select_related("agreement", "organisation")
    return [party for party in rows if who_may.confirm_refusal(person, party) is None]


def reviews_due(person) -> list[Review]:
    """The reviews of what this person's organisation keeps that were called for."""
    if person.role not in who_may.ANSWERING:
        return []
    rows = Review.objects.filter(
        agreement__keeper=person.organisation_id, agreement__state__in=states.COVERS, done_at=None
    )
    near = Q(reminded_at__isnull=False) | Q(due_on__lte=timezone.localdate())
    return list(rows.filter(near).select_related("agreement"))


def _kept_by(person):
    if person.role not in who_may.ANSWERING:
        return Agreement.objects.none()
    return Agreement.objects.filter(keeper=person.organisation_id)


def since_of(agreements) -> dict:
    """{agreement: when its latest version was made}, in one query."""
    rows = Version.objects.filter(agreement__in=[each.pk for each in agreements])
    return dict(rows.values_list("agreement").annotate(at=Max("made_at")))
