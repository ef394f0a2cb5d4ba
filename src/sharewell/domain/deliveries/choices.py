"""Everything that could go into a package, each thing in or out, and why."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sharewell.domain.deliveries import needs
from sharewell.domain.deliveries.models import Delivery, Item, Release

CHILD, PEOPLE, PLACES, ENTRIES, PAPERS = "child", "people", "places", "entries", "papers"
GROUPS = (CHILD, PEOPLE, PLACES, ENTRIES, PAPERS)


@dataclass(frozen=True)
class Thing:
    """One thing in or out of one package. `text` is what would be sent; `recorded` what was written down."""

    key: str  # "<kind>:<id>"
    group: str
    kind: str  # as needs.py names it
    words: str  # its heading, for the sender
    recorded: str
    is_usual: bool
    why: str  # why it is usual, or not
    row: Any = field(compare=False, repr=False)
    is_in: bool = False
    reason: str = ""
    text: str = ""
    is_shielded: bool = False
    is_changed: bool = False  # the text was changed for this recipient
    kept: tuple = ()
    is_confirmed: bool = False

    @property
    def is_unusual(self) -> bool:
        return self.is_in != self.is_usual

    @property
    def lacks_reason(self) -> bool:
        return self.is_unusual and not self.reason and not self.is_shielded

    @property
    def why_out(self) -> str:
        return self.reason if self.is_unusual and self.reason else self.why


def things_for(delivery: Delivery) -> list[Thing]:
    """Every thing that could be sent, in the order of the page, with the sender's choices put on."""
    chosen = {item.key: item for item in delivery.items.all()}
    released = {release.address_id for release in releases_of(delivery) if release.what == "place"}
    return [_with_choice(thing, chosen.get(thing.key), released) for thing in _all_things(delivery)]


def standing(delivery: Delivery, things: Iterable[Thing]) -> dict[str, object]:
    """What the page of choices is drawn from, as `versions.version_of` takes it."""
    chosen = {thing.key: [thing.is_in, thing.reason] for thing in things if not thing.is_shielded}
    return {**chosen, "way": delivery.way, "asked_first": delivery.asked_first}


def releases_of(delivery: Delivery) -> list[Release]:
    """What was released to this recipient alone, and not taken back."""
    return list(delivery.releases.filter(withdrawn_at__isnull=True))


def has_source_released(delivery: Delivery) -> bool:
    """Whether the recipient is told who raised the worry."""
    return not delivery.worry.source_shielded or any(r.what == "source" for r in releases_of(delivery))


def purpose_of(delivery: Delivery) -> str:
    """What the decision shares it for, as the rules name purposes."""
    return facts_of(delivery).get("worry", {}).get("purpose", "protect")


def is_of_one_circle(delivery: Delivery, other: Delivery) -> bool:
    """Whether both go to recipients of one sort, so that what is asked of one can be asked of the other."""
    return needs.circle(delivery.to.kind) == needs.circle(other.to.kind)


def facts_of(delivery: Delivery) -> dict:
    """The nested case that was decided, as it was frozen."""
    return json.loads(delivery.decision.case)


def grouped(things: Iterable[Thing]) -> list[tuple[str, list[Thing]]]:
    """The things of each group, in the order of the page; a group may be empty."""
    things = list(things)
    return [(group, [t for t in things if t.group == group]) for group in GROUPS]


def _all_things(delivery: Delivery) -> list[Thing]:
    kind, purpose = delivery.to.kind, purpose_of(delivery)

    def thing(group, key_kind, row, words, recorded, needed_as=None):
        needed_as = needed_as or key_kind
        usual = needs.is_usual(needed_as, kind, purpose)
        return Thing(
            f"{key_kind}:{row.pk}",
            group,
            needed_as,
            words,
            recorded,
            usual,
            str(needs.why(needed_as, usual)),
            row,
        )

    return [
        *_of_the_child(delivery.child, thing),
        *_of_people_and_places(delivery.child, thing),
        *_of_the_worry(delivery, thing),
    ]


def _of_the_child(child, thing):
    yield thing(CHILD, "child-name", child, _("Name"), child.name)
    if child.is_unborn:
        return
    if child.born_on:
        yield thing(CHILD, "child-born", child, _("Date of birth"), child.born_on.isoformat())
    elif child.age_on(timezone.localdate()) is not None:
        yield thing(CHILD, "child-born", child, _("Age"), str(child.age_on(timezone.localdate())))


def _of_people_and_places(child, thing):
    for person in child.linked_people.all():
        yield thing(PEOPLE, "person", person, str(person.relation_words), person.name)
        contact = "\n".join(filter(None, (person.phone, person.email)))
        if contact:
            words = _("How to reach %(name)s") % {"name": person.name}
            yield thing(PEOPLE, "person-contact", person, words, contact)
    for place in child.places.select_related("linked_person"):
        whose = place.linked_person.name if place.linked_person else child.name
        yield thing(PLACES, "place", place, _("Address of %(name)s") % {"name": whose}, place.address)
    for address in child.safe_addresses.filter(lifted_at=None).select_related("linked_person", "child"):
        # Its words are no part of this: they are opened only as a package is made.
        hidden = thing(PLACES, "place", address, _("Address of %(name)s") % {"name": address.whose}, "")
        yield replace(hidden, is_shielded=True)


def _of_the_worry(delivery, thing):
    for entry in delivery.worry.entries.filter(undone_at__isnull=True).select_related("child"):
        if entry.child_id in (None, delivery.decision.child_id):
            yield thing(ENTRIES, "entry", entry, str(entry.kind_words), entry.text, f"entry:{entry.kind}")
    for paper in delivery.worry.attachments.filter(taken_away_at__isnull=True):
        words = _("File %(number)s") % {"number": paper.number}
        yield thing(PAPERS, "paper", paper, words, paper.about)


def _with_choice(thing: Thing, item: Item | None, released: set) -> Thing:
    if thing.is_shielded and thing.row.pk in released:
        return replace(thing, is_in=True, is_usual=True)
    if thing.is_shielded:
        return replace(thing, is_usual=False, why=str(needs.SHIELDED_PLACE))
    if item is None:
        return replace(thing, is_in=thing.is_usual, text=thing.recorded)
    return replace(
        thing,
        is_in=thing.is_usual if item.is_in is None else item.is_in,
        reason=item.reason,
        text=thing.recorded if item.text is None else item.text,
        is_changed=item.text is not None,
        kept=tuple((kept["text"], kept["reason"]) for kept in item.kept),
        is_confirmed=item.confirmed_at is not None,
    )
