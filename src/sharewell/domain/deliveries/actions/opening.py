"""Opening what was sent: by a link and its code, or in the inbox."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.belonging import EVERYBODY, act_for_keeper_of, acting_for
from sharewell.domain.deliveries import outbox, permissions
from sharewell.domain.deliveries.actions.doing import locked, moment, record
from sharewell.domain.deliveries.actions.sending import make_link
from sharewell.domain.deliveries.models import Delivery, Door, Link, Opening
from sharewell.domain.deliveries.states import State
from sharewell.domain.errors import NotFound, Refusal, allow


@dataclass(frozen=True)
class Tried:
    """What came of a code: the opening, or why not ("wrong", "locked", "used", "ended", "expired",
    "recalled").
    """

    opening: Opening | None = None
    why_not: str = ""
    until: object = None  # when a lock ends


def open_link(*, token: str, code: str, name: str, role: str, let_in=None, at=None) -> Tried:
    """Open a delivery once with its link and code. A wrong code is counted, and never destroys anything.

    `let_in(opening)` is done with the opening or not at all: an opening of which the recipient's browser
    never heard would shut them out.
    """
    at, link = moment(at), _link(token)
    if why_not := permissions.why_closed(link, link.delivery, at):  # a closed link holds nothing up
        return Tried(why_not=why_not)
    return _try(link, code, name, role, let_in, at)


@transaction.atomic
def _try(link: Link, code: str, name: str, role: str, let_in, at) -> Tried:
    """Whether it is still closed is asked again, with nobody else writing."""
    delivery = locked(link.delivery)
    link.refresh_from_db()
    if why_not := permissions.why_closed(link, delivery, at):
        return Tried(why_not=why_not)
    door = Door.objects.select_for_update().get(delivery=delivery)
    if codes.is_locked(door.locked_until, at):
        return Tried(why_not="locked", until=door.locked_until)
    if not codes.is_right(door.code, code):
        return _wrong(door, delivery, at)
    door.wrong, door.locked_until = 0, None
    door.save()
    if not Link.objects.filter(pk=link.pk, used_at__isnull=True, ended_at__isnull=True).update(used_at=at):
        return Tried(why_not="used")
    opening = _opened(delivery, "link-opened", "recipient", at, link=link, name=name, role=role)
    if let_in:
        let_in(opening)
    return Tried(opening)


@transaction.atomic
def open_in_inbox(*, delivery, by, at=None) -> Opening:
    """Open what came into one's own organisation's inbox; each person's first look is recorded."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.receive_refusal(by, delivery))
    already = delivery.openings.filter(person=by).first()
    if already:
        return already
    role = str(by.role_words)
    return _opened(delivery, "inbox-opened", by, at, person=by, name=by.name, role=role)


@transaction.atomic
def ask_for_fresh_link(*, token: str, at=None) -> None:
    """The recipient asks for a new link. It goes to the address that the sender checked, and to no other."""
    at, link = moment(at), _link(token)
    delivery = locked(link.delivery)
    if delivery.state == State.RECALLED:
        raise Refusal(_("The sender has recalled this."), _("Ask the sender."))
    door = Door.objects.select_for_update().get(delivery=delivery)
    if door.fresh_asked_at and codes.is_within(door.fresh_asked_at, at, codes.FRESH_EVERY):
        raise Refusal(
            _("A fresh link went out a few minutes ago. Look in your mail, in the junk folder as well.")
        )
    door.fresh_asked_at = at
    door.save()
    outbox.put(delivery, "notice", at, token=make_link(delivery, at))
    record("link-asked-for", delivery, "recipient", at)


def _link(token: str) -> Link:
    with acting_for(EVERYBODY):  # nobody is signed in: the secret says whose it is
        link = Link.objects.select_related("delivery").filter(token_hash=codes.hash_token(token)).first()
    if link is None:
        raise NotFound
    act_for_keeper_of(link)
    return link


def _wrong(door: Door, delivery: Delivery, at) -> Tried:
    door.wrong += 1
    wait = codes.lock_after(door.wrong)
    door.locked_until = at + wait if wait else None
    door.save()
    record("code-wrong", delivery, "recipient", at)
    return Tried(why_not="wrong", until=door.locked_until)


def _opened(delivery, kind, by, at, **who) -> Opening:
    opening = Opening(delivery=delivery, at=at, **who)
    opening.save()
    if delivery.state in (State.SENDING, State.SENT):
        delivery.state = State.OPENED
        delivery.save()
    said = f"{opening.name}\n{opening.role}".encode()
    record(kind, delivery, by, at, who=said)
    return opening
