"""For a recipient with a link. Looking at the link's page does nothing; a name, a role and the code open
it.
"""

from functools import partial, wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.deliveries import actions, queries
from sharewell.domain.errors import NotFound, Refusal
from sharewell.web.deliveries import received_pages
from sharewell.web.received.forms import OpenForm

VISITS = "visits"  # in the session: {delivery: opening}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_(request, token):
    """Who are you, and the code. A GET says who sent it, and no more."""
    try:
        link = queries.link_for(token)
    except NotFound as error:
        raise Http404 from error
    form, tried = OpenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = actions.open_link(
            token=token, code=given["code"], name=given["name"], role=given["role"],
            let_in=partial(_let_in, request.session),
        )  # fmt: skip
        if tried.opening:
            return redirect("received:one", tried.opening.delivery_id)
        if tried.why_not in ("wrong", "locked"):
            form.add_error("code", _wrong_code(tried))
    return render(request, "received/open.html", _open_context(link, form, token, tried))


def _let_in(session, opening) -> None:
    """Note the visit in this browser's session, under a key that nobody knew before."""
    visits = session.get(VISITS, {})
    session.cycle_key()
    session[VISITS] = visits | {str(opening.delivery_id): str(opening.pk)}
    session.save()


def _wrong_code(tried) -> str:
    if tried.why_not == "locked":
        return _("Too many wrong codes were tried. Wait until the time below, then try again")
    if tried.until:
        return _("That is not the code. Check it with the sender, and try again after the time below")
    return _("That is not the code. Check it with the sender, and type it again")


def _open_context(link, form, token, tried) -> dict:
    why_not = queries.why_closed(link) or (tried.why_not if tried else "")
    return {
        "organisation": link.delivery.worry.organisation,
        "form": form if why_not in ("", "wrong", "locked") else None,
        "why_not": why_not,
        "until": tried.until if tried else None,
        "token": token,
        "used_at": link.used_at if why_not == "used" else None,
    }


@never_cache
@require_POST
def fresh(request, token):
    """Send a fresh link to the address that the sender checked."""
    wrong = ""
    try:
        link = queries.link_for(token)
        actions.ask_for_fresh_link(token=token)
    except NotFound as error:
        raise Http404 from error
    except Refusal as error:
        wrong = str(error)
    context = {"organisation": link.delivery.worry.organisation, "wrong": wrong}
    return render(request, "received/fresh.html", context)


def of_a_visit(view):
    """Give the view the opening that this browser made. Each page keeps the visit awake."""

    @never_cache
    @wraps(view)
    def wrapped(request, pk, **kwargs):
        try:
            opening = queries.visit(request.session.get(VISITS, {}).get(str(pk)), pk)
        except NotFound:
            return render(request, "received/closed.html", {"wrong": ""}, status=403)
        except Refusal as error:
            return render(request, "received/closed.html", {"wrong": str(error)}, status=403)
        request.session.modified = True
        return view(request, opening, **kwargs)

    return wrapped


@require_safe
@of_a_visit
def one(request, opening):
    return render(request, "received/one.html", received_pages.context(opening, "received"))


@require_POST
@of_a_visit
def answer(request, opening):
    return received_pages.answer(request, opening, "received")


@require_POST
@of_a_visit
def package_pdf(request, opening):
    return received_pages.package_pdf(opening)


@require_safe
@of_a_visit
def picture(request, opening, file):
    return received_pages.picture(opening, file)


@require_POST
@of_a_visit
def save_file(request, opening, file):
    return received_pages.save_file(opening, file)


@require_safe
@of_a_visit
def receipt(request, opening, answer):
    return received_pages.receipt(request, opening, answer, "received")


@require_POST
@of_a_visit
def close(request, opening):
    """Forget this visit on this machine."""
    visits = request.session.get(VISITS, {})
    visits.pop(str(opening.delivery_id), None)
    request.session[VISITS] = visits
    return render(request, "received/closed.html", {"wrong": "", "is_done": True})
