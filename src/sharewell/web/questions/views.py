"""One page a question; what was answered; and beginning again."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell import rules
from sharewell.domain.errors import Clash
from sharewell.web.layout.came_from import NOT_TYPED
from sharewell.web.questions import recipients, walks
from sharewell.web.questions.drafts import DraftStore
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
    if name == recipients.NAME and isinstance(store, DraftStore):
        return _who_to(request, store, walk)
    return _ask(request, store, walk, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest) -> HttpResponse:
    """Of what kind they are who are not in the directory: the question as it is asked signed out."""
    store = store_for(request)
    return _ask(request, store, store.load(), recipients.NAME)


def _who_to(request: HttpRequest, store, walk: walks.Walk) -> HttpResponse:
    """The directory; where a recipient's kind was chosen outside it, that stands until somebody is chosen."""
    name = recipients.NAME
    asked = rules.current().question_for("recipient.kind", get_language())
    try:
        return recipients.directory_page(request, store, walk, _around(store, walk, name, asked))
    except Clash as clash:
        return _both(request, clash, walk)


def _ask(request: HttpRequest, store, walk: walks.Walk, name: str) -> HttpResponse:
    asked = walks.question(walk, name, get_language())
    if asked is None:
        return _next(walk)
    form = QuestionForm(asked, walk, get_language(), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _keep(store, walk.answer(form.answers()), name)
        except Clash as clash:
            return _both(request, clash, walk)
    context = _around(store, walk, name, asked) | {"form": form}
    return render(request, "questions/question.html", context)


def _around(store, walk: walks.Walk, name: str, asked: dict) -> dict:
    """What every question's page shows beside the question."""
    left = {each["id"] for each in walks.open_questions(walk, get_language())} - {name}
    return {
        "question": asked,
        "version": store.version,
        "left": len(left),
        "is_new": not set(walks.question_keys()[name]) & set(walk.answers),
        "rows": rows(walk.without(walks.question_keys()[name])),
        "back": _before(walk, name),
        "can_decide": walk.can_decide(),
    }


def _before(walk: walks.Walk, name: str) -> str:
    """The question that was answered before this one, or nothing where this is the first."""
    names = [row["question"] for row in rows(walk)]
    earlier = names[: names.index(name)] if name in names else names
    return earlier[-1] if earlier else ""


def _keep(store, walk: walks.Walk, name: str) -> HttpResponse:
    """Save the walk and go on; danger now goes straight to who to ring."""
    response = _next(walk)
    if name == "danger" and walk.answers.get("worry.risk") == "immediate":
        response = redirect("danger:now")
    store.save(response, walk)
    return response


def _both(request: HttpRequest, clash: Clash, walk: walks.Walk) -> HttpResponse:
    """Show what somebody else answered in the meantime beside what was answered now; overwrite nothing."""
    lang = get_language()
    differing = [
        {
            "label": rules.current().label(key, lang),
            "theirs": said(key, clash.theirs.get(key, walks.UNKNOWN)),
            "mine": said(key, clash.mine.get(key, walks.UNKNOWN)),
        }
        for key in clash.differing
    ]
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name not in NOT_TYPED
    ]
    context = {"differing": differing, "typed": typed, "version": clash.version, "next": _address(walk)}
    return render(request, "questions/clash.html", context, status=HTTPStatus.CONFLICT)


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
    """The answers in words, by question in the order of asking: its name, text, facts, unknown."""
    lang, ruleset = get_language(), rules.current()
    found: dict[str, dict] = {}
    asked_on = _asked_on(walk)
    for key, value in walk.answers.items():
        if key not in asked_on or key in walk.known or key in walk.filled:
            continue
        name = asked_on[key]
        text = ruleset.question_for(walks.question_keys()[name][0], lang)["text"]
        row = found.setdefault(name, {"question": name, "text": text, "facts": [], "unknown": []})
        if value == walks.UNKNOWN:
            row["unknown"].append(ruleset.label(key, lang))
        else:
            row["facts"].append((ruleset.label(key, lang), said(key, value)))
    if walk.to and recipients.NAME in found:
        found[recipients.NAME]["facts"].insert(0, (ruleset.label("recipient.kind", lang), walk.to_name))
    return list(found.values())


def _asked_on(walk: walks.Walk) -> dict[str, str]:
    """The page that asks each fact: its question's, or the directory's for what is asked there."""
    asked = {key: name for name, keys in walks.question_keys().items() for key in keys}
    return asked | dict.fromkeys(recipients.ASKED_THERE if walk.to else (), recipients.NAME)


def known_rows(walk: walks.Walk) -> list[tuple[str, str]]:
    """What the service knew already, as (label, text)."""
    lang = get_language()
    filled = [key for key in walk.answers if key in walk.filled]
    return [
        (rules.current().label(key, lang), said(key, value))
        for key, value in (walk.known | {key: walk.answers[key] for key in filled}).items()
        if key in rules.current().facts.by_key
    ]


def said(key: str, value) -> str:
    """A fact's value in words; several joined; a beginning capital."""
    lang, ruleset = get_language(), rules.current()
    if value in (None, walks.UNKNOWN):
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
