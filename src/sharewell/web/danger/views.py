"""Who to ring now, and writing down what was done. Signed out, none of it is kept on the server."""

from http import HTTPStatus
from itertools import groupby

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell import printing
from sharewell.domain.audit import spool, storms
from sharewell.domain.decisions import actions
from sharewell.domain.decisions.clocks import owed_after_emergency
from sharewell.domain.decisions.permissions import raise_worry_refusal
from sharewell.domain.decisions.states import OWED
from sharewell.domain.organisations.card import areas_in_any_weather
from sharewell.web.danger.forms import FROM, NATIONS, READ_BACK, WHO, CallsForm
from sharewell.web.layout.came_from import NOT_TYPED
from sharewell.web.layout.moments import day, moment

COUNTED_IN_HOURS = ("unocini",)
_STATUS = {spool.KEPT: HTTPStatus.ACCEPTED, spool.LOST: HTTPStatus.SERVICE_UNAVAILABLE}


@never_cache
@require_safe
def now(request: HttpRequest, area=None) -> HttpResponse:
    """999, the area's numbers by day and by night, three things to say, what not to wait for."""
    areas = areas_in_any_weather()
    chosen = next((each for each in areas if each.pk == area), None) if area else _own_area(request)
    nations = [
        (NATIONS.get(nation, nation), list(rows))
        for nation, rows in groupby(sorted(areas, key=_place), key=lambda each: each.nation)
    ]
    return render(request, "danger/now.html", {"area": chosen, "nations": nations})


def _place(area) -> tuple[int, str]:
    order = list(NATIONS)
    return (order.index(area.nation) if area.nation in order else len(order), str(area))


def _own_area(request: HttpRequest):
    """The area of a signed-in person's organisation, unless they ask for another."""
    if not request.user.is_authenticated or not request.user.organisation_id:
        return None
    try:
        return request.user.organisation.area
    except Error as error:  # they choose it themselves then
        if not storms.notice(error):
            raise
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The form; and, once it is filled in, a page to print or save, or signed in a worry."""
    if request.method != "POST":
        return render(request, "danger/write.html", {"calls": CallsForm(nation=_nation(request))})
    calls = CallsForm(request.POST)
    if "change" in request.POST or not calls.is_valid():
        return render(request, "danger/write.html", {"calls": calls, "forms": calls.forms})
    if request.user.is_authenticated and raise_worry_refusal(request.user) is None:
        worry, how = _into_a_worry(request, calls)
        return redirect("worries:one", worry.pk) if worry else _on_paper(request, calls, how)
    return _on_paper(request, calls)


def _on_paper(request: HttpRequest, calls: CallsForm, how: str = "") -> HttpResponse:
    """What was written down, to print or save. `how` says what became of it where it could not be stored."""
    typed = [(name, value) for name, value in request.POST.items() if name not in NOT_TYPED]
    context = {"record": _record(calls), "typed": typed, "how": how}
    return render(request, "danger/written.html", context, status=_STATUS.get(how, HTTPStatus.OK))


@never_cache
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """The same record as a PDF."""
    calls = CallsForm(request.POST)
    if not calls.is_valid():
        return render(request, "danger/write.html", {"calls": calls, "forms": calls.forms})
    response = HttpResponse(_as_pdf(calls), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="what-i-did.pdf"'
    return response


def _nation(request: HttpRequest) -> str:
    """The nation of the area that was looked at, or of a signed-in person's own."""
    if (asked := request.GET.get("nation")) in NATIONS:
        return asked
    return request.user.organisation.nation if request.user.is_authenticated else ""


def _into_a_worry(request: HttpRequest, calls: CallsForm):
    """Signed in: what was written down becomes a worry, with what is owed; and how it was kept."""
    scene = calls.scene.cleaned_data
    return actions.record_emergency_in_any_weather(
        by=request.user,
        nation=scene["nation"],
        calls=[
            {
                "moment": call.cleaned_data["moment"],
                "text": _as_text(call),
                "spoke_to": call.cleaned_data["answered_by"],
                "is_checked": call.is_checked,
            }
            for call in calls.made
        ],
        child_name=scene["child"],
        seen=scene["seen"],
    )


def _as_text(call) -> str:
    """A call in words, a line for each thing."""
    written = _lines(call)
    return "\n".join([written["who"], *(f"{label}: {text}" for label, text in written["lines"])])


def _in_order(calls: CallsForm) -> list:
    """The calls that were made, the earliest first."""
    return sorted(calls.made, key=lambda call: call.cleaned_data["moment"])


def _owed(scene: dict, made: list) -> list:
    """What is owed now, counted from the first call."""
    first = made[0].cleaned_data["moment"]
    owed = owed_after_emergency(scene["nation"], first, all(call.is_checked for call in made))
    return [due for due in owed if due.what != "record-emergency"]  # it was just done


def _record(calls: CallsForm) -> dict:
    """What was written down, in words: the scene, each call as lines, and what is owed by when."""
    scene, made = calls.scene.cleaned_data, _in_order(calls)
    told = ("child", "seen", "writer")
    return {
        "scene": [(calls.scene[name].label, scene[name]) for name in told if scene[name]],
        "calls": [_lines(call) for call in made],
        "owed": [{"text": OWED[due.what], "why": due.why, "by": _by(due)} for due in _owed(scene, made)],
        "written_at": moment(timezone.now()),
    }


def _when(due):
    """The moment by which, where the guidance counts in hours; else the day."""
    return due.due_at if due.what in COUNTED_IN_HOURS else due.due_at.date()


def _by(due) -> str:
    """By when, in words."""
    return moment(due.due_at) if due.what in COUNTED_IN_HOURS else day(due.due_at, weekday=True)


def _who(said: dict) -> str:
    """Who was rung, in words."""
    if said["who"] == "other":
        return said["who_else"]
    return ": ".join(part for part in (str(WHO[said["who"]]), said["who_else"]) if part)


def _lines(call) -> dict:
    """A call in words: who, and what is known of it as (label, text)."""
    said = call.cleaned_data
    lines = [
        (_("When"), moment(said["moment"])),
        (_("Number"), said["number"]),
        (_("Where the number came from"), FROM.get(said["number_from"], "")),
        (_("Who answered"), said["answered_by"]),
        (_("What was said"), said["said"]),
        (_("Read back"), READ_BACK.get(said["read_back"], "")),
    ]
    return {
        "who": _who(said),
        "lines": [(label, text) for label, text in lines if text],
        "is_checked": call.is_checked,
    }


def _as_pdf(calls: CallsForm) -> bytes:
    """The record as an accessible PDF."""
    scene = calls.scene.cleaned_data
    made = _in_order(calls)
    data = {
        "at": timezone.now(),
        "by": {"name": scene["writer"]},
        "child": {"name": scene["child"]},
        "saw": scene["seen"],
        "calls": [_printed(call) for call in made],
        "owed": [{"what": f"{OWED[due.what]}. {due.why}", "due": _when(due)} for due in _owed(scene, made)],
        "signed_out": True,
    }
    return printing.pdf("emergency", data, get_language() or settings.LANGUAGE_CODE)


def _printed(call) -> dict:
    """A call as the printed sheet takes it."""
    said = call.cleaned_data
    read_back = f"{_('Read back')}: {READ_BACK[said['read_back']]}" if said["read_back"] else ""
    return {
        "who": _who(said),
        "number": said["number"],
        "number_from": str(FROM.get(said["number_from"], "")),
        "at": said["moment"],
        "spoke_to": said["answered_by"],
        "said": "\n".join(part for part in (said["said"], read_back) if part),
    }
