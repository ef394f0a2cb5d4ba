"""The page for whoever presses second: both values side by side, nothing overwritten, a press decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sharewell.domain.errors import Clash
from sharewell.web.layout.came_from import NOT_TYPED

VERSION = "version"  # the hidden field that says what a form was drawn from


def version_in(request: HttpRequest) -> str | None:
    """What the form that came back was drawn from."""
    return request.POST.get(VERSION)


def number_in(request: HttpRequest) -> int:
    """The same of a draft, which counts its versions; 0 where the form says none."""
    said = request.POST.get(VERSION, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def show_clash(
    request: HttpRequest, clash: Clash, form: Form, back: str, labels: Mapping[str, str] | None = None
) -> HttpResponse:
    """409: both values of each field that two changed; what only one of them changed is taken already."""
    rows = [
        (
            (labels or {}).get(name) or form.fields[name].label,
            _said(form, name, clash.theirs.get(name)),
            _said(form, name, clash.mine.get(name)),
        )
        for name in clash.differing
    ]
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    for name, value in clash.rest.items():
        if name in form.fields:
            typed[name] = _as_typed(value)
    context = {"rows": rows, "typed": typed, "version": clash.version, "back": back}
    return render(request, "layout/clash.html", context, status=409)


def _said(form: Form, name: str, value: Any) -> str:
    """A value as the form says it."""
    choices = dict(getattr(form.fields.get(name), "choices", ()))
    if isinstance(value, bool) and value not in choices:
        return _("Yes") if value else _("No")
    each = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(choices.get(one, one)) for one in each if one not in (None, "")) or "–"


def _as_typed(value: Any) -> Iterable[str]:
    """A value as a browser would have sent it."""
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return [] if value is None else [str(value)]
