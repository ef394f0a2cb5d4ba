"""Reading the log. These ask nobody's permission: the room whose thing it is has asked before."""

from sharewell.domain.audit.models import Event


def events_about(*things: str) -> list[Event]:
    """The events about any of these things (`decision:<uuid>`), in the order in which they were recorded."""
    return list(Event.objects.filter(about__in=things).order_by("number"))
