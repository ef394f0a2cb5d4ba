"""The law behind the answers: open to anybody, read only; nothing that anybody writes here is kept."""

from collections import Counter
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sharewell import rules
from sharewell.rules.citations import said
from sharewell.rules.in_words import heading_of
from sharewell.rules.worked import answers, worked_cases
from sharewell.web.law import changes as changing
from sharewell.web.law import corrections, downloads, provisions, readings, words, worked_answers
from sharewell.web.law.entries import Entry, entries
from sharewell.web.law.index import Wish, choices, found, groups
from sharewell.web.law.slugs import slug_of
from sharewell.web.layout.moments import day

# Names of our own among the addresses of rules.
OWN = ("changes", "cases", "data", "readings")


def _today() -> date:
    return timezone.localdate()


def _entry(slug: str) -> Entry:
    every = entries(rules.current(), get_language(), _today())
    if slug not in every:
        raise Http404(slug)
    return every[slug]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every rule, narrowed down by what the address asks for."""
    current, lang, today = rules.current(), get_language(), _today()
    every = entries(current, lang, today)
    wish = Wish.read(request.GET)
    rows = found(every, wish)
    sourced = [entry for entry in every.values() if entry.confidence]
    context = {
        "rules": current,
        "every": every,
        "wish": wish,
        "rows": rows,
        "groups": groups(rows, wish),
        "choices": choices(current, lang, today),
        "sure": Counter(entry.confidence for entry in sourced),
        "read_on": ", ".join(day(date.fromisoformat(each)) for each in sorted(_days_read(sourced))),
        "reviewed": sum(bool(entry.reviewed_by) for entry in sourced),
        "cases": len(worked_cases()),
        "words": words,
        "labels": words.filters(),
        "arrangements": words.arrangements(),
    }
    return render(request, "law/index.html", context)


def _days_read(rows: list[Entry]) -> set[str]:
    return {entry.version.table["read"] for entry in rows}


@require_safe
def provision(request: HttpRequest, slug: str) -> HttpResponse:
    """One rule."""
    entry = _entry(slug)
    lang = get_language()
    sheet = provisions.sheet(rules.current(), entry, lang, _today())
    known = [name for name in sheet.readings if readings.reading(name)]
    context = {
        "sheet": sheet, "entry": entry, "rules": rules.current(), "words": words, "today": _today(),
        "readings": [
            (name, readings.reading(name, lang)[0].lines[0], readings.is_in(name, lang)) for name in known
        ],
        "heading_of": _headings(), "said": said, "read": _read_on(entry),
    }  # fmt: skip
    return render(request, "law/provision.html", context)


def _headings():
    """The words above a branch of a condition, in the language of the page."""
    lang = get_language()
    return lambda tree: heading_of(tree, lang)


def _read_on(entry: Entry) -> date | None:
    read = entry.version.table.get("read")
    return date.fromisoformat(read) if read else None


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, slug: str) -> HttpResponse:
    """A text to send about one rule; or that text as a file."""
    entry, lang = _entry(slug), get_language()
    form = corrections.Correction(request.POST or None)
    written, mail = "", None
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "change":
        address = settings.SITE_URL + reverse("law:provision", args=[slug])
        written = corrections.text(rules.current(), entry, form.cleaned_data, address, lang, _today())
        if request.POST.get("do") == "download":
            return _as_file(written.encode(), "text/plain; charset=utf-8", f"correction-{slug}.txt")
        mail = corrections.mail_address(entry, written)
    context = {"entry": entry, "form": form, "written": written, "mail": mail, "rules": rules.current()}
    return render(request, "law/correction.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed between two days, or between two versions of the rules."""
    asked, today, lang = request.GET, _today(), get_language()
    first, then = changing.last_turn(today)
    is_versions, is_days = "old" in asked or "new" in asked, "first" in asked or "then" in asked
    listed = [value for value, _ in changing.version_choices()]
    days = changing.BetweenDays(asked if is_days else None, initial={"first": first, "then": then})
    versions = changing.BetweenVersions(
        asked if is_versions else None, initial={"old": listed[-2:][0], "new": listed[-1]}
    )
    sheet = None
    if is_versions and versions.is_valid():
        sheet = changing.of_versions(versions.cleaned_data["old"], versions.cleaned_data["new"], lang)
    elif is_days and days.is_valid():
        sheet = changing.of_days(days.cleaned_data["first"], days.cleaned_data["then"], lang)
    elif not (is_versions or is_days):
        sheet = changing.of_days(first, then, lang)
    context = {
        "days": days, "versions": versions, "sheet": sheet, "sorts": words.sorts_of_change(is_versions),
        "turns": [(turn - timedelta(days=1), turn) for turn in changing.turning_days()],
        "heading_of": _headings(),
    }  # fmt: skip
    return render(request, "law/changes.html", context)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every worked case, with its answer."""
    current = rules.current()
    rows = [
        (name, worked_cases()[name]["name"], current.outcome_words(outcome["outcome"], get_language()))
        for name, outcome in answers(current).items()
        if outcome
    ]
    return render(request, "law/cases.html", {"rows": rows})


@require_safe
def case(request: HttpRequest, name: str) -> HttpResponse:
    """One worked case: its facts, its answer, and the rules behind it."""
    if name not in worked_cases():
        raise Http404(name)
    sheet = worked_answers.sheet(rules.current(), name, get_language())
    every = entries(rules.current(), get_language(), _today())
    known = {rule: every[slug_of(rule)] for rule in _named(sheet.outcome) if slug_of(rule) in every}
    context = {
        "sheet": sheet, "known": known, "rules": rules.current(), "standings": words.standings(),
    }  # fmt: skip
    return render(request, "law/case.html", context)


def _named(outcome: dict) -> set[str]:
    """Every rule that an outcome names."""
    grounds = [*outcome["bases"], *outcome["conditions"], *outcome["gateways"]]
    reasons = [reason["rule"] for reason in outcome["reasons"]]
    return {ground["id"] for ground in grounds} | {*reasons, *outcome["exemptions"], *outcome["cited"]}


@require_safe
def reading(request: HttpRequest, name: str) -> HttpResponse:
    """How we read an unclear provision."""
    blocks = readings.reading(name, get_language())
    if blocks is None:
        raise Http404(name)
    resting = [
        entry
        for entry in entries(rules.current(), get_language(), _today()).values()
        if name in provisions.readings_of(entry.version.table)
    ]
    in_english = not readings.is_in(name, get_language())
    context = {"blocks": blocks, "resting": resting, "in_english": in_english}
    return render(request, "law/reading.html", context)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The rules as files for other programs."""
    current = rules.current()
    return render(request, "law/data.html", {"files": downloads.files(current), "rules": current})


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files."""
    held = downloads.content(rules.current(), name)
    if held is None:
        raise Http404(name)
    return _as_file(*held, name)


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
