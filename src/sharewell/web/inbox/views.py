"""The inbox: what came in, opening it (a press, never a mere visit), and answering."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.decisions.actions import note_list, note_look, note_refused
from sharewell.domain.deliveries import actions, permissions, queries
from sharewell.domain.deliveries.states import State
from sharewell.domain.errors import NotFound, Refusal
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.deliveries import received_pages


def of_what_came_in(view):
    """Give the view its delivery in place of the key, and write down who looked. What is not for this person
    is not there at all; that they tried is written down.
    """

    @never_cache
    @login_required
    @wraps(view)
    def wrapped(request, pk, **kwargs):
        page = request.resolver_match.view_name
        try:
            delivery = queries.received_for(request.user, pk)
            note_look(by=request.user, about=f"delivery:{pk}", page=page, why="received")
            return view(request, delivery, **kwargs)
        except NotFound as error:
            note_refused(by=request.user, pk=pk, page=page)
            raise Http404 from error

    return wrapped


def opened(view):
    """The same, for pages that show what is inside: this person has opened it."""

    @of_what_came_in
    @wraps(view)
    def wrapped(request, delivery, **kwargs):
        opening = queries.opening_of(request.user, delivery)
        if opening is None:
            return redirect("inbox:one", delivery.pk)
        return view(request, opening, **kwargs)

    return wrapped


@never_cache
@login_required
@require_safe
def all_(request):
    note_list(by=request.user, page="inbox:all")
    rows = queries.inbox_for(request.user)
    refusal = permissions.inbox_refusal(request.user)
    context = {
        "waiting": sorted(
            (row for row in rows if row.state in (State.SENT, State.OPENED, State.RECEIVED)),
            key=lambda row: (row.state != State.SENT or not row.is_urgent, row.answer_by),
        ),
        "now": timezone.now(),
        "under_way": [row for row in rows if row.state in (State.ACCEPTED, State.ACTING)],
        "settled": [row for row in rows if row.state in (State.NOT_ACCEPTED, State.OUTCOME)],
        "refusal": refusal if not rows else None,
    }
    return render(request, "inbox/all.html", context)


@require_safe
@of_what_came_in
def one(request, delivery):
    opening = queries.opening_of(request.user, delivery)
    if opening is None:
        return render(request, "inbox/unopened.html", {"delivery": delivery})
    context = received_pages.context(opening, "inbox") | {
        "colleagues": queries.colleagues_of(request.user)
        if permissions.inbox_refusal(request.user) is None
        else [],
        "handed_on": delivery.handed_on.select_related("to", "by"),
    }
    return render(request, "inbox/one.html", context)


@require_POST
@of_what_came_in
def open_(request, delivery):
    actions.open_in_inbox(delivery=delivery, by=request.user)
    return redirect("inbox:one", delivery.pk)


@require_POST
@opened
def answer(request, opening):
    return received_pages.answer(request, opening, "inbox")


@require_POST
@of_what_came_in
def hand_on(request, delivery):
    asked, colleagues = request.POST.get("to", ""), queries.colleagues_of(request.user)
    to = next((each for each in colleagues if str(each.pk) == asked), None)
    if to is None:
        messages.error(request, _("Choose a colleague first."))
        return redirect("inbox:one", delivery.pk)
    try:
        actions.hand_on(delivery=delivery, to=to, by=request.user)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Handed on to %(name)s.") % {"name": to.name})
    return redirect("inbox:one", delivery.pk)


@require_POST
@opened
@asks_again
def package_pdf(request, opening) -> HttpResponse:
    return received_pages.package_pdf(opening)


@require_safe
@opened
def picture(request, opening, file):
    return received_pages.picture(opening, file)


@require_POST
@opened
@asks_again
def save_file(request, opening, file):
    return received_pages.save_file(opening, file)


@require_safe
@opened
def receipt(request, opening, answer):
    return received_pages.receipt(request, opening, answer, "inbox")
