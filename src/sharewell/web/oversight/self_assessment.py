"""How the organisation stands by the ten steps and the code: over time, at one time, and part by part."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.errors import Clash
from sharewell.domain.oversight import actions, permissions
from sharewell.domain.oversight import self_assessment as queries
from sharewell.domain.oversight.self_assessment_document import document_of
from sharewell.domain.oversight.standards import standards
from sharewell.domain.versions import version_of
from sharewell.printing import documents
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.oversight.self_assessment_chart import line_of
from sharewell.web.oversight.self_assessment_forms import PartForm
from sharewell.web.worries.found import or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def everything(request):
    """What each came to, as a line and as a table; a press begins the next."""
    permissions.allow(permissions.see_self_assessment_refusal(request.user))
    if request.method == "POST":
        return redirect("self_assessment:one", actions.begin_self_assessment(by=request.user).pk)
    finished = queries.self_assessments_for(request.user)
    context = {
        "open": queries.open_one_for(request.user),
        "finished": finished,
        "line": line_of(finished),
        "standards": standards().all,
        "lang": _lang(),
    }
    return render(request, "oversight/self_assessment_all.html", context)


@never_cache
@require_safe
def one(request, pk):
    """One self-assessment: its parts and what is still to answer, or, finished, all of it."""
    found = or_404(queries.self_assessment_for, request.user, pk)
    context = {"assessment": found, "standing": queries.standing_of(found), "lang": _lang()}
    if found.finished_at:
        context["laid"] = documents.laid_out(document_of(found, _lang()))
    else:
        context["unanswered"] = len(queries.unanswered_in(found))
    return render(request, "oversight/self_assessment_one.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk, standard):
    """One standard: what the records show, and what only people can say."""
    found = or_404(queries.self_assessment_for, request.user, pk)
    asked_of = standards().one(standard)
    if asked_of is None:
        raise Http404
    permissions.allow(permissions.change_self_assessment_refusal(request.user, found))
    asked = [each for each in asked_of.measures if each.is_asked]
    data = request.POST if request.method == "POST" else None
    form = PartForm(data, asked=asked, answers=found.answers, lang=_lang())
    if form.is_bound and form.is_valid():
        said = form.said()
        try:
            actions.answer_measures(
                assessment=found, said=said, by=request.user, lang=_lang(), version=version_in(request)
            )
        except Clash as clash:
            return show_clash(request, form.in_words(clash), form, request.path, form.labels())
        return redirect(_next(found, asked_of))
    number = standards().all.index(asked_of)
    context = {
        "assessment": found,
        "part": queries.standing_of(found).parts[number],
        "form": form,
        "version": version_of({each.id: actions.plain_answer(found.answers.get(each.id)) for each in asked}),
        "number": number + 1,
        "count": len(standards().all),
        "lang": _lang(),
    }
    return render(request, "oversight/self_assessment_part.html", context)


@never_cache
@require_POST
def finish(request, pk):
    """Keep how things stand today."""
    found = or_404(queries.self_assessment_for, request.user, pk)
    actions.finish_self_assessment(assessment=found, by=request.user)
    messages.success(request, _("Finished. What the records show today is kept with it."))
    return redirect("self_assessment:one", found.pk)


@never_cache
@require_safe
def paper(request, pk, form):
    """The self-assessment as a file."""
    found = or_404(queries.self_assessment_for, request.user, pk)
    return printed(document_of(found, language_asked(request)), form, _("self-assessment"))


def _next(assessment, standard):
    """The next part, or back to the list after the last."""
    number = standards().all.index(standard) + 1
    if number == len(standards().all):
        return reverse("self_assessment:one", args=[assessment.pk])
    return reverse("self_assessment:part", args=[assessment.pk, standards().all[number].id])


def _lang():
    return "cy" if get_language() == "cy" else "en"
