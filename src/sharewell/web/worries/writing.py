"""Adding an entry, taking one back, correcting one; people and places in a child's life."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.domain.decisions import actions, queries
from sharewell.web.worries.forms import EntryForm, LinkedPersonForm, PlaceForm
from sharewell.web.worries.found import or_404, seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Write one thing down: one field and one choice."""
    worry = seen(request, queries.worry_for, pk)
    form = EntryForm(_posted(request), children=queries.children_of(worry))
    if form.is_bound and form.is_valid():
        actions.add_entry(worry=worry, by=request.user, **_facts(form, worry, request.user))
        messages.success(request, _("Written down. You can undo it until it is sent."))
        return redirect("worries:one", worry.pk)
    return render(request, "worries/entry.html", {"form": form, "worry": worry, "corrects": None})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """Correct an entry that was sent, by a new one that says which it corrects."""
    entry = seen(request, queries.entry_for, pk)
    worry = entry.worry
    start = {
        "kind": entry.kind,
        "text": entry.text,
        "said_by": entry.said_by,
        "happened_on": entry.happened_on,
    }
    form = EntryForm(_posted(request), children=queries.children_of(worry), initial=start)
    if form.is_bound and form.is_valid():
        facts = _facts(form, worry, request.user)
        actions.add_entry(worry=worry, by=request.user, corrects=entry, **facts)
        messages.success(
            request, _("The correction is written down. Those who were sent the first should be told.")
        )
        return redirect("worries:one", worry.pk)
    return render(request, "worries/entry.html", {"form": form, "worry": worry, "corrects": entry})


def _posted(request):
    return request.POST if request.method == "POST" else None


def _facts(form, worry, writer):
    facts = {name: form.cleaned_data[name] for name in ("kind", "text", "happened_on", "happened_at")}
    facts["said_by"] = form.cleaned_data["said_by"] or (
        writer.name if facts["kind"] != "childs-words" else ""
    )
    if form.cleaned_data.get("child"):
        facts["child"] = queries.child_in(worry, form.cleaned_data["child"])
    return facts


@never_cache
@require_POST
def undo(request, pk):
    """Take back an entry that was not sent."""
    entry = seen(request, queries.entry_for, pk)
    actions.undo_entry(entry=entry, by=request.user)
    messages.success(request, _("The entry is undone. It stays in the record, struck through."))
    return redirect("worries:one", entry.worry_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request, pk, child):
    """Write down somebody in the child's life."""
    worry = seen(request, queries.worry_for, pk)
    child = or_404(queries.child_in, worry, child)
    form = LinkedPersonForm(_posted(request), use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.add_linked_person(worry=worry, child=child, by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect("worries:one", worry.pk)
    return render(request, "worries/person.html", {"form": form, "worry": worry})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_place(request, pk, child):
    """Write down where somebody lives, and whether that may be disclosed."""
    worry = seen(request, queries.worry_for, pk)
    child = or_404(queries.child_in, worry, child)
    form = PlaceForm(_posted(request), child=child)
    if form.is_bound and form.is_valid():
        people = {str(person.pk): person for person in child.linked_people.all()}
        add = actions.add_safe_address if form.cleaned_data["is_safe"] else actions.add_place
        add(
            worry=worry, child=child, by=request.user, address=form.cleaned_data["address"],
            linked_person=people.get(form.cleaned_data["whose"]),
        )  # fmt: skip
        messages.success(request, _("Written down."))
        return redirect("worries:one", worry.pk)
    return render(request, "worries/place.html", {"form": form, "worry": worry})
