"""Everything that a form says, before it is finished; throwing one away; tying one to a decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.decisions import queries as decisions
from sharewell.domain.requests import actions, permissions, queries
from sharewell.domain.requests.kinds import kind_of
from sharewell.web.layout.moments import day
from sharewell.web.requests.beginning import ASKERS
from sharewell.web.requests.forms import LinkForm
from sharewell.web.requests.found import seen_form
from sharewell.web.requests.words import answer_words, language, title_of
from sharewell.web.worries.found import list_seen, seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, pk):
    """Every answer; a press finishes the form."""
    form = seen_form(request, pk)
    permissions.allow(permissions.finish_form_refusal(request.user, form))
    kind, lang = kind_of(form.kind), language()
    missing = queries.missing_in(form)
    if request.method == "POST" and not missing:
        actions.finish_form(form=form, by=request.user)
        messages.success(request, _("Finished. It stays as it is from now on, and can be printed."))
        return redirect("requests:one", form.pk)
    said = queries.said_in(form, lang)
    stages = [
        (
            stage,
            [
                (each, answer_words(each, said.get(each.id, ""), lang))
                for each in stage.questions
                if each.is_asked
            ],
            [row for row in kind.said_of(stage, said)],
        )
        for stage in kind.stages
    ]
    context = {
        "row": form,
        "title": title_of(form),
        "kind": kind,
        "stages": stages,
        "missing": missing,
        "written": set(form.answers),
        "lang": lang,
    }
    return render(request, "requests/check.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, pk):
    """Ask first; then throw it away."""
    form = seen_form(request, pk)
    permissions.allow(permissions.drop_form_refusal(request.user, form))
    if request.method == "POST":
        actions.drop_form(form=form, by=request.user)
        messages.success(request, _("Thrown away."))
        return redirect("requests:all")
    return render(request, "requests/drop.html", {"row": form, "title": title_of(form)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, pk):
    """Which of the person's decisions a case of the toolkit belongs to."""
    form = seen_form(request, pk)
    permissions.allow(permissions.link_form_refusal(request.user, form))
    list_seen(request)
    found = queries.decisions_to_link(request.user, ASKERS)
    offered = [(str(each.pk), _words(each)) for each in found]
    page = LinkForm(request.POST if request.method == "POST" else None, offered=offered)
    if page.is_bound and page.is_valid():
        decision = seen(request, decisions.decision_for, page.cleaned_data["decision"])
        actions.link_form(form=form, decision=decision, by=request.user)
        messages.success(request, _("Tied to the decision. Whoever sees that worry sees this form too."))
        return redirect("requests:one", form.pk)
    context = {"row": form, "title": title_of(form), "form": page, "offered": offered}
    return render(request, "requests/link.html", context)


def _words(decision):
    return _("%(reference)s: to %(to)s, %(day)s") % {
        "reference": decision.worry.reference, "to": decision.to, "day": day(decision.at)}  # fmt: skip
