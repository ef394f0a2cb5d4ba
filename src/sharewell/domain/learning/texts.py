"""The words of a section: paragraphs, and lines that begin with a hyphen as a list. No other markup."""

import re

_SENTENCE = re.compile(r"(?<=[.!?:])\s+")


def parts_of(text: str) -> list[tuple[str, list[str]]]:
    """[("para", [words]) or ("bullets", [item, ...])], in order."""
    parts: list[tuple[str, list[str]]] = []
    is_new = True
    for line in (each.strip() for each in text.splitlines()):
        if not line:
            is_new = True
        elif line.startswith(("- ", "* ", "• ")):
            if parts and parts[-1][0] == "bullets":
                parts[-1][1].append(line[2:].strip())
            else:
                parts.append(("bullets", [line[2:].strip()]))
            is_new = True
        elif is_new or not parts:
            parts.append(("para", [line]))
            is_new = False
        else:
            parts[-1][1][0] += f" {line}"
    return parts


def long_sentences(text: str, at_most: int) -> list[str]:
    """The sentences with more words than that; none where there is no limit."""
    if not at_most:
        return []
    said = [words for _, each in parts_of(text) for words in each]
    return [one for words in said for one in _SENTENCE.split(words) if len(one.split()) > at_most]
