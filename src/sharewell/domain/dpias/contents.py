"""What an assessment says: as it is written, as it was signed off, and what it takes over from another."""

from dataclasses import dataclass
from hashlib import sha256

from sharewell import rules
from sharewell.domain.dpias.template import template

RISKS = "risks"  # where the table of risks is opened again, this stands for a question's id


@dataclass(frozen=True)
class Said:
    """An answer: its words, and whether they are taken over from the assessment that this one builds on."""

    en: str
    cy: str
    inherited: bool = False
    to_finish: bool = False

    def __bool__(self):
        return bool(self.en or self.cy)

    @property
    def both(self):
        return {lang: words for lang, words in (("en", self.en), ("cy", self.cy)) if words}


@dataclass(frozen=True)
class Changed:
    """A question whose words in the parent are not what they were: {"en", "cy"} each."""

    question: str
    before: dict
    now: dict


def answers_of(assessment):
    """{question's id: Said} for each question that is answered here, or in the assessment it builds on."""
    above = parents_content(assessment).get("answers", {})
    found = {
        ident: Said(said.get("en", ""), said.get("cy", ""), inherited=True) for ident, said in above.items()
    }
    for row in assessment.answers.all():
        if row.text_en or row.text_cy:
            found[row.question] = Said(row.text_en, row.text_cy, to_finish=row.is_to_finish)
    return found


def parents_content(assessment):
    """What the parent said when it was signed off last; {} where there is no parent."""
    signed = last_signed(assessment.parent) if assessment.parent_id else None
    return signed.content if signed else {}


def last_signed(assessment):
    """The Signed row that is in force; None before the first."""
    return assessment.signed.order_by("-number").first()


def parent_changes(assessment):
    """What changed in the parent since this one was signed off over it: Changed, for what is taken over."""
    mine = last_signed(assessment)
    if not mine or not mine.over_id:
        return []
    own = {row.question for row in assessment.answers.all() if row.text_en or row.text_cy}
    return [
        change
        for change in changes_between(mine.over.content, parents_content(assessment))
        if change.question not in own
    ]


def changes_between(before, now):
    """What two contents say differently, question by question; the risks as one."""
    then, since = before.get("answers", {}), now.get("answers", {})
    asked = [ident for ident in {**then, **since} if then.get(ident) != since.get(ident)]
    found = [Changed(ident, then.get(ident, {}), since.get(ident, {})) for ident in asked]
    if _titles(before) != _titles(now):
        found.append(Changed(RISKS, _titles(before), _titles(now)))
    return found


def _titles(content):
    """The titles of the risks, with how high each is, as lines."""
    rows = content.get("risks", ())
    return {
        lang: "\n".join(
            f"{row['title'].get(lang) or row['title'].get('en', '')} ({row['level']})" for row in rows
        )
        for lang in ("en", "cy")
        if rows
    }


def content_of(assessment):
    """Everything that it says, in both languages, as JSON: what is signed, printed and compared."""
    return {
        "reference": assessment.reference,
        "title": _both(assessment, "title"),
        "keeper": _both(assessment.keeper, "name"),
        "nation": assessment.keeper.nation,
        "template": [assessment.template, assessment.template_version],
        "regime": assessment.regime,
        "is_overarching": assessment.is_overarching,
        "screening": assessment.screening,
        "screened_as": assessment.screened_as,
        "over": _over(assessment),
        "covers": sorted([row.purpose, row.recipient_kind] for row in assessment.covers.all()),
        "named": sorted(
            (
                _both(row.organisation, "name") | {"id": str(row.organisation_id)}
                for row in _named(assessment)
            ),
            key=lambda each: each["id"],
        ),
        "expects_a_month": assessment.expects_a_month,
        "provisions": list(assessment.provisions),
        "answers": {
            question.id: answers[question.id].both
            for answers in [answers_of(assessment)]
            for question in template(assessment.template).questions
            if answers.get(question.id)
        },
        "risks": [*parents_content(assessment).get("risks", ()), *map(_risk, live_risks(assessment))],
        "views": [_view(row) for row in assessment.views.filter(removed_at=None)],
        "hats": {row.hat: row.person.name for row in assessment.hats.select_related("person")},
        "advice": [_advice(row) for row in assessment.advice.select_related("by", "taken_by")],
        "consultations": [_consultation(row) for row in assessment.consultations.all()],
        "reopenings": [_reopening(row) for row in assessment.reopenings.select_related("settled_by")],
        "review_on": _day(assessment.review_on),
        "review_owner": assessment.review_owner.name if assessment.review_owner else "",
    }


def hash_of(content):
    """The SHA-256 of a content, over its canonical JSON."""
    return sha256(rules.canonical(content)).hexdigest()


def live_risks(assessment):
    """The risks that were not taken out, with their measures and owners at hand."""
    return assessment.risks.filter(removed_at=None).prefetch_related("measures__owner")


def live_measures(risk):
    """What is done about a risk; what was taken out is left out."""
    return [measure for measure in risk.measures.all() if measure.removed_at is None]


def still_to_finish(assessment):
    """How many answers, risks and measures came with the software and nobody has made their own yet."""
    return (
        assessment.answers.filter(is_to_finish=True).count()
        + assessment.risks.filter(is_to_finish=True, removed_at=None).count()
        + sum(each.is_to_finish for risk in live_risks(assessment) for each in live_measures(risk))
    )


def _named(assessment):
    return assessment.named.select_related("organisation")


def _both(row, name):
    """{"en", "cy"} of a two-language column, without what is empty."""
    return {lang: words for lang in ("en", "cy") if (words := getattr(row, f"{name}_{lang}"))}


def _over(assessment):
    if not assessment.parent_id:
        return None
    signed = last_signed(assessment.parent)
    return {
        "id": str(assessment.parent_id),
        "reference": assessment.parent.reference,
        "title": _both(assessment.parent, "title"),
        "keeper": _both(assessment.parent.keeper, "name"),
        "number": signed.number if signed else 0,
    }


def _risk(row):
    return {
        "number": row.number,
        "side": row.side,
        "title": _both(row, "title"),
        "about": _both(row, "about"),
        "likelihood": row.likelihood,
        "severity": row.severity,
        "level": row.level,
        "left_likelihood": row.left_likelihood,
        "left_severity": row.left_severity,
        "left": row.left,
        "left_why": _both(row, "left_why"),
        "measures": [
            {
                "text": _both(each, "text"),
                "effect": each.effect,
                "owner": each.owner.name if each.owner else "",
                "due_on": _day(each.due_on),
                "done_at": each.done_at.isoformat() if each.done_at else "",
            }
            for each in live_measures(row)
        ],
    }


def _view(row):
    return {
        "whose": _both(row, "whose"),
        "were_asked": row.were_asked,
        "asked_on": _day(row.asked_on),
        "said": _both(row, "said"),
        "followed": row.followed,
        "did": _both(row, "did"),
    }


def _advice(row):
    return {
        "round": row.round,
        "says": row.says,
        "text": _both(row, "text"),
        "by": row.by.name,
        "at": row.at.isoformat(),
        "taken": row.taken,
        "because": _both(row, "because"),
        "taken_by": row.taken_by.name if row.taken_by else "",
    }


def _consultation(row):
    return {
        "asked_on": _day(row.asked_on),
        "answer_by": _day(row.answer_by),
        "extended_on": _day(row.extended_on),
        "answered_on": _day(row.answered_on),
        "outcome": row.outcome,
        "said": _both(row, "said"),
    }


def _reopening(row):
    return {
        "question": row.question,
        "because": row.because,
        "at": row.at.isoformat(),
        "settled_how": row.settled_how,
        "settled_by": row.settled_by.name if row.settled_by else "",
        "said": _both(row, "said"),
    }


def _day(day):
    return day.isoformat() if day else ""
