"""Words that people wrote in English, in Welsh or in both, as a page shows them."""

from django.utils.html import escape, format_html
from django.utils.translation import get_language

from sharewell import rules


def spoken(row, field: str = "title"):
    """The words of a two-language column in the language of this page; where they are only in the other, in a
    span that says so to a screen reader. "" where there are none. `row` has the column, as attributes or as
    keys, or is {"en", "cy"} itself.
    """
    here, other = ("cy", "en") if (get_language() or "en").startswith("cy") else ("en", "cy")
    words = {lang: _said(row, field, lang) for lang in (here, other)}
    if words[here] or not words[other]:
        return escape(words[here])
    return format_html('<span lang="{}">{}</span>', other, words[other])


def _said(row, field, lang):
    if isinstance(row, dict):
        return row[lang] if lang in row else row[f"{field}_{lang}"]
    return getattr(row, f"{field}_{lang}")


def in_rules(value: str, key: str) -> str:
    """What the rules call a value of one of their facts, such as "recipient.kind", in this language."""
    lang = "cy" if (get_language() or "en").startswith("cy") else "en"
    return rules.current().say(key, value, lang)
