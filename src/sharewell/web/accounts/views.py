"""Setting up a second factor, going on after a time-out, and staying signed in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.organisations.queries import has_second_step
from sharewell.web.accounts.keeping import KEPT, kept_form
from sharewell.web.layout.came_from import NOT_TYPED


@never_cache
@require_safe
def second_factor(request):
    """Say why a second factor is needed, and offer both kinds; to who has one already, another."""
    return render(request, "accounts/second_factor.html", {"has_one": has_second_step(request.user)})


@never_cache
@require_safe
def kept(request):
    """What was typed before the session ended, with one button that goes on from there."""
    form = kept_form(request)
    if form is None:
        return redirect("home:today")
    typed = [pair for pair in form["typed"] if pair[0] != "csrfmiddlewaretoken"]
    shown = [value for name, value in typed if name not in NOT_TYPED and len(value) > 20]
    return render(request, "accounts/kept.html", {"kept": form, "typed": typed, "shown": shown})


@never_cache
@require_POST
def stay(request):
    """Somebody is still there: the session goes on. Called by the page's script, and by its button."""
    request.session.pop(KEPT, None)
    request.session.modified = True
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect("home:today")
