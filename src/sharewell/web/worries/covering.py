"""What stands behind a share in words: before the decision, and as it was frozen with it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell.domain.decisions import cover, queries
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


def ways_forward(wait, to, organisation):
    """What a flow that waits can do next: what is missing, [(words, address)] for each, and who mends it."""
    body = to.organisation
    begin = reverse("agreements:start") + (f"?with={body.pk}" if body else "")
    ways = {
        cover.AGREEMENT: [
            (_("Start an agreement with %(name)s") % {"name": to.name}, begin),
            (_("Bring in one that you have already"), reverse("register:bring_in")),
        ],
        cover.ASSESSMENT: [(_("Start an impact assessment"), reverse("assessments:begin"))],
    }
    missing = {
        cover.AGREEMENT: _("No agreement in force covers it."),
        cover.ASSESSMENT: _("No impact assessment covers it."),
    }
    return {
        "missing": [(missing[kind], ways[kind]) for kind in wait.kinds],
        "who": who_puts_right(organisation),
    }
