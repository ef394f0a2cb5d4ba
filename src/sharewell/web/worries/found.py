"""Finding what an address names, for the person asking; a page that is not there where they may not see
it.
"""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from sharewell.domain.errors import NotFound, Refusal


def or_404(find, *args):
    """The row, or the same page that is shown where there is none."""
    try:
        return find(*args)
    except NotFound:
        raise Http404 from None


def refusals_said(view):
    """A refusal is said on the page that the person came from, with who could say yes."""

    @wraps(view)
    def said(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("home:today")

    return said
