"""The assessment of this software itself, which comes with it and which whoever runs it finishes."""

import tomllib
from pathlib import Path

from django.db import transaction

from sharewell.domain.audit.actions import record_event
from sharewell.domain.dpias.actions.starting import make_it, screen, start_assessment
from sharewell.domain.dpias.actions.writing import add_measure, add_risk, answer_question
from sharewell.domain.dpias.models import Answer, Measure, Risk

FILE = Path(__file__).parent.parent / "shipped" / "this-software.toml"


def read_shipped():
    """What comes with the software, as it is on the disk."""
    return tomllib.loads(FILE.read_text("utf-8"))


@transaction.atomic
def start_shipped(*, by, at=None):
    """Begin the assessment of this software, filled in as far as its makers can. All of it is marked as not
    finished until somebody here makes it their own. Gives the Assessment.
    """
    told = read_shipped()
    assessment = start_assessment(
        by=by, title_en=told["title"]["en"], title_cy=told["title"]["cy"], is_overarching=True, at=at
    )
    screen(assessment=assessment, answers=told["screening"], by=by, at=at)
    make_it(assessment=assessment, by=by, at=at)
    for ident, row in told["answer"].items():
        beside = {name: value for name, value in row.items() if name not in ("en", "cy")}
        answer_question(
            assessment=assessment,
            question=ident,
            text_en=row["en"],
            text_cy=row["cy"],
            by=by,
            at=at,
            **beside,
        )
    for row in told["risk"]:
        _add(assessment, row, by, at)
    Answer.objects.filter(assessment=assessment).update(is_to_finish=True)
    Risk.objects.filter(assessment=assessment).update(is_to_finish=True)
    Measure.objects.filter(risk__assessment=assessment).update(is_to_finish=True)
    record_event(kind="assessment-shipped-taken", by=by, about=f"assessment:{assessment.pk}", at=at)
    return assessment


def _add(assessment, row, by, at):
    risk = add_risk(
        assessment=assessment, side=row["side"], title_en=row["title"]["en"], title_cy=row["title"]["cy"],
        about_en=row["about"]["en"], about_cy=row["about"]["cy"], likelihood=row["likelihood"],
        severity=row["severity"], left_likelihood=row["left_likelihood"], left_severity=row["left_severity"],
        by=by, at=at,
    )  # fmt: skip
    for each in row.get("measure", ()):
        add_measure(risk=risk, text_en=each["en"], text_cy=each["cy"], effect=each["effect"], by=by, at=at)
