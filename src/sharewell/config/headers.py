"""What every answer carries, whoever made it: a page, a file, a style sheet, an error, or the server itself.

Nothing that came from here is kept by a browser, named to another site, framed, or run from elsewhere.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed

_NEVER_NEEDED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
                 "microphone", "midi", "payment", "usb", "browsing-topics")  # fmt: skip
ALWAYS = {
    # Style sheets too: a browser's store would tell whoever looks into it that somebody was here.
    "Cache-Control": "no-store",
    # An address may hold the secret of a link.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _NEVER_NEEDED),
}
# Over https alone, where browsers heed it: they never come over an open line again, nor to a neighbour.
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if settings.HAS_TLS else {}
# For what is no page: an answer that was made before the pages' own policy could be added.
NOTHING_RUNS = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; sandbox"
)
# After these pages nothing stays behind in the browser either.
_ENDS_A_VISIT = ("account_logout", "front:leave")
TAKEN = ("GET", "HEAD", "POST")
_KEPT_BY_BROWSERS = ("Expires", "ETag", "Last-Modified", "Pragma")


class Headers:
    """Stands outermost, so that no answer of the service goes out without them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        for name, value in (ALWAYS | OVER_TLS).items():
            response[name] = value
        for name in _KEPT_BY_BROWSERS:
            del response[name]
        response.setdefault("Content-Security-Policy", NOTHING_RUNS)
        match = request.resolver_match
        if match and match.view_name in _ENDS_A_VISIT and response.status_code == HTTPStatus.FOUND:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in TAKEN:
            return HttpResponseNotAllowed(TAKEN)
        if "%00" in request.META.get("QUERY_STRING", ""):  # no page sends it, and PostgreSQL takes none
            return HttpResponseBadRequest()
        return self.get_response(request)
