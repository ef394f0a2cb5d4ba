"""Asking a colleague, from a worry or from inside the questions; and answering."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell import rules
from sharewell.domain.decisions import actions, cases, permissions, queries
from sharewell.domain.organisations.queries import colleagues_of
from sharewell.domain.organisations.states import ADMINISTRATOR
from sharewell.web.questions.stores import store_for
from sharewell.web.questions.views import rows
from sharewell.web.questions.walks import Walk
from sharewell.web.worries.forms import AnswerForm, AskForm
from sharewell.web.worries.found import seen


def _askable(person):
    """Colleagues who can be asked, safeguarding leads first."""
    people = [each for each in colleagues_of(person) if each.role != ADMINISTRATOR]
    return sorted(people, key=lambda each: (not each.is_lead, each.name))


def _asked(form, people):
    [of] = [person for person in people if str(person.pk) == form.cleaned_data["of"]]
    return {"of": of, "question": form.cleaned_data["question"]}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    """Ask about a worry."""
    worry = seen(request, queries.worry_for, pk)
    people = _askable(request.user)
    form = AskForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        actions.ask_advice(by=request.user, worry=worry, **_asked(form, people))
        messages.success(request, _("Asked. You find the answer under what needs you today."))
        return redirect("worries:one", worry.pk)
    return render(request, "worries/ask.html", {"form": form, "back": worry})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_from_walk(request):
    """Ask from inside the questions: the walk is kept as a draft, which the colleague may then read."""
    store = store_for(request)
    people = _askable(request.user)
    form = AskForm(request.POST if "question" in request.POST else None, people=people)
    if form.is_bound and form.is_valid():
        response = redirect("home:today")
        draft = getattr(store, "draft", None) or store.begin(store.load().answers)
        store.signed_out.forget(response)
        actions.ask_advice(by=request.user, draft=draft, **_asked(form, people))
        messages.success(request, _("Asked. Your answers are kept, and you find the reply here."))
        return response
    return render(request, "worries/ask.html", {"form": form, "back": None})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, pk):
    """A question and what it is about, for the one who was asked; the answer, for the one who asked."""
    advice = seen(request, queries.advice_for, pk)
    may_answer = permissions.answer_refusal(request.user, advice) is None
    form = AnswerForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.answer_advice(advice=advice, answer=form.cleaned_data["answer"], by=request.user)
        messages.success(request, _("Sent to %(who)s.") % {"who": advice.asked_by.name})
        return redirect("home:today")
    context = {"advice": advice, "form": form, "may_answer": may_answer} | _about(request, advice)
    return render(request, "worries/advice.html", context)


def _about(request, advice):
    """The answers as they stood, and what the rules made of them."""
    walk = Walk(cases.flat(advice.case), queries.known_of(advice.asked_by.organisation))
    sees = bool(advice.worry) and permissions.see_worry_refusal(request.user, advice.worry) is None
    case = walk.case()
    answer = rules.current().decide(case, request.LANGUAGE_CODE)["outcome"] if walk.can_decide() else ""
    words = rules.current().outcome_words(answer, request.LANGUAGE_CODE) if answer else ""
    return {
        "rows": rows(walk),
        "words": words,
        "entries": queries.entries_of(advice.worry) if sees else [],
        "sees_worry": sees,
    }


@never_cache
@require_POST
def put_away(request, pk):
    """The answer was read."""
    advice = seen(request, queries.advice_for, pk)
    actions.put_away_advice(advice=advice, by=request.user)
    if advice.worry_id:
        return redirect("worries:one", advice.worry_id)
    return redirect("home:today")
