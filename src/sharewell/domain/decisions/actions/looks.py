"""Writing down who looked at what. The one write that reading a page makes."""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from sharewell.domain.audit import spool
from sharewell.domain.decisions.models import Advice, Decision, Draft, Look, ShieldLift, Worry
from sharewell.domain.decisions.seeing import reason_to_see

log = logging.getLogger("sharewell.looks")
LOOKS_APART = timedelta(minutes=15)  # a thing read twice within this is one look


def note_look(*, by, worry=None, about="", page="", why="", at=None):
    """Write down that somebody looked at a thing, with what let them, once in a quarter of an hour.

    `about` is a noun and an id ("decision:<uuid>"; a worry's own by default), `page` the name of the page,
    `why` of states.REASONS (by default what lets them see the worry). It is no event of the log: it changes
    nothing about the worry, and a log that grew with every look could be filled by looking.
    """
    at = at or timezone.now()
    about = about or f"worry:{worry.pk}"
    if Look.objects.filter(person=by, about=about, at__gt=at - LOOKS_APART, at__lte=at).exists():
        return
    kept = spool.write(
        keep_look, pk=str(uuid4()), at=at.isoformat(),
        organisation=str(by.organisation_id), person=str(by.pk),
        worry=str(worry.pk) if worry else None, about=about, page=page,
        why=why or reason_to_see(by, worry, at),
    )  # fmt: skip
    if kept == spool.LOST:
        log.warning("A look could be kept nowhere: %s by %s.", about, by.pk)


def note_look_at(*, row, by, page, at=None):
    """A look at a row of this room: a worry, or anything that belongs to one or to somebody's draft."""
    worry = row if isinstance(row, Worry) else row.worry
    noun = row._meta.model_name if isinstance(row, Decision | Draft | Advice | ShieldLift) else "worry"
    about = f"{noun}:{worry.pk if noun == 'worry' else row.pk}"
    reason = reason_to_see(by, worry, at) if worry else ""
    why = reason or ("own" if getattr(row, "owner_id", None) == by.pk else "asked")
    if not reason and isinstance(row, ShieldLift):
        why = "second"
    note_look(by=by, worry=worry, about=about, page=page, why=why, at=at)


def note_list(*, by, page, at=None):
    """A look at a list in which records are named."""
    note_look(by=by, about=f"list:{page}", page=page, why="list", at=at)


def note_refused(*, by, pk, page, at=None):
    """Somebody tried to look at what they may not see, or what is not there: the two are never told apart."""
    note_look(by=by, about=f"refused:{pk}", page=page, why="refused", at=at)


@spool.replayable("look")
def keep_look(*, pk, at, organisation, person, worry, about, page, why):
    """Write one look. Plain words alone, and the same twice is one: it may have to be kept and done later."""
    look = Look(
        pk=pk, at=datetime.fromisoformat(at), organisation_id=organisation, person_id=person, worry_id=worry,
        about=about, page=page, why=why,
    )  # fmt: skip
    Look.objects.bulk_create([look], ignore_conflicts=True)
