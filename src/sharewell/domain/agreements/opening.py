"""Who is named in the sentence with which a paper opens: "This agreement is between A, B and C.".

What comes back are names as they stand there, in order; whether a body is meant, and which, is asked of the
directory later and of a person last.
"""

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from sharewell.minimising import Block

FRONT = 40  # blocks in which the sentence is looked for
MOST_LISTED, LONGEST_LISTED = 20, 160  # lines of a list that follows it, characters of each
LONGEST, MOST_WAYS = 4_000, 20  # characters of the sentence, places at which it may be parted
FEWEST, MOST_WORDS = 2, 12  # words of a name that the directory does not know
_OPENS = re.compile(
    r"\b(?:agreement|protocol|arrangement|memorandum|contract|cytundeb|gytundeb|brotocol|trefniant)\b"
    r"[^.]{0,160}?\b(?P<between>between|rhwng)\b[\s:]*(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ENDS = re.compile(r"(?<!\bSt)(?<!\bDr)\.(?:\s|$)")
_NUMBERED = re.compile(r"\(\s*(?:\d{1,2}|[a-z]|[ivx]{1,4})\s*\)|(?:^|(?<=\s))\d{1,2}[.)](?=\s)")
_ASIDE = re.compile(r"\([^()]*\)|[“\"][^”\"]*[”\"]")
_AND = {"between": r"(?:and|&)", "rhwng": r"(?:a|ac|â|&)"}
_ARTICLE = re.compile(r"^(?:the|y|yr|a|an)\s+")


def names_in_opening(blocks: Sequence[Block], known) -> list[str]:
    """The names in the first such sentence that names two bodies, or one that the directory knows (`known` is
    `reading.Names`); none where there is no such sentence.
    """
    for at, block in enumerate(blocks[:FRONT]):
        opens = _OPENS.search(block.text) if block.table is None else None
        if opens is None:
            continue
        tail = opens["tail"] if any(c.isalpha() for c in opens["tail"]) else _list_after(blocks[at + 1 :])
        names = _names(tail, opens["between"].lower(), known)
        if len(names) > 1 or any(_is_known(name, known) for name in names):
            return names
    return []


def _list_after(blocks: Sequence[Block]) -> str:
    """The lines of a list that follows "between:", parted as a sentence would part them."""
    listed = takewhile(lambda each: each.table is None and len(each.text) <= LONGEST_LISTED, blocks)
    return "; ".join(each.text.rstrip(".,; ") for each in islice(listed, MOST_LISTED) if not each.level)


def _names(tail: str, between: str, known) -> list[str]:
    is_listed = ";" in tail or bool(_NUMBERED.search(tail[:LONGEST]))
    said = _ASIDE.sub(" ", _NUMBERED.sub(";", _ENDS.split(tail[:LONGEST], maxsplit=1)[0]))
    leads = re.compile(rf"^\s*{_AND[between]}\s+", re.IGNORECASE)
    pieces = [_ARTICLE.sub("", leads.sub("", each).strip(" \t\n:.–-")) for each in re.split(r"[;,\n]", said)]
    pieces = [each for each in pieces if _is_name(each, known)]
    if pieces and not is_listed:
        pieces[-1:] = _parted(pieces[-1], between, known)
    return [each for each in pieces if _is_name(each, known)]


def _parted(piece: str, between: str, known) -> list[str]:
    """ "B and C" as B and C: parted where the directory knows one of the two, else at the first "and"."""
    if known.match(piece)[1] == "same":
        return [piece]
    ways = [
        (piece[: each.start()], _ARTICLE.sub("", piece[each.end() :]))
        for each in islice(re.finditer(rf"\s+{_AND[between]}\s+", piece), MOST_WAYS)
    ]
    ways = [way for way in ways if all(_is_name(each, known) for each in way)]
    ways.sort(key=lambda way: -sum(known.match(each)[1] == "same" for each in way))
    return list(ways[0]) if ways else [piece]


def _is_name(said: str, known) -> bool:
    """Whether it could be the name of a body: known, or a few words that begin with a capital."""
    few = FEWEST <= len(said.split()) <= MOST_WORDS
    return (few and said[:1].isupper()) or _is_known(said, known)


def _is_known(said: str, known) -> bool:
    return bool(said) and known.match(said)[1] == "same"
