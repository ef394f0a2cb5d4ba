"""The parts that every action of this room shares: a move from state to state, and a step that is noted."""

from sharewell.domain.dpias import states
from sharewell.domain.dpias.models import Assessment, Step


def held(assessment):
    """The row as it stands now, held to the end of the transaction."""
    return Assessment.objects.select_for_update().select_related("keeper").get(pk=assessment.pk)


def to_state(assessment, state):
    """Move it, and have whoever's turn it is told anew. Raises ValueError for a move that there is not."""
    if state == assessment.state:
        return
    if state not in states.MOVES[assessment.state]:
        raise ValueError(f"no move from {assessment.state} to {state}")
    assessment.state = state
    assessment.save(update_fields=["state"])
    assessment.hats.filter(hat=assessment.turn).update(mailed_at=None)


def note(assessment, what, *, by, at, hat="", said_en="", said_cy=""):
    """Write down a step of its way. Steps are never changed. What the service does by itself is none."""
    if by != "system":
        Step.objects.create(
            assessment=assessment, round=assessment.round, what=what, hat=hat, said_en=said_en,
            said_cy=said_cy, by=by, at=at,
        )  # fmt: skip


def must_say(*texts):
    """One of the languages at least holds words."""
    if not any(text.strip() for text in texts):
        raise ValueError("nothing was said")
