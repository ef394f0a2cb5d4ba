"""Words that rows of this room may hold, each with what the screen says."""

from django.utils.translation import gettext_lazy as _

CHECKLIST, REQUEST, DECISION, POLICE = "checklist", "request", "decision", "police"

OPEN, FINISHED, DROPPED = "open", "finished", "dropped"
FORM_STATES = {OPEN: _("Being filled in"), FINISHED: _("Finished"), DROPPED: _("Thrown away")}
FORM_MOVES = {OPEN: {FINISHED, DROPPED}, FINISHED: set(), DROPPED: set()}
