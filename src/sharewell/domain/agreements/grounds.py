"""What a flow may rest on, as the rules know it: bases, conditions and powers, in words and with sources."""

from functools import lru_cache

from sharewell import rules

SORTS = ("basis", "condition", "gateway")


@lru_cache(maxsize=4)
def _known(sha256):
    """{id: {"sort", "title", "extends", "strength", "versions"}} of the rule set that is current."""
    found = {}
    for table in rules.current().rules.values():
        if table["sort"] in SORTS:
            last = {name: value for name, value in table.items() if name != "version"} | table["version"][-1]
            found[table["id"]] = {
                "sort": table["sort"],
                "title": last["title"],
                "extends": last.get("extends"),
                "strength": last.get("strength", ""),
                "instrument": last["instrument"],
                "provision": last.get("provision", ""),
                "link": last.get("link", ""),
                "confidence": last["confidence"],
            }
    return found


def known():
    """Every basis, condition and power by its id."""
    return _known(rules.current().sha256)


def ids(sort):
    """The ids of one of SORTS, in order."""
    return sorted(pk for pk, each in known().items() if each["sort"] == sort)


def title(pk):
    """What a ground is called, in both languages; its id where the rules know it no more."""
    found = known().get(pk)
    return {"en": f"{found['title']['en']} ({pk})", "cy": f"{found['title']['cy']} ({pk})"} if found else pk


def powers_in(nation):
    """The ids of the powers and duties that extend to a nation."""
    return [pk for pk in ids("gateway") if nation in (known()[pk]["extends"] or [nation])]


def say(key, value):
    """A fact's value in both languages."""
    ruleset = rules.current()
    return {lang: ruleset.say(key, value, lang) for lang in ("en", "cy")}


def purposes():
    """The purposes that a flow may have, in the rules' order."""
    return rules.current().facts.by_key["worry.purpose"].values
