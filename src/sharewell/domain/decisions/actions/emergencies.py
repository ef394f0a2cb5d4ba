"""Writing down what was done in an emergency, afterwards. Nothing here ever stands before the call."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sharewell.domain.audit import spool
from sharewell.domain.audit.actions import record_event
from sharewell.domain.children import actions as children_actions
from sharewell.domain.decisions import clocks
from sharewell.domain.decisions.actions.entries import add_entry
from sharewell.domain.decisions.actions.worries import owe, raise_worry
from sharewell.domain.decisions.models import Worry
from sharewell.domain.organisations.models import Person

LATE = timedelta(minutes=2)  # what was kept for longer before it was recorded says so


@transaction.atomic
def record_emergency(
    *, by, nation, calls, children=(), child_name="", seen="", childs_words="", pk=None, at=None
):
    """Make a worry of an emergency, with what was seen, each call as an entry, and what is owed now by when.

    `calls` is [{"moment": aware datetime, "text": what the call was in words, "spoke_to": str,
    "is_checked": bool}]; `is_checked` says whether the number rung proves who answered. Where no Child is
    given one is made of `child_name`.
    """
    at = at or timezone.now()
    children = list(children) or [children_actions.add_child(by=by, name=child_name or "?", at=at)]
    entries = [
        {"kind": kind, "text": text, "said_by": by.name if kind == "fact" else ""}
        for kind, text in (("fact", seen), ("childs-words", childs_words))
        if text
    ]
    entries += [_as_entry(call) for call in sorted(calls, key=lambda call: call["moment"])]
    worry = raise_worry(
        by=by, children=children, entries=entries, answers={"worry": {"risk": "immediate", "purpose":
        "protect"}}, is_emergency=True, pk=pk, at=at,
    )  # fmt: skip
    first = min((call["moment"] for call in calls), default=at)
    for due in clocks.owed_after_emergency(nation, first, all(call["is_checked"] for call in calls)):
        if due.what == "record-emergency" or (due.what == "tell-lead" and by.is_lead):
            continue  # done by writing this down; the lead knows
        owe(worry=worry, what=due.what, due_at=due.due_at, owner=by, by=by, at=at)
    record_event(kind="emergency-recorded", by=by, about=f"worry:{worry.pk}", at=at)
    return worry


def record_emergency_in_any_weather(*, by, calls, **facts):
    """(the worry, `spool.WRITTEN`); or (None, `KEPT`) where it waits, sealed, until the database can be
    written; or (None, `LOST`) where it could not be kept at all. Takes what `record_emergency` takes, but for
    children, whom nobody could look up now.
    """
    pk = uuid4()
    how = spool.write(
        _record_once, is_asked=True, pk=str(pk), by=str(by.pk), at=timezone.now().isoformat(),
        calls=[call | {"moment": call["moment"].isoformat()} for call in calls], **facts,
    )  # fmt: skip
    return (Worry.objects.get(pk=pk) if how == spool.WRITTEN else None), how


@spool.replayable("emergency")
def _record_once(*, pk, by, at, calls, **facts):
    if Worry.objects.filter(pk=pk).exists():
        return
    calls = [call | {"moment": datetime.fromisoformat(call["moment"])} for call in calls]
    person, then = Person.objects.get(pk=by), datetime.fromisoformat(at)
    worry = record_emergency(pk=pk, by=person, calls=calls, **facts)
    if timezone.now() - then > LATE:  # the log is never dated back, so the worry itself says when
        with override(person.language):
            words = _("Written down at %(when)s, when our records could not be written. It waited, sealed.")
            when = timezone.localtime(then)
            text = words % {"when": when.strftime("%H:%M")}
        add_entry(
            worry=worry, kind="what-we-did", text=text, by=person, happened_on=when.date(),
            happened_at=when.time().replace(second=0, microsecond=0),
        )  # fmt: skip


def _as_entry(call):
    moment = timezone.localtime(call["moment"])
    return {
        "kind": "what-we-did",
        "text": call["text"],
        "said_by": call.get("spoke_to", ""),
        "happened_on": moment.date(),
        "happened_at": moment.time().replace(second=0, microsecond=0),
    }
