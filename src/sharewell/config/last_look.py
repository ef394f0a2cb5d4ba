"""The last look on every answer: no safe address leaves in a page or a file that was not given on purpose.

It stands innermost, so that no other part sees an answer before it. Whatever goes wrong in it, the answer is
not sent.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sharewell.domain.children.meeting import meeting
from sharewell.domain.deliveries.leaving import Disclosing, last_look_after
from sharewell.web.layout.errors import trouble

log = logging.getLogger(__name__)
HELD_BACK = 409
# Headers that hold what somebody may have typed.
_SAID = ("Content-Disposition", "Location")


class LastLook:
    """Takes safe addresses out of pages, and holds back files that hold any or cannot be searched."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with meeting() as met:
            response = self.get_response(request)
            look = last_look_after(met)
            return response if look is None else _looked_through(request, response, look)


def _looked_through(request, response, look) -> HttpResponse:
    where = request.resolver_match.view_name if request.resolver_match else "no page"
    try:
        _take_out(response, look)
    except Disclosing as found:
        log.warning("Held back an answer of %s: %s places", where, found.places)
        return trouble(
            request,
            HELD_BACK,
            _("This file cannot leave"),
            _("It holds an address that must not be disclosed, or is of a kind that cannot be searched."),
            _("Take the address out of what was written down or attached, and try again."),
        )
    if look.masked:
        log.info("Took %d places out of an answer of %s", look.masked, where)
    return response


def _take_out(response, look) -> None:
    """Pages lose what must not be in them; anything else is held back where it holds any."""
    if response.streaming:
        raise Disclosing()
    for name in _SAID:
        if look.text(response.get(name, "")) != response.get(name, ""):
            raise Disclosing()
    kind = response.get("Content-Type", "")
    if not response.content:
        return
    if kind.startswith("text/html"):
        response.content = look.page(response.content.decode(response.charset))
    else:
        look.check(response.content, kind)
