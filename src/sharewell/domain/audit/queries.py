"""Reading the log. These ask nobody's permission: the room whose thing it is has asked before."""

from sharewell.domain.audit import clocks
from sharewell.domain.audit.models import Event


def out_of_order(*things: str) -> set[str]:
    """Those of these things about which an event says an earlier time, by more than two minutes, than one
    recorded before it: the clock was changed in between. The order of recording is the true one.
    """
    events = events_about(*things)
    wrong = clocks.out_of_order(events)
    return {event.about for event in events if event.number in wrong}


def events_about(*things: str) -> list[Event]:
    """The events about any of these things (`decision:<uuid>`), in the order in which they were recorded."""
    return list(Event.objects.filter(about__in=things).order_by("number"))
