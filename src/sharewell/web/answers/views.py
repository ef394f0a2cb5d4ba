"""The answer to a walk, signed out or signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.organisations.queries import starts_in_force
from sharewell.web.answers.sheets import sheet
from sharewell.web.organisation.words import start_words
from sharewell.web.questions.drafts import DraftStore
from sharewell.web.questions.stores import store_for
from sharewell.web.questions.views import rows


@never_cache
@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """The answer; or the next question, where too little was answered for one."""
    store = store_for(request)
    walk = store.load()
    if not walk.can_decide():
        return redirect("questions:start")
    context = {
        "sheet": sheet(walk, get_language()),
        "starts": _own_starts(store, walk),
        "rows": rows(walk),
        "now": timezone.now(),
        "may_keep": isinstance(store, DraftStore),
    }
    return render(request, "answers/answer.html", context)


def _own_starts(store, walk) -> list[str]:
    """The start dates of the organisation's own that this answer counts with, in words."""
    if not isinstance(store, DraftStore) or "law.starts" not in walk.known:
        return []
    return [start_words(row) for row in starts_in_force(store.organisation)]
