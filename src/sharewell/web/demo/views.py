"""Reading pages only: nothing here changes anything."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.web.demo import mails as kept
from sharewell.web.demo import people as invented


@require_safe
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Who can sign in."""
    return render(request, "demo/people.html", {"people": invented.people()})


@require_safe
@never_cache
def code(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The code of one person at this moment."""
    person = get_object_or_404(get_user_model(), pk=person_id)
    try:
        digits, seconds = invented.code_of(person_id)
    except Authenticator.DoesNotExist:
        digits, seconds = "", 0
    return render(request, "demo/code.html", {"person": person, "code": digits, "seconds": seconds})


@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """Every mail."""
    return render(request, "demo/mails.html", {"mails": kept.mails()})


@require_safe
@never_cache
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail, as text."""
    found = kept.mail(number)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found})
