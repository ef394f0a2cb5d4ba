"""What is missing where somebody works: who mends it and by when."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.decisions import queries as decisions
from sharewell.domain.decisions.actions import note_look_at
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations import actions, permissions, queries
from sharewell.web.organisation.forms import GapForm
from sharewell.web.organisation.mending import help_for
from sharewell.web.organisation.words import gap_words
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def all_gaps(request):
    """What is to be put right, the soonest due first; then what was."""
    rows = [(gap, gap_words(gap)) for gap in queries.gaps_for(request.user)]
    context = {
        "to_do": [row for row in rows if row[0].closed_at is None],
        "done": [row for row in rows if row[0].closed_at],
        "today": timezone.localdate(),
    }
    return render(request, "organisation/gaps.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, gap):
    """One of them: where it was met, and saying that it is put right."""
    gap = or_404(queries.gap_for, request.user, gap)
    may_close = permissions.close_gap_refusal(request.user, gap) is None
    form = GapForm(request.POST if request.method == "POST" else None, gap=gap)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        actions.close_gap(
            gap=gap, done=said["done"], is_live=said.get("is_live", False),
            is_needless=said.get("is_needless", False), by=request.user,
        )  # fmt: skip
        messages.success(request, _("Put right. Thank you."))
        return redirect("organisation:gaps")
    context = {
        "gap": gap,
        "words": gap_words(gap),
        "form": form,
        "may_close": may_close,
        "help": help_for(request.user, gap),
        "meetings": [(row, _seen_decision(request, row.about)) for row in gap.meetings.all()],
    }
    return render(request, "organisation/gap.html", context)


def _seen_decision(request, about):
    """The decision that a gap was met in, where the person may see it, written down as looked at; else
    nothing.
    """
    sort, _colon, pk = about.partition(":")
    if sort != "decision":
        return None
    try:
        decision = decisions.decision_for(request.user, pk)
    except NotFound:
        return None
    note_look_at(row=decision, by=request.user, page=request.resolver_match.view_name)
    return decision
