"""A self-assessment as a document to read or to print."""

from sharewell.domain.organisations.models import in_language
from sharewell.domain.oversight.self_assessment import standing_of
from sharewell.domain.oversight.standards import LEVEL_WORDS
from sharewell.printing import documents as d

_WORDS = {
    "title": {
        "en": "Self-assessment against the ten steps and the Data Sharing Code",
        "cy": "Hunanasesiad yn erbyn y deg cam a'r Cod Rhannu Data",
    },
    "open": {"en": "Not finished yet", "cy": "Heb ei orffen eto"},
    "finished": {"en": "Finished", "cy": "Wedi'i orffen"},
    "organisation": {"en": "Organisation", "cy": "Sefydliad"},
    "by": {"en": "Finished by", "cy": "Gorffennwyd gan"},
    "all": {"en": "All together", "cy": "Y cyfan gyda'i gilydd"},
    "own": {
        "en": "The levels and percentages are our own way of seeing what changes. No regulator gives them.",
        "cy": "Ein ffordd ni o weld beth sy'n newid yw'r lefelau a'r canrannau. Nid oes unrhyw reoleiddiwr "
        "yn eu rhoi.",
    },
    "what": {"en": "What is looked at", "cy": "Yr hyn yr edrychir arno"},
    "level": {"en": "Level", "cy": "Lefel"},
    "how": {"en": "How we know", "cy": "Sut y gwyddom"},
    "nothing": {"en": "Nothing to show yet", "cy": "Dim i'w ddangos eto"},
}


def document_of(assessment, lang):
    """A self-assessment as a Document in "en", "cy" or "both"."""
    standing = standing_of(assessment)
    organisation = assessment.organisation
    named = d.name(in_language(organisation, "name", "en"), in_language(organisation, "name", "cy"))
    by = assessment.finished_by.name if assessment.finished_by else ""
    facts = [(_WORDS["organisation"], named), (_WORDS["by"], by), (_WORDS["all"], _percent(standing.percent))]
    blocks = [d.Facts(facts), d.Note(_WORDS["own"])]
    for part in standing.parts:
        title = part.standard.title
        heading = {lang: f"{title[lang]}: {said}" for lang, said in _percent(part.percent).items()}
        rows = [[line.measure.text, _level(line), _how(line)] for line in part.lines]
        head = [_WORDS["what"], _WORDS["level"], _WORDS["how"]]
        blocks += [d.Heading(heading), d.Table(head, rows)]
    at = assessment.finished_at or assessment.begun_at
    return d.Document(
        title=_WORDS["title"], lang=lang, at=at.isoformat(), author=str(organisation), blocks=blocks,
        status=_WORDS["finished" if assessment.finished_at else "open"],
    )  # fmt: skip


def _percent(percent):
    return _WORDS["nothing"] if percent is None else {lang: f"{percent}%" for lang in ("en", "cy")}


def _level(line):
    return _WORDS["nothing"] if line.level is None else LEVEL_WORDS[line.level]


def _how(line):
    if line.found:
        return {lang: line.shows(lang) for lang in ("en", "cy")} if line.found["of"] else _WORDS["nothing"]
    if line.said and line.said["how"]:
        return {
            lang: line.said["how"] if lang == line.said.get("lang", "en") else "" for lang in ("en", "cy")
        }
    return _WORDS["nothing"]
