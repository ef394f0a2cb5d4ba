"""Words in pieces, each with its language: "" is that of the page, else the language it was written in alone.

So a screen reader says Welsh words as Welsh in an English clause, wherever that clause is shown.
"""

from collections.abc import Iterable, Sequence

OTHER = {"en": "cy", "cy": "en"}
Piece = tuple[str, str]  # (words, their language where it is not the one around them)


def spoken_in(words: dict, lang: str) -> Piece:
    """Words in one language; marked as the other's where they were written in that alone."""
    own, theirs = words[lang], words[OTHER[lang]]
    return (own, "") if own or not theirs else (theirs, OTHER[lang])


def tongues_in(text: str, borrowed: Sequence[str], lang: str) -> list[Piece]:
    """A text in pieces, where `borrowed` are the words in it that are in the other language, in order."""
    pieces: list[Piece] = []
    for words in borrowed:
        before, found, after = text.partition(words)
        if found:
            pieces += [(before, ""), (words, OTHER[lang])]
            text = after
    return [piece for piece in (*pieces, (text, "")) if piece[0]]


def in_lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The same line by line."""
    lines: list[list[Piece]] = [[]]
    for words, tongue in pieces:
        for number, part in enumerate(words.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((part, tongue))
    return lines


def joined(pieces: Iterable[Piece]) -> str:
    """The words alone."""
    return "".join(words for words, _tongue in pieces)
