"""The record of processing as one document, and as a spreadsheet."""

import csv
import io
import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sharewell.domain.agreements import grounds
from sharewell.domain.oversight.queries.flows import UNCOVERED
from sharewell.printing import documents as d

LANGUAGES = ("en", "cy")
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")  # what a spreadsheet program would take for one
_KEPT_SAFE = _(
    "What is written down in this service is sealed at rest and in transit, is seen by a named team alone, "
    "and each look is recorded."
)
_NOT_SAID = _("Not written down in an agreement")
_CHILDREN = _("Children, their families, and others who are named in a worry about them")
_WORRIES = _("What was seen, said and thought about a child's safety, decisions, and what was sent")
HEADS = (
    _("What for"), _("With whom"), _("Which way"), _("Agreement"), _("About whom"), _("What"),
    _("Lawful basis and power"), _("How long it is kept"), _("How it is kept safe"),
    _("Outside the United Kingdom"), _("Impact assessment"), _("Shares in the last year"),
)  # fmt: skip


def document_of(processing, lang="en"):
    """A queries.Processing as a Document in "en", "cy" or "both"."""
    blocks = [
        d.Facts(_about(processing)),
        d.Para(_both(_("Built from the agreements in force and from what was really shared since %(day)s."),
                     day=d.when(processing.since))),
    ]  # fmt: skip
    if not processing.activities:
        blocks.append(d.Para(_both(_("No agreement is in force, and nothing was shared yet."))))
    for activity in processing.activities:
        blocks += _activity(activity, processing.has_shares)
    blocks.append(d.Heading(_both(_("How long records are kept"))))
    blocks.append(_periods(processing.periods))
    return d.Document(
        title=_both(_("Record of processing")), lang=lang, at=processing.on.isoformat(), blocks=blocks,
        author=_name(processing.organisation)["cy" if lang == "cy" else "en"],
    )  # fmt: skip


def _about(processing):
    notice = processing.notice
    officers = "; ".join(f"{person.name}, {person.email}" for person in processing.officers)
    return [
        (_both(_("Controller")), _name(processing.organisation)),
        (_both(_("Data protection officer")), officers or _both(_("Nobody is named"))),
        (_both(_("Privacy notice")),
         d.name(notice.title_en, notice.title_cy) if notice else _both(_("None in force"))),
        (_both(_("About whom, in this service")), _both(_CHILDREN)),
        (_both(_("What, in this service")), _both(_WORRIES)),
        (_both(_("How it is kept safe")), _both(_KEPT_SAFE)),
    ]  # fmt: skip


def _activity(activity, has_shares):
    yield d.Heading(purpose_words(activity.purpose))
    yield d.Facts(
        [
            (_both(_("About whom")), _lines(activity.texts["about"]) or _both(_NOT_SAID)),
            (_both(_("What")), _lines(activity.texts["items"]) or _both(_NOT_SAID)),
            (_both(_("Of a special sort")), _both(_sorts(activity))),
            (_both(_("Lawful basis and power")),
             _lines([grounds.title(pk) for pk in activity.grounds]) or _both(_("As each decision records"))),
            (_both(_("How long it is kept")),
             _lines(activity.texts["kept"]) or _both(_("As the retention schedule below says"))),
            (_both(_("How it is kept safe")), _lines(activity.texts["secured"]) or _both(_KEPT_SAFE)),
            (_both(_("Outside the United Kingdom")), _abroad(activity)),
            (_both(_("Impact assessment")),
             ", ".join(activity.assessments) or _both(_("None covers it yet"))),
        ]
    )  # fmt: skip
    head = [_("With whom"), _("Which way"), _("Agreement"), *([_("Shares")] if has_shares else [])]
    rows = [
        [_partner(line), _both(_way(line)), line.reference or _both(_none(line)),
         *([str(line.shares)] if has_shares else [])]
        for line in activity.lines
    ]  # fmt: skip
    yield d.Table([_both(each) for each in head], rows, caption=_both(_("With whom it is shared")))


def _sorts(activity):
    if activity.is_special and activity.is_offence:
        return _("Special category data, and data about offences")
    if activity.is_special:
        return _("Special category data")
    return _("Data about offences") if activity.is_offence else _NOT_SAID


def _abroad(activity):
    if not activity.abroad:
        return _both(_("No"))
    return _lines([grounds.say("recipient.nation", nation) for nation in activity.abroad])


def _none(line):
    return _("None covers it") if line.state == UNCOVERED else _("None is needed")


def _way(line):
    return _("We give them") if line.us_first else _("They give us")


def _partner(line):
    return _name(line.partner) if line.partner else grounds.say("recipient.kind", line.kind)


def purpose_words(purpose):
    """What something is for, in both languages."""
    return (
        grounds.say("worry.purpose", purpose)
        if purpose
        else _both(_("What others sent us, for their own purposes"))
    )


def _periods(rows):
    head = [_("Record"), _("How long it is kept"), _("Authority")]
    told = [[row["record"], row["own"] or row["usual"], row["authority"]] for row in rows]
    return d.Table([_both(each) for each in head], told)


def _name(organisation):
    return d.name(organisation.name_en, organisation.name_cy)


def _lines(texts):
    """Texts of one sort under each other, in both languages where both were written."""
    if not texts:
        return ""
    said = {
        lang: [text[lang] or text[other] for text in texts] for lang, other in (("en", "cy"), ("cy", "en"))
    }
    return {lang: "\n".join(dict.fromkeys(words)) for lang, words in said.items()}


def _both(words, **values):
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            said[lang] = str(words) % {name: _in(value, lang) for name, value in values.items()}
    return said


def _in(value, lang):
    return value[lang] if isinstance(value, dict) else value


def spreadsheet_of(processing, lang="en"):
    """The record as CSV (RFC 4180, UTF-8 with a mark that spreadsheet programs know): a row for each purpose,
    body and way.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    heads = HEADS if processing.has_shares else HEADS[:-1]
    rows.writerow([_both(head)[lang] for head in heads])
    for activity in processing.activities:
        for line in activity.lines:
            cells = _cells(activity, line)[: len(heads)]
            rows.writerow([_harmless(_in(cell, lang)) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(activity, line):
    return [
        purpose_words(activity.purpose), _partner(line), _both(_way(line)),
        line.reference or _both(_none(line)),
        _lines(activity.texts["about"]), _lines(activity.texts["items"]),
        _lines([grounds.title(pk) for pk in activity.grounds]), _lines(activity.texts["kept"]),
        _lines(activity.texts["secured"]), _abroad(activity), ", ".join(activity.assessments),
        str(line.shares),
    ]  # fmt: skip


def _harmless(cell):
    return f"'{cell}" if _FORMULA.match(cell) else cell
