"""A form on paper: a PDF or a DOCX, in either language or both."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.requests.documents import document_of
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.requests.found import seen_form


@never_cache
@require_safe
@asks_again
def paper(request, pk, form):
    """The form as a file."""
    row = seen_form(request, pk)
    return printed(document_of(row, language_asked(request)), form, f"{row.kind}-{row.reference}")
