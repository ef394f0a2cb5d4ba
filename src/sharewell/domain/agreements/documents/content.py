"""From the rows to frozen content: what a Version keeps, in both languages, as JSON."""

import json
from hashlib import sha256

from sharewell.domain.agreements import states
from sharewell.domain.agreements.documents.filling import answer_words, borrowed, filled
from sharewell.domain.agreements.documents.words import LANGUAGES
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.kinds.reading import PLACEHOLDER

SHAPE = 1


def content_of(agreement) -> dict:
    """The whole agreement as it stands, as JSON: {"shape", "kind", "title", "parties", "flows", ..}."""
    kind = kind_of(agreement.kind)
    parties = list(agreement.parties.select_related("organisation"))
    flows = agreement.flows.select_related("giver").prefetch_related("receivers", "bases")
    content = {
        "shape": SHAPE,
        "kind": kind.id,
        "kind_title": kind.title,
        "template": kind.version,
        "reference": agreement.reference,
        "title": _two(agreement, "title"),
        "languages": agreement.languages,
        "under": _under(agreement),
        "schedules": [_named(each) for each in agreement.schedules.filter(state__in=states.COVERS)],
        "review": agreement.review_on.isoformat() if agreement.review_on else "",
        "start": agreement.in_force_from.isoformat() if agreement.in_force_from else "",
        "parties": [_party(each) for each in parties],
        "flows": [_flow(each) for each in flows],
    }
    answers = {row.question: {"en": row.text_en, "cy": row.text_cy} for row in agreement.answers.all()}
    content["sections"] = list(_sections(kind, content, answers))
    return content


def hash_of(content: dict) -> str:
    """The SHA-256 of frozen content: the same content gives the same on any machine."""
    data = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(data.encode()).hexdigest()


def _two(row, name):
    return {lang: getattr(row, f"{name}_{lang}") for lang in LANGUAGES}


def _named(agreement):
    return {"reference": agreement.reference, "title": _two(agreement, "title")}


def _under(agreement):
    """The agreement above a schedule, and what is agreed there: the titles of its sections."""
    if not agreement.under_id:
        return None
    kind = kinds().get(agreement.under.kind)
    sections = kind.sections if kind else ()
    return _named(agreement.under) | {
        "holds": [each.title for each in sections if each.clauses and not each.shows and not each.is_appendix]
    }


def _party(party):
    return {
        "id": str(party.pk),
        "organisation": str(party.organisation_id),
        "name": _two(party.organisation, "name"),
        "capacity": party.capacity,
        "is_lead": party.is_lead,
        "contact": _two(party, "contact"),
        "role": _two(party, "signatory_role"),
        "left_on": party.left_on.isoformat() if party.left_on else "",
    }


def _flow(flow):
    said = {
        name: _two(flow, name) for name in ("items", "about", "why", "often", "trigger", "secured", "kept")
    }
    return said | {
        "number": flow.number,
        "giver": str(flow.giver_id),
        "receivers": sorted(str(each.pk) for each in flow.receivers.all()),
        "purpose": flow.purpose,
        "pattern": flow.pattern,
        "sorts": [name for name in ("special", "offence", "confidential") if getattr(flow, name)],
        "bases": [
            {"party": str(row.party_id), "basis": row.basis, "condition": row.condition, "power": row.power}
            for row in sorted(flow.bases.all(), key=lambda row: str(row.party_id))
        ],
    }


def _sections(kind, content, answers):
    counts = {False: 0, True: 0}
    for section in kind.sections:
        counts[section.is_appendix] += 1
        count = counts[section.is_appendix]
        number = chr(64 + count) if section.is_appendix else str(count)
        yield {
            "id": section.id,
            "number": number,
            "title": section.title,
            "appendix": section.is_appendix,
            "shows": section.shows,
            "terms": [list(each) for each in section.terms],
            "clauses": [
                {
                    "id": clause.id,
                    "number": f"{number}.{at}",
                    "text": filled(clause, kind, content, answers),
                    "borrowed": borrowed(clause, kind, answers),
                }
                for at, clause in enumerate(_said(section, kind, answers), 1)
            ],
        }


def _said(section, kind, answers):
    """The clauses of a section, but for one that says nothing because nobody had to answer its questions."""
    for clause in section.clauses:
        names = set(PLACEHOLDER.findall(clause.text["en"]))
        asks = {name: kind.questions[name] for name in names if name in kind.questions}
        is_open = [
            not each.is_needed and not answer_words(each, answers.get(name), "en")
            for name, each in asks.items()
        ]
        if not (asks and all(is_open)):
            yield clause
