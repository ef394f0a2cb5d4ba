"""Walks that are not finished: keeping one, going on with one, throwing one away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.decisions import actions, queries
from sharewell.web.questions.drafts import go_on_with
from sharewell.web.questions.stores import store_for
from sharewell.web.questions.views import rows
from sharewell.web.questions.walks import Walk
from sharewell.web.worries.found import seen


@never_cache
@require_POST
def keep(request):
    """Keep the walk as it stands, and go home."""
    store = store_for(request)
    response = redirect("home:today")
    if getattr(store, "begin", None) and store.draft is None:
        store.begin(store.load().answers)
        store.signed_out.forget(response)
    go_on_with(request, None)
    messages.success(request, _("Kept. You find it here, under what is not finished."))
    return response


@never_cache
@require_POST
def carry_on(request, pk):
    """Go on where it was left: with the questions, with the worry, or with the decision."""
    draft = seen(request, queries.draft_for, pk)
    if draft.worry_id:
        return redirect("worries:decide", draft.pk)
    go_on_with(request, draft)
    return redirect("worries:new" if draft.forms.get("new") else "questions:start")


@never_cache
@require_safe
def look(request, pk):
    """A draft's answers, for a colleague who was asked about it."""
    draft = seen(request, queries.draft_for, pk)
    walk = Walk(draft.answers, queries.known_of(draft.owner.organisation))
    return render(request, "worries/draft.html", {"draft": draft, "rows": rows(walk)})


@never_cache
@require_POST
def discard(request, pk):
    """Throw it away."""
    draft = seen(request, queries.draft_for, pk)
    actions.discard_draft(draft=draft, by=request.user)
    messages.success(request, _("Thrown away."))
    return redirect("home:today")
