"""The record of processing: on a page, as PDF, DOCX and CSV."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.oversight import permissions, queries, records
from sharewell.printing import documents
from sharewell.web.layout.documents import file_name, language_asked, printed


@never_cache
@require_safe
def record(request):
    """What the organisation does with people's information, as it stands today."""
    found = queries.processing_for(request.user)
    context = {
        "laid": documents.laid_out(records.document_of(found, _language())),
        "organisation": found.organisation,
        "refusal": permissions.see_shares_refusal(request.user),
    }
    return render(request, "oversight/record.html", context)


@never_cache
@require_safe
def paper(request, form):
    """The same as a PDF or a DOCX."""
    found = queries.processing_for(request.user)
    return printed(records.document_of(found, language_asked(request)), form, _("Record of processing"))


@never_cache
@require_safe
def spreadsheet(request):
    """The same as a CSV file: a row for each purpose, body and way."""
    lang = _language()
    data = records.spreadsheet_of(queries.processing_for(request.user), lang)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    name = file_name(_("Record of processing"), lang)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _language():
    return "cy" if get_language() == "cy" else "en"
