"""One form on one page: most steps of an assessment are that."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sharewell.domain.dpias import queries
from sharewell.domain.errors import Clash
from sharewell.domain.versions import version_of
from sharewell.web.layout.clashes import show_clash
from sharewell.web.worries.found import or_404

FORM = "assessments/form.html"
READ_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What was sent, where something was."""
    return request.POST if request.method == "POST" else None


def found(request, assessment):
    """The assessment of an address, for whoever asks."""
    return or_404(queries.assessment_of, request.user, assessment)


def ask(request, assessment, form, write, *, title, stands=None, labels=None, template=FORM, **more):
    """Show `form`, or hand what was typed to `write` and go back to the assessment (or where `write` says).

    With `stands` nothing is overwritten unseen: a clash shows both. `more` is for the page: `submit` and
    `kind` of its button, what it `says` first, `labels_of` its texts, where it leads `back` to, what it can
    `remove`, and whether it `reads` the whole or may ask for `changes`.
    """
    if form.is_bound and form.is_valid():
        try:
            then = write(form.cleaned_data)
        except Clash as clash:
            return show_clash(request, clash, form, request.path, labels)
        return then or redirect("assessments:one", assessment.pk)
    context = {
        "assessment": assessment,
        "form": form,
        "title": title,
        "submit_words": more.pop("submit", "") or _("Save"),
        "version": None if stands is None else version_of(stands),
    }
    return render(request, template, context | more)
