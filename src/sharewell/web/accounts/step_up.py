"""Asking again who is there, before a step that does harm in the wrong hands.

`asks_again` stands on the view, or on the part of a view, that reveals, sends or exports. Whoever signed in
or proved themselves in the last quarter of an hour is not asked. Anybody else is asked on the spot, and what
they typed travels on the page that asks: nothing is stored for it, and nothing is lost. It never stands on
the way to what to do in an emergency, nor on writing a worry down.
"""

import time
from functools import wraps
from ipaddress import ip_address, ip_network

from allauth.core import ratelimit
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.webauthn.internal import auth as passkeys
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.audit import storms
from sharewell.domain.organisations import actions
from sharewell.web.accounts.forms import PasskeyAgain, PasswordAgain, SecondStepAgain
from sharewell.web.accounts.keeping import keep_form
from sharewell.web.accounts.sign_on.offered import offered

HOLDS = 15 * 60  # seconds
PROVED, NETWORK = "proved_at", "network"
PREFIX = "again"  # our own fields on the page that asks begin with it
_WAYS = {"password": PasswordAgain, "code": SecondStepAgain, "credential": PasskeyAgain}
_SAFE = ("GET", "HEAD")


def note_proof(request: HttpRequest) -> None:
    """Somebody has just shown who they are, in this session and from this network."""
    request.session[PROVED] = int(time.time())
    request.session[NETWORK] = network_of(request)


def note_proof_again(request: HttpRequest) -> None:
    """The same of somebody who was signed in already, whose session goes on under a new key: a cookie that
    was copied before this proof has no part in it.
    """
    before = request.session.session_key
    request.session.cycle_key()
    with storms.if_possible():
        actions.move_device(session_key=before, to_key=request.session.session_key)
    note_proof(request)


def network_of(request: HttpRequest) -> str:
    """Where a request comes from, as a mark that tells nobody where: the same for one network, by its first
    three numbers (IPv4) or 48 bits (IPv6). Empty where nobody can say.
    """
    try:
        address = ip_address(get_client_ip(request) or "")
    except ValueError:
        return ""
    network = ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
    return salted_hmac("sharewell.network", str(network)).hexdigest()[:16]


def has_moved(request: HttpRequest) -> bool:
    """Whether this session is used from another network than the one in which somebody last showed who they
    are: they went outdoors, or the cookie was copied.
    """
    if not settings.SAME_NETWORK:
        return False
    here, there = network_of(request), request.session.get(NETWORK)
    if not there and here:
        request.session[NETWORK] = here
    return bool(there) and there != here


def has_proved_lately(request: HttpRequest) -> bool:
    """Whether whoever is signed in here showed who they are in the last quarter of an hour."""
    since = time.time() - request.session.get(PROVED, 0)
    return 0 <= since < HOLDS


def asks_again(view):
    """The view, or the part of it that takes `request` first, goes on only for somebody who proved themselves
    lately.

    A form is asked about on the spot, with all that was typed; files have to be chosen again. A page that is
    only read is asked about on a page of its own, and comes afterwards.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not has_proved_lately(request) and (response := ask(request)):
            return response
        return view(request, *args, **kwargs)

    return asked


def ask(request: HttpRequest) -> HttpResponse | None:
    """The page that asks; nothing where what was just posted is the proof."""
    if request.method in _SAFE:
        return redirect(f"{reverse('accounts:again')}?{urlencode({'next': request.get_full_path()})}")
    return _checked(request, request.get_full_path())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """The page that asks before another page is read."""
    after = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure())
    if not (is_ours and after.startswith("/")):
        after = reverse("home:today")
    if has_proved_lately(request):
        return redirect(after)
    if request.method == "POST":
        return _checked(request, request.get_full_path()) or redirect(after)
    return _page(request, request.get_full_path(), {})


def _checked(request, action):
    """Nothing where the proof is good, and the request is then as it was typed; else the page that asks."""
    if there := request.POST.get(f"{PREFIX}-elsewhere"):
        return _elsewhere(request, there) or _page(request, action, {})
    forms = _posted(request)
    if forms and (slowed := _slowed(request)):
        return slowed
    if any([_holds(form) for form in forms.values()]):
        request.POST = _typed(request)
        note_proof_again(request)
        return None
    return _page(request, action, forms)


def _elsewhere(request, there):
    """Off to the organisation's own service, for somebody who signs in through it; nothing for anybody else.

    What was typed is kept in the session until they are back.
    """
    from sharewell.web.accounts.sign_on.views import go, provider_of

    if there not in [each["id"] for each in offered(request.user)]:
        return None
    if request.resolver_match.view_name == "accounts:again":
        return go(request, provider_of(there), request.GET.get("next", ""), is_again=True)
    if not keep_form(request, _pairs(_typed(request)), is_again=True):
        return None
    return go(request, provider_of(there), reverse("accounts:kept"), is_again=True)


def _pairs(typed):
    return [[name, value] for name in typed if name != "csrfmiddlewaretoken" for value in typed.getlist(name)]


def _slowed(request):
    return ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)


def _posted(request):
    """The forms of ours among what was posted, by way; none of a way that this person does not have."""
    ways = _ways_of(request.user)
    return {
        way: _WAYS[way](user=request.user, data=request.POST, prefix=PREFIX)
        for way in _WAYS
        if way in ways and request.POST.get(f"{PREFIX}-{way}")
    }


def _holds(form):
    if not form.is_valid():
        return False
    if hasattr(form, "save"):  # a code is used up by it
        form.save()
    return True


def _typed(request):
    """What was posted without the fields of ours."""
    typed = request.POST.copy()
    for name in [name for name in typed if name.startswith(f"{PREFIX}-")]:
        del typed[name]
    return typed


def _ways_of(person):
    """How a person can show who they are: password, code, credential (a passkey)."""
    types = set(person.authenticator_set.values_list("type", flat=True))
    return [
        way
        for way, has in (
            ("password", person.has_usable_password()),
            ("code", types & {"totp", "recovery_codes"}),
            ("credential", "webauthn" in types),
        )
        if has
    ]


def _page(request, action, forms):
    """The page that asks. 403, because what was asked for has not been done."""
    ways = _ways_of(request.user)
    shown = {way: forms.get(way) or _WAYS[way](user=request.user, prefix=PREFIX) for way in ways}
    context = {
        "action": action,
        "typed": _pairs(_typed(request)),
        "elsewhere": offered(request.user),
        "has_files": bool(request.FILES),
        "forms": list(shown.values()),
        "passkey_asked": {"request_options": passkeys.begin_authentication(request.user)}
        if "credential" in ways
        else None,
        **{f"by_{way}": form for way, form in shown.items()},
    }
    return never_cache(render)(request, "accounts/again.html", context, status=403)
