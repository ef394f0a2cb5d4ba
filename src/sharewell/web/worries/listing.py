"""All worries that a person may see, and one of them from beginning to end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.decisions import actions, permissions, queries
from sharewell.domain.deliveries import queries as deliveries
from sharewell.web.worries.forms import CloseForm, EntryForm
from sharewell.web.worries.found import list_seen, refusals_said, seen
from sharewell.web.worries.timeline import FILTERS, timeline


@never_cache
@require_safe
def all_worries(request):
    """Mine first, then the others that I may see."""
    list_seen(request)
    own = queries.own_worries(request.user)
    others = queries.others_worries(request.user)
    context = {"own": own, "others": others, "may_raise": not permissions.raise_worry_refusal(request.user)}
    return render(request, "worries/all.html", context)


@never_cache
@require_safe
def one(request, pk):
    """The child, the people, and everything that happened as one line of time. Looking is written down."""
    worry = seen(request, queries.worry_for, pk)
    return render(request, "worries/one.html", page_of(request, worry))


def page_of(request, worry, entry_form=None):
    """Everything that the page of one worry shows."""
    children = queries.children_of(worry)
    only = request.GET.get("only", "")
    return {
        "worry": worry,
        "children": children,
        "events": timeline(request.user, worry, only),
        "filters": FILTERS,
        "only": only if only in FILTERS else "",
        "owed": [owed for owed in queries.owed_of(worry) if not owed.done_at],
        "decisions": queries.decisions_of(worry),
        "deliveries": deliveries.deliveries_for(request.user, worry),
        "seers": queries.who_may_see(worry),
        "looks": queries.looks_of(worry),
        "entry_form": entry_form or EntryForm(children=children),
        "may_change": permissions.change_worry_refusal(request.user, worry) is None,
        "may_close": permissions.close_worry_refusal(request.user, worry) is None,
        "may_add_people": request.user.is_lead or worry.raised_by_id == request.user.pk,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_said
def close(request, pk):
    """Close a worry, with the reason."""
    worry = seen(request, queries.worry_for, pk)
    form = CloseForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.close_worry(worry=worry, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("The worry is closed."))
        return redirect("worries:one", worry.pk)
    return render(request, "worries/close.html", {"form": form, "worry": worry})


@never_cache
@require_POST
@refusals_said
def reopen(request, pk):
    """Open it again."""
    worry = seen(request, queries.worry_for, pk)
    actions.open_worry(worry=worry, by=request.user)
    messages.success(request, _("The worry is open again."))
    return redirect("worries:one", worry.pk)
