"""Putting a policy in force, reviewing it, ending it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.learning import actions, permissions, queries
from sharewell.domain.learning.actions.drafting import WORDS
from sharewell.domain.learning.documents import document_of
from sharewell.domain.learning.kinds import blanks_in, kinds
from sharewell.domain.organisations.permissions import close_gap_refusal
from sharewell.printing.documents import laid_out
from sharewell.web.layout.documents import language_asked
from sharewell.web.policies.forms import PublishForm, ReviewForm, WithdrawForm, heading_of, in_words
from sharewell.web.worries.found import or_404

READ_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@READ_AND_POST
def publish(request, draft):
    """The whole draft once more; then it is in force and never changes."""
    row = or_404(queries.draft_for, request.user, draft)
    kind, today = kinds()[row.policy.kind], timezone.localdate()
    found = queries.gaps_put_right_by(request.user, row.policy)
    gaps = {str(gap.pk): gap for gap in found if not close_gap_refusal(request.user, gap)}
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"in_force_from": today, "gaps": list(gaps)},
        gaps=[(pk, _gap_words(gap)) for pk, gap in gaps.items()],
        from_today=kind.asks_paragraphs,
        is_first=row.number == 1,
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chosen = [gaps[pk] for pk in said.pop("gaps", [])]
        done = _("%(title)s, version %(number)s, is in force.") % {
            "title": row.title, "number": row.number}  # fmt: skip
        actions.publish(draft=row, gaps=chosen, done=done, by=request.user, **said)
        messages.success(request, _("Published. This version never changes from now on."))
        return redirect("policies:one", row.policy_id)
    lang = language_asked(request)
    before = queries.version_before(row) if request.GET.get("changes") else None
    context = {
        "draft": row,
        "policy": row.policy,
        "form": form,
        "laid": laid_out(document_of(row, "en" if lang == "both" else lang, before)),
        "has_before": row.number > 1,
        "blanks": [
            (section["id"], heading_of(section), blank)
            for section in row.sections
            for name in WORDS
            for blank in blanks_in(section[name])
        ],
        "needs_paragraphs": kind.asks_paragraphs and not row.policy.paragraphs,
        "others": len(found) - len(gaps),
    }
    return render(request, "policies/publish.html", context)


def _gap_words(gap):
    if gap.kind == queries.GAP_POLICY_DOCUMENT and gap.what:
        return _("%(thing)s for Schedule 1 paragraph %(number)s") % {
            "thing": gap.kind_words, "number": gap.what}  # fmt: skip
    return str(gap.kind_words)


@never_cache
@READ_AND_POST
def review(request, policy):
    """Say after looking whether it still holds."""
    held = or_404(queries.policy_for, request.user, policy)
    permissions.allow(permissions.publish_refusal(request.user, held.policy))
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = actions.review_policy(policy=held.policy, by=request.user, **form.cleaned_data)
        if done.outcome == "change":
            messages.success(request, _("Recorded. Now write the next version."))
            return redirect("policies:draft", actions.begin_draft(policy=held.policy, by=request.user).pk)
        messages.success(request, _("Recorded. The next review counts from today."))
        return redirect("policies:one", held.policy.pk)
    return render(request, "policies/review.html", {"policy": held.policy, "form": form})


@never_cache
@READ_AND_POST
def withdraw(request, policy):
    """End it from today on."""
    held = or_404(queries.policy_for, request.user, policy)
    permissions.allow(permissions.publish_refusal(request.user, held.policy))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.withdraw(policy=held.policy, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("Withdrawn. What it said is kept."))
        return redirect("policies:one", held.policy.pk)
    context = {"policy": held.policy, "held": held, "form": form, "title": in_words(held.kind.title)}
    return render(request, "policies/withdraw.html", context)
