"""Reading the register: every agreement that somebody may see, narrowed, a page at a time; and what of it is
public.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import get_language

from sharewell import rules
from sharewell.domain.agreements import permissions, states
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.models import Agreement, Assurance, Flow, Paper, Party, Version
from sharewell.domain.agreements.permissions import DRAFTING
from sharewell.domain.agreements.reading import Known, plain
from sharewell.domain.agreements.spreadsheet import SETTLED, Allowed, Entry, FlowLine
from sharewell.domain.belonging import EVERYBODY, acting_for
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.models import Organisation

A_PAGE = 25  # rows
MOST_PAGES = 10_000
UNDER_WAY = tuple(state for state in states.STATES if state not in SETTLED)
# What the register can be narrowed to by state: {word in the address: states}.
STANDINGS = {
    "in-force": states.COVERS,
    "under-way": UNDER_WAY,
    "ended": states.ENDED,
    "review-late": states.COVERS,
}


@dataclass(frozen=True)
class Narrowing:
    """What somebody looks for. Every part may be empty; a word or an id that there is not finds nothing."""

    words: str = ""
    standing: str = ""  # of STANDINGS
    kind: str = ""
    partner: str = ""  # the id of an organisation
    purpose: str = ""
    order: str = "newest"  # of ORDERS
    page: int = 1


@dataclass(frozen=True)
class PageOf:
    """One page of the register: its rows, how many there are in all, which page it is and of how many."""

    rows: list = field(default_factory=list)
    count: int = 0
    number: int = 1
    pages: int = 1


def _title_in(lang):
    first, second = ("title_cy", "title_en") if (lang or "").startswith("cy") else ("title_en", "title_cy")
    return Case(When(~Q(**{first: ""}), then=F(first)), default=F(second))


ORDERS = {
    "title": lambda: [_title_in(get_language()).asc(), "pk"],
    "review": lambda: [F("review_on").asc(nulls_last=True), "pk"],
    "newest": lambda: [F("in_force_from").desc(nulls_last=True), "pk"],
}


def register_for(by, narrowing: Narrowing) -> PageOf:
    """One page of what this person may see of their organisation's agreements."""
    return _page(_narrowed(_seen_by(by), narrowing), narrowing)


def _seen_by(by):
    """The agreements that a person may see: what `permissions.see_refusal` says of one, of all at once."""
    here = by.organisation_id
    ours = Q(keeper=here)
    shown = Q(pk__in=Party.objects.filter(organisation=here).values("agreement"))
    shown |= Q(pk__in=Assurance.objects.filter(assurer=here).values("agreement"))
    versions = Version.objects.filter(agreement=OuterRef("pk"))
    given_up = Q(state=states.WITHDRAWN, is_imported=False) & ~Exists(versions)
    theirs = ~Q(keeper=here) & ~Q(state=states.DRAFT) & ~given_up & shown
    if by.role not in DRAFTING:
        ours, theirs = ours & Q(state__in=SETTLED) & ~given_up, theirs & Q(state__in=states.COVERS)
    return Agreement.objects.filter(ours | theirs) if by.is_active else Agreement.objects.none()


def _narrowed(rows, narrowing: Narrowing):
    for word in plain(narrowing.words).split()[:10]:
        rows = rows.filter(words__contains=word)
    if narrowing.standing:
        rows = rows.filter(state__in=STANDINGS.get(narrowing.standing, ()))
    if narrowing.standing == "review-late":
        rows = rows.filter(review_on__lt=timezone.localdate())
    if narrowing.kind:
        rows = rows.filter(kind=narrowing.kind)
    if narrowing.partner:
        rows = rows.filter(Exists(_of_it(Party, organisation=narrowing.partner, left_on=None)))
    if narrowing.purpose:
        rows = rows.filter(Exists(_of_it(Flow, purpose=narrowing.purpose)))
    return rows


def _of_it(model, **said):
    return model.objects.filter(agreement=OuterRef("pk"), **said)


def _page(rows, narrowing: Narrowing) -> PageOf:
    """The rows of one page with their parties and flows: first which, then all of them at once."""
    count = rows.count()
    pages = min(max(1, -(-count // A_PAGE)), MOST_PAGES)
    number = min(max(1, narrowing.page), pages)
    order = ORDERS.get(narrowing.order, ORDERS["newest"])()
    keys = list(rows.order_by(*order).values_list("pk", flat=True)[(number - 1) * A_PAGE : number * A_PAGE])
    found = Agreement.objects.defer("words").select_related("keeper").filter(pk__in=keys)
    by_key = {row.pk: row for row in found.prefetch_related("parties__organisation", "flows")}
    return PageOf([by_key[key] for key in keys if key in by_key], count, number, pages)


def partners_in_register(by) -> list[Organisation]:
    """Every other organisation that is a party to something that this person may see."""
    parties = Party.objects.filter(agreement__in=_seen_by(by), left_on=None).values("organisation")
    return list(Organisation.objects.filter(pk__in=parties).exclude(pk=by.organisation_id))


def whole_entry_for(by, pk):
    """One agreement with all that its page in the register shows; NotFound where they may not see it."""
    found = _whole(Agreement.objects.filter(pk=pk))
    if found is None or permissions.see_refusal(by, found):
        raise NotFound()
    return found


def around(by, agreement) -> dict[str, list]:
    """The agreements above, under, before and after one, as far as this person may see them."""
    near = {
        "under": [agreement.under], "schedules": agreement.schedules.all(),
        "replaces": [agreement.replaces], "replaced_by": agreement.replaced_by.all(),
    }  # fmt: skip
    return {
        name: [each for each in rows if each and not permissions.see_refusal(by, each)]
        for name, rows in near.items()
    }


def _whole(rows):
    rows = rows.select_related("keeper", "under", "replaces")
    rows = rows.prefetch_related(
        "parties__organisation", "flows__giver__organisation", "flows__receivers__organisation",
        "flows__bases__party__organisation", "versions", "replaced_by", "schedules",
    )  # fmt: skip
    return rows.first()


# --- What is public ---------------------------------------------------------------------------------


def _public():
    return Agreement.objects.filter(is_public=True, state__in=states.COVERS)


def public_registers() -> list[Organisation]:
    """The organisations that show anything in public. Nobody need be signed in."""
    with acting_for(EVERYBODY):
        return list(Organisation.objects.filter(pk__in=_public().values("keeper")))


def is_shown_in_public(organisation) -> bool:
    """Whether an organisation shows anything in public."""
    return _public().filter(keeper=organisation).exists()


def public_register(keeper, narrowing: Narrowing) -> tuple[Organisation, PageOf]:
    """One page of what an organisation shows in public; NotFound where it shows nothing."""
    with acting_for(EVERYBODY):
        organisation = Organisation.objects.filter(pk=keeper).first()
        rows = _public().filter(keeper=keeper)
        if organisation is None or not rows.exists():
            raise NotFound()
        return organisation, _page(_narrowed(rows, narrowing), narrowing)


def public_entry(pk):
    """One agreement that is shown in public; NotFound for any other."""
    with acting_for(EVERYBODY):
        found = _whole(_public().filter(pk=pk))
    if found is None:
        raise NotFound()
    return found


# --- Spreadsheets and papers ------------------------------------------------------------------------


def allowed_in_spreadsheet(by) -> Allowed:
    """What the cells of a spreadsheet may say."""
    names = {}
    for pk, english, welsh in Organisation.objects.values_list("pk", "name_en", "name_cy"):
        names |= {plain(name): str(pk) for name in (welsh, english) if name}
    return Allowed(names, frozenset(kinds()), frozenset(purposes()), str(by.organisation_id))


def purposes() -> tuple[str, ...]:
    """The ids of every purpose, in the order of the rules."""
    return tuple(rules.current().facts.by_key["worry.purpose"].values)


def entries_for(by, narrowing: Narrowing | None = None) -> tuple[list[Entry], dict[str, str]]:
    """What of the register goes into a spreadsheet, what is still drafted left out; and names by id."""
    rows = _narrowed(_seen_by(by).filter(state__in=SETTLED), narrowing or Narrowing())
    return _entries(rows), names_by_id()


def entries_with(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Entry]:
    """Those that stand already, of (keeper, reference): {(keeper, reference): Entry}."""
    references = {reference for _, reference in keys}
    rows = Agreement.objects.filter(keeper__in={keeper for keeper, _ in keys})
    found = _entries(rows.filter(reference__in=references)) if len(references) < 500 else _entries(rows)
    return {(entry.keeper, entry.reference): entry for entry in found}


def names_by_id() -> dict[str, str]:
    """{id: English name} of every organisation of the directory."""
    return {str(pk): name for pk, name in Organisation.objects.values_list("pk", "name_en")}


def _entries(rows) -> list[Entry]:
    """Each as a row of a spreadsheet: four queries, however many there are, and no list of ids in any."""
    rows = rows.order_by()
    within = rows.values("pk")
    parties, leads, receivers, flows = defaultdict(list), {}, defaultdict(list), defaultdict(list)
    bound = Party.objects.filter(agreement__in=within, left_on=None).order_by()
    for agreement, body, is_lead in bound.values_list("agreement", "organisation", "is_lead"):
        parties[agreement].append(str(body))
        if is_lead:
            leads[agreement] = str(body)
    receiving = Flow.receivers.through.objects.filter(flow__agreement__in=within)
    for flow, body in receiving.values_list("flow", "party__organisation"):
        receivers[flow].append(str(body))
    lines = Flow.objects.filter(agreement__in=within).order_by("number")
    for agreement, flow, giver, *said in lines.values_list(
        "agreement", "pk", "giver__organisation", "purpose", "pattern"
    ):
        flows[agreement].append(FlowLine(str(giver), tuple(sorted(receivers[flow])), *said))
    found = rows.defer("words").order_by("reference", "pk")
    return [
        _entry(row, tuple(sorted(parties[row.pk])), leads.get(row.pk, ""), tuple(flows[row.pk]))
        for row in found
    ]


def _entry(row, parties, lead, flows) -> Entry:
    return Entry(
        reference=row.reference, kind=row.kind, title_en=row.title_en, title_cy=row.title_cy,
        languages=row.languages, state=row.state, keeper=str(row.keeper_id), lead=lead, parties=parties,
        flows=flows, in_force_from=row.in_force_from, review_on=row.review_on, ends_on=row.ends_on,
        is_public=row.is_public,
    )  # fmt: skip


def known_bodies() -> list[Known]:
    """Every organisation of the directory, to find its name in a paper."""
    rows = Organisation.objects.values_list("pk", "name_en", "name_cy")
    return [Known(str(pk), tuple(filter(None, names))) for pk, *names in rows]


def papers_waiting_for(by) -> list[Paper]:
    """Papers that were read in and whose facts nobody has confirmed; for those who may."""
    if permissions.start_refusal(by, by.organisation):
        return []
    rows = Paper.objects.filter(keeper=by.organisation_id, agreement=None).defer("file")
    return list(rows.select_related("added_by", "keeper"))


def papers_begun_by(by) -> list[Paper]:
    """Those of them that this person read in."""
    rows = Paper.objects.filter(added_by=by, keeper=by.organisation_id, agreement=None)
    return list(rows.only("pk", "added_at", "keeper"))


def paper_for(by, pk) -> Paper:
    """One paper of theirs that waits to be confirmed; NotFound for any other."""
    found = original_for(by, pk)
    if found.agreement_id:
        raise NotFound()
    return found


def original_for(by, pk) -> Paper:
    """A paper as it came, for those who may draft where it is kept; NotFound for any other."""
    rows = Paper.objects.select_related("keeper", "agreement", "added_by")
    found = rows.filter(pk=pk, keeper=by.organisation_id).first()
    if found is None or permissions.start_refusal(by, found.keeper):
        raise NotFound()
    return found


def is_review_late(agreement, today: date | None = None) -> bool:
    """Whether the day of its review has passed."""
    today = today or timezone.localdate()
    return agreement.covers and agreement.review_on is not None and agreement.review_on < today
