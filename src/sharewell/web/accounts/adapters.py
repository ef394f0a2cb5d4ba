"""What Sharewell wants of django-allauth: nobody signs up, and secrets of a second factor are sealed at
rest.
"""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sharewell.domain.organisations import actions
from sharewell.domain.sealed import ring
from sharewell.web.accounts import known_browsers
from sharewell.web.accounts.telling import WHAT, WRONG_PASSWORDS, tell
from sharewell.web.layout.languages import same_page

_SEALED_FOR = "second-factor.secret"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address and the password do not belong together. Check both"
        ),
        "incorrect_password": _("That is not your password. Try again"),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes, then try again"),
        "enter_current_password": _("That is not your password. Try again"),
        "rate_limited": _("That was tried too often. Wait five minutes, then try again"),
    }

    def is_open_for_signup(self, request):
        return False

    def set_password(self, user, password):
        """An act of its own in the log; every other browser is signed out by it."""
        actions.choose_password(person=user, password=password, by=user)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Each change of how somebody signs in is told to them."""
        what = template_prefix.rsplit("/", 1)[-1]
        if what in WHAT:
            tell(user, what)

    def pre_authenticate(self, request, **credentials):
        """In a browser where they signed in before, what others type elsewhere does not count."""
        email = credentials.get("email", "")
        browser = known_browsers.known_browser(request, email)
        if not browser:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed_here", key=f"{browser}:{email.lower()}",
            config={"login_failed_here": known_browsers.RATE},
        )  # fmt: skip
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        known_browsers.count_wrong(credentials.get("email", ""))

    def post_login(self, request, user, **more):
        """This browser is known from now on; and wrong passwords that were tried meanwhile are told."""
        response = super().post_login(request, user, **more)
        known_browsers.remember(request, response, user.email)
        if known_browsers.wrong_ones(user.email):
            messages.warning(
                request, _("Wrong passwords were tried for your account since you last signed in.")
            )
            tell(user, WRONG_PASSWORDS)
        return response

    def get_login_redirect_url(self, request):
        """Home, in the person's own language."""
        return same_page(reverse("home:today"), request.user.language)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code does not work. Wait for the next one, and type it without spaces"),
        "cannot_delete_authenticator": _("This is your only second step. Set up another one first"),
    }

    def encrypt(self, text):
        return base64.b64encode(ring().seal(text.encode(), _SEALED_FOR)).decode()

    def decrypt(self, encrypted_text):
        return ring().unseal(base64.b64decode(encrypted_text), _SEALED_FOR).decode()

    def is_mfa_enabled(self, user, types=None):
        """Whoever was handed a code to begin with is asked for it: it is their second step for once. Nobody
        is asked here whose organisation has asked them already.
        """
        if types is not None and getattr(user, "second_step_is_done", False):
            return False
        if types is not None and set(types) == {"totp", "webauthn"}:
            types = [*types, "recovery_codes"]
        return super().is_mfa_enabled(user, types)

    def can_delete_authenticator(self, authenticator):
        """Everybody keeps at least one second factor."""
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk)
        return others.exclude(type="recovery_codes").exists()

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": "Sharewell"}
