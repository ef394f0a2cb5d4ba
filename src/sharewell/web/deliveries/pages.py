"""What every page of a sender stands on: signed in, never cached, and a delivery they may see."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache

from sharewell.domain.decisions.actions import note_look, note_refused
from sharewell.domain.deliveries import queries
from sharewell.domain.errors import NotFound


def of_a_delivery(view):
    """Give the view its delivery in place of the key, and write down who looked. One that they may not see is
    not there at all; that they tried is written down.
    """

    @never_cache
    @login_required
    @wraps(view)
    def wrapped(request, pk, **kwargs):
        page = request.resolver_match.view_name
        try:
            delivery = queries.delivery_for(request.user, pk)
            note_look(by=request.user, worry=delivery.worry, about=f"delivery:{pk}", page=page)
            return view(request, delivery, **kwargs)
        except NotFound as error:
            note_refused(by=request.user, pk=pk, page=page)
            raise Http404 from error

    return wrapped


def as_file(data: bytes, content_type: str, name: str = "") -> HttpResponse:
    """Bytes that nothing on the page may run: saved under that name, or shown where there is none."""
    response = HttpResponse(data, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'attachment; filename="{name}"' if name else "inline"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return response
