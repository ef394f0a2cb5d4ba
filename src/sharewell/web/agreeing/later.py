"""What comes after signing: reviews, the next version, joining, leaving, the end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.agreements import actions, permissions, reviews, who_may
from sharewell.domain.agreements.queries import life
from sharewell.web.agreeing.forms import JoinForm, Plain, ReasonForm, ReviewForm
from sharewell.web.agreeing.rounds import found, lang_now
from sharewell.web.layout.moments import day
from sharewell.web.worries.found import or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, agreement):
    """Say what came of looking at it again."""
    agreement = found(request, agreement)
    permissions.allow(who_may.review_refusal(request.user, agreement))
    today = timezone.localdate()
    form = ReviewForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        now = actions.record_review(agreement=agreement, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded."))
        return redirect("agreeing:one", now.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["outcome", "said", "next_on"],
        "title": _("Record a review"), "button": _("Record the review"),
        "says": [
            _("Look at what was really shared, at complaints and breaches, at changes in the law and in who "
              "does what."),
            _("It is looked at again by %(day)s at the latest.") % {"day": day(reviews.latest_after(today))},
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anew(request, agreement):
    """Begin the next version."""
    agreement = found(request, agreement)
    permissions.allow(who_may.draft_anew_refusal(request.user, agreement))
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        draft = actions.draft_anew(agreement=agreement, by=request.user)
        messages.success(request, _("Begun. The one in force stays in force until the new one is signed."))
        return redirect("agreeing:one", draft.pk)
    context = {
        "agreement": agreement, "form": form, "fields": [],
        "title": _("Draft the next version"), "button": _("Begin the next version"),
        "says": [_("A draft with everything that stands in this one. The one in force covers what is shared "
                   "until everybody has signed the new one, and is replaced by it then.")],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, agreement):
    """End it for everybody."""
    agreement = found(request, agreement)
    permissions.allow(who_may.withdraw_refusal(request.user, agreement))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_agreement(agreement=agreement, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("Ended. The parties are told."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["because"], "is_harmful": True,
        "title": _("End it"), "button": _("End it for everybody"),
        "says": [_("From today it covers nothing. Sharing to protect a child does not stop: it needs no "
                   "agreement. What was shared under it is returned or deleted as it says.")],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, agreement):
    """Ask another body to join."""
    agreement = found(request, agreement)
    permissions.allow(who_may.review_refusal(request.user, agreement))
    form = JoinForm(
        request.POST if request.method == "POST" else None, offered=life.who_can_join(request.user, agreement)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.ask_to_join(
            agreement=agreement, organisation=form.offered[said["organisation"]], by=request.user,
            name=said["name"], email=said["email"], **{f"role_{lang_now()}": said["role"]},
        )  # fmt: skip
        messages.success(request, _("Asked. It is a party from the day on which it signs."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["organisation", "role", "name", "email"],
        "title": _("Ask another organisation to join"), "button": _("Ask them to join"),
        "says": [_("It signs the words that stand. What it gives and receives is not written in them yet: "
                   "for that, draft the next version.")],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, party):
    """Say that what another entered in the register holds for one's own organisation."""
    party = or_404(life.party_for, request.user, party)
    permissions.allow(who_may.confirm_refusal(request.user, party))
    agreement = party.agreement
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.confirm_for_party(party=party, by=request.user)
        messages.success(request, _("Confirmed. It covers what your organisation gives under it."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": [],
        "title": _("Does it hold for %(party)s?") % {"party": party}, "button": _("Yes, it holds for us"),
        "says": [
            _("%(keeper)s entered this agreement in the register from a paper. Nobody at %(party)s has said "
              "yet that it is in force for them.") % {"keeper": agreement.keeper, "party": party},
            _("Look at your own signed copy first. Until you confirm, it covers nothing that your "
              "organisation gives."),
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, party):
    """A party leaves."""
    party = or_404(life.party_for, request.user, party)
    permissions.allow(who_may.leave_refusal(request.user, party))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.leave_agreement(party=party, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("Recorded. The others are told."))
        return redirect("agreeing:one", party.agreement_id)
    context = {
        "agreement": party.agreement, "form": form, "fields": ["because"], "is_harmful": True,
        "title": _("%(party)s leaves") % {"party": party}, "button": _("Record that they leave"),
        "says": [_("From today it covers nothing that they give or receive. The others go on. Sharing to "
                   "protect a child does not stop.")],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)
