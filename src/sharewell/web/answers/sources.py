"""The sources that an outcome cites, in words, each with its page for lawyers."""

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.rules import citations
from sharewell.web.law.slugs import slug_of


def with_sources(entry: dict, outcome: dict) -> dict:
    """A reason, basis or condition with its sources written out."""
    cited = outcome["cited"]
    return entry | {"sources": [_source(name, cited[name]) for name in entry["sources"] if name in cited]}


def _source(name: str, source: dict) -> dict:
    """One source: its words, page here, link, day it was read, how sure we are, and who has reviewed it."""
    sure = {
        "read in the law": _("read in the law itself"),
        "second-hand": _("read at second hand, in what others say of it"),
        "general knowledge": _("general knowledge, not yet checked in the source"),
        "unsure": _("we are not sure of this"),
    }
    return {
        "name": citations.line(source, get_language()),
        "page": page_of(name),
        "link": source["link"],
        "read": date.fromisoformat(source["read"]) if source["read"] else None,
        "sure": sure.get(source["confidence"], source["confidence"]),
        "reviewed_by": source["reviewed-by"],
    }


def page_of(name: str) -> str:
    """The address of a rule's page for lawyers."""
    return reverse("law:provision", args=[slug_of(name)])


def exemptions(outcome: dict) -> list[dict]:
    """The exemptions that come into question: what each is called, and its page."""
    cited = outcome["cited"]
    return [
        {"title": cited[name]["title"], "page": page_of(name)}
        for name in outcome["exemptions"]
        if name in cited
    ]


def doubts(outcome: dict, lang: str) -> list[str]:
    """What is not certain of the rules that this outcome rests on: each says its own doubt.

    A start that the organisation's own lawyers have confirmed is in doubt no more.
    """
    confirmed = outcome["case"].get("law", {}).get("starts", {})
    named = [*outcome["cited"], *(reason["rule"] for reason in outcome["reasons"])]
    said = {}
    for name in dict.fromkeys(named):
        version = _version(name, outcome["cited"].get(name, {}).get("from"))
        if version is None or (version.get("start-in-doubt") and name in confirmed):
            continue
        if "doubt" in version:
            said[f"{version['title'][lang]}: {version['doubt'][lang]}"] = True
        elif version.get("confidence") == "unsure":
            title = version["title"][lang]
            said[_("We are not sure how this stands in law: %(title)s.") % {"title": title}] = True
    return list(said)


def _version(name: str, starts: str | None) -> dict | None:
    """A rule as its version of that first day has it; the last one where none is named."""
    tables = rules.current().rules.values()
    table = next((each for each in tables if each["id"] == name), None)
    if table is None:
        return None
    versions = table["version"]
    version = next((each for each in versions if starts and each.get("from") == starts), versions[-1])
    return {key: value for key, value in table.items() if key != "version"} | version
