"""How far a delivery is, in the words of the screen, and which steps may follow which."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sharewell.domain.secrets_of_links import MARGIN


class State(TextChoices):
    """How far a delivery is."""

    PREPARING = "preparing", _("Being prepared")
    SENDING = "sending", _("On its way")
    SENT = "sent", _("Sent")
    OPENED = "opened", _("Opened")
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not-accepted", _("Not accepted")
    ACTING = "acting", _("Acting on it")
    OUTCOME = "outcome", _("Outcome known")
    RECALLED = "recalled", _("Recalled")
    DROPPED = "dropped", _("Not sent after all")


# The ways that a delivery can go; their words are the directory's (organisations.states.WAYS).
INBOX, LINK, TELEPHONE, FORM = "inbox", "link", "telephone", "form"
TOLD_ANOTHER_WAY = (TELEPHONE, FORM)


class AnswerKind(TextChoices):
    """What a recipient can say of it, in the order in which it is usually said."""

    RECEIVED = "received", _("We have received it")
    ACCEPTED = "accepted", _("We accept it and will act on it")
    NOT_ACCEPTED = "not-accepted", _("We do not accept it")
    ACTING = "acting", _("What we are doing now")
    OUTCOME = "outcome", _("What happened in the end")


class Verdict(TextChoices):
    """What came of a second look."""

    AGREED = "agreed", _("Looked at, and right")
    SENT_BACK = "sent-back", _("Sent back")
    REPLACED = "replaced", _("No longer asked for")


ANSWERED = {State.RECEIVED, State.ACCEPTED, State.NOT_ACCEPTED, State.ACTING, State.OUTCOME}
WITH_THEM = {State.SENT, State.OPENED} | ANSWERED
NOT_OPENED = (State.SENDING, State.SENT)
NEVER_LEFT = (State.PREPARING, State.DROPPED)

# An answer may come late or skip a step (a recipient who acts at once has accepted), but nothing goes back.
MOVES = {
    State.PREPARING: {State.SENDING, State.SENT, State.DROPPED},  # straight to sent: told another way
    State.SENDING: {State.SENT, State.OPENED, State.RECALLED},  # opened: a mail quicker than its own receipt
    State.SENT: {State.OPENED, State.RECALLED} | ANSWERED,
    State.OPENED: {State.RECALLED} | ANSWERED,
    State.RECEIVED: {State.ACCEPTED, State.NOT_ACCEPTED, State.ACTING, State.OUTCOME, State.RECALLED},
    State.ACCEPTED: {State.ACTING, State.OUTCOME, State.RECALLED},
    State.NOT_ACCEPTED: {State.ACCEPTED, State.ACTING, State.OUTCOME, State.RECALLED},
    State.ACTING: {State.OUTCOME, State.RECALLED},
    State.OUTCOME: {State.RECALLED},
    State.RECALLED: set(),
    State.DROPPED: set(),
}

DOTS = (State.SENT, State.OPENED, State.ACCEPTED, State.ACTING, State.OUTCOME)


# An urgent share that nobody has opened is taken higher within a quarter of an hour, the worker's round
# included.
UNOPENED_AFTER = timedelta(minutes=14)


def is_unopened(delivery, at) -> bool:
    """Whether nobody has opened an urgent share in time. Ringing them gives it as long again."""
    if not delivery.is_urgent or delivery.state not in NOT_OPENED or delivery.way in TOLD_ANOTHER_WAY:
        return False
    since = max([delivery.sent_at, *(chase.at for chase in delivery.chases.all())])
    return at >= since + UNOPENED_AFTER or at < since - MARGIN


def can_move(state: str, to: str) -> bool:
    """Whether the one may follow the other."""
    return State(to) in MOVES[State(state)]


def answers_open_to(state: str) -> list[AnswerKind]:
    """The answers a recipient can still give, in the order they are offered."""
    return [kind for kind in AnswerKind if can_move(state, kind.value)]
