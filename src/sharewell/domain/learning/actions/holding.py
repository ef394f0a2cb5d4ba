"""A policy in force: published, reviewed, withdrawn."""

from calendar import monthrange

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import Refusal
from sharewell.domain.learning import permissions, queries
from sharewell.domain.learning.actions.drafting import _draft, _locked, call_as_published
from sharewell.domain.learning.freezing import fingerprint
from sharewell.domain.learning.kinds import blanks_in, kinds
from sharewell.domain.learning.models import Reading, Review
from sharewell.domain.learning.periods import rows_for
from sharewell.domain.learning.permissions import allow
from sharewell.domain.learning.states import CHANGE, OUTCOMES, POLICY_DOCUMENT
from sharewell.domain.organisations.actions import close_gap, follow_policy_document


@transaction.atomic
def publish(*, draft, by, in_force_from=None, changed_en="", changed_cy="", gaps=(), done="", at=None):
    """Put a draft in force from a day on, today unless another is named. It never changes after that.

    Refused while a blank waits in brackets, or where a policy document covers no condition; one of those
    counts from today. `gaps` are those that it puts right, with the words for what was `done`.
    Gives the Version.
    """
    draft = _draft(draft, by)
    policy, at = draft.policy, at or timezone.now()
    today = timezone.localdate(at)
    _check_ready(draft)
    draft.in_force_from = in_force_from or today
    if draft.in_force_from < today:
        raise ValueError("a policy comes into force today or later")
    if policy.kind == POLICY_DOCUMENT and draft.in_force_from > today:
        raise Refusal(_("A policy document counts from the day on which it is published."))
    draft.changed_en, draft.changed_cy = changed_en, changed_cy
    draft.title_en, draft.title_cy = policy.title_en, policy.title_cy
    draft.paragraphs = policy.paragraphs
    draft.published_at, draft.published_by = at, _person(by)
    if kinds()[policy.kind].has_periods:
        draft.periods = rows_for(policy.organisation)
    draft.sha256 = fingerprint(draft)
    draft.save()
    if draft.published_by and draft.published_by.role in policy.readers:
        Reading.objects.create(version=draft, person=by, at=at)  # whoever publishes it has read it
    policy.review_on, policy.reminded_for = months_after(draft.in_force_from, policy.review_months), None
    policy.save(update_fields=["review_on", "reminded_for"])
    record_event(
        kind="policy-published", by=by, about=f"policy:{policy.pk}",
        commitments={"version": draft.sha256.encode()}, at=at,
    )  # fmt: skip
    if policy.kind == POLICY_DOCUMENT:
        follow_policy_document(organisation=policy.organisation, is_live=True, by=by, at=at)
    for gap in gaps:
        close_gap(gap=gap, done=done, by=by, at=at)
    return draft


def _check_ready(draft):
    if blanks := blanks_left(draft):
        raise Refusal(
            _("Something still waits to be written: %(what)s") % {"what": "; ".join(blanks[:3])},
            _("Write it in the draft, or take it out."),
        )
    if draft.policy.kind == POLICY_DOCUMENT and not draft.policy.paragraphs:
        raise Refusal(_("Say first which conditions this policy document covers."))


def blanks_left(draft):
    """What still stands in brackets in a draft, in either language."""
    return [
        blank
        for row in draft.sections
        for name in ("heading_en", "text_en", "heading_cy", "text_cy")
        for blank in blanks_in(row[name])
    ]


@transaction.atomic
def review_policy(*, policy, outcome, said, by, at=None):
    """Say after looking whether a policy still holds. The next review counts from today, or, where it has to
    be changed, from the next version. Gives the Review.
    """
    policy = _locked(policy)
    allow(permissions.publish_refusal(by, policy))
    if outcome not in OUTCOMES or not said.strip():
        raise ValueError("a review says how it came out, and why")
    if policy.review_on is None:
        raise Refusal(_("Nothing is in force yet, so there is nothing to review."))
    at = at or timezone.now()
    review = Review.objects.create(
        policy=policy, due_on=policy.review_on, at=at, by=by, outcome=outcome, said=said.strip()
    )
    if outcome != CHANGE:
        policy.review_on = months_after(timezone.localdate(at), policy.review_months)
        policy.reminded_for = None
        policy.save(update_fields=["review_on", "reminded_for"])
    record_event(
        kind="policy-reviewed", by=by, about=f"policy:{policy.pk}",
        commitments={"outcome": outcome.encode(), "said": review.said.encode()}, at=at,
    )  # fmt: skip
    return review


@transaction.atomic
def withdraw(*, policy, because, by, at=None):
    """End a policy from today on. It is kept, with all that it said; a draft of it is thrown away."""
    policy = _locked(policy)
    allow(permissions.publish_refusal(by, policy))
    if not because.strip():
        raise ValueError("a policy is withdrawn for a reason")
    if policy.review_on is None:
        raise Refusal(_("Nothing was published yet."), _("Throw the draft away instead."))
    at = at or timezone.now()
    policy.versions.filter(published_at=None).delete()
    call_as_published(policy)
    policy.withdrawn_on, policy.withdrawn_at = timezone.localdate(at), at
    policy.withdrawn_by, policy.withdrawn_because = by, because.strip()
    policy.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record_event(
        kind="policy-withdrawn", by=by, about=f"policy:{policy.pk}",
        commitments={"because": policy.withdrawn_because.encode()}, at=at,
    )  # fmt: skip
    if policy.kind == POLICY_DOCUMENT:
        left = queries.policy_documents_in_force(policy.organisation, policy.withdrawn_on)
        follow_policy_document(organisation=policy.organisation, is_live=bool(left), by=by, at=at)
    return policy


def _person(by):
    return None if by == permissions.SYSTEM else by


def months_after(day, months):
    """The same day so many months later; the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
