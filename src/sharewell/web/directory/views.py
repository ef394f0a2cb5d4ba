"""The directory."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell import rules
from sharewell.domain.decisions.actions import note_look
from sharewell.domain.errors import Clash
from sharewell.domain.organisations import actions, permissions, queries
from sharewell.domain.versions import version_of
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.directory.forms import AreaForm, EntryForm, VerifyForm, WrongForm
from sharewell.web.directory.telling import tell_where_it_was
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def all_entries(request):
    """Everybody in it, narrowed by area, kind and words; a person's own area first."""
    areas = queries.areas()
    wanted = request.GET.get("area", str(request.user.organisation.area_id or ""))
    area = next((area for area in areas if str(area.pk) == wanted), None)
    kind, words = request.GET.get("kind", ""), request.GET.get("words", "")[:100]
    context = {
        "areas": areas,
        "area": area,
        "kind": kind,
        "words": words,
        "kinds": [(each, _kind_words(each)) for each in queries.kinds_listed(request.user)],
        "entries": queries.directory_for(request.user, area=area, kind=kind, words=words),
        "may_keep": permissions.keep_directory_refusal(request.user) is None,
    }
    return render(request, "directory/all.html", context)


def _kind_words(kind):
    text = rules.current().say("recipient.kind", kind, get_language())
    return text[:1].upper() + text[1:]


@never_cache
@require_safe
def one(request, pk):
    """One front door."""
    entry = or_404(queries.entry_for, request.user, pk)
    context = {
        "entry": entry,
        "kind": _kind_words(entry.kind),
        "may_keep": permissions.keep_directory_refusal(request.user) is None,
    }
    return render(request, "directory/one.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request, pk):
    """Say that something of an entry is wrong."""
    entry = or_404(queries.entry_for, request.user, pk)
    return _report(request, {"entry": entry}, entry)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong_area(request, pk):
    """Say that a number of an area is wrong."""
    area = or_404(queries.area, pk)
    return _report(request, {"area": area}, area)


def _report(request, about, name):
    form = WrongForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.report_wrong_number(by=request.user, what=form.cleaned_data["what"], **about)
        messages.success(
            request, _("Thank you. Those who keep the directory find it under what needs them today.")
        )
        return redirect("directory:all")
    return render(request, "directory/wrong.html", {"form": form, "name": name})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """Mend an entry, or say that it was checked today."""
    entry = or_404(queries.entry_for, request.user, pk)
    if refusal := permissions.keep_directory_refusal(request.user):
        raise refusal
    start = {name: getattr(entry, name) for name in ("ways", "email", "phone", "form_url", "is_listed")}
    form = EntryForm(_posted(request), initial=start, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        return _mend(request, entry, form, start["email"])
    reports = [row for row in queries.wrong_numbers_for(request.user) if row.entry_id == entry.pk]
    context = {"form": form, "name": entry, "reports": reports, "version": version_of(start)}
    return render(request, "directory/correct.html", context)


@asks_again
def _mend(request, entry, form, was):
    """Where shares with a body go, and the codes with which it signs, hangs on this."""
    try:
        actions.correct_entry(entry=entry, by=request.user, version=version_in(request), **form.cleaned_data)
    except Clash as clash:
        return show_clash(request, clash, form, request.path)
    tell_where_it_was(entry, was, request.user)
    messages.success(request, _("Mended, and marked as checked today."))
    return redirect("directory:all")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct_area(request, pk):
    """Mend an area's numbers, or say that they were checked today."""
    area = or_404(queries.area, pk)
    if refusal := permissions.keep_directory_refusal(request.user):
        raise refusal
    start = {name: getattr(area, name) for name in AreaForm.base_fields}
    form = AreaForm(_posted(request), initial=start, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        return _mend_area(request, area, form)
    reports = [row for row in queries.wrong_numbers_for(request.user) if row.area_id == area.pk]
    context = {"form": form, "name": area, "reports": reports, "version": version_of(start)}
    return render(request, "directory/correct.html", context)


@asks_again
def _mend_area(request, area, form):
    """Whom people ring when a child is in danger hangs on this."""
    try:
        actions.correct_area(area=area, by=request.user, version=version_in(request), **form.cleaned_data)
    except Clash as clash:
        return show_clash(request, clash, form, request.path)
    messages.success(request, _("Mended, and marked as checked today."))
    return redirect("directory:all")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request, pk):
    """Somebody outside the directory: record the step that verified them."""
    found = or_404(queries.contact_for, request.user, pk)
    note_look(by=request.user, about=f"contact:{pk}", page="directory:contact", why="kept")
    form = VerifyForm(_posted(request), use_required_attribute=False)
    if form.is_bound and form.is_valid():
        how, version = form.cleaned_data["how"], version_in(request)
        try:
            actions.verify_contact(contact=found, how=how, version=version, by=request.user)
        except Clash as clash:
            return show_clash(request, clash, form, request.get_full_path())
        messages.success(request, _("Recorded how you checked."))
        draft = request.GET.get("back", "")
        return redirect("worries:decide", draft) if _is_id(draft) else redirect("directory:all")
    version = version_of({"how": found.verified_how})
    return render(request, "directory/contact.html", {"form": form, "contact": found, "version": version})


def _posted(request):
    return request.POST if request.method == "POST" else None


def _is_id(text):
    return len(text) == 36 and text.replace("-", "").isalnum()
