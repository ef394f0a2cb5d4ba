"""A body is told that somebody signed for it by a link, and can say that it was not them. Then the keeper of
the agreement says anew who signs.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain import secrets_of_links as secrets
from sharewell.domain.agreements import states, who_may
from sharewell.domain.agreements.actions.going import (
    answering,
    locked,
    moment,
    record,
    signing_for,
    standing,
    tell,
)
from sharewell.domain.agreements.actions.invitations import end_invitations, invite_unless_here
from sharewell.domain.agreements.models import Party, Signature, SignedNotice
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.permissions import allow
from sharewell.domain.organisations.queries import own_address_of


def tell_the_body(signature: Signature) -> None:
    """Have a body told at its own address that somebody signed for it; a part of signing. Where the directory
    knows no address of theirs, nobody is told.
    """
    to = own_address_of(signature.party.organisation)
    if to:
        token = secrets.new_token()
        SignedNotice(
            signature=signature,
            to=to,
            token=token,
            token_hash=secrets.hash_token(token),
            made_at=signature.at,
        ).save()


@transaction.atomic
def dispute_signature(*, notice, because, at=None):
    """Say for a body that the signature of which a SignedNotice told it is none of theirs. It counts no more:
    the party is waited for again, and what is in force covers nothing of theirs until it signs. Gives the
    Signature.
    """
    at = moment(at)
    agreement = locked(notice.signature.version.agreement)
    signature = Signature.objects.select_for_update(of=("self",)).select_related("party").get(
        pk=notice.signature_id
    )  # fmt: skip
    if signature.disputed_at:
        raise Refusal(_("You have said so already. It counts no more."))
    if not because.strip():
        raise ValueError("whoever disputes a signature says why")
    signature.disputed_at, signature.disputed_because = at, because.strip()[:1000]
    signature.save()
    if agreement.covers:
        signature.party.joined_on = None
        signature.party.save()
    organisations = [each.organisation_id for each in standing(agreement)]
    tell(agreement, states.TOLD_DISPUTED, answering({agreement.keeper_id, *organisations}), at)
    record("agreement-signature-disputed", agreement, "party", at, because=because.encode())
    return signature


@transaction.atomic
def correct_signatory(*, party, name, email, by, at=None):
    """Say anew who signs for a party, and where they are reached. A link that is open ends, and a new one
    goes out with a new code; the code to the body's own address, where the directory knows one. What was
    signed and disputed stays as it is, and counts for nothing. Gives the Party.
    """
    agreement, at = locked(party.agreement), moment(at)
    party = Party.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=party.pk)
    party.agreement = agreement
    allow(who_may.correct_signatory_refusal(by, party))
    if not party.organisation.is_here and not email.strip():
        raise ValueError("a link needs an address")
    party.signatory_name, party.signatory_email = name.strip(), email.strip()
    party.save()
    said = str(party.organisation_id).encode()
    record("agreement-signatory-corrected", agreement, by, at, party=said)
    end_invitations(agreement, at, states.INVITED_TO_SIGN, party)
    tell(agreement, states.TOLD_SIGN, signing_for(party), at)
    invite_unless_here(party, states.INVITED_TO_SIGN, by, at)
    return party
