"""Where somebody is signed in: the list, and signing out of one browser from another."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.organisations import actions, queries
from sharewell.web.worries.found import or_404

# What a browser says of itself, the most telling first: Edge and Opera also call themselves Chrome.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"),
    ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
UNKNOWN = gettext_noop("A browser that does not say what it is")


def browser_of(user_agent: str) -> str:
    """What somebody would call it: "Firefox, Windows". Enough to know one's own by, and no more is kept."""
    found = [
        next((name for mark, name in table if mark in user_agent), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or UNKNOWN


@never_cache
@require_safe
def all_devices(request):
    """Every browser in which the person is signed in now."""
    here = request.session.session_key
    rows = [(device, device.is_session(here)) for device in queries.devices_of(request.user)]
    context = {
        "here": [row for row, is_here in rows if is_here],
        "others": [r for r, is_here in rows if not is_here],
    }
    return render(request, "accounts/devices.html", context)


@never_cache
@require_POST
def sign_out(request, device):
    """Sign out of one of them."""
    device = or_404(queries.device_of, request.user, device)
    actions.end_device(device=device, by=request.user)
    messages.success(request, _("Signed out there. If that was not you, choose a new password now."))
    return redirect("accounts:devices")


@never_cache
@require_POST
def sign_out_elsewhere(request):
    """Sign out of all but this one."""
    actions.sign_out_everywhere(person=request.user, by=request.user, but=request.session.session_key)
    messages.success(request, _("You are signed in nowhere else now."))
    return redirect("accounts:devices")
