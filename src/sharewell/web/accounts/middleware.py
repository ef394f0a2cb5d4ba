"""Three promises of signing in: nobody goes on without a second factor, a copied session is of no use
elsewhere, and a time-out loses nothing that was typed.
"""

from http import HTTPStatus

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sharewell.domain.organisations.queries import has_second_step
from sharewell.web.accounts import step_up
from sharewell.web.accounts.hashing import TooBusy
from sharewell.web.accounts.keeping import keep_form
from sharewell.web.layout.errors import trouble

# Where somebody without a second factor may go: to set one up, out, and wherever nobody needs to be signed
# in.
_ON_THE_WAY = ("mfa_", "account_", "accounts:")
_OPEN = ("front:", "about:", "danger:", "questions:", "answers:", "received:", "demo:")


class KeepForm:
    """Keeps what somebody posted just after their session ended, until they have signed in again.

    Stands around the guard that asks for sign-in, and inside the check against forged posts. What is kept is
    sealed, in the new session; files are not kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        sign_in = reverse("account_login")
        is_sent_to_sign_in = response.status_code == 302 and response["Location"].startswith(f"{sign_in}?")
        if request.method != "POST" or not is_sent_to_sign_in or request.path == sign_in:
            return response
        typed = [[key, value] for key in request.POST for value in request.POST.getlist(key)]
        if not keep_form(request, typed):
            return response
        return redirect(f"{sign_in}?next={reverse('accounts:kept')}")


class TooManyAtOnce:
    """Says so where so many are signing in that a password cannot be checked now. What was typed stays in the
    browser, and pages that check no password go on as ever.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, TooBusy):
            return None
        said = trouble(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("Too many people are signing in at this moment"),
            _("Wait ten seconds, go back, and press the button again."),
            _("If a child is in danger, do not wait: ring 999."),
        )
        said["Retry-After"] = "10"
        return said


class SecondFactorRequired:
    """Sends whoever has none yet to set one up, before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        is_on_the_way = request.resolver_match.view_name.startswith(_ON_THE_WAY + _OPEN)
        if not request.user.is_authenticated or is_on_the_way:
            return None
        if request.session.get("has_second_factor") or has_second_step(request.user):
            request.session.setdefault("has_second_factor", True)
            return None
        return redirect("accounts:second_factor")


class SameNetwork:
    """Asks again who is there when a session turns up in another network; what was typed is not lost.

    Whoever walked out of the building says once more who they are. Whoever copied the cookie cannot. What
    needs no sign-in is never asked about.
    """

    _ALWAYS = (*_OPEN, "account_log", "accounts:again", "accounts:kept")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        is_asked = not request.resolver_match.view_name.startswith(self._ALWAYS)
        if request.user.is_authenticated and is_asked and step_up.has_moved(request):
            request.session.pop(step_up.PROVED, None)
            return step_up.ask(request)
        return None
