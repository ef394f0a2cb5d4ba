"""Frozen content clause by clause: what comments are made on, and what two versions are compared by."""

from sharewell.domain.agreements.documents.flows import flow_heading, flow_pieces
from sharewell.domain.agreements.documents.tongues import OTHER, in_lines, joined, spoken_in, tongues_in
from sharewell.domain.agreements.documents.words import CAPACITY, LANGUAGES, W, said_in


def clauses_of(content: dict) -> list[dict]:
    """Everything that can be commented on or compared, in order: {"id", "number", "heading", "text",
    "pieces"}, the last three in both languages. Parties and flows are there as lines of words. The pieces are
    those of the text, each with its language: see `tongues`.
    """
    out = [_line("title", "", {"en": "Title", "cy": "Teitl"}, _whole(content["title"]))]
    if content["under"]:
        pieces = _each(lambda lang: schedule_pieces(content["under"], lang))
        out.append(_line("under", "", W["schedule"], pieces))
    for section in content["sections"]:
        heading = section["title"]
        for clause in section["clauses"]:
            out.append(_line(clause["id"], clause["number"], heading, clause_pieces(clause)))
        if section["shows"] == "parties":
            out.append(_line("parties", "", heading, _each(lambda lang: _party_lines(content, lang))))
        elif section["shows"] == "flows":
            out += [
                _line(f"flow-{flow['number']}", "", flow_heading(flow), flow_pieces(content, flow))
                for flow in content["flows"]
            ]
    return out


def lines_in(clause: dict, lang: str) -> list[list[tuple[str, str]]]:
    """The lines of a clause as a page in one language shows them, each in pieces; all in the other language
    where it says nothing in this one.
    """
    pieces = clause["pieces"][lang]
    if not clause["text"][lang]:
        pieces = [(words, OTHER[lang]) for words, _tongue in clause["pieces"][OTHER[lang]]]
    return [line for line in in_lines(pieces) if any(words for words, _tongue in line)]


def clause_pieces(clause: dict) -> dict:
    """The pieces of a frozen clause in both languages."""
    borrowed = clause.get("borrowed", {})
    return _each(lambda lang: tongues_in(clause["text"][lang], borrowed.get(lang, ()), lang))


def schedule_pieces(under: dict, lang: str) -> list[tuple[str, str]]:
    """The line of a schedule that names the agreement above it, what holds from there, and what it adds."""
    before, after = W["under"][lang].split("%s")
    titles = "; ".join(each[lang][:1].lower() + each[lang][1:] for each in under.get("holds", []))
    said = [f" ({under['reference']}){after}", W["holds"][lang] % titles if titles else "", W["adds"][lang]]
    return [(before, ""), spoken_in(under["title"], lang), (" ".join(filter(None, said)), "")]


def _line(pk, number, heading, pieces):
    text = {lang: joined(pieces[lang]) for lang in LANGUAGES}
    return {"id": pk, "number": number, "heading": heading, "text": text, "pieces": pieces}


def _each(said):
    return {lang: said(lang) for lang in LANGUAGES}


def _whole(words):
    """Words that stand alone: nothing in a language in which there are none."""
    return {lang: [(words[lang], "")] if words[lang] else [] for lang in LANGUAGES}


def _party_lines(content, lang):
    pieces = []
    for party in content["parties"]:
        contact = spoken_in(party["contact"], lang)
        said = f"{said_in(party['name'], lang)}: {CAPACITY[party['capacity']][lang]}"
        pieces += [("\n" if pieces else "", ""), (said, "")]
        pieces += [(", ", ""), contact] if contact[0] else []
    return pieces
