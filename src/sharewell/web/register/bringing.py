"""Bringing in what exists: a paper whose facts a person confirms, or a whole register as a spreadsheet."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.agreements import actions, permissions
from sharewell.domain.agreements import spreadsheet as sheets
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.queries import register
from sharewell.domain.errors import Refusal
from sharewell.minimising import FileUnread
from sharewell.printing.documents import DOCX, PDF
from sharewell.web.deliveries.uploads import in_memory
from sharewell.web.layout.forgery import csrf_protect
from sharewell.web.register.forms import ConfirmForm, FileForm
from sharewell.web.register.views import as_file, purpose_words
from sharewell.web.worries.found import or_404


@csrf_exempt
@in_memory
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a paper, and read it in; or go on to a spreadsheet."""
    organisation = request.user.organisation
    permissions.allow(permissions.start_refusal(request.user, organisation))
    form = _file_form(request)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            paper = actions.read_in_paper(
                organisation=organisation, data=upload.read(), name=upload.name, by=request.user
            )
            return redirect("register:confirm", paper.pk)
        except FileUnread as refused:
            lang = get_language()
            form.add_error("file", f"{refused.text(lang)} {refused.mend(lang)}")
    context = {"form": form, "waiting": register.papers_waiting_for(request.user)}
    return render(request, "register/bring_in.html", context)


def _file_form(request) -> FileForm:
    if request.method != "POST":
        return FileForm()
    files = request.FILES  # read before it is asked whether one was too big
    most = settings.UPLOAD_LIMIT // 1024 // 1024
    return FileForm(request.POST, files, was_too_big=request.upload.was_too_big, most=most)


@csrf_exempt
@in_memory
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """Choose a spreadsheet; every row of it is entered, or none, and then every problem is listed."""
    organisation = request.user.organisation
    permissions.allow(permissions.start_refusal(request.user, organisation))
    form, problems = _file_form(request), []
    if form.is_bound and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            entered, stood = actions.take_over_register(organisation=organisation, data=data, by=request.user)
            messages.success(request, _done(len(entered), stood))
            return redirect("register:all")
        except sheets.SpreadsheetRefused as refused:
            problems = refused.problems
            form.add_error("file", _("Nothing was entered. The file has problems, which are listed below."))
    context = {
        "form": form, "problems": problems, "columns": sheets.COLUMNS, "most": sheets.MOST_PROBLEMS,
        "kinds": list(kinds()), "purposes": [(each, purpose_words(each)) for each in register.purposes()],
    }  # fmt: skip
    return render(request, "register/spreadsheet.html", context)


def _done(new: int, stood: int) -> str:
    says = ngettext(
        "%(count)s agreement was entered in the register.",
        "%(count)s agreements were entered in the register.",
        new,
    ) % {"count": new}
    if not stood:
        return says
    passed = ngettext("%(count)s stood there already.", "%(count)s stood there already.", stood)
    return f"{says} {passed % {'count': stood}}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk) -> HttpResponse:
    """Hold what was found against the paper, mend it, and enter it."""
    paper = or_404(register.paper_for, request.user, pk)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None, paper=paper, kinds=kinds(),
        purposes=[(each, purpose_words(each)) for each in register.purposes()],
        names=register.names_by_id(), ours=str(paper.keeper_id),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            agreement = actions.confirm_paper(paper=paper, entry=form.entry(), by=request.user)
            messages.success(request, _("It stands in the register, and counts at every share from now on."))
            return redirect("register:one", agreement.pk)
        except Refusal as refusal:
            form.add_error("reference", str(refusal))
    return render(request, "register/confirm.html", {"form": form, "paper": paper})


@never_cache
@require_safe
def original(request: HttpRequest, pk) -> HttpResponse:
    """The paper as it came."""
    paper = or_404(register.original_for, request.user, pk)
    content_type = {"pdf": PDF, "docx": DOCX}[paper.kind]
    answer = as_file(paper.file, content_type, f"original.{paper.kind}")
    answer._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return answer


@never_cache
@require_POST
def throw_away(request: HttpRequest, pk) -> HttpResponse:
    """Forget a paper that nobody has confirmed."""
    paper = or_404(register.paper_for, request.user, pk)
    actions.throw_paper_away(paper=paper, by=request.user)
    messages.success(request, _("Thrown away. Nothing of it was kept."))
    return redirect("register:all")
