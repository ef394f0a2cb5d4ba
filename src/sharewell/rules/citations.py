"""How a source is cited in words, in either language.

The data name an instrument and a provision in English, as they are cited in law. In Welsh an instrument
that has a Welsh name is called by it, and sections, paragraphs and schedules are said in Welsh; the numbers
and the titles of documents stay. The names are in citations.toml.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("citations.toml")


@cache
def _tables() -> dict[str, dict[str, str]]:
    """What is said in Welsh for what: whole provisions, names, words, how sure we are."""
    tables: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text("utf-8"))
    return tables


@cache
def _pattern(table: str) -> re.Pattern[str]:
    """Any of the table's entries as whole words, the longest first."""
    entries = sorted(_tables()[table], key=len, reverse=True)
    return re.compile(r"(?<![\w'-])(" + "|".join(re.escape(entry) for entry in entries) + r")(?![\w'-])")


@cache
def said(text: str, lang: str) -> str:
    """An instrument or a provision, in the language asked for (`en` or `cy`).

    >>> said("Schedule 1 paragraphs 10 and 36", "cy")
    'Atodlen 1 paragraffau 10 a 36'
    >>> said("Data Protection Act 2018", "en")
    'Data Protection Act 2018'
    """
    if lang != "cy":
        return text
    whole = _tables()["whole"].get(text)
    return whole or "; ".join(_part(part) for part in text.split("; "))


def _part(text: str) -> str:
    tables = _tables()
    if text in tables["whole"]:
        return tables["whole"][text]
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        """Put a name aside, so that no word of it is said anew."""
        kept.append(tables["names"].get(found[0], found[0]))
        return f"\0{len(kept) - 1}\0"

    text = _pattern("names").sub(keep, text)
    text = _pattern("words").sub(lambda found: tables["words"][found[0]], text)
    text = re.sub(r"\bs\.(?=\d)", "a.", text)
    text = re.sub(r" to (?=[\d(])", " i ", text)
    text = re.sub(r" and (?=[\d(])", " a ", text)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def sure(confidence: str, lang: str) -> str:
    """How sure we are of a source, in the language asked for."""
    return _tables()["sure"].get(confidence, confidence) if lang == "cy" else confidence


def line(source: dict[str, Any], lang: str = "en") -> str:
    """A source as one line: the instrument, and the provision where there is one."""
    parts = (said(str(source.get(name) or ""), lang) for name in ("instrument", "provision"))
    return ", ".join(part for part in parts if part)
