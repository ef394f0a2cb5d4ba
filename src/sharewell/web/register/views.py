"""The register for those who work at a party: its list, one agreement, its files, showing it in public."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell import rules
from sharewell.domain.agreements import actions, entries, odrl, permissions
from sharewell.domain.agreements import spreadsheet as sheets
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.queries import register
from sharewell.web.layout.documents import file_name, language_asked, printed
from sharewell.web.register.narrowing import narrowing_in, query_of
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All that this person may see of their organisation's agreements, narrowed, a page at a time."""
    narrowing = narrowing_in(request)
    context = {
        **list_context(narrowing, register.register_for(request.user, narrowing)),
        "partners": register.partners_in_register(request.user),
        "may_bring": permissions.start_refusal(request.user, request.user.organisation) is None,
        "waiting": register.papers_waiting_for(request.user),
        "organisation": request.user.organisation,
        "is_public": register.is_shown_in_public(request.user.organisation),
    }
    return render(request, "register/all.html", context)


def list_context(narrowing, page) -> dict:
    """What every list of agreements shows, signed in or in public."""
    lang = "cy" if get_language() == "cy" else "en"
    return {
        "narrowing": narrowing,
        "page": page,
        "kinds": [(each.id, each.title[lang]) for each in kinds().values()],
        "kind_words": {each.id: each.title[lang] for each in kinds().values()},
        "purposes": [(each, purpose_words(each)) for each in register.purposes()],
        "purpose_words": {each: purpose_words(each) for each in register.purposes()},
        "previous": query_of(narrowing, page=page.number - 1),
        "next": query_of(narrowing, page=page.number + 1),
        "query": query_of(narrowing),
        "late": {row.pk for row in page.rows if register.is_review_late(row)},
        "is_narrowed": any(
            getattr(narrowing, name) for name in ("words", "standing", "kind", "partner", "purpose")
        ),
    }


def purpose_words(purpose: str) -> str:
    """What a purpose is called."""
    return rules.current().say("worry.purpose", purpose, "cy" if get_language() == "cy" else "en")


@never_cache
@require_safe
def one(request: HttpRequest, pk) -> HttpResponse:
    """One agreement: who, what, why, until when, its versions, its files. While its keeper changes it, the
    others go to what was put before them last.
    """
    agreement = or_404(register.whole_entry_for, request.user, pk)
    if permissions.see_working_copy_refusal(request.user, agreement):
        return redirect("agreements:read", agreement.pk)
    may_keep = permissions.start_refusal(request.user, agreement.keeper) is None
    papers = [paper for paper in agreement.papers.defer("file")] if may_keep else []
    around = register.around(request.user, agreement)
    more = {"may_keep": may_keep, "papers": papers, "around": around}
    return render(request, "register/one.html", entry_context(agreement) | more)


def entry_context(agreement) -> dict:
    """What the page of one agreement shows, signed in or in public."""
    lang = "cy" if get_language() == "cy" else "en"
    found = kinds().get(agreement.kind)
    return {
        "agreement": agreement,
        "kind": found.title[lang] if found else agreement.kind,
        "flows": [
            (flow, purpose_words(flow.purpose), _said(flow, "items", lang), _said(flow, "kept", lang))
            for flow in agreement.flows.all()
        ],
        "purposes": list(dict.fromkeys(purpose_words(flow.purpose) for flow in agreement.flows.all())),
        "is_late": register.is_review_late(agreement),
    }


def _said(row, name: str, lang: str) -> str:
    """A text of two languages in the page's; the other one where it is empty."""
    other = "en" if lang == "cy" else "cy"
    return getattr(row, f"{name}_{lang}") or getattr(row, f"{name}_{other}")


@never_cache
@require_safe
def print_one(request: HttpRequest, pk, form) -> HttpResponse:
    """What the register says of it, as a PDF or a Word document."""
    agreement = or_404(register.whole_entry_for, request.user, pk)
    if permissions.see_working_copy_refusal(request.user, agreement):
        raise Http404
    return printed(entries.document_of_entry(agreement, language_asked(request)), form, agreement.reference)


@never_cache
@require_safe
def policy(request: HttpRequest, pk) -> HttpResponse:
    """An agreement in force as linked data, for other programs."""
    return policy_answer(or_404(register.whole_entry_for, request.user, pk), "register:one", odrl.policy_of)


def policy_answer(agreement, view: str, written) -> HttpResponse:
    """The file. Http404 for what is not in force: it permits nothing."""
    if not agreement.covers:
        raise Http404
    address = f"{settings.SITE_URL}{reverse(view, args=[agreement.pk])}"
    shapes = f"{settings.SITE_URL}{reverse('public_register:shapes')}"
    data = written(agreement, address=address, shapes_address=shapes)
    return as_file(data, odrl.CONTENT_TYPE, f"{file_name(agreement.reference, '')}.jsonld")


def as_file(data: bytes, content_type: str, name: str) -> HttpResponse:
    """Some bytes to be saved under a name."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """What the list is narrowed to, as a spreadsheet that can be brought in again."""
    data = sheets.write(*register.entries_for(request.user, narrowing_in(request)))
    return as_file(data, "text/csv; charset=utf-8", f"{file_name(_('Register of agreements'), '')}.csv")


@never_cache
@require_POST
def publish(request: HttpRequest, pk) -> HttpResponse:
    """Show it in public, or take it out again."""
    agreement = or_404(register.whole_entry_for, request.user, pk)
    is_public = request.POST.get("is_public") == "yes"
    actions.show_in_public(agreement=agreement, is_public=is_public, by=request.user)
    messages.success(
        request,
        _("It stands in your public register.") if is_public else _("It is no longer shown in public."),
    )
    return redirect("register:one", pk)
