"""Pages for the tests of asking again: one that sends, one that hands out, beside the service's own."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from sharewell.config.urls import *  # noqa: F403 (the service's own addresses and error pages)
from sharewell.config.urls import urlpatterns
from sharewell.web.accounts.step_up import asks_again


@require_POST
def send(request):
    """Does two things with one form; only sending asks."""
    return _send(request) if request.POST["do"] == "send" else HttpResponse("mended")


@asks_again
def _send(request):
    return HttpResponse("sent: " + " / ".join(request.POST.getlist("words")) + f" {sorted(request.POST)}")


@require_safe
@asks_again
def hand_out(request):
    return HttpResponse("handed out")


urlpatterns = [
    path("probe/send/", send, name="probe_send"),
    path("probe/out/", hand_out, name="probe_out"),
    *urlpatterns,
]
