"""Being the second person: what was asked for a colleague's account, and saying yes or no."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.organisations import actions, permissions, queries
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def all_changes(request):
    """What waits for a second person here, as far as the person asking may see it."""
    waiting = [
        (change, permissions.confirm_change_refusal(request.user, change) is None)
        for change in queries.changes_waiting_for(request.user)
    ]
    return render(request, "people/changes.html", {"waiting": waiting})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, change):
    """One of them: who asked for what, and why; and the buttons that the person may press."""
    change = or_404(queries.change_for, request.user, change)
    if request.method == "POST":
        return _do(request, change)
    refusal = permissions.confirm_change_refusal(request.user, change)
    context = {
        "change": change,
        "may_confirm": refusal is None,
        "refusal": refusal if change.is_open else None,
        "may_withdraw": permissions.withdraw_change_refusal(request.user, change) is None,
        "others": queries.who_may_confirm(request.user, change.person),
    }
    return render(request, "people/change.html", context)


def _do(request, change):
    done = {"confirm": _confirm, "decline": _decline, "withdraw": _withdraw}.get(request.POST.get("do"))
    if done is None:
        raise Http404
    return done(request, change)


@asks_again
def _confirm(request, change):
    code = actions.confirm_change(change=change, by=request.user)
    if code:
        return render(request, "people/code.html", {"person": change.person, "code": code, "is_new": False})
    messages.success(request, _("Confirmed. It counts from now on."))
    return redirect("people:change", change.pk)


def _decline(request, change):
    actions.decline_change(change=change, by=request.user)
    messages.success(request, _("Declined. Nothing was changed."))
    return redirect("people:change", change.pk)


def _withdraw(request, change):
    actions.withdraw_change(change=change, by=request.user)
    messages.success(request, _("Taken back. Nothing was changed."))
    return redirect("people:change", change.pk)
