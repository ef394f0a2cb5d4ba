"""Agreements that are being drafted: the list, beginning one, its tasks, reading, printing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.agreements import actions, checks, documents, permissions, queries, states
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.queries.assessed import assessed_flows
from sharewell.domain.dpias import queries as dpias
from sharewell.domain.errors import Clash
from sharewell.domain.versions import version_of
from sharewell.printing.documents import laid_out
from sharewell.web.agreements.forms import AboutForm, AssessmentsForm, StartForm
from sharewell.web.agreements.tasks import tasks_of
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.worries.found import or_404

ABOUT = ("title_en", "title_cy", "languages", "in_force_from", "ends_on", "is_public")


@never_cache
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """What is being drafted or argued over, here and by partners."""
    refusal = permissions.start_refusal(request.user, request.user.organisation)
    context = {"rows": queries.under_way_for(request.user), "refusal": refusal}
    return render(request, "agreements/all.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a kind and give it a name; `?with=` names the body that is to be its second party."""
    organisation = request.user.organisation
    permissions.allow(permissions.start_refusal(request.user, organisation))
    overarching = queries.overarching_for(request.user)
    partner = queries.partner_named(request.user, request.GET.get("with", ""))
    form = StartForm(_posted(request), kinds=kinds(), overarching=overarching)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        written = "cy" if said["languages"] == "cy" else "en"
        agreement = actions.start_agreement(
            kind=said["kind"], organisation=organisation, languages=said["languages"], by=request.user,
            under=_above(overarching, said.get("under")),
            **{f"title_{written}": said["title"]},
        )  # fmt: skip
        if partner:
            actions.add_party(agreement=agreement, organisation=partner, by=request.user)
        return redirect("agreements:one", agreement.pk)
    return render(request, "agreements/start.html", {"form": form, "partner": partner})


@never_cache
@require_safe
def one(request: HttpRequest, agreement) -> HttpResponse:
    """The tasks of a draft; once its words are settled, the way to what it says."""
    agreement = or_404(queries.agreement_for, request.user, agreement)
    may_draft = permissions.draft_refusal(request.user, agreement) is None
    is_hidden = permissions.see_working_copy_refusal(request.user, agreement)
    if not may_draft and (is_hidden or not agreement.is_editable):
        return redirect("agreements:read", agreement.pk)
    found = checks.check(agreement)
    context = {
        "agreement": agreement,
        "kind": kind_of(agreement.kind),
        "tasks": tasks_of(request.user, agreement, found),
        "may_draft": may_draft,
        "wrong": [each for each in found if each.is_wrong],
        "going": address("agreeing:one", agreement.pk),
    }
    return render(request, "agreements/one.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, agreement) -> HttpResponse:
    """Its title, its languages, its days, and who may read it."""
    agreement = draft_or_404(request, agreement)
    stands = {name: getattr(agreement, name) for name in ABOUT}
    overarching = _could_stand_above(request.user, agreement)
    initial = stands | ({"under": str(agreement.under_id)} if agreement.under_id else {})
    form = AboutForm(_posted(request), overarching=overarching, initial=initial)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if "under" in said:
            said["under"] = _above(overarching, said["under"])
        try:
            actions.change_about(agreement=agreement, by=request.user, version=version_in(request), **said)
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        return redirect("agreements:one", agreement.pk)
    said = {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in stands.items()
    }
    said["under"] = str(agreement.under_id) if agreement.under_id else None
    context = {"form": form, "agreement": agreement, "version": version_of(said)}
    return render(request, "agreements/about.html", context)


def _could_stand_above(person, agreement):
    """The overarching agreements that it could be a schedule to, and the one that it is one to."""
    found = [each for each in queries.overarching_for(person) if each.pk != agreement.pk]
    if agreement.under_id and agreement.under not in found:
        found.append(agreement.under)
    return found


def _above(overarching, chosen):
    """The one of them that was chosen; nothing for no schedule."""
    return next((each for each in overarching if str(each.pk) == chosen), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessments(request: HttpRequest, agreement) -> HttpResponse:
    """Which impact assessments stand behind it."""
    agreement = or_404(queries.agreement_for, request.user, agreement)
    permissions.allow(permissions.start_refusal(request.user, agreement.keeper))
    offered = {str(row.pk): row for row in dpias.assessments_for(request.user)}
    stands = [str(row.pk) for row in agreement.assessments.all() if str(row.pk) in offered]
    form = AssessmentsForm(_posted(request), offered=offered, initial={"assessments": stands})
    if form.is_bound and form.is_valid():
        chosen = [offered[pk] for pk in form.cleaned_data["assessments"]]
        shown = [offered[pk] for pk in request.POST.getlist("shown") if pk in offered]
        actions.link_assessments(agreement=agreement, assessments=chosen, shown=shown, by=request.user)
        messages.success(request, _("Recorded."))
        return redirect(reverse("agreements:assessments", args=[agreement.pk]) + "#covered")
    rows = assessed_flows(request.user, agreement)
    context = {
        "form": form, "agreement": agreement, "shown": stands, "assessed": rows,
        "hints": {pk: _covers_words(row, rows) for pk, row in offered.items()} if rows else {},
    }  # fmt: skip
    return render(request, "agreements/assessments.html", context)


def _covers_words(assessment, rows):
    """Which flows that the person's organisation gives an assessment covers."""
    flows = sorted({row.flow.number for row in rows if assessment in row.covering})
    if not flows:
        return _("Covers nothing of what you give here")
    numbers = ", ".join(map(str, flows))
    return ngettext("Covers flow %(numbers)s", "Covers flows %(numbers)s", len(flows)) % {"numbers": numbers}


@never_cache
@require_safe
def read(request: HttpRequest, agreement) -> HttpResponse:
    """The whole of it, as it would be printed."""
    agreement = or_404(queries.agreement_for, request.user, agreement)
    lang = language_asked(request)
    context = {
        "agreement": agreement,
        "laid": laid_out(document_of(agreement, lang, request.user)),
        "may_draft": permissions.draft_refusal(request.user, agreement) is None,
        "going": address("agreeing:one", agreement.pk),
        "asked": lang,
        "languages": states.LANGUAGES,
    }
    return render(request, "agreements/read.html", context)


@never_cache
@require_safe
def print_it(request: HttpRequest, agreement, form: str) -> HttpResponse:
    """The whole of it as PDF or DOCX, in either language or both."""
    agreement = or_404(queries.agreement_for, request.user, agreement)
    name = f"{agreement.reference} {agreement.title}"
    return printed(document_of(agreement, language_asked(request), request.user), form, name)


def document_of(agreement, lang, by):
    """What stands now: the version that was put before others last, or for its keeper the draft as it is."""
    is_draft = agreement.is_editable and not permissions.see_working_copy_refusal(by, agreement)
    version = None if is_draft else agreement.versions.order_by("-number").first()
    status = documents.STATUS[agreement.state]
    if version is None:
        content, at = documents.content_of(agreement), timezone.localdate()
        return documents.document_of(content, lang, status=status, at=at)
    signatures = version.standing_signatures.select_related("party")
    return documents.document_of(
        version.content, lang, status=status, at=version.made_at, signatures=signatures
    )


def working_copy_or_404(request: HttpRequest, pk):
    """The agreement with that id, for those who may see it as it stands this minute."""
    agreement = or_404(queries.agreement_for, request.user, pk)
    if permissions.see_working_copy_refusal(request.user, agreement):
        raise Http404
    return agreement


def draft_or_404(request: HttpRequest, pk):
    """The draft with that id; a Refusal where its words are settled or it is not theirs to change."""
    agreement = or_404(queries.agreement_for, request.user, pk)
    permissions.allow(permissions.draft_refusal(request.user, agreement))
    return agreement


def address(name: str, *args) -> str:
    """The address of a page, or nothing where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None
