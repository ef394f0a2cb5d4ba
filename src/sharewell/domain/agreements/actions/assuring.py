"""Quality assurance: somebody who did not write it says whether it is good enough to be signed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import states, who_may
from sharewell.domain.agreements.actions.going import (
    answering,
    freeze,
    locked,
    moment,
    move,
    record,
    tell,
)
from sharewell.domain.agreements.models import Assurance, Notice
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.permissions import SYSTEM, allow


@transaction.atomic
def submit_for_assurance(*, agreement, by, assurer=None, at=None):
    """Submit what stands, to a group or body with people here (`assurer`), or to a colleague. Gives the
    Assurance.
    """
    agreement, at = locked(agreement), moment(at)
    allow(who_may.submit_refusal(by, agreement))
    asked = assurer or agreement.keeper
    if not asked.is_here:
        raise Refusal(_("They have no people here who could look at it."), _("Ask somebody else."))
    version = freeze(agreement, "", by, at)
    move(agreement, states.ASSURANCE)
    assurance = Assurance(
        agreement=agreement, version=version, assurer=asked, submitted_at=at, submitted_by=by
    )
    could = [each for each in answering([asked.pk]) if who_may.assure_refusal(each, assurance) is None]
    if not could:  # it would lie there, and nobody could take it further
        raise Refusal(
            _("Nobody there could look at it: nobody assures what they wrote themselves."),
            _("Ask somebody else."),
        )
    assurance.save()
    tell(agreement, states.TOLD_ASSURE, could, at)
    record("agreement-submitted", agreement, by, at, version=version.sha256.encode())
    return assurance


@transaction.atomic
def answer_assurance(*, assurance, outcome, by, said="", at=None):
    """Say that the quality is assured, or which changes are asked for."""
    agreement, at = locked(assurance.agreement), moment(at)
    assurance = Assurance.objects.select_for_update().select_related("version").get(pk=assurance.pk)
    assurance.agreement = agreement
    allow(who_may.assure_refusal(by, assurance))
    if outcome not in states.ASSURANCE_OUTCOMES:
        raise ValueError(f"no such outcome: {outcome!r}")
    if outcome == states.ASSURE_CHANGES and not said.strip():
        raise ValueError("whoever asks for changes says which")
    assurance.outcome, assurance.said, assurance.by, assurance.at = outcome, said.strip(), by, at
    assurance.save()
    passed = outcome == states.ASSURE_PASSED
    move(agreement, states.ASSURED if passed else states.CHANGES_ASKED)
    tell(agreement, states.TOLD_CHANGES, _but(answering([agreement.keeper_id]), by), at)
    record(
        "agreement-assured" if passed else "agreement-changes-asked",
        agreement, by, at, said=assurance.said.encode(),
    )  # fmt: skip
    return assurance


@transaction.atomic
def take_back_submission(*, agreement, by, at=None):
    """Take it back from quality assurance to change it, before they have answered or after: what they said
    stays with the version that they saw. Gives the Agreement.
    """
    agreement, at = locked(agreement), moment(at)
    allow(who_may.take_back_refusal(by, agreement))
    assurance = Assurance.objects.select_for_update().filter(agreement=agreement, at=None).first()
    if assurance:
        assurance.outcome, assurance.at = states.ASSURE_TAKEN_BACK, at
        assurance.by = assurance.submitted_by if by == SYSTEM else by
        assurance.save()
    move(agreement, states.CONSULTATION)
    Notice.objects.filter(agreement=agreement, why=states.TOLD_ASSURE, mailed_at=None).delete()
    record("agreement-taken-back", agreement, by, at)
    return agreement


def _but(people, who) -> list:
    return [each for each in people if each.pk != who.pk]
