"""Names, addresses and numbers of this case that a recipient is not being given on purpose."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sharewell.domain.deliveries import choices
from sharewell.domain.deliveries.choices import Thing
from sharewell.domain.deliveries.models import Delivery
from sharewell.minimising import Known


def strangers_to(delivery: Delivery, things: Iterable[Thing]) -> list[Known]:
    """What to point out wherever it turns up in this package: all that is known, less what is in it."""
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
                known.append(Known("address", place.address, whose, place.is_shielded, str(place.pk)))
    return [one for one in known if one.text.strip()]


def _source(delivery: Delivery) -> list[Known]:
    if choices.has_source_released(delivery):
        return []
    source, label = delivery.worry.raised_by, _("who raised this worry")
    return [
        Known("name", source.name, label, True, str(source.pk)),
        Known("email", source.email, label, True, str(source.pk)),
    ]


def _names(name, others, row) -> list[Known]:
    return [Known("name", one, name, False, str(row.pk)) for one in (name, *others.splitlines())]


def _of_person(person, given) -> list[Known]:
    known = [] if f"person:{person.pk}" in given else _names(person.name, "", person)
    if f"person-contact:{person.pk}" not in given:
        known.append(Known("phone", person.phone, person.name, False, str(person.pk)))
        known.append(Known("email", person.email, person.name, False, str(person.pk)))
    return known
