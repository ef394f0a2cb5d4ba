"""Flows in words: who, what for, how it stands. The rules' own words where they have any."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.domain.oversight.queries.flows import AGREED, COVERED, NOT_NEEDED, UNCOVERED


def partner_words(line):
    """The other end of a line: a body, or what somebody outside the directory is."""
    if line.partner:
        return str(line.partner)
    return _("Outside the directory: %(what)s") % {"what": kind_words(line.kind)}


def kind_words(kind):
    """What sort of body or person it is."""
    return rules.current().say("recipient.kind", kind, _lang())


def purpose_words(purpose):
    """What something is shared for."""
    return rules.current().say("worry.purpose", purpose, _lang()) if purpose else _("Theirs to know")


def state_words(line, has_shares=True):
    """How a flow stands, in one sentence. Without the counts of shares nothing is said of its use."""
    if line.unconfirmed and not line.agreements:
        return _("Waits until somebody here says yes") if line.us_first else _("They have not said yes yet")
    if line.state == UNCOVERED:
        return _lacking(line)
    return {
        COVERED: _("Covered, and used"),
        AGREED: _("Agreed, not used here") if has_shares else _("Agreed"),
        NOT_NEEDED: _("None is needed with a person"),
    }[line.state]


def _lacking(line):
    if line.agreements:
        return _("Agreed for single cases, and shared regularly")
    is_single = line.shares <= 1 and not line.regular
    return _("No agreement. It happened once") if is_single else _("No agreement covers it")


def _lang():
    return "cy" if get_language() == "cy" else "en"
