"""Choosing what this recipient needs, and releasing what is otherwise shielded."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sharewell.domain.deliveries import actions, choices, needs, permissions, queries
from sharewell.domain.errors import Clash, Refusal
from sharewell.domain.versions import version_of
from sharewell.minimising import FileRefused
from sharewell.web.deliveries.forms import ItemsForm, ReasonForm
from sharewell.web.deliveries.pages import of_a_delivery
from sharewell.web.deliveries.uploads import in_memory
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.layout.forgery import csrf_protect

# What the words of a group of things are, and what an empty one teaches.
HEADINGS = {
    choices.CHILD: lambda: (_("The child"), ""),
    choices.ENTRIES: lambda: (
        _("What you wrote down"),
        _("Nothing is written down yet. Go back to the worry to add it."),
    ),
    choices.PEOPLE: lambda: (_("People in the child's life"), ""),
    choices.PLACES: lambda: (_("Addresses"), ""),
    choices.PAPERS: lambda: (_("Files"), ""),
}
ORDER = (choices.CHILD, choices.ENTRIES, choices.PEOPLE, choices.PLACES, choices.PAPERS)


@csrf_exempt
@in_memory
@csrf_protect
@require_http_methods(["GET", "POST"])
@of_a_delivery
def items(request, delivery):
    """What does this recipient need? One form: the ticks are kept whatever button was pressed."""
    if not delivery.is_preparing:
        return redirect("deliveries:sent", delivery.pk)
    things, others = choices.things_for(delivery), queries.still_preparing(request.user, delivery)
    data, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ItemsForm(data, sent, things=things, delivery=delivery, others=others)
    if request.method == "POST":
        try:
            going = _save(request, delivery, form, others)
        except Clash as clash:
            return _both(request, clash, form)
        if going:
            return going
        delivery.refresh_from_db(fields=["way", "asked_first"])
        things = choices.things_for(delivery)
    return render(request, "deliveries/items.html", _context(delivery, form, things, others))


def _save(request, delivery, form, others):
    """Keep the choice; then go where the button says, or nowhere if something has to be put right."""
    is_valid, do = form.is_valid(), request.POST.get("do", "check")
    asked = form.cleaned_data.get("asked_first")
    actions.choose(
        delivery=delivery,
        chosen=form.chosen(),
        way=form.cleaned_data.get("way"),
        asked_first=asked,
        version=version_in(request),
        by=request.user,
    )
    if do == "attach" or (request.FILES and is_valid):
        if not _attach(request, delivery, form):
            return None
        if do == "attach":
            messages.success(request, _("The file was cleaned and added."))
            return redirect(f"{request.path}#papers")
    if going := _elsewhere(request, delivery, *do.partition(":")[::2]):
        return going
    if not is_valid or form.ask_for_reasons():
        return None
    same = [one for one in others if str(one.pk) in form.cleaned_data["same_for"]]
    if same:
        actions.same_items_for(delivery=delivery, others=same, by=request.user)
    return redirect("deliveries:check", delivery.pk)


def _both(request, clash, form):
    """What somebody else chose meanwhile beside what was chosen here, in the words of the page."""
    labels = {thing.key: thing.words for thing in form.things}

    def said(values):
        return {
            key: " ".join([_("Goes") if value[0] else _("Stays out"), value[1]]).strip()
            if key in labels
            else value
            for key, value in values.items()
        }

    rest = {}
    for key, value in clash.rest.items():
        rest |= {f"in-{key}": value[0], f"why-{key}": value[1]} if key in labels else {key: value}
    shown = Clash(theirs=said(clash.theirs), mine=said(clash.mine), version=clash.version, rest=rest)
    return show_clash(request, shown, form, request.path, labels)


def _elsewhere(request, delivery, do, what):
    """Where a press other than *Check* goes, the choice being kept."""
    if do == "take-away":
        return _take_away(request, delivery, what)
    if do == "release":
        return redirect("deliveries:release", delivery.pk, what)
    return redirect("deliveries:drop", delivery.pk) if do == "drop" else None


def _attach(request, delivery, form) -> bool:
    """Clean and keep the file; else say what is wrong with it, beside the field. Nothing else is lost."""
    upload, about = request.FILES.get("file"), request.POST.get("about", "").strip()
    typed = request.POST.get("typed", "").strip()
    if request.upload.was_too_big:
        most = settings.UPLOAD_LIMIT // 1024 // 1024
        says = _("This file is larger than %(most)s MB. Choose a smaller one, or type the key points below.")
        form.add_error("file", says % {"most": most})
    elif upload is None and not typed:
        if "file" not in form.errors:
            form.add_error("file", _("Choose a file first"))
    elif not about:
        form.add_error("about", _("Say in a few words what this file is, then choose it again"))
    else:
        return _keep(request, delivery, form, upload, typed, about)
    return False


def _keep(request, delivery, form, upload, typed, about) -> bool:
    try:
        if upload is None:
            actions.attach_typed(delivery=delivery, text=typed, about=about, by=request.user)
        else:
            facts = {"name": upload.name, "about": about}
            actions.attach_file(delivery=delivery, data=upload.read(), by=request.user, **facts)
    except FileRefused as refused:
        lang = get_language()
        form.add_error("file", f"{refused.text(lang)} {refused.mend(lang)}")
        return False
    return True


def _take_away(request, delivery, pk):
    attachment = queries.attachment_for(request.user, delivery, pk)
    actions.take_away_file(delivery=delivery, attachment=attachment, by=request.user)
    messages.success(request, _("The file was taken away."))
    return redirect(f"{request.path}#papers")


def _context(delivery, form, things, others) -> dict:
    by_group = dict(choices.grouped(things))
    groups = [
        {
            "id": group,
            "heading": HEADINGS[group]()[0],
            "empty": HEADINGS[group]()[1],
            "things": by_group[group],
        }
        for group in ORDER
    ]
    source = {
        "name": delivery.worry.raised_by.name,
        "is_released": choices.has_source_released(delivery),
        "is_shielded": delivery.worry.source_shielded,
        "why": needs.SHIELDED_SOURCE,
    }
    return {
        "delivery": delivery,
        "version": version_of(choices.standing(delivery, things)),
        "form": form,
        "groups": groups,
        "others": others,
        "source": source,
        "unusual": {thing.key for thing in things if thing.is_unusual} | {t.key for t in form.lacking()}
        if form.is_bound
        else {thing.key for thing in things if thing.is_unusual},
        "limit": settings.UPLOAD_LIMIT // 1024 // 1024,
    }


@require_http_methods(["GET", "POST"])
@of_a_delivery
def release(request, delivery, what):
    """Give this recipient a shielded address, or who raised the worry: with a reason, signed."""
    place = _place(delivery, what)
    kind = "source" if place is None else "place"
    refusal = permissions.release_refusal(request.user, delivery)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        actions.withdraw_release(delivery=delivery, what=kind, address=place, by=request.user)
        return redirect("deliveries:items", delivery.pk)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            actions.release(
                delivery=delivery,
                what=kind,
                address=place,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Refusal as error:
            form.add_error("reason", error.reason)
        else:
            return redirect("deliveries:items", delivery.pk)
    standing = [r for r in choices.releases_of(delivery) if r.what == kind and r.address == place]
    context = {"delivery": delivery, "place": place, "form": form, "refusal": refusal, "standing": standing}
    return render(request, "deliveries/release.html", context)


def _place(delivery, what):
    if what == "source":
        return None
    for thing in choices.things_for(delivery):
        if thing.kind == "place" and thing.is_shielded and str(thing.row.pk) == what:
            return thing.row
    raise Http404
