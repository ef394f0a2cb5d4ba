"""Asking a colleague, from inside a draft or a worry, and answering."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.decisions import cases, permissions
from sharewell.domain.decisions.actions.worries import let_in
from sharewell.domain.decisions.models import Advice
from sharewell.domain.decisions.permissions import allow


@transaction.atomic
def ask_advice(*, by, of, question, worry=None, draft=None, at=None):
    """Put a question to a colleague, who may then see what it is about. Asking never holds up a decision."""
    allow(permissions.ask_refusal(by, of, worry, draft))
    at = at or timezone.now()
    if worry and permissions.see_worry_refusal(of, worry):
        let_in(worry=worry, person=of, question=question, by=by, at=at)
    advice = Advice.objects.create(
        worry=worry, draft=draft, asked_by=by, asked_of=of, asked_at=at, question=question,
        case=worry.answers if worry else cases.nested(draft.answers),
    )  # fmt: skip
    record_event(
        kind="advice-asked",
        by=by,
        about=f"advice:{advice.pk}",
        commitments={"question": question.encode()},
        at=at,
    )
    return advice


@transaction.atomic
def answer_advice(*, advice, answer, by, at=None):
    """Answer a question. The one who asked finds it under what needs them today."""
    advice = Advice.objects.select_for_update().get(pk=advice.pk)
    allow(permissions.answer_refusal(by, advice))
    at = at or timezone.now()
    advice.answer, advice.answered_at = answer, at
    advice.save(update_fields=["answer", "answered_at"])
    record_event(
        kind="advice-answered",
        by=by,
        about=f"advice:{advice.pk}",
        commitments={"answer": answer.encode()},
        at=at,
    )
    return advice


@transaction.atomic
def put_away_advice(*, advice, by, at=None):
    """The one who asked has read the answer."""
    allow(permissions.read_advice_refusal(by, advice))
    at = at or timezone.now()
    advice.read_at = at
    advice.save(update_fields=["read_at"])
    record_event(kind="advice-read", by=by, about=f"advice:{advice.pk}", at=at)
