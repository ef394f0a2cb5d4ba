"""Whether an assessment can go on: what is missing, what changed, and what stands in the way of signing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.dpias import contents, permissions, states
from sharewell.domain.dpias.template import template
from sharewell.domain.errors import Refusal

_NOT_FINISHED = _("Some of it is missing. The list says what.")
_HIGH_LEFT = _("A high risk is left.")
_ASK_FIRST = _("Ask the Information Commissioner before it starts, or send it back so that more is done.")
_ADVICE_OPEN = _("First say what is done with the advice of the data protection officer.")


def unfinished(assessment):
    """What is missing before it can go round: ids of questions, or "risks", "left", "covers", "views"."""
    answers = contents.answers_of(assessment)
    asked = template(assessment.template).questions
    missing = [each.id for each in asked if not each.optional and not answers.get(each.id)]
    risks = list(contents.live_risks(assessment))
    sides = {risk.side for risk in risks}
    sides |= {each["side"] for each in contents.parents_content(assessment).get("risks", ())}
    if sides != set(states.SIDES):
        missing.append("risks")
    if any(risk.left is None for risk in risks):
        missing.append("left")
    if not assessment.covers.exists() and not assessment.parent_id:
        missing.append("covers")
    if not assessment.views.filter(removed_at=None).exists() and not assessment.parent_id:
        missing.append("views")
    if any(row.settled_at is None for row in assessment.reopenings.all()):
        missing.append("reopened")
    return missing


def unfinished_refusal(assessment):
    """It goes round when every part is there."""
    if not unfinished(assessment):
        return None
    return Refusal(_NOT_FINISHED)


def changed_since_signed(assessment):
    """Whether it says anything else than what was signed off last."""
    signed = contents.last_signed(assessment)
    now = contents.content_of(assessment)
    ways = ("answers", "risks", "views", "covers", "named", "provisions", "expects_a_month", "title")
    return signed is None or any(_as_planned(now[way]) != _as_planned(signed.content[way]) for way in ways)


def _as_planned(said):
    """The same without what was done since: doing what was planned changes no plan."""
    if isinstance(said, dict):
        return {name: _as_planned(value) for name, value in said.items() if name != "done_at"}
    return [_as_planned(each) for each in said] if isinstance(said, list) else said


def high_risks_left(assessment):
    """The risks of sharing that are still high with everything that is done about them."""
    return [
        risk
        for risk in contents.live_risks(assessment)
        if risk.side == states.SHARING and risk.left == states.HIGH
    ]


def must_consult(assessment):
    """Whether the Information Commissioner is to be asked, and has not answered in this round."""
    answered = assessment.consultations.filter(round=assessment.round, answered_on__isnull=False)
    return bool(high_risks_left(assessment)) and not answered.exclude(outcome="do-not").exists()


def sign_refusal(by, assessment):
    """Why it cannot be signed off now."""
    if refusal := permissions.turn_refusal(by, assessment, states.APPROVER):
        return refusal
    if must_consult(assessment):
        return Refusal(_HIGH_LEFT, _ASK_FIRST)
    advice = assessment.advice.filter(round=assessment.round).first()
    if advice and not advice.taken:
        return Refusal(_ADVICE_OPEN)
    return None
