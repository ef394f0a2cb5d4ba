"""What an assessment says: answers, risks of sharing and of not sharing, measures, and what people think."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sharewell.domain.audit.actions import record_event
from sharewell.domain.dpias import permissions
from sharewell.domain.dpias.models import Answer, Covering, Measure, Named, Risk, View
from sharewell.domain.dpias.permissions import allow
from sharewell.domain.dpias.steps import held, must_say
from sharewell.domain.dpias.template import template
from sharewell.domain.versions import merged

RISK_FIELDS = ("side", "title_en", "title_cy", "about_en", "about_cy", "likelihood", "severity")
LEFT_FIELDS = ("left_likelihood", "left_severity", "left_why_en", "left_why_cy")
VIEW_FIELDS = (
    "whose_en", "whose_cy", "were_asked", "asked_on", "said_en", "said_cy", "followed", "did_en", "did_cy",
)  # fmt: skip


def stands_of(assessment, question):
    """What a question's form is drawn from: its words, and what it takes beside words."""
    row = Answer.objects.filter(assessment=assessment, question=question).first()
    stands = {"text_en": row.text_en if row else "", "text_cy": row.text_cy if row else ""}
    kind = template(assessment.template).question(question).kind
    return stands | _BESIDE[kind](assessment)


def _covering(assessment):
    rows = list(assessment.covers.all())
    return {
        "purposes": sorted({row.purpose for row in rows}),
        "kinds": sorted({row.recipient_kind for row in rows}),
        "named": sorted(str(row.organisation_id) for row in assessment.named.all()),
    }


_BESIDE = {
    "text": lambda assessment: {},
    "recipients": _covering,
    "volume": lambda assessment: {"expects_a_month": assessment.expects_a_month},
    "provisions": lambda assessment: {"provisions": sorted(assessment.provisions)},
}


@transaction.atomic
def answer_question(*, assessment, question, by, version=None, at=None, **given):
    """Answer one question: `text_en`, `text_cy`, and what it takes beside words: `purposes`, `kinds` and
    `named` (ids of organisations); `expects_a_month`; `provisions`. What is left out stays as it is.

    Clash where somebody else answered otherwise since `version`.
    """
    assessment = held(assessment)
    allow(permissions.write_refusal(by, assessment, question))
    stands = stands_of(assessment, question)
    if unknown := given.keys() - stands.keys():
        raise ValueError(f"this question does not take {sorted(unknown)}")
    now = stands | merged(version=version, stands={name: stands[name] for name in given}, mine=given)
    at = at or timezone.now()
    Answer.objects.update_or_create(
        assessment=assessment, question=question,
        defaults={
            "text_en": now["text_en"], "text_cy": now["text_cy"], "is_to_finish": False, "at": at,
            "by": None if by == permissions.SYSTEM else by,
        },
    )  # fmt: skip
    if "purposes" in now:
        _cover(assessment, now)
    for name in ("expects_a_month", "provisions"):
        if name in now:
            setattr(assessment, name, now[name])
            assessment.save(update_fields=[name])
    record_event(kind="assessment-answered", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment


def _cover(assessment, now):
    assessment.covers.all().delete()
    pairs = [(purpose, kind) for purpose in now["purposes"] for kind in now["kinds"]]
    Covering.objects.bulk_create(
        Covering(assessment=assessment, purpose=purpose, recipient_kind=kind) for purpose, kind in pairs
    )
    assessment.named.all().delete()
    Named.objects.bulk_create(Named(assessment=assessment, organisation_id=ident) for ident in now["named"])


@transaction.atomic
def add_risk(*, assessment, by, at=None, **given):
    """Write down a risk: `side`, `title_en`, `title_cy`, `about_en`, `about_cy`, `likelihood`, `severity`."""
    assessment = held(assessment)
    allow(permissions.write_refusal(by, assessment))
    must_say(given.get("title_en", ""), given.get("title_cy", ""))
    number = (assessment.risks.aggregate(last=Max("number"))["last"] or 0) + 1
    risk = Risk.objects.create(assessment=assessment, number=number, **given)
    record_event(kind="assessment-risk-written", by=by, about=f"assessment:{assessment.pk}", at=at)
    return risk


@transaction.atomic
def change_risk(*, risk, by, version=None, at=None, **given):
    """Say a risk otherwise, or what is left of it (LEFT_FIELDS).
    Clash where somebody else changed the same since `version`.
    """
    assessment = held(risk.assessment)
    allow(permissions.write_refusal(by, assessment))
    _change(Risk, risk, version, given)
    record_event(kind="assessment-risk-written", by=by, about=f"assessment:{assessment.pk}", at=at)
    return risk


@transaction.atomic
def remove_risk(*, risk, by, at=None):
    """Take a risk out. What was signed off with it keeps it."""
    assessment = held(risk.assessment)
    allow(permissions.write_refusal(by, assessment))
    risk.removed_at = at or timezone.now()
    risk.save(update_fields=["removed_at"])
    record_event(kind="assessment-risk-removed", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def add_measure(*, risk, by, at=None, **given):
    """Say what is done about a risk: `text_en`, `text_cy`, `effect`, `owner`, `due_on`."""
    assessment = held(risk.assessment)
    allow(permissions.write_refusal(by, assessment))
    must_say(given.get("text_en", ""), given.get("text_cy", ""))
    measure = Measure.objects.create(risk=risk, **given)
    record_event(kind="assessment-measure-written", by=by, about=f"assessment:{assessment.pk}", at=at)
    return measure


@transaction.atomic
def change_measure(*, measure, by, version=None, at=None, **given):
    """Say a measure otherwise. Clash where somebody else changed the same since `version`."""
    assessment = held(measure.risk.assessment)
    allow(permissions.write_refusal(by, assessment))
    _change(Measure, measure, version, given)
    record_event(kind="assessment-measure-written", by=by, about=f"assessment:{assessment.pk}", at=at)
    return measure


@transaction.atomic
def remove_measure(*, measure, by, at=None):
    """Take a measure out."""
    assessment = held(measure.risk.assessment)
    allow(permissions.write_refusal(by, assessment))
    measure.removed_at = at or timezone.now()
    measure.save(update_fields=["removed_at"])
    record_event(kind="assessment-measure-written", by=by, about=f"assessment:{assessment.pk}", at=at)


@transaction.atomic
def finish_measure(*, measure, by, at=None):
    """It is done. Whoever was to do it says so, whatever the assessment's state."""
    allow(permissions.finish_measure_refusal(by, measure))
    measure.done_at, measure.done_by = at or timezone.now(), by
    measure.save(update_fields=["done_at", "done_by"])
    about = f"assessment:{measure.risk.assessment_id}"
    record_event(kind="assessment-measure-done", by=by, about=about, at=at)


@transaction.atomic
def add_view(*, assessment, by, at=None, **given):
    """Write down what people said whom it is about, or why they were not asked: VIEW_FIELDS."""
    assessment = held(assessment)
    allow(permissions.write_refusal(by, assessment))
    must_say(given.get("said_en", ""), given.get("said_cy", ""))
    view = View.objects.create(assessment=assessment, by=by, at=at or timezone.now(), **given)
    record_event(kind="assessment-view-written", by=by, about=f"assessment:{assessment.pk}", at=at)
    return view


@transaction.atomic
def change_view(*, view, by, version=None, at=None, **given):
    """The same otherwise. Clash where somebody else changed the same since `version`."""
    assessment = held(view.assessment)
    allow(permissions.write_refusal(by, assessment))
    _change(View, view, version, given)
    record_event(kind="assessment-view-written", by=by, about=f"assessment:{assessment.pk}", at=at)
    return view


@transaction.atomic
def remove_view(*, view, by, at=None):
    """Take it out."""
    assessment = held(view.assessment)
    allow(permissions.write_refusal(by, assessment))
    view.removed_at = at or timezone.now()
    view.save(update_fields=["removed_at"])
    record_event(kind="assessment-view-written", by=by, about=f"assessment:{assessment.pk}", at=at)


def _change(model, row, version, given):
    """Write what was given, but for what only somebody else changed. It is then nobody else's text."""
    fresh = model.objects.select_for_update().get(pk=row.pk)
    stands = {name: getattr(fresh, name) for name in given}
    for name, value in merged(version=version, stands=stands, mine=given).items():
        setattr(row, name, value)
    changed = list(given)
    if hasattr(row, "is_to_finish"):
        row.is_to_finish = False
        changed.append("is_to_finish")
    row.save(update_fields=changed)
