"""Taking over what was agreed elsewhere: papers whose facts a person confirms, and whole registers; and
showing an agreement in public.
"""

from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import permissions, reviews, spreadsheet, states, who_may
from sharewell.domain.agreements.actions.drafting import next_reference
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.models import Agreement, Flow, Paper, Party, Review
from sharewell.domain.agreements.permissions import allow
from sharewell.domain.agreements.queries import register
from sharewell.domain.agreements.reading import facts_in
from sharewell.domain.agreements.spreadsheet import Entry, Problem, SpreadsheetRefused
from sharewell.domain.agreements.words import words_from
from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.models import Organisation
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.minimising import read_document_apart

LONGEST_NAME = 200  # letters of a file's name


def read_in_paper(*, organisation, data, name, by, at=None):
    """Read an agreement that was made elsewhere out of a Word document or a PDF. Gives the Paper with what
    was found: no agreement yet. Raises `sharewell.minimising.FileUnread`, and then nothing is kept.
    """
    allow(permissions.start_refusal(by, organisation))
    reading = read_document_apart(data)  # may take a minute, in which nobody who shares waits to write
    paper = Paper(
        keeper=organisation, file=data, name=name[-LONGEST_NAME:], kind=reading.kind,
        sha256=sha256(data).hexdigest(), pages_unread=list(reading.unread),
        found=facts_in(reading.blocks, register.known_bodies()), added_at=at or timezone.now(), added_by=by,
    )  # fmt: skip
    return _kept(paper, by)


@transaction.atomic
def _kept(paper, by):
    paper.save()
    record_event(kind="agreement-paper-read", by=by, about=f"paper:{paper.pk}", at=paper.added_at)
    return paper


@transaction.atomic
def confirm_paper(*, paper, entry, by, at=None):
    """Enter a paper in the register with the facts that a person has held against it: a
    `spreadsheet.Entry`, which gets the next number where it has no reference. Gives the Agreement.
    """
    at = at or timezone.now()
    paper = Paper.objects.select_for_update().select_related("keeper").get(pk=paper.pk)
    allow(permissions.start_refusal(by, paper.keeper))
    if paper.agreement_id:
        raise Refusal(_("The facts of this paper are confirmed already."), _("It stands in the register."))
    Organisation.objects.select_for_update().get(pk=paper.keeper_id)  # two at once get two numbers
    entry = replace(entry, reference=entry.reference or next_reference(paper.keeper, at))
    if Agreement.objects.filter(keeper=paper.keeper, reference=entry.reference).exists():
        raise Refusal(_("The register holds an agreement with this reference already."))
    agreement = _entered([entry], paper.keeper, by, at)[0]
    paper.agreement, paper.confirmed_at, paper.confirmed_by = agreement, at, by
    paper.confirmed = _said(entry)
    paper.save()
    record_event(
        kind="agreement-taken-over",
        by=by,
        about=f"agreement:{agreement.pk}",
        commitments={"paper": paper.sha256.encode()},
        at=at,
    )
    return agreement


@transaction.atomic
def throw_paper_away(*, paper, by, at=None):
    """Forget a paper whose facts nobody has confirmed."""
    paper = Paper.objects.select_for_update().select_related("keeper").get(pk=paper.pk)
    allow(permissions.start_refusal(by, paper.keeper))
    if paper.agreement_id:
        raise Refusal(_("This paper stands behind an agreement in the register. It stays."))
    about = f"paper:{paper.pk}"
    paper.delete()
    record_event(kind="agreement-paper-thrown-away", by=by, about=about, at=at or timezone.now())


@transaction.atomic
def take_over_register(*, organisation, data, by, at=None):
    """Enter every row of a spreadsheet, or none. Gives (agreements entered, how many stood already).

    A row that says what the register says already is passed over. One that says otherwise is a problem:
    raises `spreadsheet.SpreadsheetRefused` with every problem, by line.
    """
    allow(permissions.start_refusal(by, organisation))
    at = at or timezone.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once, one after the other
    entries = spreadsheet.read(data, register.allowed_in_spreadsheet(by))
    standing = register.entries_with([(entry.keeper, entry.reference) for entry in entries])
    new, problems = [], []
    for entry in entries:
        there = standing.get((entry.keeper, entry.reference))
        if there is None and entry.keeper == str(organisation.pk):
            new.append(entry)
        elif there is None:
            problems.append(Problem(entry.line, "keeper", _NOT_OURS))
        elif differing := _differs(there, entry):
            problems.append(Problem(entry.line, differing, _STANDS))
    if problems:
        raise SpreadsheetRefused(problems[: spreadsheet.MOST_PROBLEMS])
    entered = _entered(new, organisation, by, at)
    for agreement in entered:
        record_event(kind="agreement-taken-over", by=by, about=f"agreement:{agreement.pk}", at=at)
    return entered, len(entries) - len(new)


_NOT_OURS = _("Another organisation keeps this one. It enters its own agreements; leave this line out.")
_STANDS = _("The register says otherwise about this reference. Change it there, or leave this line out.")


@transaction.atomic
def confirm_for_party(*, party, by, at=None):
    """Say for one's own organisation that what another entered in the register holds for it: from then on it
    covers what it gives. Gives the Party.
    """
    at = at or timezone.now()
    Agreement.objects.select_for_update().get(pk=party.agreement_id)
    party = Party.objects.select_related("agreement", "organisation").get(pk=party.pk)
    allow(who_may.confirm_refusal(by, party))
    party.confirmed_at, party.confirmed_by = at, by
    party.save(update_fields=["confirmed_at", "confirmed_by"])
    about = f"agreement:{party.agreement_id}"
    whom = str(party.organisation_id).encode()
    record_event(kind="agreement-confirmed", by=by, about=about, commitments={"whom": whom}, at=at)
    return party


@transaction.atomic
def show_in_public(*, agreement, is_public, by, at=None):
    """Show an agreement in force in the organisation's public register, or take it out."""
    agreement = Agreement.objects.select_for_update().select_related("keeper").get(pk=agreement.pk)
    allow(permissions.start_refusal(by, agreement.keeper))
    if is_public and not agreement.covers:
        raise Refusal(_("Only an agreement in force is shown in public."))
    if agreement.is_public == is_public:
        return agreement
    agreement.is_public = is_public
    agreement.save(update_fields=["is_public"])
    kind = "agreement-made-public" if is_public else "agreement-taken-out-of-public"
    record_event(kind=kind, by=by, about=f"agreement:{agreement.pk}", at=at or timezone.now())
    return agreement


def _differs(there: Entry, said: Entry) -> str:
    """The first column in which a row says otherwise than the register; "" where it does not."""
    for column in spreadsheet.COLUMNS:
        name = {"public": "is_public"}.get(column, column)
        if name == "review_on" and said.review_on is None:
            continue  # it was given a day of its own when it was entered
        if _alike(getattr(there, name)) != _alike(getattr(said, name)):
            return column
    return ""


def _alike(value):
    """A value without what the order of names or lines says; a late review ends nothing."""
    if value in states.COVERS:
        return states.COVERS
    if not isinstance(value, tuple):
        return value
    return sorted((each if isinstance(each, str) else _flow_alike(each)) for each in value)


def _flow_alike(flow):
    return (flow.giver, *sorted(flow.receivers), flow.purpose, flow.pattern)


def _said(entry: Entry) -> dict:
    """What was confirmed, as it is kept with the paper."""
    plainly = {
        name: str(value or "") for name, value in vars(entry).items() if name not in ("parties", "flows")
    }
    flows = [{**vars(flow), "receivers": list(flow.receivers)} for flow in entry.flows]
    return {**plainly, "parties": list(entry.parties), "flows": flows}


def _entered(entries, organisation, by, at) -> list[Agreement]:
    """The rows of what was agreed elsewhere, all tables at once."""
    bodies = Organisation.objects.in_bulk({UUID(pk) for entry in entries for pk in entry.parties})
    author = by if by != SYSTEM else None
    if author is None:
        raise Refusal(_("A person has to enter this."))
    agreements, parties, flows, receiving, due = [], [], [], [], []
    through = Flow.receivers.through
    for entry in entries:
        agreement = _agreement(entry, organisation, bodies, author, at)
        agreements.append(agreement)
        rows = {pk: _party(agreement, entry, bodies[UUID(pk)]) for pk in entry.parties}
        parties += rows.values()
        for number, line in enumerate(entry.flows, 1):
            flow = Flow(
                agreement=agreement, number=number, giver=rows[line.giver], purpose=line.purpose,
                pattern=line.pattern,
            )  # fmt: skip
            flows.append(flow)
            receiving += [through(flow=flow, party=rows[pk]) for pk in dict.fromkeys(line.receivers)]
        if agreement.covers:
            due.append(Review(agreement=agreement, due_on=agreement.review_on))
    Agreement.objects.bulk_create(agreements, batch_size=500)
    Party.objects.bulk_create(parties, batch_size=500)
    Flow.objects.bulk_create(flows, batch_size=500)
    through.objects.bulk_create(receiving, batch_size=500)
    Review.objects.bulk_create(due, batch_size=500)
    return agreements


def _agreement(entry: Entry, organisation, bodies, by, at) -> Agreement:
    """One row; without a day of review, it is due as if it had come into force here."""
    kind = kind_of(entry.kind)
    review_on = entry.review_on
    if review_on is None and entry.in_force_from and entry.state in states.COVERS:
        review_on = reviews.first_after(entry.in_force_from)
    said = words_from(
        entry.reference,
        (entry.title_en, entry.title_cy),
        [bodies[UUID(pk)] for pk in entry.parties],
        {flow.purpose for flow in entry.flows},
    )
    return Agreement(
        reference=entry.reference, keeper=organisation, kind=kind.id, template=kind.version,
        title_en=entry.title_en, title_cy=entry.title_cy, languages=entry.languages, state=entry.state,
        in_force_from=entry.in_force_from, review_on=review_on, ends_on=entry.ends_on,
        is_public=entry.is_public and entry.state in states.COVERS, is_imported=True, words=said,
        made_at=at, made_by=by,
    )  # fmt: skip


def _party(agreement, entry: Entry, organisation) -> Party:
    """Whoever enters it confirms it for their own organisation, and for no other."""
    capacity = states.JOINT if kind_of(entry.kind).is_joint else states.CONTROLLER
    return Party(
        agreement=agreement, organisation=organisation, capacity=capacity,
        is_lead=str(organisation.pk) == entry.lead, joined_on=entry.in_force_from,
        confirmed_at=agreement.made_at if organisation == agreement.keeper else None,
        confirmed_by=agreement.made_by if organisation == agreement.keeper else None,
    )  # fmt: skip
