"""Finding a form for the person asking, and writing down that they looked at it."""

from django.http import Http404

from sharewell.domain.decisions import actions as decisions
from sharewell.domain.errors import NotFound
from sharewell.domain.requests import queries


def seen_form(request, pk):
    """The form with that id, written down as looked at; an absent page where they may not see it."""
    page = request.resolver_match.view_name
    try:
        form = queries.form_for(request.user, pk)
    except NotFound:
        decisions.note_refused(by=request.user, pk=pk, page=page)
        raise Http404 from None
    why = "" if form.worry_id else "own" if form.begun_by_id == request.user.pk else "kept"
    decisions.note_look(by=request.user, worry=form.worry, about=f"form:{form.pk}", page=page, why=why)
    return form
