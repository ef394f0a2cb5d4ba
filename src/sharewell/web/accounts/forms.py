"""allauth's forms with our words. Their rules are untouched."""

from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _


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


class _WithCode:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(
            self, "code", _("Six-digit code"),
            _("From the app on your phone. A recovery code works as well."),
            _("Enter the code"), inputmode="numeric",
        )  # fmt: skip


class SecondStep(_WithCode, AuthenticateForm):
    pass


class SecondStepAgain(_WithCode, SecondStepForm):
    pass


class SetUpApp(_WithCode, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The app shows it once it has read the picture.")


class PasswordAgain(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"), missing=_("Enter your password"))


class ForgottenPassword(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "email", _("E-mail address"), missing=_("Enter your e-mail address"))
