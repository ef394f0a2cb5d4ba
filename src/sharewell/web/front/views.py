"""The first page, and the way out."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Where somebody goes who must leave at once: dull, quick, and in anybody's history.
ELSEWHERE = "https://www.bbc.co.uk/weather"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Worried about a child?"""
    return render(request, "front/front.html")


@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the answers given here, sign out, and go elsewhere at once.

    This one GET has an effect, because it must work in one press, with no script, from a link. A browser
    that only looks ahead, or another site's page, gets the way out but nothing is forgotten.
    """
    response = HttpResponseRedirect(ELSEWHERE)
    looks_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if not looks_ahead and request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        logout(request)  # forgets a recipient's visit too, who has a session without an account
        for name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
    return response
