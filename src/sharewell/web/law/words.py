"""What the pages call things, in the language of the page."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharewell.rules.facts import FIRST_DAY
from sharewell.rules.histories import NEVER
from sharewell.web.layout.moments import day as said_day

NATIONS = ("england", "wales", "scotland", "northern-ireland")
STATES = ("in-force", "to-come", "ended", "never")
# The groups of the index, in the order in which the law speaks and a lawyer reads.
STEPS = (
    "danger", "nobody", "closed", "order", "kept-back", "doubt", "duty", "permits", "otherwise",
    "basis", "condition", "telling", "exemption", "right", "clock", "guidance", "background",
    "sector", "regime", "advice", "myth",
)  # fmt: skip
COLOURS = {
    "read in the law": "green",
    "second-hand": "yellow",
    "general knowledge": "grey",
    "unsure": "orange",
}


def steps() -> dict[str, str]:
    """What each group of the index is called."""
    return {
        "danger": _("Immediate danger"),
        "nobody": _("Nobody is identified"),
        "closed": _("Closed recipients and purposes"),
        "order": _("Orders of a court"),
        "kept-back": _("What the law keeps back"),
        "doubt": _("Get advice first"),
        "duty": _("Duties to share"),
        "permits": _("Powers and guidance that permit"),
        "otherwise": _("Where nothing else speaks"),
        "basis": _("Lawful bases (Article 6; Part 3)"),
        "condition": _("Conditions (Articles 9 and 10; Schedules 1 and 8)"),
        "telling": _("Telling the people concerned"),
        "exemption": _("Exemptions"),
        "right": _("Individuals' rights"),
        "clock": _("Time limits"),
        "guidance": _("Guidance"),
        "background": _("Background law"),
        "sector": _("Sector matrix"),
        "regime": _("Which regime applies"),
        "advice": _("Lines that an answer adds"),
        "myth": _("Myths that an answer corrects"),
    }


def step_means(step: str) -> str:
    """What a rule of this group does, in a sentence."""
    said = {
        "danger": _("Speaks first: in immediate danger, share now with those who can act."),
        "nobody": _("Where nobody is identified, data protection law does not stand in the way."),
        "closed": _("Closes a recipient or a purpose: do not share it like this."),
        "order": _("A court has ordered it: you must share what the order says."),
        "kept-back": _("Keeps something back: do not share it like this."),
        "doubt": _("Asks for advice before anything is shared."),
        "duty": _("A duty: when it holds, the answer is that you must share."),
        "permits": _("Permits: when it holds, the answer is that you can share."),
        "otherwise": _("Speaks only where no other rule does: get advice first."),
        "basis": _("A lawful basis that the record of a share can name."),
        "condition": _("A condition for special category or criminal offence data."),
        "telling": _("Says whether to tell the people concerned. The first that holds decides."),
        "exemption": _("Lets a right give way, as far as is needed and no further."),
        "right": _("A right of the people whom the information is about."),
        "clock": _("It starts to run as said below."),
        "guidance": _("It is cited, and binds no one by itself."),
        "background": _("Law that stands behind the answers. It decides nothing by itself."),
        "sector": _("The usual position of one kind of organisation."),
        "regime": _("Says which data protection regime governs each side of a share."),
        "advice": _("Adds a line to an answer. It changes no outcome."),
        "myth": _("Corrects something people often hear. It changes no outcome."),
    }
    return said[step]


def strengths() -> dict[str, str]:
    """How strongly a gateway speaks."""
    return {
        "duty": _("Duty"),
        "duty-on-request": _("Duty when asked"),
        "power": _("Power"),
        "guidance": _("Guidance"),
    }


def nations() -> dict[str, str]:
    """The four nations."""
    return {
        "england": _("England"),
        "wales": _("Wales"),
        "scotland": _("Scotland"),
        "northern-ireland": _("Northern Ireland"),
    }


def nations_line(extends: list | tuple) -> str:
    """Where a rule extends, in a few words."""
    if len(extends) == len(NATIONS):
        return _("All four nations")
    return ", ".join(nations()[one] for one in NATIONS if one in extends)


def confidences() -> dict[str, str]:
    """How sure we are, in a word or two."""
    return {
        "read in the law": _("Read in the law"),
        "second-hand": _("Second-hand"),
        "general knowledge": _("General knowledge"),
        "unsure": _("Unsure"),
    }


def confidence_means(confidence: str) -> str:
    """How sure we are, in a sentence."""
    said = {
        "read in the law": _("We read the provision or the document itself."),
        "second-hand": _("We read what others say of it, not the provision itself."),
        "general knowledge": _("It is generally known. We have not checked it in the source."),
        "unsure": _("We are not sure of this. It may advise; it never compels and never forbids."),
    }
    return said.get(confidence, confidence)


def states() -> dict[str, str]:
    """Whether a rule is in force."""
    return {
        "in-force": _("In force"),
        "to-come": _("Not yet in force"),
        "ended": _("Ended"),
        "never": _("Enacted, not in force"),
    }


def parts() -> dict[str, str]:
    """What can change about a rule."""
    return {
        "title": _("Title"),
        "text": _("Words"),
        "adds": _("What it adds"),
        "condition": _("Condition"),
        "effect": _("What it does"),
        "nations": _("Nations"),
        "source": _("Source"),
        "confidence": _("How sure we are"),
        "notes": _("Notes"),
        "dates": _("Dates"),
    }


def filters() -> dict[str, str]:
    """What the index can be narrowed down by."""
    return {
        "instrument": _("Instrument"),
        "nation": _("Nation"),
        "who": _("Who shares"),
        "step": _("Step"),
        "sure": _("How sure we are"),
        "state": _("In force?"),
    }


def arrangements() -> dict[str, str]:
    """What the index can be arranged by."""
    return {
        "step": _("Step, as the law speaks"),
        "instrument": _("Instrument"),
        "nation": _("Nation"),
        "confidence": _("How sure we are"),
    }


def sorts_of_change(is_versions: bool) -> dict[str, str]:
    """What became of rules: of the law from day to day, or of how we write it from version to version."""
    if is_versions:
        return {"changed": _("Rewritten"), "ended": _("No longer there"), "began": _("New")}
    return {"began": _("Began"), "ended": _("Ended"), "changed": _("Changed")}


def standings() -> dict[str, str]:
    """How a ground stands in an answer."""
    return {
        "recommended": _("Use this"),
        "available": _("This would do as well"),
        "unsuitable": _("Not this"),
    }


def hows() -> dict[str, str]:
    """How a worked case exercises a rule."""
    return {
        "recommended": _("its recommended ground"),
        "available": _("a ground that would do"),
        "unsuitable": _("claimed, and refused"),
        "gateway": _("a gateway that holds"),
        "exemption": _("an exemption that applies"),
        "reason": _("a reason of the answer"),
        "adds": _("adds a line to the answer"),
        "cited": _("cited as a source"),
        "bears": _("bears on it"),
    }


def adds() -> dict[str, str]:
    """The lists that a rule can add lines to."""
    return {
        "do": _("To do"),
        "record": _("To write down"),
        "warnings": _("To take care with"),
        "alternatives": _("To do instead"),
        "ask": _("Whom to ask"),
        "settles": _("What would settle it"),
    }


def units(count: int, unit: str) -> str:
    """A number of hours, days and so on."""
    said = {
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", count),
        "hours": ngettext("%(n)s hour", "%(n)s hours", count),
        "days": ngettext("%(n)s day", "%(n)s days", count),
        "working-days": ngettext("%(n)s working day", "%(n)s working days", count),
        "school-days": ngettext("%(n)s school day", "%(n)s school days", count),
        "weeks": ngettext("%(n)s week", "%(n)s weeks", count),
        "months": ngettext("%(n)s month", "%(n)s months", count),
        "years": ngettext("%(n)s year", "%(n)s years", count),
    }
    return said.get(unit, "%(n)s " + unit) % {"n": count}


def dates_line(version, state: str) -> str:
    """From when to when a version is in force, in a few words."""
    if version.starts == NEVER:
        return states()["never"]
    starts = date.fromisoformat(version.starts)
    is_old = starts <= FIRST_DAY
    if version.ends:
        last = said_day(date.fromisoformat(version.ends) - timedelta(days=1))
        if is_old:
            return _("Until %(last)s") % {"last": last}
        return _("%(first)s to %(last)s") % {"first": said_day(starts), "last": last}
    if is_old:
        return _("In force")
    if state == "to-come":
        return _("From %(first)s") % {"first": said_day(starts)}
    return _("Since %(first)s") % {"first": said_day(starts)}
