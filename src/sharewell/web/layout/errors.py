"""The pages that say what went wrong: what happened, and what to do now. Never a bare number."""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from sharewell.domain.errors import Refusal
from sharewell.web.layout.came_from import page_above, page_it_came_from
from sharewell.web.layout.storms import A_CHOICE, damage_page, storm_page, typed_in


def trouble(
    request: HttpRequest, status: int, heading: str, *lines: str, typed: Sequence[str] = ()
) -> HttpResponse:
    """A page that says what happened and what to do, with that status, shows again what was typed, and leads
    back to the page that was pressed on.
    """
    if not hasattr(request, "user"):  # it went wrong before anybody was asked who they are
        request.user = AnonymousUser()
    back = page_it_came_from(request)
    above = page_above(request) if status == HTTPStatus.FORBIDDEN and not back else ""
    context = {"heading": heading, "lines": lines, "typed": typed, "back": back, "above": above}
    answer = render(request, "layout/trouble.html", context, status=status)
    if typed:
        add_never_cache_headers(answer)
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; or 413 where more was sent than the service takes."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return trouble(
        request,
        HTTPStatus.BAD_REQUEST,
        _("We could not understand what the browser sent"),
        _("Nothing was changed. Go back and try once more, or begin again from the first page."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason and who could say yes where the exception carries them."""
    lines = [str(getattr(exception, part, "")) for part in ("reason", "who_could_say_yes")]
    heading = _("You cannot see or do this")
    if not any(lines):
        lines = [_("If you think that you should be able to, ask your safeguarding lead.")]
    return trouble(request, HTTPStatus.FORBIDDEN, heading, *filter(None, lines), typed=_texts(request))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A press that is refused leads back to the page it was made on, which says why at its top.

    Where something was typed, or no page was named, a page of its own says it, with what was typed. A page
    that is itself refused says so where it is, so that nobody is sent in a circle.
    """
    back = page_it_came_from(request)
    if not back or _texts(request):
        return forbidden(request, refusal)
    messages.error(request, str(refusal))
    return redirect(back)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or came from elsewhere. What was typed is shown, not kept."""
    # of a form that another site sent, nothing; our pages send no Origin
    typed = _texts(request) if request.headers.get("Sec-Fetch-Site") == "same-origin" else []
    return trouble(
        request,
        HTTPStatus.FORBIDDEN,
        _("This page was open too long"),
        _(
            "Nothing was saved. What you typed stands below: copy it, go back, load the page again "
            "and paste it."
        )
        if typed
        else _("Nothing was saved. Go back, load the page again, and press the button once more."),
        _("If it happens again, your browser may be blocking cookies. This service needs one."),
        typed=typed,
    )


def _texts(request: HttpRequest) -> list[str]:
    """What was typed into a form in words of one's own."""
    return [value for _name, value in typed_in(request) if not A_CHOICE.fullmatch(value)]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return trouble(
        request,
        HTTPStatus.NOT_FOUND,
        _("We cannot find that page"),
        _("If you typed the address, check it. If you followed a link, it may be old."),
    )


def clash(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """409, where no page of its own shows both versions."""
    return trouble(
        request,
        HTTPStatus.CONFLICT,
        _("Somebody else changed this while you were working on it"),
        _("Nothing was overwritten. Go back, load the page again to see their change, and add yours."),
    )


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413."""
    return trouble(
        request,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("That was too much to send at once"),
        _("Nothing else was lost. Go back and send less: shorter text, or one file at a time."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500, or the page that says that nothing can be saved now. Where no page can be drawn, bare words."""
    heading = _("Something went wrong on our side")
    line = _("It is not your doing. What you saved before is still there. Try again in a minute.")
    try:
        known = storm_page(request) or damage_page(request)
        return known or trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, heading, line)
    except Exception:
        return HttpResponse(
            f"{heading}. {line}",
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            content_type="text/plain; charset=utf-8",
        )


class Refusals:
    """Turns a room's refusal, or a database that cannot be written, into the page that says so."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return refused(request, exception)
        return storm_page(request, exception) or damage_page(request, exception)
