"""allauth's forms with our words. Their rules are untouched."""

import logging
import re

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    default_token_generator,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from sharewell.domain.organisations.second_steps import forget_used_code
from sharewell.web.accounts.sign_on.offered import offered

_log = logging.getLogger("sharewell.sign_in")


def _say(form, name, label, hint="", missing="", **attrs):
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignIn(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(
            self,
            "login",
            _("E-mail address"),
            missing=_("Enter your e-mail address"),
            autocomplete="username",
        )
        _say(self, "password", _("Password"), missing=_("Enter your password"))

    @staticmethod
    def elsewhere():
        """The organisations' own services through which one can sign in instead."""
        return offered()


class _WithCode:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(
            self, "code", _("Six-digit code"),
            _("From the app on your phone. A recovery code works as well."),
            _("Enter the code"), inputmode="numeric",
        )  # fmt: skip

    def clean_code(self):
        """Codes are given in groups: what stands between them says nothing."""
        self.cleaned_data["code"] = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        try:
            return super().clean_code()
        except ValidationError:
            _log.warning("a second step was refused: %s", self.user.pk)
            raise


class SecondStep(_WithCode, AuthenticateForm):
    def save(self):
        super().save()
        forget_used_code(self.user)


class SecondStepAgain(_WithCode, SecondStepForm):
    pass


class SetUpApp(_WithCode, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The app shows it once it has read the picture.")


class _Said(forms.JSONField):
    """What a browser says of a passkey. Nested deeper than it can be read, it is nonsense like any other."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput("")


class _WithPasskey:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = _Said(widget=forms.HiddenInput)


class AddPasskey(_WithPasskey, AddWebAuthnForm):
    pass


class SignInWithPasskey(_WithPasskey, LoginWebAuthnForm):
    pass


class PasskeyAsSecondStep(_WithPasskey, AuthenticateWebAuthnForm):
    pass


class PasskeyAgain(_WithPasskey, ReauthenticateWebAuthnForm):
    pass


class PasswordAgain(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"), missing=_("Enter your password"))


class ForgottenPassword(ResetPasswordForm):
    def save(self, request, **kwargs):
        """One mail either way, and the same work: nobody learns from it who has an account."""
        if not self.users:
            default_token_generator.make_token(get_user_model()())
        return super().save(request, **kwargs)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "email", _("E-mail address"), missing=_("Enter your e-mail address"))


_GOOD = _(
    "At least 15 letters. Three or four words that have nothing to do with you are good. Spaces count, any "
    "letter will do, and you may paste it."
)


class _TwiceTheSame:
    error_messages = {"differs": _("The two are not the same. Type the new password twice")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "password1", _("New password"), _GOOD, _("Enter a new password"))
        _say(self, "password2", _("The same again"), missing=_("Enter the new password once more"))

    def clean(self):
        typed = super().clean()
        if "password2" in self.errors and typed.get("password1"):
            self.errors["password2"] = self.error_class([self.error_messages["differs"]])
        return typed


class NewPassword(_TwiceTheSame, ChangePasswordForm):
    """Choosing another password while signed in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Password now"), missing=_("Enter your password as it is now"))


class NewPasswordByLink(_TwiceTheSame, ResetPasswordKeyForm):
    """Choosing a password by the link of a mail."""
