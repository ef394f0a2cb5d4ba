"""What the recipient says back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import current_checkpoint
from sharewell.domain.deliveries import permissions
from sharewell.domain.deliveries.actions.doing import locked, moment, move, record
from sharewell.domain.deliveries.models import Answer
from sharewell.domain.deliveries.states import AnswerKind, State
from sharewell.domain.errors import Refusal, allow

NEEDS_WORDS = (AnswerKind.NOT_ACCEPTED, AnswerKind.ACTING, AnswerKind.OUTCOME)


@transaction.atomic
def answer(*, opening, kind: str, words: str = "", at=None) -> Answer:
    """An answer by whoever opened it. Carries the log's checkpoint of that moment."""
    delivery, at = locked(opening.delivery), moment(at)
    allow(_reader_refusal(opening, delivery, at))
    by = opening.person or "recipient"
    return _keep(delivery, kind, words, by, at, opening=opening, name=opening.name, role=opening.role)


@transaction.atomic
def write_down_answer(*, delivery, kind: str, words: str, name: str, by, role="", at=None) -> Answer:
    """The sender writes down what they were told, by telephone for example."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.follow_refusal(by, delivery))
    if not name.strip():
        raise Refusal(_("Say who told you."))
    return _keep(delivery, kind, words, by, at, written_by=by, name=name.strip(), role=role.strip())


@transaction.atomic
def download(*, opening, what: str, at=None) -> None:
    """Record that the package, or one file of it, was saved."""
    delivery, at = locked(opening.delivery), moment(at)
    allow(_reader_refusal(opening, delivery, at))
    record("package-downloaded", delivery, opening.person or "recipient", at, what=what.encode())


def _reader_refusal(opening, delivery, at):
    if opening.person is not None:
        return permissions.receive_refusal(opening.person, delivery)
    opening.delivery = delivery
    return permissions.visit_refusal(opening, at)


def _keep(delivery, kind, words, by, at, **who) -> Answer:
    allow(permissions.answer_refusal(delivery, kind))
    if kind in NEEDS_WORDS and not words.strip():
        raise Refusal(_("Say it in a few words."))
    move(delivery, State(kind))
    delivery.save()
    event = "answer-written-down" if who.get("written_by") else "answer-given"
    record(
        event,
        delivery,
        by,
        at,
        kind=str(kind).encode(),
        words=words.strip().encode(),
        who=who["name"].encode(),
    )
    kept = Answer(
        delivery=delivery, kind=kind, words=words.strip(), at=at, checkpoint=current_checkpoint(), **who
    )
    kept.save()
    return kept
