"""The home of a signed-in person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.decisions import actions, permissions, queries
from sharewell.domain.errors import NotFound
from sharewell.web.home.needs import lines_for, names

LATEST = 8


@never_cache
@require_safe
def today(request):
    """What needs me today; what is not finished; my worries, and my organisation's for those who may."""
    person = request.user
    actions.note_list(by=person, page="home:today")
    own = list(queries.own_worries(person)[: LATEST + 1])  # one more says that there are more
    others = list(queries.others_worries(person)[: LATEST + 1])
    lines, later = lines_for(person)
    context = {
        "lines": lines,
        "later": later,
        "drafts": queries.drafts_for(person),
        "own": own[:LATEST],
        "others": others[:LATEST],
        "more": len(own) > LATEST or len(others) > LATEST,
        "may_raise": permissions.raise_worry_refusal(person) is None,
        "names": names,
    }
    return render(request, "home/today.html", context)


@never_cache
@require_POST
def done(request, pk):
    """Something that was owed is done."""
    try:
        owed = queries.owed_for(request.user, pk)
    except NotFound:
        raise Http404 from None
    actions.settle(owed=owed, by=request.user)
    messages.success(request, _("Marked as done."))
    return redirect("home:today")
