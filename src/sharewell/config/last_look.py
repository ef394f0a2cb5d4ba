"""The last look on every answer: no safe address leaves in a page or a file that was not given on purpose.

It stands innermost, so that no other part sees an answer before it. Whatever goes wrong in it, the answer is
not sent.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sharewell.domain.children.meeting import meeting
from sharewell.domain.deliveries.leaving import Disclosing, last_look_after
from sharewell.minimising import Place
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
            *_what_and_who(found),
        )
    if look.masked:
        log.info("Took %d places out of an answer of %s", look.masked, where)
    return response


def _what_and_who(found) -> list[str]:
    """What was found and where, without a word of it; and who can do something about it."""
    if found.is_unsearched:
        return [
            _("A file of this kind cannot be searched for addresses that must not be disclosed."),
            _("Ask whoever keeps the record for it on paper or as a PDF."),
        ]
    if found.pages:
        pages = ", ".join(map(str, found.pages))
        what = _("An address that must not be disclosed stands on page %(pages)s of this file.")
        what %= {"pages": pages}
    else:
        what = _("An address that must not be disclosed stands in this file.")
    return [
        what,
        _(
            "It may be that of a brother or sister, and written otherwise than it was kept: a short form, "
            "without the postcode, or in the other language."
        ),
        _(
            "If this came to you, ring whoever sent it and say that the service held it back. They can give "
            "you that address with a reason, or send it without."
        ),
        _(
            "If your team keeps this record, whoever prepares what is sent can leave the words out, or give "
            "the address to this recipient. Where nobody can come to harm by it any more, two people of the "
            "team can stop hiding it: the page of the worry says how."
        ),
    ]


def _take_out(response, look) -> None:
    """Pages lose what must not be in them; anything else is held back where it holds any."""
    if response.streaming:
        raise Disclosing()
    for name in _SAID:
        if look.text(response.get(name, "")) != response.get(name, ""):
            raise Disclosing([Place("its name", "")])
    kind = response.get("Content-Type", "")
    if not response.content:
        return
    if kind.startswith("text/html"):
        response.content = look.page(response.content.decode(response.charset))
    else:
        look.check(response.content, kind)
