"""Breaking the glass: in at once, with a reason; told to others; looked at by a second person."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.domain.decisions import actions, permissions, who_looked
from sharewell.web.access.forms import GlassForm, ReviewForm
from sharewell.web.worries.found import or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def break_it(request):
    """Ask for a record and go in. Nothing stands before it but the reason."""
    if refusal := permissions.break_glass_refusal(request.user):
        raise refusal
    form = GlassForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "access/break_glass.html", {"form": form})
    found = actions.break_glass(by=request.user, **form.cleaned_data)
    if len(found) == 1:
        messages.success(request, _("You are in. It is written down, and your safeguarding lead is told."))
        return redirect("worries:one", found[0].pk)
    return render(request, "access/found.html", {"found": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, pk):
    """One breaking of the glass: who, why, what they looked at; and the second person's word."""
    glass = or_404(who_looked.glass_for, request.user, pk)
    reviewers = who_looked.who_reviews(glass)
    may_review = permissions.review_glass_refusal(request.user, glass, reviewers) is None
    form = ReviewForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.review_glass(
            glass=glass, is_upheld=form.is_upheld, words=form.cleaned_data["words"], by=request.user
        )
        messages.success(request, _("Recorded. Thank you for looking at it."))
        return redirect("access:all")
    context = {
        "glass": glass,
        "looks": who_looked.looks_during(glass),
        "reviewers": reviewers,
        "may_review": may_review,
        "is_late": glass.reviewed_at is None and glass.review_by < timezone.now(),
        "is_told": any(alert.glass_id == glass.pk for alert in who_looked.glass_told(request.user)),
        "form": form,
    }
    return render(request, "access/glass.html", context)


@never_cache
@require_POST
def read(request, pk):
    """I have read that somebody went in."""
    glass = or_404(who_looked.glass_for, request.user, pk)
    actions.put_away_alerts(by=request.user, glass=glass)
    return redirect("home:today")
