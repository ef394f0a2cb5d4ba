"""What stands behind a share: the agreement, the impact assessment and the privacy notice that cover it.

It is looked up at every share, by one query each. Missing cover never holds up a share that protects a
child; a regular or a bulk flow that protects nobody waits until it is there.
"""

from typing import NamedTuple

from sharewell.domain.agreements import queries as agreements
from sharewell.domain.dpias import queries as dpias
from sharewell.domain.learning import queries as learning
from sharewell.domain.organisations.states import ORGANISATION_KINDS

AGREEMENT, ASSESSMENT, NOTICE = "agreement", "assessment", "privacy-notice"  # kinds of gap as well
ONE_OFF, ROUTINE, BULK = "one-off", "routine", "bulk"  # as the rules' `arrangement.pattern` has them
WAIT_FOR_COVER = (ROUTINE, BULK)
PROTECT = "protect"  # what a share is for where nobody has said
_NEVER_WAIT = ("share-now", "must-share")


class Cover(NamedTuple):
    """What was found: an agreements.Flow, a dpias.Assessment and a learning.Version; None where none."""

    flow: object = None
    assessment: object = None
    notice: object = None

    @property
    def facts(self):
        """What the rules are told of it, as flat facts."""
        return {
            "arrangement.agreement": "in-force" if self.flow else "none",
            "arrangement.dpia": "done" if self.assessment else "none",
        }

    @property
    def ids(self):
        """Which papers: of the agreement, its flow's number, of the assessment and of the notice."""
        flow = self.flow
        papers = (self.assessment and self.assessment.pk, self.notice and self.notice.pk)
        return (flow and flow.agreement_id, flow and flow.number, *papers)

    @property
    def words(self):
        """What was found as plain data, to be frozen with a decision: names in both languages, references."""
        return {kind: said for kind, said in self._said() if said}

    def _said(self):
        yield AGREEMENT, self.flow and _agreed(self.flow)
        yield ASSESSMENT, self.assessment and _named(self.assessment, reference=self.assessment.reference)
        yield NOTICE, self.notice and _named(self.notice, version=self.notice.number)


def _agreed(flow):
    review_on = flow.agreement.review_on
    return _named(
        flow.agreement, reference=flow.agreement.reference, flow=flow.number,
        review_on=review_on.isoformat() if review_on else "",
    )  # fmt: skip


def _named(row, **more):
    return {"id": str(row.pk), "title": {"en": row.title_en, "cy": row.title_cy}} | more


def cover_for(organisation, to, purpose, day, pattern=ONE_OFF):
    """The Cover of what `organisation` would share with `to`, a DirectoryEntry or a Contact, on that day."""
    body = to.organisation
    flow = agreements.cover_for(organisation, body, purpose, day, pattern) if body else None
    return Cover(
        flow=flow,
        assessment=dpias.assessment_for(organisation, to.kind, purpose, day, flow=flow),
        notice=learning.notice_for(organisation, day),
    )


def purpose_of(facts):
    """What a share is for, of flat facts; protecting the child where nobody knows."""
    said = facts.get("worry.purpose", "unknown")
    return PROTECT if said == "unknown" else said


def pattern_of(case):
    """How often it is shared, of a nested case: this once, where nobody knows."""
    said = case.get("arrangement", {}).get("pattern", "unknown")
    return ONE_OFF if said == "unknown" else said


def is_protective(case, outcome_id):
    """Whether a worry for somebody's safety or welfare lies behind the share, or a duty. In doubt it does."""
    return outcome_id in _NEVER_WAIT or case.get("worry", {}).get("risk", "unknown") != "none"


def missing(cover, to):
    """The kinds of gap that this share meets, each with which one: [(kind, what)].

    An agreement is missed with a body of the directory, by its id; an assessment with any sort of body, by
    its kind. Nobody makes either with a parent.
    """
    body = to.organisation
    if body and not cover.flow:
        yield AGREEMENT, str(body.pk)
    if to.kind in ORGANISATION_KINDS and not cover.assessment:
        yield ASSESSMENT, to.kind
    if not cover.notice:
        yield NOTICE, ""


class Wait(NamedTuple):
    """What a regular or a bulk flow waits for: kinds of cover; whether a worry lies behind it."""

    kinds: tuple
    pattern: str
    has_worry: bool


def wait_of(case, outcome_id, cover):
    """The Wait of a flow; nothing where it may go."""
    pattern, has_worry = pattern_of(case), is_protective(case, outcome_id)
    if pattern not in WAIT_FOR_COVER or (pattern == ROUTINE and has_worry) or outcome_id in _NEVER_WAIT:
        return None
    found = {AGREEMENT: cover.flow, ASSESSMENT: cover.assessment}
    kinds = tuple(kind for kind, row in found.items() if not row)
    return Wait(kinds, pattern, has_worry) if kinds else None
