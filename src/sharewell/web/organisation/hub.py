"""Arrangements: the one page from which everything that an organisation sets up beforehand is reached."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sharewell.domain.organisations import queries
from sharewell.domain.oversight.permissions import see_self_assessment_refusal


@dataclass(frozen=True)
class Place:
    """One thing that is reached from here: where it is, what it is called, what it is for."""

    href: str
    title: str
    says: str
    count: str = ""  # what waits there, in words


_GROUPS = [
    (
        gettext_lazy("Agreements"),
        [
            (
                "register:all",
                gettext_lazy("The register"),
                gettext_lazy("Every agreement: who, what, why, until when. Import and export."),
            ),
            (
                "agreements:all",
                gettext_lazy("Draft and agree"),
                gettext_lazy("Write an agreement by answering questions, argue it over, sign it."),
            ),
            (
                "oversight:flows",
                gettext_lazy("Who shares what with whom"),
                gettext_lazy(
                    "One picture, from agreements and from real shares. What lacks cover stands out."
                ),
            ),
        ],
    ),
    (
        gettext_lazy("Assessments"),
        [
            (
                "assessments:all",
                gettext_lazy("Impact assessments"),
                gettext_lazy(
                    "The risk of sharing beside the risk of not sharing, and what is done about both."
                ),
            ),
        ],
    ),
    (
        gettext_lazy("Policies and notices"),
        [
            (
                "policies:all",
                gettext_lazy("Policies and privacy notices"),
                gettext_lazy("What is in force, who owns it, and who has read which version."),
            ),
            (
                "policies:retention",
                gettext_lazy("How long records are kept"),
                gettext_lazy("The retention schedule: each period with its authority."),
            ),
            (
                "organisation:ours",
                gettext_lazy("What you have said of yourselves"),
                gettext_lazy("Your start dates, your policy document, a second look before sending."),
            ),
        ],
    ),
    (
        gettext_lazy("The Code, and how you are doing"),
        [
            (
                "requests:all",
                gettext_lazy("The Code's forms"),
                gettext_lazy("The checklist, the request and decision forms, and what the police ask for."),
            ),
            (
                "oversight:record",
                gettext_lazy("Record of processing"),
                gettext_lazy(
                    "What you do with people's information, from what is really shared. "
                    "Print it or take it along."
                ),
            ),
            (
                "self_assessment:all",
                gettext_lazy("Self-assessment"),
                gettext_lazy("The ten steps and the Code, answered with evidence."),
            ),
            (
                "organisation:gaps",
                gettext_lazy("To be put right"),
                gettext_lazy("What was found missing when somebody shared: who mends it, and by when."),
            ),
        ],
    ),
]


@never_cache
@require_safe
def hub(request):
    """Everything that stands behind the sharing of whoever asks, each with one line."""
    counts = {"organisation:gaps": _gaps_waiting(request.user)}
    closed = {"self_assessment:all"} if see_self_assessment_refusal(request.user) else set()
    groups = [
        (
            heading,
            [
                Place(reverse(name), title, says, counts.get(name, ""))
                for name, title, says in rows
                if name not in closed
            ],
        )
        for heading, rows in _GROUPS
    ]
    context = {"organisation": request.user.organisation, "groups": groups}
    return render(request, "organisation/hub.html", context)


def _gaps_waiting(person):
    waiting = [gap for gap in queries.gaps_for(person) if gap.closed_at is None]
    if not waiting:
        return ""
    return ngettext("%(count)s waits", "%(count)s wait", len(waiting)) % {"count": len(waiting)}
