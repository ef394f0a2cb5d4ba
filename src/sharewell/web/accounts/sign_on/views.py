"""To an organisation's own service, and back."""

import hmac
import time
from dataclasses import asdict

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.belonging import act_for
from sharewell.web.accounts import step_up
from sharewell.web.accounts.sign_on import people, protocol

TRY = "sign_on"
LASTS = 600  # seconds for which a try may take


def provider_of(pk):
    """One provider by its id; the page of what is not there for any other."""
    found = next((provider for provider in settings.SINGLE_SIGN_ON if provider.id == pk), None)
    if found is None:
        raise Http404
    return found


def _address_back(provider):
    """One address whatever the language: the provider was told it once."""
    with override("en"):
        return settings.SITE_URL + reverse("accounts:sign_on_back", args=[provider.id])


@never_cache
@require_POST
def begin(request, provider):
    """Go there. Pressed by somebody, never followed as a link."""
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
        after = ""
    return go(request, provider_of(provider), after, is_again=request.user.is_authenticated)


def go(request, provider, after, is_again):
    """The answer that leads to the provider; what belongs to this try waits in the session."""
    this = protocol.Try.begin(is_again)
    try:
        address = protocol.way_there(provider, this, _address_back(provider))
    except (protocol.DoesNotAnswer, protocol.NotSaid):
        return _does_not_answer(request)
    request.session[TRY] = asdict(this) | {"provider": provider.id, "after": after}
    return redirect(address)


@never_cache
@require_safe
def back(request, provider):
    """What the provider says, once: the try is over whatever comes of it."""
    provider = provider_of(provider)
    kept = request.session.pop(TRY, None)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not _is_of(kept, provider, state) or not code:
        return _refused(request)
    after = kept.pop("after")
    kept.pop("provider")
    this = protocol.Try(**kept)
    try:
        claims = protocol.said(provider, this, _address_back(provider), code)
        person = people.person_of(provider, claims)
        act_for(person.organisation_id)
    except protocol.DoesNotAnswer:
        return _does_not_answer(request)
    except (protocol.NotSaid, people.NotWrittenIn):
        return _refused(request)
    return (
        _again(request, person, after)
        if this.is_again
        else _sign_in(request, provider, claims, person, after)
    )


def _is_of(kept, provider, state):
    return (
        kept is not None
        and kept["provider"] == provider.id
        and hmac.compare_digest(kept["state"].encode(), state.encode())
        and 0 <= time.time() - kept["began"] < LASTS
    )


def _sign_in(request, provider, claims, person, after):
    """On through allauth's steps: our own second step too, unless theirs counts."""
    people.follow_role(provider, claims, person)
    person.second_step_is_done = people.is_second_step_done(provider, claims)
    record_authentication(request, person, "single-sign-on", provider=provider.id)
    answer = perform_login(request, person, email_verification="none", redirect_url=after or None)
    if person.second_step_is_done and request.user.is_authenticated:
        request.session["has_second_factor"] = True
    return answer


def _again(request, person, after):
    """Somebody who is signed in has shown there anew who they are; only they themselves can."""
    if not request.user.is_authenticated or request.user.pk != person.pk:
        return _refused(request)
    step_up.note_proof_again(request)
    return redirect(after or "home:today")


def _refused(request):
    request.META["QUERY_STRING"] = ""  # what came with it is in no link of the page
    return render(request, "accounts/sign_on_refused.html", {"is_away": False}, status=403)


def _does_not_answer(request):
    return render(request, "accounts/sign_on_refused.html", {"is_away": True}, status=503)
