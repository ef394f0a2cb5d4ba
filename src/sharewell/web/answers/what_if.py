"""What if it were different? Facts changed for the sake of seeing; the real answers stay as they are.

What was changed is kept in a sealed cookie of this browser, never in an address and never on the server.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell import rules
from sharewell.web.answers.comparing import imagined
from sharewell.web.answers.sheets import sheet
from sharewell.web.questions import walks
from sharewell.web.questions.forms import QuestionForm
from sharewell.web.questions.stores import WhatIfStore, store_for
from sharewell.web.questions.views import said
from sharewell.web.questions.walks import Walk


@never_cache
@require_http_methods(["GET", "HEAD"])
def what_if(request: HttpRequest) -> HttpResponse:
    """Both answers side by side, what differs first; or, where nothing is changed yet, what can be."""
    walk = store_for(request).load()
    if not walk.can_decide():
        return redirect("questions:start")
    changed = WhatIfStore(request).load()
    there, along = imagined(walk, changed)
    lang = get_language()
    context = {
        "changed": _changed(walk, changed, lang),
        "along": _changed(walk, along, lang),
        "questions": _questions(lang),
        "now": timezone.now(),
    }
    if changed and there.can_decide():
        context |= {
            "here": sheet(walk, lang),
            "there": sheet(there, lang),
            "differs": rules.current().compare(walk.case(), there.case(), lang)["differs"],
        }
    return render(request, "answers/what_if.html", context)


def _changed(walk: Walk, changed: dict, lang: str) -> list[dict]:
    """What was changed, in words: the fact, as it was answered, and as it is supposed here."""
    asked_by = {key: name for name, keys in walks.question_keys().items() for key in keys}
    return [
        {
            "key": key,
            "question": asked_by[key],
            "fact": rules.current().label(key, lang),
            "real": said(key, walk.said.get(key)),
            "supposed": said(key, value),
        }
        for key, value in changed.items()
    ]


def _questions(lang: str) -> list[dict]:
    ruleset = rules.current()
    return [
        {"name": name, "text": ruleset.question_for(keys[0], lang)["text"]}
        for name, keys in walks.question_keys().items()
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question, asked for the sake of seeing: what differs from the real answer is kept."""
    walk = store_for(request).load()
    if name not in walks.question_keys():
        raise Http404
    if not walk.can_decide():
        return redirect("questions:start")
    store = WhatIfStore(request)
    changed, lang = store.load(), get_language()
    there, _along = imagined(walk, changed)
    asked = rules.current().question_for(walks.question_keys()[name][0], lang)
    form = QuestionForm(asked, there, lang, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        response = redirect("answers:what_if")
        store.save(response, _kept(walk, changed, form.answers()))
        return response
    return render(request, "answers/what_if_question.html", {"form": form, "question": asked})


def _kept(walk: Walk, changed: dict, answers: dict) -> dict:
    """The changes with these answers: one that is as it really was, or was never said, is no change."""
    rests = (None, walks.UNKNOWN)
    merged = changed | answers
    return {
        key: value
        for key, value in merged.items()
        if value != walk.said.get(key) and not (value in rests and walk.said.get(key) in rests)
    }


@never_cache
@require_POST
def put_back(request: HttpRequest) -> HttpResponse:
    """One fact is as it really was again; without a fact, all of them."""
    store, response = WhatIfStore(request), redirect("answers:what_if")
    key = request.POST.get("key", "")
    store.save(response, {name: value for name, value in store.load().items() if key and name != key})
    return response
