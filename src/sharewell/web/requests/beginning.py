"""Which form, about what: the list, the page before each form, and the forms of one worry."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.decisions import queries as decisions
from sharewell.domain.requests import actions, permissions, queries
from sharewell.domain.requests.kinds import KINDS, kind_of
from sharewell.domain.requests.states import CHECKLIST, DECISION, POLICE, REQUEST
from sharewell.web.requests.forms import BeginForm
from sharewell.web.requests.found import seen_form
from sharewell.web.requests.words import row_of
from sharewell.web.worries.found import list_seen, seen

ASKERS = ("police", "nca")  # whose requests the toolkit is for
OF_A_DECISION = (CHECKLIST, DECISION, POLICE)


@never_cache
@require_safe
def everything(request):
    """The four forms, what is being filled in, and what is finished."""
    list_seen(request)
    forms = queries.forms_for(request.user)
    context = {
        "kinds": [kind_of(name) for name in KINDS],
        "open": [row_of(form) for form in forms if form.is_open],
        "finished": [row_of(form) for form in forms if not form.is_open],
        "may_begin": permissions.begin_form_refusal(request.user) is None,
        "lang": _lang(),
    }
    return render(request, "requests/all.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, kind):
    """What a form is for, and what it is not for; a press begins it."""
    found = _kind(kind)
    permissions.allow(permissions.begin_form_refusal(request.user))
    form = BeginForm(request.POST if request.method == "POST" else None) if kind == REQUEST else None
    if request.method == "POST" and (form is None or form.is_valid()):
        is_received = form is not None and form.cleaned_data["side"] == "received"
        begun = actions.begin_form(kind=kind, is_received=is_received, by=request.user)
        return redirect("requests:one", begun.pk)
    context = {"kind": found, "form": form, "lang": _lang()}
    return render(request, "requests/begin.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_worry(request, worry):
    """The forms about one worry and each of its decisions."""
    about = seen(request, decisions.worry_for, worry)
    made = decisions.decisions_of(about)
    if request.method == "POST":
        kind = _kind(request.POST.get("kind", ""))
        decision = next((each for each in made if str(each.pk) == request.POST.get("decision")), None)
        if decision is None and kind.id != REQUEST:
            raise Http404
        begun = actions.begin_form(kind=kind.id, worry=about, decision=decision, by=request.user)
        return redirect("requests:one", begun.pk)
    forms = [row_of(form) for form in queries.forms_about(request.user, about)]
    context = {
        "worry": about,
        "decisions": [(each, _offered(each)) for each in made],
        "forms": forms,
        "request_kind": kind_of(REQUEST),
        "lang": _lang(),
    }
    return render(request, "requests/of_worry.html", context)


@never_cache
@require_POST
def decide_on(request, pk):
    """Begin the decision on a request that came in."""
    asked = seen_form(request, pk)
    begun = actions.begin_form(kind=DECISION, request=asked, by=request.user)
    messages.success(request, _("Begun. What the request says is filled in."))
    return redirect("requests:one", begun.pk)


def _offered(decision):
    """The forms that fit a decision: the toolkit only where a law enforcement body receives."""
    return [kind_of(name) for name in OF_A_DECISION if name != POLICE or decision.to.kind in ASKERS]


def _kind(name):
    if name not in KINDS:
        raise Http404
    return kind_of(name)


def _lang():
    return "cy" if get_language() == "cy" else "en"
