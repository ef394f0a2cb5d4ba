"""What stands behind a share in words: before the decision, and as it was frozen with it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell.domain.agreements.permissions import start_refusal as start_agreement_refusal
from sharewell.domain.decisions import cover, queries
from sharewell.domain.dpias.permissions import start_refusal as start_assessment_refusal
from sharewell.domain.organisations.queries import who_puts_right
from sharewell.web.layout.moments import day


def lines_of(decision):
    """[{"label", "text"}] of what stood behind a share when it was decided; [] where nobody looked then."""
    kept = queries.cover_of(decision)
    if kept is None:
        return []
    return said(kept.words, is_single=kept.pattern == cover.ONE_OFF)


def said(words, is_single):
    """The same of plain words, as `cover.Cover.words` gives them."""
    none = _("None: a single share") if is_single else _("None in force")
    rows = [
        (_("Sharing agreement"), _agreement(words.get(cover.AGREEMENT)) or none),
        (_("Impact assessment"), _paper(words.get(cover.ASSESSMENT)) or none),
        (_("Privacy notice"), _notice(words.get(cover.NOTICE)) or _("None in force")),
    ]
    return [{"label": label, "text": text} for label, text in rows]


def _title(paper):
    first, second = ("cy", "en") if get_language() == "cy" else ("en", "cy")
    return paper["title"][first] or paper["title"][second]


def _paper(paper):
    return paper and ", ".join(part for part in (paper["reference"], _title(paper)) if part)


def _agreement(paper):
    if not paper or not paper["review_on"]:
        return _paper(paper)
    return _("%(paper)s. To be looked at again on %(day)s") % {
        "paper": _paper(paper), "day": day(date.fromisoformat(paper["review_on"]))}  # fmt: skip


def _notice(paper):
    return paper and _("%(title)s, version %(number)s") % {
        "title": _title(paper), "number": paper["version"]}  # fmt: skip


def ahead(pair):
    """The same as `lines_of`, before anything is decided."""
    return said(pair.found.words, is_single=cover.pattern_of(pair.case) == cover.ONE_OFF)


def lines_now(decision, now):
    """The same as `lines_of`, of a queries.CoverNow, before it goes."""
    if now is None or now.is_as_decided:
        return lines_of(decision)
    return said(now.found.words, is_single=cover.pattern_of(now.case) == cover.ONE_OFF)


def lines_gone(delivery):
    """The same as it went, where that is not what it was decided on; [] where it is."""
    if delivery.cover is None:
        return []
    kept = queries.cover_of(delivery.decision)
    return said(delivery.cover, is_single=kept.pattern == cover.ONE_OFF)


def ways_forward(wait, to, by):
    """What can be done for a flow that waits: what is missing, [(words, address)] of what this person may do
    about each, and who mends it.
    """
    missing = {
        cover.AGREEMENT: _("No agreement in force covers it."),
        cover.ASSESSMENT: _("No impact assessment covers it."),
    }
    ways = {cover.AGREEMENT: _to_an_agreement(to, by), cover.ASSESSMENT: _to_an_assessment(by)}
    return {
        "missing": [(missing[kind], ways[kind]) for kind in wait.kinds],
        "who": who_puts_right(by.organisation),
    }


def _to_an_agreement(to, by):
    if start_agreement_refusal(by, by.organisation):
        return []
    begin = reverse("agreements:start") + (f"?with={to.organisation.pk}" if to.organisation else "")
    return [
        (_("Start an agreement with %(name)s") % {"name": to.name}, begin),
        (_("Bring in one that you have already"), reverse("register:bring_in")),
    ]


def _to_an_assessment(by):
    if start_assessment_refusal(by):
        return []
    return [(_("Start an impact assessment"), reverse("assessments:begin"))]
