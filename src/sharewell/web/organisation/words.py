"""Gaps and start dates in words, for these pages, the record and the answer."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.domain.organisations import provisions
from sharewell.domain.organisations.states import POLICY_DOCUMENT
from sharewell.web.layout.moments import day


def gap_words(gap):
    """What is missing: the sort of thing, and which one."""
    if gap.kind == POLICY_DOCUMENT and gap.what:
        return _("%(thing)s for Schedule 1 paragraph %(number)s") % {
            "thing": gap.kind_words,
            "number": gap.what,
        }
    if gap.body:
        return _("%(thing)s with %(body)s") % {"thing": gap.kind_words, "body": gap.body}
    if gap.kind == "assessment" and gap.what:
        lang = "cy" if get_language() == "cy" else "en"
        kind = rules.current().say("recipient.kind", gap.what, lang)
        return _("%(thing)s for sharing with %(kind)s") % {"thing": gap.kind_words, "kind": kind}
    return str(gap.kind_words)


def title_of(provision_id, lang=None):
    """What a provision is called; its id where the rules know it no more."""
    found = provisions.find(provision_id)
    return found.title["cy" if (lang or get_language()) == "cy" else "en"] if found else provision_id


def start_words(start):
    """A start date with whose it is: the provision, the day, who confirmed it, who set it and when."""
    return _(
        "%(title)s: %(day)s. This date is the organisation's own. %(lawyers)s confirmed it; %(who)s set it "
        "on %(set)s."
    ) % {
        "title": title_of(start.provision),
        "day": day(start.starts_on),
        "lawyers": start.confirmed_by,
        "who": start.set_by.name,
        "set": day(start.set_at),
    }
