"""Finding what an address names, for the person asking, and writing down that they looked; a page that is
not there where they may not see it.
"""

from django.http import Http404

from sharewell.domain.decisions import actions
from sharewell.domain.errors import NotFound


def or_404(find, *args):
    """The row, or the same page that is shown where there is none."""
    try:
        return find(*args)
    except NotFound:
        raise Http404 from None


def seen(request, find, pk):
    """The record with that id that the person asking may see, written down as looked at.

    One that they may not see, and one that is nowhere, are the same absent page; that they tried is written
    down. Every page that shows somebody's record finds it through this, `of_a_delivery` or the inbox.
    """
    page = request.resolver_match.view_name
    try:
        row = find(request.user, pk)
    except NotFound:
        actions.note_refused(by=request.user, pk=pk, page=page)
        raise Http404 from None
    actions.note_look_at(row=row, by=request.user, page=page)
    return row


def list_seen(request):
    """The names in a list of records are read too: written down as one look at the list."""
    actions.note_list(by=request.user, page=request.resolver_match.view_name)
