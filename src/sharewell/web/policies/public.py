"""What an organisation chose to show to everybody: its privacy notices, signed out and without a script."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.learning import queries
from sharewell.domain.learning.documents import document_of
from sharewell.printing.documents import laid_out
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def every(request, organisation):
    """All that one organisation shows. One that shows nothing, and none, are the same absent page."""
    versions = queries.public_notices(organisation)
    if not versions:
        raise Http404
    name = versions[0].policy.organisation
    return render(request, "policies/public.html", {"organisation": name, "versions": versions})


@never_cache
@require_safe
def one(request, organisation, policy):
    """One notice."""
    version = or_404(queries.public_notice, organisation, policy)
    lang = language_asked(request)
    document = document_of(version, "en" if lang == "both" else lang, for_everybody=True)
    context = {"version": version, "policy": version.policy, "laid": laid_out(document)}
    return render(request, "policies/public_one.html", context)


@never_cache
@require_safe
def print_one(request, organisation, policy, form):
    """One notice as a PDF or a DOCX, in either language or both."""
    version = or_404(queries.public_notice, organisation, policy)
    document = document_of(version, language_asked(request), for_everybody=True)
    return printed(document, form, version.title)
