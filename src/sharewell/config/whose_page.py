"""For whom a page acts: the organisation of whoever is signed in, and nobody where nobody is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from sharewell.domain.belonging import EVERYBODY, NOBODY, act_for, acting_for, acts_for


class WhosePage:
    """Acts for the organisation of whoever is signed in, from here to the end of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make the page."""
        with acting_for(getattr(request.user, "organisation_id", NOBODY)):
            return self.get_response(request)


def note_sign_in(*, user: Any, **_more: Any) -> None:
    """Somebody signs in while their page is made."""
    if acts_for() != EVERYBODY:  # as it is outside any page
        act_for(user.organisation_id)
