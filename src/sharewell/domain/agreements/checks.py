"""Whether what each party rests a flow on holds, by the rules of the day.

For whoever gives, the rules are asked for every receiver: this giver, this receiver, this purpose, this
information, with an agreement and an assessment in place. For whoever receives, they are asked whether a body
of its sort could rest on what it names. A ground that the rules tie to a single case (how serious the worry
is, who asked) is said to hold in those cases only; nobody can know them while an agreement is drafted.
"""

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from sharewell import rules
from sharewell.domain.agreements import grounds, kind_checks
from sharewell.domain.agreements.standings import FAILS, HOLDS, MISSING, SOMETIMES, STANDINGS, Found

__all__ = ["FAILS", "HOLDS", "MISSING", "SOMETIMES", "STANDINGS", "Found", "check", "check_flow", "fitting"]

# What belongs to a single case: nobody knows it while an agreement is drafted.
OF_A_CASE = ("worry.risk", "worry.circumstances", "worry.more", "asked", "child", "views", "found")
_CASE_FLAGS = ("information.bars", "information.others", "information.names")

NO_BASIS = gettext_lazy("No lawful basis is named. Every party needs one before anything is shared.")
NO_CONDITION = gettext_lazy(
    "Special category or criminal offence data is shared here, and no condition is named for it."
)
NO_POWER = gettext_lazy(
    "No legal power is named. A public body needs one; where the flow rests on its public task, say which."
)
LABELS = {  # where the rules speak to somebody who shares now
    "nation": gettext_lazy("The nation of whoever gives"),
    "sharer.kind": gettext_lazy("Who gives it"),
    "sharer.designated": gettext_lazy("Whether whoever gives is a designated agency"),
    "sharer.commissioned-by": gettext_lazy("For whom the giver provides its service"),
    "sharer.law-enforcement": gettext_lazy("Whether it is for a law enforcement purpose"),
    "recipient.kind": gettext_lazy("Who receives it"),
    "recipient.nation": gettext_lazy("The nation of whoever receives"),
    "worry.purpose": gettext_lazy("What it is for"),
}
DEPENDS = gettext_lazy("It depends on the case: %(facts)s")
MOST_NAMED = 4  # values that are named; the source has the rest
NOT_THAT_DAY = gettext_lazy("it is not in force on this day")
NOBODY_RECEIVES = gettext_lazy("Nobody receives this.")


def check(agreement, day=None):
    """Everything found about the agreement above it, then about every flow, in order: Found rows."""
    flows = agreement.flows.select_related("giver__organisation").prefetch_related(
        "receivers__organisation", "bases"
    )
    return [*kind_checks.of_tier(agreement), *(found for flow in flows for found in check_flow(flow, day))]


def check_flow(flow, day=None):
    """Everything found about one flow."""
    day, lang = day or timezone.localdate(), "cy" if get_language() == "cy" else "en"
    receivers, bases = list(flow.receivers.all()), {row.party_id: row for row in flow.bases.all()}
    if not receivers:
        return [Found(flow, flow.giver, None, "sharing", "", MISSING, str(NOBODY_RECEIVES))]
    asked = _Asked(flow, day, lang)
    found = kind_checks.of_way(flow)
    for to in receivers:
        found += asked.of_giver(bases.get(flow.giver_id), to)
    for to in receivers:
        found += asked.of_receiver(bases.get(to.pk), to)
    return _each_once(found)


def fitting(flow, party, day=None):
    """What would hold for one of its parties: {"basis": [ids], "condition": [ids], "power": [ids]}, and the
    powers that would in single cases only: {"at-times": [ids]}.
    """
    asked = _Asked(flow, day or timezone.localdate(), "cy" if get_language() == "cy" else "en")
    others = list(flow.receivers.all()) if party.pk == flow.giver_id else [party]
    row = next((row for row in flow.bases.all() if row.party_id == party.pk), None)
    found = {"basis": [], "condition": [], "power": [], "at-times": []}
    for other in others:
        case = asked.case(party.organisation, other.organisation, row)
        out = asked.decide(case)
        found["basis"] += [each["id"] for each in out["bases"] if each["standing"] != "unsuitable"]
        found["condition"] += [each["id"] for each in out["conditions"] if each["standing"] != "unsuitable"]
        powers = grounds.powers_in(party.organisation.nation)
        standings = {pk: asked.could_it(pk, case)[0] for pk in powers}
        found["power"] += [pk for pk, standing in standings.items() if standing == HOLDS]
        found["at-times"] += [pk for pk, standing in standings.items() if standing == SOMETIMES]
    return {what: list(dict.fromkeys(ids)) for what, ids in found.items()}


class _Asked:
    """Asks the rules about one flow."""

    def __init__(self, flow, day, lang):
        self.flow, self.day, self.lang = flow, day, lang
        self.ruleset = rules.current()
        self._traces = {}

    def of_giver(self, row, to):
        giver = self.flow.giver
        case = self.case(giver.organisation, to.organisation, row)
        yield from self.of(row, giver, to, case)
        power = row.power if row else ""
        if power:
            yield self.power(power, giver, to, case)
        elif row and row.basis in ("6e", "6c"):
            yield self.found(giver, to, "power", "", MISSING, str(NO_POWER))
        out = self.decide(case)
        stands_against = [each for each in out["reasons"] if each["effect"] == "restrains"]
        if out["outcome"] == "do-not-share" and stands_against:
            said = stands_against[0]
            sources = self.sources(out, said["sources"])
            yield self.found(giver, to, "sharing", said["rule"], FAILS, said["text"], sources)

    def of_receiver(self, row, to):
        """The receiver's own ground for using what it got: what counts is its sort and its nation."""
        case = self.case(to.organisation, to.organisation, row)
        yield from self.of(row, to, None, case)

    def of(self, row, party, to, case):
        """The basis and the condition that a party names."""
        out = self.decide(case, row)
        yield self.claim("basis", row.basis if row else "", party, to, case, out)
        if self.flow.special or self.flow.offence or (row and row.condition):
            yield self.claim("condition", row.condition if row else "", party, to, case, out)

    def claim(self, what, claimed, party, to, case, out):
        listed = out["bases" if what == "basis" else "conditions"]
        instead = tuple(
            grounds.title(each["id"])[self.lang] for each in listed if each["standing"] == "recommended"
        )
        if not claimed:
            said = NO_BASIS if what == "basis" else NO_CONDITION
            return self.found(party, to, what, "", MISSING, str(said), instead=instead)
        entry = next((each for each in listed if each["id"] == claimed), None)
        if entry and entry["standing"] != "unsuitable":
            sources = self.sources(out, entry["sources"])
            return self.found(party, to, what, claimed, HOLDS, entry["because"], sources)
        standing, because = self.could_it(claimed, case)
        if standing == FAILS and entry:
            because = entry["because"]
        sources = self.sources(out, entry["sources"]) if entry else ()
        return self.found(party, to, what, claimed, standing, because, sources or _own(claimed), instead)

    def power(self, power, giver, to, case):
        standing, because = self.could_it(power, case)
        return self.found(giver, to, "power", power, standing, because, _own(power))

    def could_it(self, ground, case):
        """Whether a ground holds in this case, in some case of this flow, or in none: (standing, why)."""
        rows = self.trace(case).get(ground, [])
        if any(row["holds"] for row in rows):
            return HOLDS, self.about(ground)
        ways = [[atom for atom in way if not atom["holds"]] for row in rows for way in row["ways"]]
        open_ways = [way for way in ways if all(_is_of_a_case(atom["fact"]) for atom in way)]
        if open_ways:
            keys = sorted({atom["fact"].split(":")[0] for atom in min(open_ways, key=len)})
            labels = [self.label(key) for key in keys if not key.startswith(("found", "day"))]
            depends = str(DEPENDS) % {"facts": "; ".join(labels)} if labels else ""
            return SOMETIMES, " ".join(filter(None, [self.about(ground), depends]))
        return FAILS, self.why_not(ways)

    def why_not(self, ways):
        """The facts of this flow that stand against it, in the way that comes nearest."""
        if not ways:
            return str(gettext_lazy("The rules know no case in which it holds."))
        nearest = min(ways, key=lambda way: sum(not _is_of_a_case(atom["fact"]) for atom in way))
        against = [atom for atom in nearest if not _is_of_a_case(atom["fact"])]
        said = dict.fromkeys(self.against(atom["fact"].partition(":")[0], atom["among"]) for atom in against)
        return str(gettext_lazy("It does not fit this flow. What stands against it: %(facts)s")) % {
            "facts": "; ".join(said)
        }

    def against(self, key, among):
        """One fact that stands against a ground, and what the law would allow."""
        label = str(LABELS[key]) if key in LABELS else self.label(key)
        if key not in self.ruleset.facts.by_key or {*among} <= {True, False}:
            return label
        said = [self.ruleset.say(key, value, self.lang).split(" (")[0] for value in among]
        shown = ", ".join(said[:MOST_NAMED]) + (", …" if len(said) > MOST_NAMED else "")
        return str(gettext_lazy("%(fact)s (it would have to be: %(values)s)")) % {
            "fact": label, "values": shown
        }  # fmt: skip

    def label(self, key):
        try:
            return self.ruleset.label(key, self.lang)
        except KeyError:
            return str(NOT_THAT_DAY) if key == "day" else key

    def about(self, ground):
        table = next((t for t in self.ruleset.rules.values() if t["id"] == ground), {})
        return (table.get("because") or table.get("text") or {}).get(self.lang, "")

    def case(self, sharer, recipient, row):
        """What is known of a share while an agreement is drafted, as the rules take it."""
        flow = self.flow
        return {
            "nation": sharer.nation,
            "date": self.day,
            "sharer": _known(sharer.as_sharer()) | _regime(row),
            "recipient": _known(recipient.as_recipient()) | {"verified": True},
            "worry": {"purpose": flow.purpose},
            "information": {
                "special": flow.special, "offence": flow.offence, "confidential": flow.confidential
            },
            "arrangement": {
                "pattern": flow.pattern, "agreement": "in-force", "dpia": "done", "policy-document": True
            },
        }  # fmt: skip

    def decide(self, case, row=None):
        claims = {"basis": row.basis, "condition": row.condition} if row else {}
        known = self.ruleset.known_ids
        claims = {sort: pk for sort, pk in claims.items() if pk in known[sort]}
        return self.ruleset.decide(case | ({"claims": claims} if claims else {}), self.lang)

    def trace(self, case):
        """What every condition of every rule came to, by the rule: worked out once a case."""
        key = repr(case)
        if key not in self._traces:
            self._traces[key] = by_rule = {}
            for row in self.ruleset.trace(case)["rules"]:
                by_rule.setdefault(row["rule"], []).append(row)
        return self._traces[key]

    def sources(self, out, named):
        return tuple(out["cited"][pk] for pk in named if pk in out["cited"])

    def found(self, party, to, what, ground, standing, because, sources=(), instead=()):
        return Found(self.flow, party, to, what, ground, standing, because, sources, instead)


def _regime(row):
    """Whoever rests on a law enforcement basis says that it is for such a purpose."""
    return {"law-enforcement": True} if row and row.basis.startswith("s35") else {}


def _known(facts):
    return {key: value for key, value in facts.items() if value is not None}


def _is_of_a_case(fact):
    return fact.startswith((*OF_A_CASE, *_CASE_FLAGS))


def _own(ground):
    """The source of a ground as the rules have it now."""
    found = grounds.known().get(ground)
    if not found:
        return ()
    lang = "cy" if get_language() == "cy" else "en"
    keys = ("instrument", "provision", "link", "confidence")
    return ({"title": found["title"][lang]} | {key: found[key] for key in keys},)


def _each_once(rows):
    """Without what was said already of another receiver in the same words."""
    seen, out = set(), []
    for row in rows:
        key = (row.party.pk, row.what, row.ground, row.standing, row.because)
        if key not in seen:
            seen.add(key)
            out.append(row)
    return out
