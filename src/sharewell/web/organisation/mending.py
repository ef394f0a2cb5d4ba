"""How a gap can be put right: what it is about, what there is by now, and where to begin."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sharewell.domain.decisions.cover import AGREEMENT, ASSESSMENT, NOTICE
from sharewell.domain.oversight import queries as oversight


@dataclass
class Help:
    """`says` what the law and good practice ask; `found` what covers it by now; `ways` [(words, address)]."""

    says: str
    found: list[str] = field(default_factory=list)
    ways: list[tuple[str, str]] = field(default_factory=list)


def help_for(person, gap):
    """The Help of a gap that the person has been given; None for a sort that has none."""
    if gap.kind not in _SAYS:
        return None
    found = [] if gap.closed_at else oversight.mended_by(person, gap, timezone.localdate())
    return Help(_SAYS[gap.kind](), [row.title for row in found], _WAYS[gap.kind](gap))


_SAYS = {
    AGREEMENT: lambda: _(
        "A single share needs no agreement in law. Sharing that comes back is better off with one: who, "
        "what, why, how kept safe, and for how long. Joint controllers must have an arrangement."
    ),
    ASSESSMENT: lambda: _(
        "A single share, and an emergency, never wait for an impact assessment. Regular sharing about "
        "children needs one, because children are a vulnerable group. One can cover a whole family of shares."
    ),
    NOTICE: lambda: _(
        "People, children too, are told how information about them is used and with whom it is shared, in "
        "words that they understand."
    ),
}
_WAYS = {
    AGREEMENT: lambda gap: [
        (_("Start an agreement"), reverse("agreements:start") + (f"?with={gap.what}" if gap.what else "")),
        (_("Bring in one that you have already"), reverse("register:bring_in")),
    ],
    ASSESSMENT: lambda gap: [(_("Start an impact assessment"), reverse("assessments:begin"))],
    NOTICE: lambda gap: [(_("Write a privacy notice"), reverse("policies:begin"))],
}
