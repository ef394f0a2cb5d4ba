"""Every page asks for sign-in but those listed here, each with the reason why it may be open."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

# Whole folders of pages, by their name in addresses.
OPEN_FOLDERS = {
    "front": "the way in",
    "about": "what this is, its accessibility and its privacy",
    "law": "whoever knows the law better must be able to read the rules and say so",
    "log": "whoever was given a receipt must be able to hold it against the log",
    "danger": "nothing may stand between a person and what to do in immediate danger",
    "questions": "anyone may ask; nothing is kept on the server",
    "answers": "anyone may get the answer; nothing is kept on the server",
    "received": "a recipient needs only the link and the code that came another way",
    "notices": "an organisation tells the people whom it holds information about what it does with it",
    "signing": "a party to an agreement needs only the link and the code that came another way",
    "public_register": "an organisation shows what it has agreed with others, where it chose so",
    "demo": "there only where `dev.py demo` started the service, with invented people",
}
# Single pages, which belong to signing in itself.
OPEN_PAGES = {
    "account_login": "where a person signs in",
    "account_logout": "where they sign out",
    "account_inactive": "says that an account is ended",
    "account_signup": "says that nobody signs up by themselves",
    "account_email_verification_sent": "a step of signing in",
    "account_confirm_email": "opened from a mail",
    "account_confirm_login_code": "a step of signing in",
    "account_reset_password": "for who forgot their password",
    "account_reset_password_done": "says that a mail was sent, to whomever asks",
    "account_reset_password_from_key": "opened from a mail",
    "account_reset_password_from_key_done": "says that the password is changed",
    "accounts:sign_on": "leads to an organisation's own sign-in",
    "accounts:sign_on_back": "where an organisation's own sign-in leads back to, with a proof",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "signing in with a passkey",
}


def why_open(view_name: str) -> str | None:
    """Why a page is open to anybody; nothing where it asks for sign-in."""
    return OPEN_PAGES.get(view_name) or OPEN_FOLDERS.get(view_name.split(":")[0])


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, with our list in the place of marks on the pages."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.user.is_authenticated or (match and why_open(match.view_name)):
            return None
        if lost := getattr(request.session, "lost", None):
            raise lost  # nobody can tell who this is: saying so is better than asking them to sign in
        return self.handle_no_permission(request, view_func)
