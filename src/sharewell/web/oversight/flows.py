"""Who shares what with whom: the picture, and the table that says the same."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.agreements.permissions import start_refusal
from sharewell.domain.dpias.permissions import start_refusal as assess_refusal
from sharewell.domain.oversight import permissions, queries
from sharewell.web.oversight.picture import drawn, narrowly
from sharewell.web.oversight.words import partner_words, purpose_words, state_words

ON_A_PAGE = 50


@never_cache
@require_safe
def flows(request):
    """What is agreed and what was really shared, over a year; what has no cover first."""
    found = queries.flows_for(request.user)
    page = Paginator(found.lines, ON_A_PAGE).get_page(request.GET.get("page"))
    refusal = permissions.see_shares_refusal(request.user)
    context = {
        "flows": found,
        "page": page,
        "rows": [
            {
                "line": line,
                "partner": partner_words(line),
                "purpose": purpose_words(line.purpose),
                "state": state_words(line, found.has_shares),
            }
            for line in page
        ],
        "picture": drawn(found, partner_words),
        "narrow": narrowly(found, partner_words),
        "refusal": refusal,
        "may_start": start_refusal(request.user, found.organisation) is None,
        "may_assess": assess_refusal(request.user) is None,
    }  # fmt: skip
    return render(request, "oversight/flows.html", context)
