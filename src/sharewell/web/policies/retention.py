"""How long each sort of record is kept, and an organisation's own periods."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.errors import Clash
from sharewell.domain.learning import actions, permissions, queries
from sharewell.domain.learning.actions.keeping import said_of
from sharewell.domain.learning.documents import CONFIDENCE, schedule_of
from sharewell.domain.learning.periods import row_of
from sharewell.domain.learning.states import SCHEDULE
from sharewell.domain.versions import version_of
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.policies.forms import PeriodForm, in_words
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def schedule(request):
    """The schedule as it stands, and the version of it that was published, if any."""
    rows = queries.schedule_for(request.user)
    policies = queries.policies_for(request.user)
    context = {
        "rows": [row | {"sure": CONFIDENCE[row["confidence"]]} for row in rows],
        "in_words": in_words,
        "may_write": queries.may_write(request.user),
        "held": next(
            (each for each in policies if each.policy.kind == SCHEDULE and not each.policy.withdrawn_at), None
        ),
    }
    return render(request, "policies/retention.html", context)


@never_cache
@require_safe
def print_schedule(request, form):
    """The schedule as it stands today, as a PDF or a DOCX."""
    rows = queries.schedule_for(request.user)
    today = timezone.localdate().isoformat()
    document = schedule_of(request.user.organisation, rows, language_asked(request), at=today)
    return printed(document, form, _("How long records are kept"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def period(request, record):
    """Set a period of one's own for one sort of record."""
    row, own = or_404(queries.period_for, request.user, record)
    permissions.allow(permissions.write_refusal(request.user, request.user.organisation))
    stands = said_of(own)
    usual = {name: row.get(name) for name in ("years", "starts", "then")}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=stands if own else usual)
    if form.is_bound and form.is_valid():
        try:
            actions.set_period(
                organisation=request.user.organisation, record=record, version=version_in(request),
                by=request.user, **form.cleaned_data,
            )  # fmt: skip
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        messages.success(request, _("Recorded. The schedule shows your period and why."))
        return redirect("policies:retention")
    context = {
        "row": row_of(row, own),
        "own": own,
        "form": form,
        "version": version_of(stands),
        "in_words": in_words,
        "sure": CONFIDENCE[row["confidence"]],
    }
    return render(request, "policies/period.html", context)


@never_cache
@require_POST
def usual(request, record):
    """Go back to what is usual."""
    _row, own = or_404(queries.period_for, request.user, record)
    permissions.allow(permissions.write_refusal(request.user, request.user.organisation))
    if own:
        actions.end_period(own=own, by=request.user)
        messages.success(request, _("Recorded. The usual period holds again."))
    return redirect("policies:retention")
