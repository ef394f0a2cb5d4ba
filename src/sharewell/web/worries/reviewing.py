"""One decision, and looking at it again."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell import rules
from sharewell.domain.decisions import actions, permissions, queries
from sharewell.domain.deliveries import queries as deliveries
from sharewell.domain.deliveries.actions import prepare_delivery
from sharewell.web.worries.choosing import LimbForm
from sharewell.web.worries.forms import ReviewForm
from sharewell.web.worries.found import seen
from sharewell.web.worries.records import record_of


@never_cache
@require_safe
def one(request, pk):
    """A decision with everything that it rested on."""
    decision = seen(request, queries.decision_for, pk)
    sent = [
        row
        for row in deliveries.deliveries_for(request.user, decision.worry)
        if row.decision_id == decision.pk
    ]
    context = {
        "decision": decision,
        "record": record_of(decision, get_language()),
        "deliveries": sent,
        "may_change": permissions.change_worry_refusal(request.user, decision.worry) is None,
        "law_of": date.fromisoformat(queries.frozen(decision)[0]["date"]),
        "current": rules.current().sha256 == decision.rules_id,
    }
    return render(request, "worries/decision.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """Does a decision not to share still stand?"""
    decision = seen(request, queries.decision_for, pk)
    form = ReviewForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.review_decision(decision=decision, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded. It comes back to you on the day you chose."))
        return redirect("worries:one", decision.worry_id)
    since = [row for row in queries.entries_of(decision.worry) if row.recorded_at > decision.at]
    context = {"decision": decision, "form": form, "since": since, "words": _words(decision)}
    return render(request, "worries/review.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ground(request, pk):
    """After an emergency: why it went without consent. Said once, and kept beside the decision."""
    decision = seen(request, queries.decision_for, pk)
    if refusal := permissions.give_ground_refusal(request.user, decision):
        raise refusal
    case, outcome = queries.frozen(decision)
    data = request.POST if request.method == "POST" else None
    form = LimbForm(data, case=case, outcome=outcome)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        actions.give_ground(decision=decision, limb=said["limb"], why=said["limb_why"], by=request.user)
        messages.success(request, _("Written down."))
        return redirect("worries:decision", decision.pk)
    return render(request, "worries/ground.html", {"decision": decision, "form": form})


def _words(decision):
    return rules.current().outcome_words(decision.outcome_id, get_language())


@never_cache
@require_POST
def prepare(request, pk):
    """Prepare what is to be sent, where that was not begun."""
    decision = seen(request, queries.decision_for, pk)
    return redirect("deliveries:items", prepare_delivery(decision=decision, by=request.user).pk)
