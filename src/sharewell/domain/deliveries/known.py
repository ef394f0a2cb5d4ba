"""Names, addresses and numbers of this case that a recipient is not being given on purpose."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from sharewell.domain.children import queries as children
from sharewell.domain.deliveries import choices
from sharewell.domain.deliveries.choices import Thing
from sharewell.domain.deliveries.models import Delivery
from sharewell.minimising import Finding, Index, Known, LastLook, find


def strangers_to(delivery: Delivery, things: Iterable[Thing]) -> list[Known]:
    """What to point out wherever it turns up in this package: all that is known, less what is in it."""
    things = list(things)
    given = {thing.key for thing in things if thing.is_in}
    known = [*_source(delivery)]
    for child in delivery.worry.children.all():
        if child.pk != delivery.decision.child_id:
            known += _names(child.name, child.other_names, child)
        for person in child.linked_people.all():
            known += _of_person(person, given)
        for place in child.places.select_related("linked_person"):
            if f"place:{place.pk}" not in given:
                whose = place.linked_person.name if place.linked_person else child.name
                known.append(Known("address", place.address, whose, False, str(place.pk)))
        known += [_hidden(one) for one in child.hidden_addresses if f"place:{one.pk}" not in given]
    same = {_plain(text) for text in _given_texts(delivery, things)}
    return [one for one in known if one.text.strip() and (one.shielded or _plain(one.text) not in same)]


class Strangers:
    """Finds in a text what the recipient is not being given on purpose.

    A name is no stranger where each of its words belongs to a name that is in the package: in a package about
    Tendai Marlow, "Marlow" does not point to his brother.
    """

    def __init__(self, delivery: Delivery, things: Iterable[Thing]):
        things = list(things)
        self.known = strangers_to(delivery, things)
        self._index = Index(self.known)
        hidden = [one for one in self.known if one.kind == "address"]
        self.look = LastLook(hidden, delivery.language, given=_released(things))
        self._sender, self._children = delivery.by, [child.pk for child in delivery.worry.children.all()]
        self._words = {w for text in _given_texts(delivery, things) for w in _plain(text).split()}

    def found_in(self, text: str, lang: str) -> list[Finding]:
        return [one for one in find(text, self._index, lang=lang) if not self._is_given(one)]

    def others_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where a text names a child of another case, or a safe address of one: (start, end, "name" or
        "address"). Papers of two families may have got mixed up.
        """
        names = children.others_named_in(self._sender, text, self._children)
        places = children.others_addresses_in(self._sender, text, self._children)
        found = {(met.start, met.end, "name") for met in names if not self._has(text[met.start : met.end])}
        return sorted(found | {(met.start, met.end, "address") for met in places})

    def _is_given(self, one: Finding) -> bool:
        return one.kind == "name" and not one.shielded and self._has(one.text)

    def _has(self, text: str) -> bool:
        return set(_plain(text).split()) <= self._words


def _given_texts(delivery: Delivery, things: Iterable[Thing]) -> Iterator[str]:
    """Every name, address and number that is in the package. The child it is about is one, named or not."""
    yield from (delivery.child.name, *delivery.child.other_names.splitlines())
    yield from _released(things)
    for thing in things:
        if thing.is_in and not thing.is_shielded and thing.kind in ("person", "person-contact", "place"):
            yield from thing.recorded.splitlines() if thing.kind == "person-contact" else [thing.recorded]


def _released(things: Iterable[Thing]) -> list[str]:
    """The safe addresses that go to this recipient."""
    return [thing.row.address.opened() for thing in things if thing.is_in and thing.is_shielded]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _source(delivery: Delivery) -> list[Known]:
    if choices.has_source_released(delivery):
        return []
    source, label = delivery.worry.raised_by, _("who raised this worry")
    return [
        Known("name", source.name, label, True, str(source.pk)),
        Known("email", source.email, label, True, str(source.pk)),
    ]


def _hidden(safe) -> Known:
    return Known("address", safe.address.opened(), safe.whose, True, str(safe.pk))


def _names(name, others, row) -> list[Known]:
    return [Known("name", one, name, False, str(row.pk)) for one in (name, *others.splitlines())]


def _of_person(person, given) -> list[Known]:
    known = [] if f"person:{person.pk}" in given else _names(person.name, "", person)
    if f"person-contact:{person.pk}" not in given:
        known.append(Known("phone", person.phone, person.name, False, str(person.pk)))
        known.append(Known("email", person.email, person.name, False, str(person.pk)))
    return known
