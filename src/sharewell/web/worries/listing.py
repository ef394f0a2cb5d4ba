"""All worries that a person may see, and one of them from beginning to end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.decisions import actions, permissions, queries, who_looked
from sharewell.domain.deliveries import queries as deliveries
from sharewell.web.worries.forms import CloseForm, EntryForm
from sharewell.web.worries.found import list_seen, seen
from sharewell.web.worries.timeline import FILTERS, timeline

ON_A_PAGE = 50
MOST_PAGES = 100_000


@never_cache
@require_safe
def all_worries(request):
    """Mine first, then the others that I may see."""
    list_seen(request)
    context = {"may_raise": not permissions.raise_worry_refusal(request.user)}
    rows = {"own": queries.own_worries(request.user), "others": queries.others_worries(request.user)}
    for name, worries in rows.items():
        page = _page_number(request, name)
        found = list(worries[page * ON_A_PAGE : (page + 1) * ON_A_PAGE + 1])  # one more says there are more
        more = len(found) > ON_A_PAGE
        context |= {name: found[:ON_A_PAGE], f"{name}_page": page, f"more_of_{name}": more}
    return render(request, "worries/all.html", context)


def _page_number(request, name):
    """Which page of a list is asked for: 0 is the latest."""
    asked = request.GET.get(name, "")
    return min(int(asked), MOST_PAGES) if asked.isdecimal() else 0


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
        "entry_form": entry_form or EntryForm(children=children),
        "may_change": permissions.change_worry_refusal(request.user, worry) is None,
        "may_close": permissions.close_worry_refusal(request.user, worry) is None,
        "may_add_people": permissions.add_people_refusal(request.user, worry) is None,
        "may_ask_to_lift": permissions.asks_for_shields_refusal(request.user, worry) is None,
        "lifts": {lift.address_id: lift for lift in who_looked.shield_lifts_of(worry) if lift.is_open()},
        "may_seal": permissions.seal_refusal(request.user, worry) is None,
        "seal": queries.seal_of(worry),
        "today": timezone.localdate(),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
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
def reopen(request, pk):
    """Open it again."""
    worry = seen(request, queries.worry_for, pk)
    actions.open_worry(worry=worry, by=request.user)
    messages.success(request, _("The worry is open again."))
    return redirect("worries:one", worry.pk)
