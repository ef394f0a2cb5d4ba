"""The proof pack of one decision: made by a press, because making it is an event of its own."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sharewell import printing
from sharewell.domain.audit.actions import build_pack
from sharewell.domain.decisions import queries
from sharewell.domain.deliveries import queries as deliveries
from sharewell.domain.deliveries.leaving import last_look_at
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.worries.found import seen
from sharewell.web.worries.records import record_of


@never_cache
@require_POST
@asks_again
def pack(request, pk):
    """Everything that shows what was decided, on what, and when; checked offline with `sharewell verify`."""
    decision = seen(request, queries.decision_for, pk)
    sent = [
        row
        for row in deliveries.deliveries_for(request.user, decision.worry)
        if row.decision_id == decision.pk
    ]
    data = build_pack(
        files=files_of(decision, get_language()),
        about=f"decision:{decision.pk}",
        also=[f"delivery:{row.pk}" for row in sent],
        by=request.user,
    )
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="proof-{decision.worry.reference}.zip"'
    return response


def files_of(decision, lang):
    """The five files that are about the decision itself; the log adds its own."""
    look = last_look_at(decision.worry)
    record = look.anything(record_of(decision, lang))
    entries = [row for row in queries.entries_of(decision.worry) if row.recorded_at <= decision.at]
    shown = {"record": record, "decision": decision, "entries": entries, "lang": lang}
    return {
        "record.html": look.page(render_to_string("worries/record.html", shown)).encode(),
        "record.pdf": printing.pdf("record", record, lang),
        "case.json": bytes(decision.case),
        "outcome.json": bytes(decision.outcome),
        "rules.json": bytes(decision.rules.data),
    }
