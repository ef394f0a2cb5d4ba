"""Quality assurance: submitting, and saying whether it is good enough."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.agreements import actions, permissions, states, who_may
from sharewell.domain.agreements.queries import life
from sharewell.web.agreeing.forms import COLLEAGUE, AssureForm, Plain, SubmitForm
from sharewell.web.agreeing.rounds import found, lang_now


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, agreement):
    """Choose who looks at it."""
    agreement = found(request, agreement)
    permissions.allow(who_may.submit_refusal(request.user, agreement))
    offered = life.who_can_assure(request.user, agreement)
    posted = request.POST if request.method == "POST" else None
    form = SubmitForm(posted, offered=offered, keeper=agreement.keeper)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["assurer"]
        assurer = None if asked == COLLEAGUE else next(each for each in offered if str(each.pk) == asked)
        actions.submit_for_assurance(agreement=agreement, assurer=assurer, by=request.user)
        messages.success(request, _("Submitted. They are told by mail."))
        return redirect("agreeing:one", agreement.pk)
    kind = who_may.kind_of(agreement)
    usual = kind.assured_by[lang_now()] if kind and kind.assured_by else ""
    context = {
        "agreement": agreement, "form": form, "fields": ["assurer"],
        "title": _("Submit it for quality assurance"), "button": _("Submit it"),
        "says": [
            *([_("For this kind, usually: %(who)s.") % {"who": usual}] if usual else []),
            _("What stands now is what they look at. They say that its quality is assured, or which changes "
              "they ask for."),
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, agreement):
    """Take it back from those who look at it, or have looked, to change it."""
    agreement = found(request, agreement)
    permissions.allow(who_may.take_back_refusal(request.user, agreement))
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.take_back_submission(agreement=agreement, by=request.user)
        messages.success(request, _("Taken back. You can change it and submit it again."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": [], "is_harmful": True,
        "title": _("Take it back from quality assurance"), "button": _("Take it back"),
        "says": [
            _("What they said stays with the version that they saw.") if agreement.state == states.ASSURED
            else _("Whoever was asked need not look at it any more."),
            _("What you change goes before the parties and is submitted again."),
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assure(request, agreement):
    """Say whether its quality is good enough."""
    agreement = found(request, agreement)
    assurance = life.assurance_for(request.user, agreement)
    if assurance is None:
        raise Http404
    permissions.allow(who_may.assure_refusal(request.user, assurance))
    form = AssureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.answer_assurance(assurance=assurance, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded. Those who keep the agreement are told."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["outcome", "said"],
        "title": _("Look at its quality"), "button": _("Record what you found"),
        "read": assurance.version,
        "says": [
            _("Submitted by %(who)s. Read it first: is each flow needed, is each basis sound, can a "
              "practitioner follow it, is nothing left open?") % {"who": assurance.submitted_by.name},
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)
