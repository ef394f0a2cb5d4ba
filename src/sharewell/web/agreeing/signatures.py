"""Signing with an account, and the links of those who have none."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.agreements import actions, permissions, states, who_may
from sharewell.domain.agreements.queries import life
from sharewell.domain.organisations.queries import own_address_of
from sharewell.printing.documents import laid_out
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.agreeing.forms import Plain, ReasonForm, SignatoryForm, SignForm
from sharewell.web.agreeing.rounds import document_of, found, lang_now
from sharewell.web.worries.found import or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_signing(request, agreement):
    """Have it signed by every party."""
    agreement = found(request, agreement)
    permissions.allow(who_may.open_signing_refusal(request.user, agreement))
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.open_signing(agreement=agreement, by=request.user)
        messages.success(request, _("Open for signing. Each signatory is told."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": [],
        "title": _("Have it signed"), "button": _("Have it signed"),
        "parties": life.signings_of(request.user, agreement),
        "says": [
            _("From now on its words are settled. It is in force for everybody when the last party has "
              "signed, or on the day that it names where that is later."),
            _("A party without accounts here gets a link by mail, and a code another way. Their row says "
              "which way."),
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, agreement):
    """Take it back from being signed."""
    agreement = found(request, agreement)
    permissions.allow(who_may.stop_signing_refusal(request.user, agreement))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.stop_signing(agreement=agreement, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("Taken back. You can change it and put it before the parties again."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["because"],
        "title": _("Take it back from being signed"), "button": _("Take it back"), "is_harmful": True,
        "says": [_("Links close. Whoever has signed already signs the next version anew.")],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


def _my_party(request, agreement):
    party = who_may.party_of(request.user, agreement)
    if party is None:
        raise Http404
    permissions.allow(who_may.sign_refusal(request.user, party))
    return party


@never_cache
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, agreement):
    """Read it whole, and sign it for one's own organisation."""
    agreement = found(request, agreement)
    party, version = _my_party(request, agreement), agreement.versions.last()
    start = {"name": request.user.name, "role": party.signatory_role}
    form = SignForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        read = or_404(life.version_of, request.user, agreement, _number(request))
        actions.sign(
            party=party, name=form.cleaned_data["name"], role=form.cleaned_data["role"], by=request.user,
            language=lang_now(), version=read,
        )  # fmt: skip
        messages.success(request, _("Signed. Thank you."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "party": party, "form": form, "version": version,
        "laid": laid_out(document_of(version, lang_now())),
        "back": reverse("agreeing:one", args=[agreement.pk]),
        "declines": reverse("agreeing:decline", args=[agreement.pk]),
    }  # fmt: skip
    return render(request, "agreeing/sign.html", context)


def _number(request):
    number = request.POST.get("read", "")
    return int(number) if number.isdecimal() and len(number) < 6 else 0


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, agreement):
    """Say that one's own organisation does not sign, and why."""
    agreement = found(request, agreement)
    party = _my_party(request, agreement)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.decline_to_sign(
            party=party, because=form.cleaned_data["because"], language=lang_now(), by=request.user
        )
        messages.success(request, _("They know now. Nothing else changes until they change it."))
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["because"],
        "title": _("Say why you do not sign"), "button": _("Tell them"),
        "says": [_("Those who keep the agreement read this. You can still sign later.")],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


@never_cache
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, party):
    """Where a party's link and code went, or the code to be said aloud; and a new link where one is lost."""
    party = or_404(life.party_for, request.user, party)
    agreement = party.agreement
    permissions.allow(who_may.invite_refusal(request.user, party))
    commenting = agreement.state == states.CONSULTATION
    if not commenting and not who_may.may_be_signed(party):
        raise Http404
    purpose = states.INVITED_TO_COMMENT if commenting else states.INVITED_TO_SIGN
    if request.method == "POST":
        actions.invite(party=party, purpose=purpose, by=request.user)
        messages.success(request, _("A new link goes out, with a new code."))
        return redirect("agreeing:link", party.pk)
    newest = party.invitations.filter(purpose=purpose, used_at=None).last()
    context = {
        "agreement": agreement, "party": party, "invitation": newest, "purpose": purpose,
        "is_known": bool(own_address_of(party.organisation)),
    }  # fmt: skip
    return render(request, "agreeing/link.html", context)


@never_cache
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request, party):
    """Say anew who signs for a party: a new link and a new code go out."""
    party = or_404(life.party_for, request.user, party)
    agreement = party.agreement
    permissions.allow(who_may.correct_signatory_refusal(request.user, party))
    start = {"name": party.signatory_name, "email": party.signatory_email}
    posted = request.POST if request.method == "POST" else None
    form = SignatoryForm(posted, initial=start, is_here=party.organisation.is_here)
    if request.method == "POST" and form.is_valid():
        actions.correct_signatory(party=party, by=request.user, **form.cleaned_data)
        messages.success(request, _("Corrected. They are asked anew, and the link before opens it no more."))
        return redirect("agreeing:one", agreement.pk)
    named = {
        "party": party, "address": own_address_of(party.organisation),
        "post": party.signatory_role or _("nobody said yet"),
    }  # fmt: skip
    context = {
        "agreement": agreement, "form": form, "fields": ["name", "email"],
        "says": [each % named for each in _of_the_signatory(party)],
        "title": _("Correct who signs for %(party)s") % {"party": party},
        "button": _("Correct it, and ask them anew"),
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


def _of_the_signatory(party):
    """What is said to whoever corrects who signs."""
    if party.organisation.is_here:
        yield HERE
    else:
        yield RING
        yield CODE_GOES if own_address_of(party.organisation) else NOT_KNOWN
        yield STAYS
    yield POST


HERE = gettext_lazy(
    "%(party)s has accounts here: a leader of theirs signs, or whoever has the e-mail address that "
    "you give here."
)
RING = gettext_lazy("Ring %(party)s first, on a number that you find for yourself, and ask who signs.")
CODE_GOES = gettext_lazy(
    "The code goes to %(address)s, where the directory says that %(party)s is reached: so they know of it, "
    "and nobody but they can sign. Is that address wrong? Correct it in the directory first."
)
NOT_KNOWN = gettext_lazy(
    "The directory knows no mail address of %(party)s. If you can, put one there first: then the code "
    "goes there."
)
STAYS = gettext_lazy(
    "It stays recorded who was asked and who signed before. A signature that is not theirs counts for "
    "nothing."
)
POST = gettext_lazy(
    "The post that signs is a part of what is agreed: %(post)s. Another post goes into the next version."
)
