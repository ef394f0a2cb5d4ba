"""The provider's addresses, and what it says of its people."""

import json

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator


class Validator(OAuth2Validator):
    """Says of its people what `people.json` has, as the switch bends it."""

    oidc_claim_scope = None

    def get_additional_claims(self, request):
        people = json.loads((settings.FOLDER / "people.json").read_text())
        return {name: value for name, value in people[request.user.username].items() if name != "password"}

    def get_id_token_dictionary(self, token, token_handler, request):
        said, ends_at = super().get_id_token_dictionary(token, token_handler, request)
        switch = settings.FOLDER / "switch.json"
        return said | (json.loads(switch.read_text()) if switch.exists() else {}), ends_at


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("login/", LoginView.as_view(template_name="login.html")),
]
