"""Every write of self-assessments: keyword-only, `by=` the actor, atomic, recorded."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.models import Organisation
from sharewell.domain.oversight import permissions
from sharewell.domain.oversight.models import SelfAssessment
from sharewell.domain.oversight.permissions import allow
from sharewell.domain.oversight.self_assessment import figures_of, levels_of, unanswered_in
from sharewell.domain.oversight.standards import LEVEL_WORDS, score_of, standards
from sharewell.domain.versions import merged
from sharewell.rules import canonical


@transaction.atomic
def begin_self_assessment(*, by, at=None):
    """Begin one, with nothing said yet; where one is open already, it is that."""
    allow(permissions.make_self_assessment_refusal(by))
    at = at or timezone.now()
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # two at once make one
    ours = SelfAssessment.objects.filter(organisation_id=by.organisation_id)
    if begun := ours.filter(finished_at=None).first():
        return begun
    assessment = SelfAssessment.objects.create(
        organisation=by.organisation, standards=standards().version, begun_by=by, begun_at=at
    )
    record_event(kind="self-assessment-begun", by=by, about=f"self-assessment:{assessment.pk}", at=at)
    return assessment


@transaction.atomic
def answer_measures(*, assessment, said, by, lang="en", version=None, at=None):
    """Say how things stand with what the records cannot tell: {measure: {"level": 0 to 3, "how": text}}.

    A level without how one knows is refused, and so is a measure that the records answer. Clash where
    somebody else said otherwise since `version`.
    """
    held = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
    allow(permissions.change_self_assessment_refusal(by, held))
    measures = standards().measures
    for key, row in said.items():
        if key not in measures or not measures[key].is_asked:
            raise ValueError(f"{key!r} is not asked")
        if row["level"] is not None and (row["level"] not in LEVEL_WORDS or not row["how"].strip()):
            raise ValueError(f"{key!r} has a level of {list(LEVEL_WORDS)}, and says how one knows")
    stands = {key: plain_answer(held.answers.get(key)) for key in said}
    taken = merged(version=version, stands=stands, mine={key: plain_answer(row) for key, row in said.items()})
    answers = dict(held.answers)
    for key, row in taken.items():
        if row != stands[key]:
            answers[key] = row | {"lang": lang}
    held.answers = answers
    held.save(update_fields=["answers"])
    record_event(
        kind="self-assessment-answered", by=by, about=f"self-assessment:{held.pk}",
        commitments={"answers": canonical(answers)}, at=at,
    )  # fmt: skip
    return held


def plain_answer(row):
    """An answer without the language in which it was given, as a form is drawn from it."""
    return {"level": row["level"], "how": row["how"]} if row else {"level": None, "how": ""}


@transaction.atomic
def finish_self_assessment(*, assessment, by, at=None):
    """Keep what the records show today beside what people said, and the score. It never changes again."""
    held = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
    allow(permissions.change_self_assessment_refusal(by, held))
    if missing := unanswered_in(held):
        said = _("Questions that are not answered yet: %(count)s.") % {"count": len(missing)}
        raise Refusal(said, _('Answer them first. "Not yet" is an answer too.'))
    at = at or timezone.now()
    held.found = figures_of(held.organisation, at)
    held.score = score_of(levels_of(held.found, held.answers))
    held.finished_by, held.finished_at = by, at
    held.save(update_fields=["found", "score", "finished_by", "finished_at"])
    kept = {
        "found": canonical(held.found),
        "answers": canonical(held.answers),
        "score": canonical(held.score),
    }
    record_event(
        kind="self-assessment-finished", by=by, about=f"self-assessment:{held.pk}", commitments=kept, at=at
    )
    return held
