"""What stands behind a share is kept with its decision, and what is missing is filed for somebody to mend."""

from django.db import transaction
from django.utils import timezone

from sharewell import rules
from sharewell.domain.decisions import cases, cover, permissions, queries
from sharewell.domain.decisions.models import CoverFound
from sharewell.domain.decisions.permissions import allow
from sharewell.domain.dpias.actions import reopen
from sharewell.domain.dpias.queries import is_named
from sharewell.domain.organisations.actions import file_gap


def keep_cover(*, decision, case, found):
    """Freeze what was found; what the log commits to."""
    words = found.words
    CoverFound.objects.create(
        decision=decision, purpose=cover.purpose_of(cases.flat(case)), pattern=cover.pattern_of(case),
        to_kind=decision.to.kind, to=decision.to.organisation,
        agreement=found.flow and found.flow.agreement, flow=found.flow and found.flow.number,
        assessment=found.assessment, notice=found.notice, words=words,
    )  # fmt: skip
    return {"cover": rules.canonical(words)}


def file_missing(*, decision, case, found, by, at):
    """File a gap for each thing that is missing, and open what a new recipient touches."""
    is_single = cover.pattern_of(case) == cover.ONE_OFF
    about = f"decision:{decision.pk}"
    for kind, what in cover.missing(found, decision.to):
        file_gap(
            organisation=decision.worry.organisation, kind=kind, what=what, about=about,
            is_single=is_single and kind != cover.NOTICE, by=by, at=at,
        )  # fmt: skip
    _open_for_new_recipient(decision, found, by, at)


def _open_for_new_recipient(decision, found, by, at):
    """An assessment that does not speak of this body is asked the question that a new recipient touches."""
    body = decision.to.organisation
    if found.assessment and body and not is_named(found.assessment, body):
        reopen(
            organisation=decision.worry.organisation, because="new-recipient",
            about=f"organisation:{body.pk}", assessment=found.assessment, by=by, at=at,
        )  # fmt: skip


def look_again(*, decision, by, at, has_gone=False):
    """What stands behind a share as it goes, in words, where it is not what it was decided on; else None.

    What is missing by then is filed. A flow that must wait for it is refused, and nothing where it `has_gone`
    already, by word of mouth.
    """
    now = queries.cover_now(decision, timezone.localdate(at))
    if now is None or now.is_as_decided:
        return None
    if not has_gone:
        allow(permissions.lapsed_refusal(now.wait))
    file_missing(decision=decision, case=now.case, found=now.found, by=by, at=at)
    return now.found.words


@transaction.atomic
def file_what_waits(*, decision, by, at=None):
    """Put what a flow that was decided and cannot go waits for on the list of whoever mends it, by a day."""
    allow(permissions.change_worry_refusal(by, decision.worry))
    at = at or timezone.now()
    now = queries.cover_now(decision, timezone.localdate(at))
    if now and now.wait:
        file_missing(decision=decision, case=now.case, found=now.found, by=by, at=at)
