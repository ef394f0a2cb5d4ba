"""Looking at an attached file: what was taken out of it, and what nobody but a person can check."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.deliveries import actions, choices, queries
from sharewell.minimising import neutral_name
from sharewell.web.deliveries.pages import as_file, of_a_delivery


@require_http_methods(["GET", "POST"])
@of_a_delivery
def look(request, delivery, file):
    """The file, large; and the one question that a search cannot answer."""
    attachment = queries.attachment_for(request.user, delivery, file)
    key = f"paper:{attachment.pk}"
    if request.method == "POST":
        actions.confirm_no_address(delivery=delivery, key=key, by=request.user)
        messages.success(request, _("Noted: you looked at it, and no address is in it."))
        return redirect("deliveries:check", delivery.pk)
    thing = next((one for one in choices.things_for(delivery) if one.key == key), None)
    context = {
        "delivery": delivery,
        "file": attachment,
        "name": neutral_name(attachment.kind, attachment.number, lang=get_language()),
        "removed": attachment.clean.removed_words(get_language()),
        "pages": [preview.number for preview in attachment.previews.all()],
        "is_confirmed": thing is not None and thing.is_confirmed,
    }
    return render(request, "deliveries/file.html", context)


@require_safe
@of_a_delivery
def content(request, delivery, file):
    """The cleaned file itself, as the recipient would get it."""
    attachment = queries.attachment_for(request.user, delivery, file)
    name = neutral_name(attachment.kind, attachment.number, lang=get_language())
    return as_file(bytes(attachment.data), attachment.content_type, "" if attachment.is_picture else name)


@require_safe
@of_a_delivery
def page(request, delivery, file, number):
    """A picture of one page that cannot be searched."""
    attachment = queries.attachment_for(request.user, delivery, file)
    preview = attachment.previews.filter(number=number).first()
    if preview is None:
        raise Http404
    return as_file(bytes(preview.data), "image/png")
