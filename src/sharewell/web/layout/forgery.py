"""Forms that another site sends in a person's name are refused, though our own pages send no referrer.

Under `no-referrer` a browser says `Origin: null`, and names no page, with a form of ours; it says the same
for a form in a sealed-off frame of another site. What tells the two apart is `Sec-Fetch-Site`, which no page
can set. A browser too old to send it is held to the token alone, whose cookie (`__Host-`, over https) no
other site, and no neighbour under the same domain, can read or plant.
"""

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest
from django.utils.decorators import decorator_from_middleware

OURS = ("same-origin", "none")
CROSS_SITE = "The browser says that the form came from another site."


class FormsOfOurs(CsrfViewMiddleware):
    """Django's check, in which `Origin: null` and a missing Referer say nothing either way."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)

    def _check_referer(self, request: HttpRequest) -> None:
        if "HTTP_REFERER" in request.META:
            super()._check_referer(request)

    def _check_token(self, request: HttpRequest) -> None:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in OURS:
            raise RejectRequest(CROSS_SITE)
        super()._check_token(request)


csrf_protect = decorator_from_middleware(FormsOfOurs)
