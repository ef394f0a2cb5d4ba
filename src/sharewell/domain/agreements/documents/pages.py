"""Frozen content laid out to be read or printed, in either language or both."""

from sharewell.domain.agreements import grounds
from sharewell.domain.agreements.documents.clauses import clause_pieces, schedule_pieces
from sharewell.domain.agreements.documents.filling import of_itself
from sharewell.domain.agreements.documents.flows import flow_heading, flow_pairs
from sharewell.domain.agreements.documents.words import (
    CAPACITY,
    LANGUAGES,
    ONLY_IN_OTHER,
    SURE,
    W,
    called,
    only,
)
from sharewell.domain.agreements.pictures import picture_of
from sharewell.printing import documents as print_as


def document_of(content: dict, lang: str, *, status="", at="", signatures=(), picture=True):
    """Frozen content as a printing Document in "en", "cy" or "both". `signatures` are Signature rows of its
    version; without one, there is a line to sign on.
    """
    blocks = [
        print_as.Facts(
            [
                (W["kind"], content["kind_title"]),
                (W["parties"], {lang: of_itself("parties", content, lang) for lang in LANGUAGES}),
            ]
        )
    ]
    if content["under"]:
        said = {lang: _runs(schedule_pieces(content["under"], lang)) for lang in LANGUAGES}
        blocks.append(print_as.Para(said))
    for section in content["sections"]:
        heading = {lang: _heading(section, lang) for lang in LANGUAGES}
        blocks.append(print_as.Heading(heading, 1))
        blocks += [print_as.Para(_numbered(clause)) for clause in section["clauses"]]
        if section["terms"]:
            blocks.append(print_as.Facts([tuple(each) for each in section["terms"]]))
        blocks += _shown(section["shows"], content, signatures, picture)
    return print_as.Document(
        title=only(content["title"]), lang=lang, reference=content["reference"], at=at, status=status,
        blocks=blocks,
    )  # fmt: skip


def _heading(section, lang):
    if section["appendix"]:
        return f"{W['appendix'][lang]} {section['number']}. {section['title'][lang]}"
    return f"{section['number']}. {section['title'][lang]}"


def _numbered(clause):
    """A clause with its number; words in the other language are marked as such, to the eye and to the ear."""
    pieces = clause_pieces(clause)
    return {
        lang: [print_as.Run(f"{clause['number']} "), *_noted(_runs(pieces[lang]), lang)]
        for lang, text in clause["text"].items()
        if text
    }


def _runs(pieces):
    return [print_as.Run(words, lang=tongue) for words, tongue in pieces]


def _noted(runs, lang):
    """With a note after each run that is in the other language."""
    for run in runs:
        yield run
        if run.lang:
            yield print_as.Run(f" {ONLY_IN_OTHER[lang]}")


def _shown(shows, content, signatures, picture):
    drawn = {
        "parties": _parties,
        "flows": _flows,
        "table": _table,
        "law": _law,
        "contacts": _contacts,
        "schedules": _schedules,
    }
    if shows in drawn:
        return drawn[shows](content) or [print_as.Note(W["nothing"])]
    if shows == "signatures":
        return [_signatures(content, signatures)]
    if shows == "diagram" and picture and content["flows"]:
        return [picture_of(content)]
    return []


def _here(content):
    return [party for party in content["parties"] if not party["left_on"]]


def _parties(content):
    rows = [[called(p["name"]), CAPACITY[p["capacity"]], called(p["contact"])] for p in _here(content)]
    return rows and [print_as.Table([W["party"], W["capacity"], W["contact"]], rows, W["parties"])]


def _contacts(content):
    rows = [[called(p["name"]), called(p["contact"]), called(p["role"])] for p in _here(content)]
    role = {"en": "Who signs", "cy": "Pwy sy'n llofnodi"}
    return rows and [print_as.Table([W["party"], W["contact"], role], rows, W["contact"])]


def _schedules(content):
    rows = [[each["reference"], only(each["title"]) or ""] for each in content["schedules"]]
    title = {"en": "Title", "cy": "Teitl"}
    return rows and [print_as.Table([W["number"], title], rows, W["schedules"])]


def _flows(content):
    blocks = []
    for flow in content["flows"]:
        blocks.append(print_as.Heading(flow_heading(flow), 2))
        blocks.append(print_as.Facts([(term, _written(v)) for term, v in flow_pairs(content, flow)]))
    return blocks


def _written(value):
    """A value of a flow in the languages in which there is one."""
    if isinstance(value, list):
        return [_written(part) for part in value]
    return only(value) if isinstance(value, dict) else value


def _table(content):
    """The information reference table: one row a flow."""
    head = [
        W["number"], W["trigger"], W["items"], W["why"], W["rests"], W["gives"], W["receives"], W["secured"]
    ]  # fmt: skip
    rows = []
    for flow in content["flows"]:
        said = dict((term["en"], value) for term, value in flow_pairs(content, flow))
        wanted = [
            W[name]["en"] for name in ("trigger", "items", "why", "rests", "gives", "receives", "secured")
        ]
        rows.append([str(flow["number"]), *((_written(said[name]) or "–") for name in wanted)])
    caption = {"en": "Information reference table", "cy": "Tabl cyfeirio gwybodaeth"}
    return rows and [print_as.Table(head, rows, caption)]


def _law(content):
    """What the parties rest on, each with where it stands and how sure we are of it."""
    named = {
        row[what]: None for flow in content["flows"] for row in flow["bases"]
        for what in ("basis", "condition", "power") if row[what]
    }  # fmt: skip
    known = grounds.known()
    rows = []
    for pk in named:
        if found := known.get(pk):
            where = ", ".join(filter(None, (found["instrument"], found["provision"], found["link"])))
            rows.append([grounds.title(pk), where, SURE.get(found["confidence"], found["confidence"])])
    return rows and [print_as.Table([W["law"], W["where"], W["sure"]], rows, W["rests"])]


def _signatures(content, signatures):
    signed = {str(row.party_id): row for row in signatures}
    how = {
        "account": {"en": "signed in", "cy": "drwy fewngofnodi"},
        "link": {"en": "through a secure link", "cy": "drwy ddolen ddiogel"},
    }
    there = [(party["id"], called(party["name"]), called(party["role"])) for party in _here(content)]
    known = {pk for pk, _named, _post in there}
    joined = [row for pk, row in signed.items() if pk not in known]  # after the words were settled
    there += [
        (str(row.party_id), print_as.name(row.party.organisation.name_en, row.party.organisation.name_cy), "")
        for row in joined
    ]
    lines = []
    for pk, named, post in there:
        row = signed.get(pk)
        lines.append(
            print_as.Signature(
                party=named,
                role=row.role if row else post,
                name=row.name if row else "",
                at=row.at.isoformat() if row else "",
                how=how.get(row.how, "") if row else "",
            )
        )
    return print_as.Signatures(lines)
