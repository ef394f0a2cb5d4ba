"""Round the hats: the author sends it, the reviewer looks, the officer advises, the approver signs it off."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.dpias import clocks, contents, law, permissions, states
from sharewell.domain.dpias.actions.reopening import reopen_children
from sharewell.domain.dpias.models import Advice, Consultation, Signed
from sharewell.domain.dpias.permissions import allow
from sharewell.domain.dpias.readiness import (
    changed_since_signed,
    must_consult,
    sign_refusal,
    unfinished_refusal,
)
from sharewell.domain.dpias.steps import held, must_say, note, to_state


@transaction.atomic
def send_round(*, assessment, by, at=None):
    """The author has written it; it goes to the reviewer.

    One that was opened again, and in which all stands as it was signed, goes to its approver at once.
    """
    assessment = held(assessment)
    allow(permissions.send_refusal(by, assessment))
    allow(unfinished_refusal(assessment))
    at = at or timezone.now()
    stands = assessment.state == states.REOPENED and not changed_since_signed(assessment)
    assessment.round += 1
    assessment.save(update_fields=["round"])
    to_state(assessment, states.APPROVAL if stands else states.REVIEW)
    note(assessment, "submitted", by=by, at=at, hat=states.AUTHOR)
    record_event(kind="assessment-sent-round", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment


@transaction.atomic
def review(*, assessment, said_en="", said_cy="", by, at=None):
    """The reviewer has looked, and it goes to the data protection officer."""
    assessment = held(assessment)
    allow(permissions.turn_refusal(by, assessment, states.REVIEWER))
    at = at or timezone.now()
    to_state(assessment, states.ADVISING)
    note(assessment, "reviewed", by=by, at=at, hat=states.REVIEWER, said_en=said_en, said_cy=said_cy)
    record_event(kind="assessment-reviewed", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment


@transaction.atomic
def ask_for_changes(*, assessment, said_en="", said_cy="", by, at=None):
    """Whoever has it sends it back to its author, and says what is to change."""
    assessment = held(assessment)
    hat = assessment.turn
    if hat == states.AUTHOR or not hat:
        raise ValueError("it is with its author")
    allow(permissions.turn_refusal(by, assessment, hat))
    must_say(said_en, said_cy)
    at = at or timezone.now()
    to_state(assessment, states.CHANGES)
    note(assessment, "changes-asked", by=by, at=at, hat=hat, said_en=said_en, said_cy=said_cy)
    record_event(
        kind="assessment-changes-asked", by=by, about=f"assessment:{assessment.pk}",
        commitments={"said": (said_en or said_cy).encode()}, at=at,
    )  # fmt: skip
    return assessment


@transaction.atomic
def advise(*, assessment, says, text_en="", text_cy="", by, at=None):
    """The data protection officer advises (`states.ADVICE`), and it goes to its approver."""
    assessment = held(assessment)
    allow(permissions.turn_refusal(by, assessment, states.OFFICER))
    if assessment.state != states.ADVISING:
        raise ValueError("the Commissioner was asked: note the answer instead")
    must_say(text_en, text_cy)
    at = at or timezone.now()
    advice = Advice.objects.create(
        assessment=assessment,
        round=assessment.round,
        says=says,
        text_en=text_en,
        text_cy=text_cy,
        by=by,
        at=at,
    )
    to_state(assessment, states.APPROVAL)
    note(assessment, "advised", by=by, at=at, hat=states.OFFICER, said_en=text_en, said_cy=text_cy)
    record_event(
        kind="assessment-advised", by=by, about=f"assessment:{assessment.pk}",
        commitments={"advice": f"{says}\n{text_en or text_cy}".encode()}, at=at,
    )  # fmt: skip
    return advice


@transaction.atomic
def settle_advice(*, assessment, taken, because_en="", because_cy="", by, at=None):
    """The approver says what is done with the advice (`states.TAKEN`); overruling it needs a reason."""
    assessment = held(assessment)
    allow(permissions.turn_refusal(by, assessment, states.APPROVER))
    if taken == "overruled":
        must_say(because_en, because_cy)
    at, advice = at or timezone.now(), assessment.advice.get(round=assessment.round)
    advice.taken, advice.taken_by, advice.taken_at = taken, by, at
    advice.because_en, advice.because_cy = because_en, because_cy
    advice.save()
    note(
        assessment,
        "advice-settled",
        by=by,
        at=at,
        hat=states.APPROVER,
        said_en=because_en,
        said_cy=because_cy,
    )
    record_event(kind="assessment-advice-settled", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def sign_off(*, assessment, review_on, review_owner, by, at=None):
    """The approver takes on what risk is left. Everything it says is frozen, with the law of that day.

    Local ones that build on it have what changed opened again. Gives the Signed row.
    """
    assessment = held(assessment)
    allow(sign_refusal(by, assessment))
    at = at or timezone.now()
    before = contents.last_signed(assessment)
    assessment.review_on, assessment.review_owner = review_on, review_owner
    assessment.signed_at = at
    assessment.save(update_fields=["review_on", "review_owner", "signed_at"])
    signed = _freeze(assessment, before, by, at)
    to_state(assessment, states.SIGNED)
    note(assessment, "signed-off", by=by, at=at, hat=states.APPROVER)
    record_event(
        kind="assessment-signed-off", by=by, about=f"assessment:{assessment.pk}",
        commitments={"content": signed.sha256.encode()}, at=at,
    )  # fmt: skip
    if before and assessment.is_overarching:
        reopen_children(parent=assessment, before=before, now=signed, at=at)
    return signed


def _freeze(assessment, before, by, at):
    content, day = contents.content_of(assessment), timezone.localdate(at)
    above = contents.last_signed(assessment.parent) if assessment.parent_id else None
    return Signed.objects.create(
        assessment=assessment, number=before.number + 1 if before else 1, content=content,
        sha256=contents.hash_of(content), over=above, at=at, by=by,
        law=law.law_of(assessment.provisions, day, law.own_rules(assessment.keeper)),
    )  # fmt: skip


@transaction.atomic
def ask_commissioner(*, assessment, asked_on, by, at=None):
    """A high risk is left: the Information Commissioner is asked before anything starts. The clock runs."""
    assessment = held(assessment)
    allow(permissions.turn_refusal(by, assessment, states.APPROVER))
    if not must_consult(assessment):
        raise ValueError("no high risk is left")
    at = at or timezone.now()
    row = Consultation.objects.create(
        assessment=assessment, round=assessment.round, asked_on=asked_on, asked_by=by,
        answer_by=clocks.answer_by(assessment.regime, asked_on),
    )  # fmt: skip
    to_state(assessment, states.CONSULTING)
    note(assessment, "consulted", by=by, at=at, hat=states.APPROVER)
    record_event(kind="assessment-commissioner-asked", by=by, about=f"assessment:{assessment.pk}", at=at)
    return row


@transaction.atomic
def need_longer(*, consultation, told_on, by, at=None):
    """The Commissioner said, in time, that it takes longer. Once."""
    assessment = held(consultation.assessment)
    allow(permissions.turn_refusal(by, assessment, states.OFFICER))
    if consultation.extended_on or consultation.answered_on:
        raise ValueError("it was made longer, or answered, already")
    consultation.extended_on = told_on
    consultation.answer_by = clocks.longer_by(assessment.regime, consultation.answer_by)
    consultation.save(update_fields=["extended_on", "answer_by"])
    at = at or timezone.now()
    note(assessment, "consultation-longer", by=by, at=at, hat=states.OFFICER)
    record_event(kind="assessment-commissioner-longer", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def note_answer(*, consultation, answered_on, outcome, said_en="", said_cy="", by, at=None):
    """What the Commissioner answered (`states.CONSULTED`): on to the approver, or back to the author."""
    assessment = held(consultation.assessment)
    allow(permissions.turn_refusal(by, assessment, states.OFFICER))
    must_say(said_en, said_cy)
    at = at or timezone.now()
    consultation.answered_on, consultation.outcome = answered_on, outcome
    consultation.said_en, consultation.said_cy, consultation.answered_by = said_en, said_cy, by
    consultation.save()
    to_state(assessment, states.CHANGES if outcome == "do-not" else states.APPROVAL)
    note(
        assessment,
        "consultation-answered",
        by=by,
        at=at,
        hat=states.OFFICER,
        said_en=said_en,
        said_cy=said_cy,
    )
    record_event(kind="assessment-commissioner-answered", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment
