"""The questions of one section, with the clauses in which their answers land."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.agreements import actions, documents, queries
from sharewell.domain.agreements.actions.drafting import answers_in
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.errors import Clash
from sharewell.domain.versions import version_of
from sharewell.web.agreements.forms import QuestionsForm
from sharewell.web.agreements.views import draft_or_404
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.worries.found import or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request, agreement, section):
    """Answer what is asked; see how the clauses read with it."""
    agreement = draft_or_404(request, agreement)
    kind = kind_of(agreement.kind)
    section = or_404(kind.section, section)
    answers = queries.answers_of(request.user, agreement)
    posted = request.POST if request.method == "POST" else None
    form = QuestionsForm(posted, section=section, agreement=agreement, answers=answers)
    if form.is_bound and form.is_valid():
        given = form.answers_given()
        try:
            actions.answer_section(
                agreement=agreement, section=section.id, answers=given, by=request.user,
                version=version_in(request),
            )  # fmt: skip
        except Clash as clash:
            return show_clash(request, clash, form, request.path, labels=_labels(form))
        if request.POST.get("then") == "look":
            return redirect(f"{request.path}#reads")
        return redirect("agreements:one", agreement.pk)
    rows = {row.question: row for row in agreement.answers.all()}
    stands = answers_in({each.id: rows.get(each.id) for each in section.questions})
    context = {
        "agreement": agreement,
        "section": section,
        "form": form,
        "lang": "cy" if get_language() == "cy" else "en",
        "version": version_of(stands),
        "clauses": _clauses(agreement, kind, section, answers, form.written_in),
    }
    return render(request, "agreements/section.html", context)


def _labels(form):
    lang = "cy" if get_language() == "cy" else "en"
    return {
        f"{question.id}_{each}": question.ask[lang] for question, _names in form.rows for each in ("en", "cy")
    }


def _clauses(agreement, kind, section, answers, written_in):
    """[(clause id, [(language, pieces)])] of a section, for the preview."""
    content = documents.content_of(agreement)
    return [
        (
            clause.id,
            [(lang, documents.pieces_of(clause, kind, content, answers, lang)) for lang in written_in],
        )
        for clause in section.clauses
    ]
