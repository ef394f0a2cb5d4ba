"""One form: its list of stages, and one page a stage. Each page that is saved stays saved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.errors import Clash
from sharewell.domain.requests import actions, permissions, queries
from sharewell.domain.requests.documents import document_of
from sharewell.domain.requests.filling import filled
from sharewell.domain.requests.kinds import kind_of
from sharewell.domain.requests.states import POLICE, REQUEST
from sharewell.domain.versions import version_of
from sharewell.printing import documents
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.requests.forms import StageForm
from sharewell.web.requests.found import seen_form
from sharewell.web.requests.words import language, stages_of, title_of


@never_cache
@require_safe
def one(request, pk):
    """A form: what is still to do, or, finished, what it says."""
    form = seen_form(request, pk)
    lang = language()
    context = {
        "row": form,
        "title": title_of(form),
        "kind": kind_of(form.kind),
        "stages": stages_of(form),
        "lang": lang,
        "may_change": permissions.change_form_refusal(request.user, form) is None,
        "may_drop": permissions.drop_form_refusal(request.user, form) is None,
        "may_link": form.kind == POLICE and not form.decision_id,
        "may_decide": permissions.answer_request_refusal(request.user, form) is None,
        "answered_by": queries.forms_answering(request.user, form) if form.kind == REQUEST else [],
    }
    if not form.is_open:
        context["laid"] = documents.laid_out(document_of(form, lang))
    return render(request, "requests/one.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request, pk, stage):
    """The questions of one stage; what the record says is there already."""
    form = seen_form(request, pk)
    kind, lang = kind_of(form.kind), language()
    asked = kind.stage(stage)
    if asked is None:
        raise Http404
    permissions.allow(permissions.change_form_refusal(request.user, form))
    said = queries.said_in(form, lang)
    page = StageForm(request.POST if request.method == "POST" else None, stage=asked, said=said, lang=lang)
    if page.is_bound and page.is_valid():
        try:
            actions.save_answers(
                form=form, said=page.said(), version=version_in(request), lang=lang, by=request.user
            )
        except Clash as clash:
            return show_clash(request, clash, page, request.path)
        return _on(request, form, kind, asked, page)
    context = {
        "row": form,
        "title": title_of(form),
        "stage": asked,
        "form": page,
        "version": version_of({each.id: said.get(each.id, "") for each in page.asked}),
        "says": kind.said_of(asked, said),
        "from_record": set(filled(form, lang)) - set(form.answers),
        "number": kind.stages.index(asked) + 1,
        "count": len(kind.stages),
        "back": _before(form, kind, asked),
        "lang": lang,
    }
    return render(request, "requests/stage.html", context)


def _before(form, kind, asked):
    number = kind.stages.index(asked)
    if number == 0:
        return reverse("requests:one", args=[form.pk])
    return reverse("requests:stage", args=[form.pk, kind.stages[number - 1].id])


def _on(request, form, kind, asked, page):
    """To the next stage; back to this one where what was answered has to be read first."""
    if request.POST.get("do") == "later":
        messages.success(request, _("Saved. You can go on whenever you like."))
        return redirect("requests:one", form.pk)
    before = queries.said_in(form, language())
    means = kind.said_of(asked, before | page.said())
    if means and means != kind.said_of(asked, before):
        return redirect("requests:stage", form.pk, asked.id)
    number = kind.stages.index(asked) + 1
    if number < len(kind.stages):
        return redirect("requests:stage", form.pk, kind.stages[number].id)
    return redirect("requests:check", form.pk)
