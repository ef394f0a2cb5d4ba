"""The list, one assessment with all that is to be done for it, and reading and printing it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.agreements.queries.assessed import agreements_behind
from sharewell.domain.dpias import contents, permissions, queries, states
from sharewell.domain.dpias.documents import document_of
from sharewell.domain.dpias.readiness import high_risks_left, must_consult, unfinished
from sharewell.domain.dpias.template import template
from sharewell.printing.documents import laid_out
from sharewell.web.assessments.words import about_words, how_sure_of_limit, missing_words, question_title
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def all_assessments(request):
    """All of the organisation's own that this person may read, and those offered to build on."""
    words, state = request.GET.get("words", ""), request.GET.get("state", "")
    state = state if state in states.STATES else ""
    context = {
        "rows": queries.assessments_for(request.user, words=words, state=state),
        "words": words,
        "state": state,
        "states": states.STATES,
        "may_start": permissions.start_refusal(request.user) is None,
        "offered": [
            row
            for row in queries.overarching_for(request.user)
            if row.keeper_id != request.user.organisation_id
        ],
        "mine": {row.pk for row, _hat in queries.turns_of(request.user)},
    }
    return render(request, "assessments/all.html", context)


@never_cache
@require_safe
def one(request, assessment):
    """One assessment: how it stands, whose turn it is, its parts as a list of tasks, its way so far."""
    row = or_404(queries.assessment_of, request.user, assessment)
    is_ours = row.keeper_id == request.user.organisation_id
    may_write = is_ours and permissions.write_refusal(request.user, row) is None
    answers = contents.answers_of(row)
    missing = unfinished(row) if is_ours else []
    context = {
        "assessment": row,
        "is_ours": is_ours,
        "may_write": may_write,
        "may_screen": is_ours and permissions.screen_refusal(request.user, row) is None,
        "is_screened": bool(row.screened_as),
        "parts": [_part(row, part, answers, missing) for part in template(row.template).parts],
        "missing": [missing_words(row, each) for each in missing],
        "hats": [(hat, words, permissions.wearer_of(row, hat)) for hat, words in states.HATS.items()],
        "may_give_hats": is_ours and permissions.withdraw_refusal(request.user, row) is None,
        "my_turn": bool(row.turn) and permissions.turn_refusal(request.user, row, row.turn) is None,
        "waits_for": permissions.wearer_of(row, row.turn) if row.turn and is_ours else None,
        "reopened": [
            (each, question_title(row, each.question), about_words(each))
            for each in row.reopenings.all()
            if row.signed_at and each.is_live and is_ours
        ],
        "changes": [(question_title(row, each.question), each) for each in contents.parent_changes(row)],
        "consultation": row.consultations.filter(round=row.round).last() if is_ours else None,
        "sure_of_limit": how_sure_of_limit(row),
        "advice": row.advice.filter(round=row.round).first(),
        "must_consult": is_ours and row.state == states.APPROVAL and must_consult(row),
        "high": high_risks_left(row) if is_ours else [],
        "to_finish": contents.still_to_finish(row),
        "steps": queries.steps_of(request.user, row),
        "signed": list(row.signed.order_by("-number")),
        "heirs": queries.heirs_of(request.user, row) if is_ours else [],
        "may_offer": permissions.offer_refusal(request.user, row) is None,
        "behind": agreements_behind(request.user, row),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/one.html", context)


def _part(row, part, answers, missing):
    """A part with its questions: (question, how it stands)."""
    rows = [(question, _standing(question, answers.get(question.id))) for question in part.questions]
    return {"part": part, "rows": rows, "table": part.table}


def _standing(question, said):
    if not said:
        return "optional" if question.optional else "empty"
    if said.to_finish:
        return "to-finish"
    return "inherited" if said.inherited else "written"


@never_cache
@require_safe
def read(request, assessment):
    """The whole of it on one page, as it stands; for another organisation, as it was signed off."""
    row = or_404(queries.assessment_of, request.user, assessment)
    return _page(request, row, None if row.keeper_id == request.user.organisation_id else last(row))


def last(row):
    """What was signed off last."""
    return contents.last_signed(row)


@never_cache
@require_safe
def signed(request, assessment, number):
    """The same as it was signed off that time."""
    row = or_404(queries.assessment_of, request.user, assessment)
    return _page(request, row, or_404(queries.signed_of, request.user, row, number))


def _page(request, row, kept):
    lang = language_asked(request)
    laid = laid_out(document_of(row, lang, kept))
    return render(request, "assessments/read.html", {"assessment": row, "signed": kept, "laid": laid})


@never_cache
@require_safe
def paper(request, assessment, form):
    """The same as a file."""
    row = or_404(queries.assessment_of, request.user, assessment)
    kept = None if row.keeper_id == request.user.organisation_id else last(row)
    return printed(document_of(row, language_asked(request), kept), form, f"{row.reference} {row.title}")


@never_cache
@require_safe
def signed_paper(request, assessment, number, form):
    """What was signed off that time, as a file."""
    row = or_404(queries.assessment_of, request.user, assessment)
    kept = or_404(queries.signed_of, request.user, row, number)
    name = f"{row.reference} {row.title} {number}"
    return printed(document_of(row, language_asked(request), kept), form, name)
