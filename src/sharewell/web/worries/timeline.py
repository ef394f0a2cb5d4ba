"""One line of time: entries, decisions, what was sent and answered, advice, broken glass, lifted shields."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.queries import out_of_order
from sharewell.domain.decisions import permissions, queries, who_looked
from sharewell.domain.deliveries import queries as deliveries

FILTERS = {
    "written": _("What was written down"),
    "decided": _("Decisions"),
    "sent": _("What was sent"),
    "advice": _("Advice"),
}


@dataclass
class Happening:
    """One thing on the line: which sort, when, and the row that the page draws it from."""

    sort: str
    at: object
    row: object
    more: dict = field(default_factory=dict)


def timeline(person, worry, only=""):
    """Everything that happened, the earliest first; narrowed to one of FILTERS."""
    happened, entries = [], queries.entries_of(worry)
    misdated = out_of_order(*[f"entry:{entry.pk}" for entry in entries])
    for entry in entries:
        may_undo = permissions.undo_entry_refusal(person, entry) is None
        more = {"may_undo": may_undo, "is_misdated": f"entry:{entry.pk}" in misdated}
        happened.append(Happening("written", entry.recorded_at, entry, more))
    happened += [Happening("decided", decision.at, decision) for decision in queries.decisions_of(worry)]
    happened += [
        Happening("sent", delivery.sent_at, delivery, {"dots": deliveries.dots_for(delivery)})
        for delivery in deliveries.deliveries_for(person, worry)
        if delivery.sent_at
    ]
    happened += [Happening("advice", row.asked_at, row) for row in queries.advice_about(person, worry=worry)]
    happened += [Happening("glass", glass.at, glass) for glass in queries.glass_of(worry)]
    lifts = who_looked.shield_lifts_of(worry)
    happened += [Happening("shield", lift.asked_at, lift) for lift in lifts]
    if only in FILTERS:
        happened = [each for each in happened if each.sort == only]
    return sorted(happened, key=lambda each: each.at)
