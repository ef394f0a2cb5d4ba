"""Looking at an agreement again, drafting its next version, and ending it."""

from django.db import transaction
from django.utils import timezone

from sharewell.domain.agreements import reviews, states, who_may
from sharewell.domain.agreements.actions.going import (
    answering,
    locked,
    moment,
    move,
    others,
    record,
    standing,
    tell,
)
from sharewell.domain.agreements.actions.invitations import end_invitations
from sharewell.domain.agreements.copies import copied
from sharewell.domain.agreements.models import Agreement, Review
from sharewell.domain.organisations.permissions import SYSTEM, allow


@transaction.atomic
def record_review(*, agreement, outcome, said, by, next_on=None, at=None):
    """Say what came of a review: it stands (`next_on` is the next, at the latest), a new version is needed,
    or it ends. Gives what is now the agreement to look at: this one, or the draft of the next.
    """
    agreement, at = locked(agreement), moment(at)
    allow(who_may.review_refusal(by, agreement))
    if outcome not in states.REVIEW_OUTCOMES:
        raise ValueError(f"no such outcome: {outcome!r}")
    today = timezone.localdate(at)
    review = agreement.reviews.filter(done_at=None).first() or Review(agreement=agreement, due_on=today)
    review.done_at, review.outcome, review.said = at, outcome, said.strip()
    review.by = None if by == SYSTEM else by
    review.save()
    record("agreement-reviewed", agreement, by, at, outcome=outcome.encode(), said=said.encode())
    if outcome == states.REVIEW_ENDS:
        return withdraw_agreement(agreement=agreement, because=said, by=by, at=at)
    latest = reviews.latest_after(today)
    agreement.review_on = min(next_on or latest, latest)
    if agreement.state == states.REVIEW_DUE:
        move(agreement, states.IN_FORCE)
    agreement.save()
    Review(agreement=agreement, due_on=agreement.review_on).save()
    if outcome == states.REVIEW_CHANGES and who_may.draft_anew_refusal(by, agreement) is None:
        return draft_anew(agreement=agreement, by=by, at=at)
    return agreement


@transaction.atomic
def draft_anew(*, agreement, by, at=None):
    """Begin the next version of what is in force: a draft that replaces it once everybody has signed."""
    agreement, at = locked(agreement), moment(at)
    allow(who_may.draft_anew_refusal(by, agreement))
    draft = copied(agreement, by=agreement.made_by if by == SYSTEM else by, at=at)
    record("agreement-drafted-anew", draft, by, at, replaces=str(agreement.pk).encode())
    return draft


@transaction.atomic
def withdraw_agreement(*, agreement, because, by, at=None):
    """End it for everybody from today: nothing is covered by it any more."""
    agreement, at = locked(agreement), moment(at)
    allow(who_may.withdraw_refusal(by, agreement))
    if not because.strip():
        raise ValueError("whoever ends an agreement says why")
    _end(agreement, because.strip()[:1000], at)
    record("agreement-withdrawn", agreement, by, at, because=because.encode())
    return agreement


@transaction.atomic
def end_agreement(*, agreement, by, at=None):
    """Its last day has passed; called by the worker."""
    agreement, at = locked(agreement), moment(at)
    allow(who_may.withdraw_refusal(by, agreement))
    _end(agreement, "", at)
    record("agreement-ended", agreement, by, at)


@transaction.atomic
def call_for_review(*, review, by, at=None):
    """Have the keeper told that a review is near or due; on its day the agreement says so itself."""
    agreement, at = locked(review.agreement), moment(at)
    allow(who_may.review_refusal(by, agreement))
    is_due = review.due_on <= timezone.localdate(at)
    if is_due and agreement.state == states.IN_FORCE:
        move(agreement, states.REVIEW_DUE)
        tell(agreement, states.TOLD_REVIEW, answering(others(agreement)), at)
    Review.objects.filter(pk=review.pk).update(reminded_at=at)
    tell(agreement, states.TOLD_REVIEW, answering([agreement.keeper_id]), at)
    record("agreement-review-due", agreement, by, at)


def keep_agreements(at=None) -> int:
    """What the calendar brings: reviews that are near or due, and last days that have passed. How many."""
    at = moment(at)
    today = timezone.localdate(at)
    over = list(Agreement.objects.filter(state__in=states.COVERS, ends_on__lt=today))
    for agreement in over:
        end_agreement(agreement=agreement, by=SYSTEM, at=at)
    waiting = Review.objects.filter(done_at=None, agreement__state__in=states.COVERS)
    near = waiting.filter(reminded_at=None, due_on__lte=today + reviews.TOLD_AHEAD)
    due = waiting.filter(due_on__lte=today, agreement__state=states.IN_FORCE)
    called = list((near | due).select_related("agreement").distinct())
    for review in called:
        call_for_review(review=review, by=SYSTEM, at=at)
    return len(over) + len(called)


def _end(agreement: Agreement, because: str, at) -> None:
    today = timezone.localdate(at)
    agreement.ends_on = min(agreement.ends_on or today, today)
    agreement.ended_because = because
    was = agreement.state
    move(agreement, states.WITHDRAWN)
    agreement.reviews.filter(done_at=None).delete()
    end_invitations(agreement, at)
    if was != states.DRAFT:
        organisations = [each.organisation_id for each in standing(agreement)]
        tell(agreement, states.TOLD_ENDED, answering(organisations), at)
