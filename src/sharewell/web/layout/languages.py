"""The same page in the other language. English stands at the root, Welsh under /cy/."""

from django.conf import settings
from django.utils.translation import get_language

NAMES = {"en": "English", "cy": "Cymraeg"}


def same_page(path: str, language: str) -> str:
    """The address of the page at `path` (with its query) in `language`."""
    bare = path[3:] if path == "/cy" or path.startswith("/cy/") else path
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return prefix + (bare or "/")


def links(request) -> list[dict]:
    """Both languages for the switch: code, name in its own words, href, and which one is this page."""
    here = get_language()
    return [
        {
            "code": code,
            "name": name,
            "href": same_page(request.get_full_path(), code),
            "current": code == here,
        }
        for code, name in NAMES.items()
    ]
