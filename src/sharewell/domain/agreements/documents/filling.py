"""A clause with its answers in it."""

from sharewell.domain.agreements.documents.words import LANGUAGES, TO_ANSWER, WHEN_SIGNED, said_in
from sharewell.domain.agreements.kinds.reading import PLACEHOLDER
from sharewell.printing import documents as print_as


def filled(clause, kind, content, answers) -> dict:
    """A clause with its answers in it: {"en", "cy"}."""
    out = {}
    for lang in LANGUAGES:
        pieces = pieces_of(clause, kind, content, answers, lang)
        out[lang] = "".join(words for words, *_ in pieces)
    return out


def borrowed(clause, kind, answers) -> dict:
    """What in a clause is in the other language, for want of an answer in its own: {"cy": ["words", ..]}."""
    out: dict[str, list[str]] = {}
    for lang in LANGUAGES:
        for match in PLACEHOLDER.finditer(clause.text[lang]):
            question, answer = kind.questions.get(match[1]), answers.get(match[1])
            is_typed = question is not None and answer is not None and question.sort != "choice"
            words, is_borrowed = _typed(question, answer, lang) if is_typed else ("", False)
            if is_borrowed:
                out.setdefault(lang, []).append(words)
    return out


def pieces_of(clause, kind, content, answers, lang) -> list[tuple[str, str, bool]]:
    """A clause in pieces: (words, the question or "", whether it is still to be answered)."""
    pieces, at = [], 0
    text = clause.text[lang]
    for match in PLACEHOLDER.finditer(text):
        pieces.append((text[at : match.start()], "", False))
        name = match[1]
        said = (
            answer_words(kind.questions[name], answers.get(name), lang)
            if name in kind.questions
            else (of_itself(name, content, lang))
        )
        pieces.append((said or TO_ANSWER[lang], name, not said))
        at = match.end()
    pieces.append((text[at:], "", False))
    return [piece for piece in pieces if piece[0]]


def answer_words(question, answer, lang) -> str:
    """What an answer says in a clause; the other language's words where it was given in that one only."""
    if not answer:
        return ""
    if question.sort == "choice":
        said = said_in(answer, lang)
        return next((each.says[lang] for each in question.choices if each.id == said), "")
    return _typed(question, answer, lang)[0]


def _typed(question, answer, lang) -> tuple[str, bool]:
    """(the words of an answer, whether they are in the other language). Words that the question begins with,
    left as they were in one language, are there in both.
    """
    other = "en" if lang == "cy" else "cy"
    own, theirs = answer[lang].strip(), answer[other].strip()
    if not own and question.starts_as and theirs == question.starts_as[other]:
        own = question.starts_as[lang]
    return (own, False) if own else (theirs, bool(theirs))


def of_itself(name, content, lang):
    if name in ("start", "review"):
        return print_as.when(content[name]).get(lang, WHEN_SIGNED[lang])
    if name == "title":
        return said_in(content["title"], lang)
    if name == "reference":
        return content["reference"]
    named = [p for p in content["parties"] if not p["left_on"] and (name == "parties" or p["is_lead"])]
    return ", ".join(said_in(party["name"], lang) for party in named)
