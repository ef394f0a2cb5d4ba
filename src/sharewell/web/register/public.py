"""What organisations chose to show to everybody: who shares what with whom, and why. Nobody need sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.agreements import entries, odrl
from sharewell.domain.agreements.queries import register
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.register.narrowing import narrowing_in
from sharewell.web.register.views import as_file, entry_context, list_context, policy_answer
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The organisations that show a register."""
    return render(request, "register/public_all.html", {"organisations": register.public_registers()})


@never_cache
@require_safe
def register_of(request: HttpRequest, organisation) -> HttpResponse:
    """What one organisation shows; one that shows nothing, and none, are the same absent page."""
    narrowing = narrowing_in(request)
    keeper, page = or_404(register.public_register, organisation, narrowing)
    return render(
        request, "register/public_of.html", {**list_context(narrowing, page), "organisation": keeper}
    )


@never_cache
@require_safe
def one(request: HttpRequest, pk) -> HttpResponse:
    """One agreement, without the names of people and how to reach them."""
    return render(request, "register/public_one.html", entry_context(or_404(register.public_entry, pk)))


@never_cache
@require_safe
def print_one(request: HttpRequest, pk, form) -> HttpResponse:
    """The same as a PDF or a Word document."""
    agreement = or_404(register.public_entry, pk)
    return printed(entries.document_of_entry(agreement, language_asked(request)), form, agreement.reference)


@never_cache
@require_safe
def policy(request: HttpRequest, pk) -> HttpResponse:
    """The same as linked data, for other programs."""
    return policy_answer(or_404(register.public_entry, pk), "public_register:one", odrl.public_policy_of)


@require_safe
def shapes(request: HttpRequest) -> HttpResponse:
    """The shapes that every policy fits, and the terms that it uses."""
    return as_file(odrl.shapes(), odrl.SHAPES_TYPE, "policy-shapes.ttl")
