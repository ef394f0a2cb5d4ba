"""Links for parties without an account: to read and comment, or to sign.

The code goes another way than the link, and whoever keeps the agreement never holds both: where the directory
knows an address of the body, either the link or the code goes there. Only where it knows none does the keeper
say the code aloud, to an address that nobody else vouches for.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain import secrets_of_links as secrets
from sharewell.domain.agreements import states, who_may
from sharewell.domain.agreements.actions.going import locked, moment, record
from sharewell.domain.agreements.models import Invitation
from sharewell.domain.belonging import EVERYBODY, act_for_keeper_of, acting_for
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations.permissions import allow
from sharewell.domain.organisations.queries import own_address_of


@dataclass(frozen=True)
class Tried:
    """What came of a code: the invitation, or why not ("wrong", "locked", "used", "ended", "expired")."""

    invitation: Invitation | None = None
    why_not: str = ""
    until: object = None  # when a lock ends


@transaction.atomic
def invite(*, party, purpose, by, at=None):
    """Send a party a new link with a new code; the one before it ends. Gives the Invitation."""
    agreement, at = locked(party.agreement), moment(at)
    allow(who_may.invite_refusal(by, party))
    invitation = _invited(party, purpose, by, at)
    record("agreement-link-made", agreement, by, at)
    return invitation


def invite_unless_here(party, purpose, by, at, /) -> None:
    """The same as a part of another step, for a party that has no accounts here; nothing for others, or
    where nobody has said yet to which address it goes.
    """
    if not party.organisation.is_here and party.signatory_email:
        _invited(party, purpose, by, at)
        record("agreement-link-made", party.agreement, by, at)


def end_invitations(agreement, at, purpose=None, party=None) -> None:
    """Close the links that are open, of one purpose or party, or all."""
    rows = Invitation.objects.filter(party__agreement=agreement, used_at=None, ended_at=None)
    if purpose:
        rows = rows.filter(purpose=purpose)
    if party:
        rows = rows.filter(party=party)
    rows.update(ended_at=at)


def open_invitation(*, token, code, let_in=None, at=None) -> Tried:
    """Open what a party was sent, with its link and code. A wrong code is counted, and destroys nothing.

    `let_in(invitation)` is done with the opening or not at all. Reading an agreement takes days: until it is
    signed or ended the same link and code open it again.
    """
    at, invitation = moment(at), _found(token)
    if why_not := why_closed(invitation, at):
        return Tried(why_not=why_not)
    return _try(invitation, code, let_in, at)


@transaction.atomic
def ask_for_fresh_link(*, token, at=None) -> None:
    """A party asks for a new link. It goes to the address that the keeper wrote down, and the code stays."""
    at, before = moment(at), _found(token)
    agreement = locked(before.party.agreement)
    latest = before.party.invitations.filter(purpose=before.purpose).last()
    if latest.used_at or not is_wanted(latest):
        raise Refusal(_("This agreement no longer waits for you."), _("Ask whoever sent you the link."))
    if latest.fresh_asked_at and secrets.is_within(latest.fresh_asked_at, at, secrets.FRESH_EVERY):
        raise Refusal(
            _("A fresh link went out a few minutes ago. Look in your mail, in the junk folder as well.")
        )
    fresh = _invited(before.party, before.purpose, latest.made_by, at)
    fresh.code, fresh.code_to, fresh.code_mailed_at = latest.code, latest.code_to, latest.code_mailed_at
    fresh.fresh_asked_at, fresh.tries, fresh.locked_until = at, latest.tries, latest.locked_until
    fresh.save()
    record("agreement-link-asked-for", agreement, "party", at)


def why_closed(invitation: Invitation, at) -> str:
    """Why a link does not open, or ""."""
    return secrets.why_closed(invitation, at) or ("" if is_wanted(invitation) else "ended")


def is_wanted(invitation: Invitation) -> bool:
    """Whether the agreement still waits for what the link is for."""
    party = invitation.party
    if party.left_on is not None:
        return False
    if invitation.purpose == states.INVITED_TO_COMMENT:
        return party.agreement.state == states.CONSULTATION
    return who_may.may_be_signed(party)


def _invited(party, purpose, by, at) -> Invitation:
    end_invitations(party.agreement, at, purpose, party)
    token = secrets.new_token()
    agreement = party.agreement
    language = "cy" if agreement.languages == "cy" or party.organisation.nation == "wales" else "en"
    invitation = Invitation(
        party=party, purpose=purpose, language=language, token_hash=secrets.hash_token(token), token=token,
        code=secrets.new_code(), code_to=_code_to(party), made_at=at, expires_at=at + secrets.LINK_LASTS,
        made_by=agreement.made_by if by == "system" else by,
    )  # fmt: skip
    invitation.save()
    return invitation


def _code_to(party) -> str:
    """Where the code goes by mail; "" where the keeper says it aloud, because the link goes to the body's own
    address already, or because the directory knows none.
    """
    own = own_address_of(party.organisation)
    return "" if own.lower() == party.signatory_email.strip().lower() else own


def _found(token) -> Invitation:
    with acting_for(EVERYBODY):  # nobody is signed in: the secret says whose it is
        rows = Invitation.objects.select_related("party__agreement__keeper", "party__organisation")
        invitation = rows.filter(token_hash=secrets.hash_token(token)).first()
    if invitation is None:
        raise NotFound()
    act_for_keeper_of(invitation)
    return invitation


@transaction.atomic
def _try(invitation: Invitation, code: str, let_in, at) -> Tried:
    """Whether it is still closed is asked again, with nobody else writing."""
    agreement = locked(invitation.party.agreement)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("party__agreement").get(
        pk=invitation.pk
    )  # fmt: skip
    if why_not := why_closed(invitation, at):
        return Tried(why_not=why_not)
    if secrets.is_locked(invitation.locked_until, at):
        return Tried(why_not="locked", until=invitation.locked_until)
    if not secrets.is_right(invitation.code, code):
        return _wrong(invitation, agreement, at)
    is_first = invitation.opened_at is None
    invitation.tries, invitation.locked_until = 0, None
    invitation.opened_at = invitation.opened_at or at
    invitation.save()
    if let_in:
        let_in(invitation)
    if is_first:
        record("agreement-link-opened", agreement, "party", at)
    return Tried(invitation)


def _wrong(invitation: Invitation, agreement, at) -> Tried:
    invitation.tries += 1
    wait = secrets.lock_after(invitation.tries)
    invitation.locked_until = at + wait if wait else None
    invitation.save()
    record("agreement-code-wrong", agreement, "party", at)
    return Tried(why_not="wrong", until=invitation.locked_until)
