"""What has to be ready before the first request."""

from django.apps import AppConfig


class Roof(AppConfig):
    """The settings, commands and server as an application."""

    name = "sharewell.config"

    def ready(self) -> None:
        """Signing in counts as showing who one is: for a quarter of an hour nobody is asked again."""
        from django.contrib.auth.signals import user_logged_in

        user_logged_in.connect(_note_sign_in, dispatch_uid="sharewell.sign-in")


def _note_sign_in(request, **_) -> None:
    from sharewell.web.accounts.step_up import note_proof

    note_proof(request)
