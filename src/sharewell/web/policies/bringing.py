"""Bringing in a policy that was written elsewhere, from its file."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sharewell.domain.learning import actions, permissions
from sharewell.minimising import FileUnread
from sharewell.web.deliveries.uploads import in_memory
from sharewell.web.layout.forgery import csrf_protect
from sharewell.web.policies.drafting import there_once
from sharewell.web.policies.forms import BringForm


@csrf_exempt
@in_memory
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request):
    """Choose its file, and begin a draft with the words of it."""
    organisation = request.user.organisation
    permissions.allow(permissions.write_refusal(request.user, organisation))
    form = _form(request)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            policy, unread = actions.read_in_policy(
                organisation=organisation, kind=said["kind"], lang=said["language"],
                data=said["file"].read(), by=request.user,
            )  # fmt: skip
        except FileUnread as refused:
            lang = get_language()
            form.add_error("file", f"{refused.text(lang)} {refused.mend(lang)}")
        else:
            messages.success(request, _("Read in, as a draft. Hold each section against the paper."))
            if unread:
                messages.error(request, _unread_words(unread))
            return redirect("policies:draft", policy.versions.get().pk)
    return render(request, "policies/bring_in.html", {"form": form})


def _form(request):
    there = [held.policy.kind for held in there_once(request.user)]
    initial = {"kind": request.GET.get("kind"), "language": get_language()}
    if request.method != "POST":
        return BringForm(there=there, initial=initial)
    files = request.FILES  # read before it is asked whether one was too big
    most = settings.UPLOAD_LIMIT // 1024 // 1024
    return BringForm(request.POST, files, there=there, was_too_big=request.upload.was_too_big, most=most)


def _unread_words(pages):
    says = ngettext(
        "Page %(pages)s holds no words: what stands on it is a picture. Type it in.",
        "Pages %(pages)s hold no words: what stands on them are pictures. Type them in.",
        len(pages),
    )
    return says % {"pages": ", ".join(map(str, pages))}
