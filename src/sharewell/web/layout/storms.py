"""What a page says while nothing can be saved: what is known, what still works, and what they typed.

Nothing here is ever called saved. Where the database went away in the middle of a write nobody knows whether
it was kept, and the page says that.
"""

import re
import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.audit import storms
from sharewell.sealing import SealingError
from sharewell.web.layout.came_from import NOT_TYPED

_WHY = {
    storms.READ_ONLY: gettext_lazy("Our records can be read at the moment, but not written."),
    storms.FULL: gettext_lazy("Our disk is full."),
    storms.LOCKED: gettext_lazy("Our records are busy with something that takes too long."),
    storms.FAILING: gettext_lazy("Our disk is not working as it should."),
    storms.AWAY: gettext_lazy("Our records cannot be reached at the moment."),
}
# Whatever proves who somebody is never comes back in a page.
_SIGNING_IN = ("account_", "mfa_", "accounts:")
_SECRET = re.compile("password|code|otp|token|credential|secret", re.IGNORECASE)
A_CHOICE = re.compile(r"[a-z0-9_:-]*")


def storm_page(request: HttpRequest, error: BaseException | None = None) -> HttpResponse | None:
    """503 where an error of the database means that it cannot be written or reached; else nothing."""
    error = error or sys.exc_info()[1]
    storm = storms.notice(error) if error else None
    if storm is None:
        return None
    typed = typed_in(request)
    context = {
        "why": _WHY[storm],
        "is_known": storm != storms.AWAY,
        "was_sent": request.method == "POST",
        "typed": typed,
        "texts": [value for name, value in typed if not A_CHOICE.fullmatch(value)],
        "choices": [(name, value) for name, value in typed if value and A_CHOICE.fullmatch(value)],
        "has_files": bool(request.method == "POST" and request.FILES),
    }
    response = render(request, "layout/storm.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = "60"
    add_never_cache_headers(response)
    return response


def damage_page(request: HttpRequest, error: BaseException | None = None) -> HttpResponse | None:
    """500 where one thing that is stored is damaged, which concerns that thing alone; else nothing."""
    error = error or sys.exc_info()[1]
    if not isinstance(error, SealingError) and not (error and storms.is_damage(error)):
        return None
    context = {
        "heading": _("This part of our records is damaged"),
        "lines": [
            _("We do not show it, because it may not be what was written down. Everything else still works."),
            _("Tell whoever runs this service. They find what is damaged, and a backup may hold it whole."),
        ],
    }
    return render(request, "layout/trouble.html", context, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def banner() -> str:
    """What every page says during a storm; nothing in calm weather."""
    storm = storms.present()
    return str(_WHY[storm]) if storm else ""


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, as (name, value), without what is ours and what is secret."""
    match = request.resolver_match
    if request.method != "POST" or not match or match.view_name.startswith(_SIGNING_IN):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and not _SECRET.search(name)
        for value in values
    ]
