"""One page a question; what was answered; and beginning again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell import rules
from sharewell.web.questions import walks
from sharewell.web.questions.forms import QuestionForm
from sharewell.web.questions.stores import store_for


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the first question; or, where there are answers already, ask whether to go on with them."""
    walk = store_for(request).load()
    if not walk.answers:
        return _next(walk)
    return render(request, "questions/resume.html", {"rows": rows(walk), "next": _address(walk)})


@never_cache
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Forget every answer and begin with the first question."""
    store = store_for(request)
    response = _next(walks.Walk(known=store.load().known))
    store.forget(response)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one question; keep its answer and go on to the next that can still change the outcome."""
    if name not in walks.question_keys():
        raise Http404
    store = store_for(request)
    walk = store.load()
    asked = walks.question(walk, name, get_language())
    if asked is None:
        return _next(walk)
    form = QuestionForm(asked, walk, get_language(), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _keep(store, walk.answer(form.answers()), name)
    before = [row for row in rows(walk) if row["question"] != name]
    left = [each for each in walks.open_questions(walk, get_language()) if each["id"] != name]
    context = {
        "form": form,
        "question": asked,
        "left": len(left),
        "rows": before,
        "back": before[-1]["question"] if before else "",
        "can_decide": walk.can_decide(),
    }
    return render(request, "questions/question.html", context)


def _keep(store, walk: walks.Walk, name: str) -> HttpResponse:
    """Save the walk and go on; danger now goes straight to who to ring."""
    response = _next(walk)
    if name == "danger" and walk.answers.get("worry.risk") == "immediate":
        response = redirect("danger:now")
    store.save(response, walk)
    return response


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Every answer, each with a link that changes it."""
    walk = store_for(request).load()
    if not walk.can_decide():
        return _next(walk)
    left = len(walks.open_questions(walk, get_language()))
    return render(
        request, "questions/check.html", {"rows": rows(walk), "known": known_rows(walk), "left": left}
    )


def rows(walk: walks.Walk) -> list[dict]:
    """Each answer in words, with the name of the question that asked it."""
    lang, ruleset = get_language(), rules.current()
    asked_by = {key: name for name, keys in walks.question_keys().items() for key in keys}
    return [
        {"label": ruleset.label(key, lang), "text": said(key, value), "question": asked_by[key], "key": key}
        for key, value in walk.answers.items()
        if key in asked_by and key not in walk.known
    ]


def known_rows(walk: walks.Walk) -> list[dict]:
    """What the service knew already, in words."""
    lang = get_language()
    return [
        {"label": rules.current().label(key, lang), "text": said(key, value)}
        for key, value in walk.known.items()
    ]


def said(key: str, value) -> str:
    """A fact's value in words; several joined; a beginning capital."""
    lang, ruleset = get_language(), rules.current()
    if value == walks.UNKNOWN:
        return _("I don't know")
    if isinstance(value, list):
        return "; ".join(ruleset.say(key, each, lang) for each in value) or _("None of these")
    text = ruleset.say(key, value, lang)
    return text[:1].upper() + text[1:]


def _address(walk: walks.Walk) -> str:
    """The name of the next question, or nothing where all that matters was asked."""
    left = walks.open_questions(walk, get_language())
    return left[0]["id"] if left else ""


def _next(walk: walks.Walk) -> HttpResponse:
    """To the next question that can still change the answer, or to the check of them all."""
    name = _address(walk)
    return redirect("questions:question", name) if name else redirect("questions:check")
