"""Every address of the service. English stands at the root, Welsh under /cy/; reading one changes nothing."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

# (prefix, the folder in web/)
FOLDERS = [
    ("", "front"),
    ("about/", "about"),
    ("danger/", "danger"),
    ("questions/", "questions"),
    ("answer/", "answers"),
    ("accounts/", "accounts"),
    ("home/", "home"),
    ("worries/", "worries"),
    ("deliveries/", "deliveries"),
    ("inbox/", "inbox"),
    ("received/", "received"),
    ("directory/", "directory"),
]
if settings.DEMO:
    FOLDERS.append(("demo/", "demo"))

urlpatterns = i18n_patterns(
    *[
        path(prefix, include(f"sharewell.web.{folder}.urls"))
        for prefix, folder in FOLDERS
        if find_spec(f"sharewell.web.{folder}.urls")
    ],
    path("accounts/", include("allauth.urls")),
    prefix_default_language=False,
)

handler400 = "sharewell.web.layout.errors.bad_request"
handler403 = "sharewell.web.layout.errors.forbidden"
handler404 = "sharewell.web.layout.errors.not_found"
handler500 = "sharewell.web.layout.errors.broken"
