"""The page on which somebody pressed a button: each form of ours says so, for our pages send no referrer."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

CAME_FROM = "came_from"
# What a form of ours sends beside what was typed into it.
NOT_TYPED = ("csrfmiddlewaretoken", CAME_FROM, "version")


def form_marks(request: HttpRequest) -> dict:
    """`csrf_input` of every template: the token against forged posts, and the page that the form stands on.

    Made once for a page, and only where a form asks for it: the token sets a cookie.
    """
    return {"csrf_input": SimpleLazyObject(lambda: _drawn(request))}


def page_it_came_from(request: HttpRequest) -> str:
    """The address of the page whose button was pressed; "" where the post names none of ours."""
    named = request.POST.get(CAME_FROM, "") if request.method == "POST" else ""
    if not named.startswith("/") or not url_has_allowed_host_and_scheme(named, allowed_hosts=None):
        return ""
    return named if _is_ours(urlsplit(named).path) else ""


def page_above(request: HttpRequest) -> str:
    """The nearest page that an address is part of: of `/forms/7/check/` that is `/forms/7/`; "" where none is
    but the first.
    """
    parts = request.path.strip("/").split("/")[:-1]
    while parts:
        above = "/" + "/".join(parts) + "/"
        if _is_ours(above):
            return "" if resolve(above).view_name == "front:front" else above
        parts.pop()
    return ""


def _is_ours(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _drawn(request: HttpRequest) -> SafeString:
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}">',
        get_token(request),
        CAME_FROM,
        page_it_came_from(request) or request.get_full_path(),
    )
