"""Two versions of an agreement in one document: what was added and taken out, clause by clause."""

from dataclasses import replace
from itertools import groupby

from sharewell.domain.agreements import documents, redlines
from sharewell.domain.agreements.documents import tongues
from sharewell.printing import documents as print_as

_HOW = {
    "changed": {"en": "Changed", "cy": "Newidiwyd"},
    "added": {"en": "New", "cy": "Newydd"},
    "removed": {"en": "Taken out", "cy": "Tynnwyd"},
    "moved": {"en": "Stands elsewhere now", "cy": "Mewn lle arall bellach"},
}
_SAME = {"en": "Unchanged", "cy": "Heb newid"}
_NOTHING = {"en": "Nothing differs.", "cy": "Nid oes dim yn wahanol."}
_TITLE = {"en": "What changed", "cy": "Beth sydd wedi newid"}


def document_of_changes(
    content: dict, before: dict | None, lang: str, *, status="", at=""
) -> print_as.Document:
    """What differs between two frozen contents. Without one before, everything is new."""
    changes = {each: _changes(content, before, each) for each in documents.LANGUAGES}
    blocks, same = [], []
    for each in zip(*(changes[lang] for lang in documents.LANGUAGES), strict=True):
        how = next((one.how for one in each if one.how), "")
        heading = dict(zip(documents.LANGUAGES, (list(one.heading) for one in each), strict=True))
        if not how:
            same.append(each)
            continue
        blocks.append(print_as.Heading(heading))
        blocks.append(print_as.Para(_in_strong(_HOW[how])))
        blocks += _lines(each)
    blocks = blocks or [print_as.Note(_NOTHING)]
    if same and len(same) < len(changes["en"]):
        blocks += _unchanged(same)
    return print_as.Document(
        title=_TITLE, lang=lang, reference=content["reference"], at=at, status=status, blocks=blocks
    )


def count_changes(content: dict, before: dict | None) -> int:
    """How many clauses differ, in either language."""
    both = zip(*(_changes(content, before, lang) for lang in documents.LANGUAGES), strict=True)
    return sum(any(one.how for one in each) for each in both)


def _changes(content, before, lang):
    was = documents.clauses_of(before) if before else []
    now = documents.clauses_of(content)
    changes = redlines.redline_of_clauses(
        [_clause(each, lang) for each in was], [_clause(each, lang) for each in now]
    )
    spoken = [_spoken(each, lang) for each in (was, now)]
    return [
        replace(
            each,
            lines=tuple(
                _in_tongues(line, *(said.get(each.id, {}) for said in spoken)) for line in each.lines
            ),
        )
        for each in changes
    ]


def _clause(clause, lang):
    heading = f"{clause['number']} {clause['heading'][lang]}".strip()
    return redlines.Clause(
        clause["id"], heading, tuple(clause["text"][lang].split("\n")) if clause["text"][lang] else ()
    )


def _spoken(clauses, lang):
    """{clause: {line: the language of each of its letters}}."""
    return {
        each["id"]: {
            tongues.joined(line): [tongue for words, tongue in line for _letter in words]
            for line in tongues.in_lines(each["pieces"][lang])
        }
        for each in clauses
    }


def _in_tongues(line, was, now):
    """The runs of a line, each in its language: what was taken out as the text before had it, the rest as it
    is now.
    """
    sides = {
        is_old: iter(said.get("".join(run.text for run in line if run.mark != left_out), ()))
        for is_old, said, left_out in ((True, was, redlines.ADDED), (False, now, redlines.REMOVED))
    }
    runs = []
    for run in line:
        old = [next(sides[True], "") for _letter in run.text] if run.mark != redlines.ADDED else []
        new = [next(sides[False], "") for _letter in run.text] if run.mark != redlines.REMOVED else []
        said = groupby(zip(run.text, new or old, strict=True), key=lambda each: each[1])
        runs += [
            replace(run, text="".join(letter for letter, _t in part), lang=tongue) for tongue, part in said
        ]
    return tuple(runs)


def _lines(each) -> list:
    """The lines of one clause; where the languages have as many, each stands beside its other."""
    said = {lang: one.lines for lang, one in zip(documents.LANGUAGES, each, strict=True) if one.lines}
    if len({len(lines) for lines in said.values()}) == 1:
        count = len(next(iter(said.values())))
        return [print_as.Para({lang: list(lines[n]) for lang, lines in said.items()}) for n in range(count)]
    return [print_as.Para({lang: list(line)}) for lang, lines in said.items() for line in lines]


def _unchanged(same) -> list:
    headings = {
        lang: "; ".join("".join(run.text for run in each[at].heading) for each in same)
        for at, lang in enumerate(documents.LANGUAGES)
    }
    return [print_as.Heading(_SAME), print_as.Para(headings)]


def _in_strong(words):
    return {lang: [print_as.Run(said, "strong")] for lang, said in words.items()}
