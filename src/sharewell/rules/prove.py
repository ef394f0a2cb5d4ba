"""What must hold of every case (contract section 4), shown over all of them at once with decision diagrams.

Each statement is turned into the diagram of the cases that would break it; it holds when that is never true.
"All cases" is every combination of the facts but the errors; ages and days that no rule tells apart are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from . import decide as deciding
from .diagrams import Diagrams
from .facts import CHILD, FOUND

FROM_LEAST_TO_MOST_RESTRICTIVE = ("share-now", "must-share", "may-share", "seek-advice", "do-not-share")
GOES = {"share-now", "must-share", "may-share"}
NAMES_WHO_CAN_ACT = {"danger-first", "danger-first-closed", "tell-who-can-act"}


@dataclass
class Verdict:
    """One statement: its number and words, and the simplest case that breaks it (None: it holds)."""

    number: int
    words: str
    broken_by: dict | None


class Proof:
    """All cases of a rule set, and what is asked of them."""

    def __init__(self, rules):
        self.rules = rules
        facts = rules.facts
        domains = {v: values for v, values in facts.domains.items() if v not in FOUND}
        self.answer = deciding.diagrams_of(rules, domains)
        self.d: Diagrams = self.answer["diagrams"]
        self.valid = self.not_(
            self.d.any(
                [
                    self.where(sharer={"kind": "academy"}, nation=["wales", "scotland", "northern-ireland"]),
                    self.d.both(
                        self.where(recipient={"kind": "academy"}),
                        self.not_(self.where(recipient={"nation": "england"})),
                    ),
                    self.where(recipient={"kind": "caller-unknown", "verified": True}),
                ]
            )
        )

    def not_(self, diagram):
        """True where the diagram is not."""
        return self.d.choose(diagram, False, True)

    def where(self, **condition):
        """The cases in which a condition of the rule data's shape holds; `is_` stands for `is`."""
        table = {("is" if key == "is_" else key): value for key, value in condition.items()}
        return self.d.condition(self.rules.compiler.compile(table))

    def outcome(self, *allowed: str):
        """The cases with one of these outcomes."""
        return self.d.where(self.answer["outcome"], set(allowed))

    def count(self) -> int:
        """How many cases there are."""
        return self.d.count(self.valid)

    def verdicts(self) -> Iterator[Verdict]:
        """Every statement with its verdict."""
        for number, words, broken in self._statements():
            yield Verdict(number, words, self._case(self.d.both(self.valid, broken)))

    def dead_rules(self) -> list[str]:
        """Rules that can hold in no case at all."""
        versions = [v for v in self.rules.versions if v.sort in ("step", "gateway", "telling", "advice")]
        alive = {
            v.rule
            for v in versions
            if self.d.both(self.valid, self.d.condition(v.masks["when"])) is not False
        }
        return sorted({v.rule for v in versions} - alive)

    def idle_facts(self) -> list[str]:
        """Facts that never matter."""
        matters = self.d.matters(value for key, value in self.answer.items() if key != "diagrams")
        return [key for key in self.rules.facts.by_key if not matters & set(self.rules.facts.variables(key))]

    def _case(self, broken) -> dict | None:
        facts = self.rules.facts
        usual = {v: values[0] for v, values in facts.domains.items()}
        usual |= {f.key: f.rests for f in facts.by_key.values() if f.rests in f.values}
        usual |= {"day": facts.days[-1], CHILD: ("child", "none"), "recipient.nation": "england"}
        usual |= {v: False for v in facts.domains if ":" in v}
        return self.d.simplest(broken, usual)

    def _statements(self):
        d, where, outcome, not_ = self.d, self.where, self.outcome, self.not_
        goes, danger = outcome(*GOES), where(is_="immediate-danger")
        open_purpose = not_(where(is_="closed-purpose"))
        can_act = d.both(where(is_="can-act"), open_purpose)
        identifies = where(information={"identifies": True})
        appeal, order = where(is_="police-appeal"), where(is_="court-order")
        unsafe_share = outcome("must-share", "may-share")
        names = [v for v in self.rules.by_sort["advice"] if v.rule.startswith(("danger-first", "tell-"))]
        says = {v.rule: d.condition(v.masks["when"]) for v in names}

        yield 1, "every case has exactly one outcome", not_(outcome(*deciding.ORDER.values()))
        yield (
            2,
            "in immediate danger, one who can act is told",
            d.both(danger, can_act, not_(outcome("share-now"))),
        )
        yield 2, "in immediate danger nobody waits for advice", d.both(danger, outcome("seek-advice"))
        named = d.any(says[rule] for rule in NAMES_WHO_CAN_ACT if rule in says)
        yield (
            2,
            "in immediate danger, one who can act is named first",
            d.both(danger, not_(can_act), not_(named)),
        )
        risky = where(recipient={"may-be-a-risk": True})
        instead = d.any(says[rule] for rule in says if rule.startswith("tell-"))
        yield (
            2,
            "where one who can act may be a risk, another is named",
            d.both(danger, can_act, risky, not_(instead)),
        )
        yield 3, "a refused or unsought consent alone stops no protective share", self._refusal()
        yield (
            4,
            "more risk never makes the outcome more restrictive",
            d.both(can_act, self._less_for_more_risk()),
        )
        closed = d.any([where(is_="closed-recipient"), where(is_="closed-purpose")])
        yield 5, "closed recipients and purposes", d.both(closed, identifies, goes, not_(order), not_(appeal))
        duties = [v for step in ("duty", "order") for v in self.rules.steps[step] if v.sort == "gateway"]
        binding = d.any(d.condition(v.masks["when"]) for v in duties)
        yield 6, "must-share names a duty in force", d.both(outcome("must-share"), not_(binding))
        yield 7, "no source is cited outside its dates or its nation", self._outside_its_time_or_nation()
        public = where(is_="public-authority")
        private_bases = d.any([self.answer["6ea"], self.answer["6f"]])
        yield 8, "6ea and 6f are not for public authorities", d.both(public, private_bases)
        before = where(day=[day for day in self.rules.facts.days if day < "2026-02-05"])
        yield 8, "6ea began on 5 February 2026", d.both(before, self.answer["6ea"])
        yield (
            9,
            "do-not-share carries an alternative",
            d.both(outcome("do-not-share"), not_(self._lists("alternatives"))),
        )
        yield 9, "seek-advice says who to ask", d.both(outcome("seek-advice"), not_(self._lists("ask")))
        untold = where(views={"telling": ["unsafe", "unknown"]})
        yield 10, "telling that is unsafe or not known is not first", d.both(untold, self._tell("tell-first"))
        unverified = not_(where(recipient={"verified": True}))
        yield (
            11,
            "nothing that identifies goes to the unverified",
            d.both(identifies, unverified, unsafe_share),
        )
        false = where(recipient={"verified": False})
        other = not_(outcome("do-not-share", "share-now"))
        yield 11, "a recipient who did not check out is refused", d.both(identifies, false, other)
        yield (
            12,
            "nothing goes where it may be used to harm",
            d.both(identifies, risky, unsafe_share, not_(appeal)),
        )
        yield 12, "paper changes no one-off share to protect", self._paper()

    def _tell(self, tell: str):
        return self.d.where(self.answer["tell"], {tell})

    def _lists(self, name: str):
        """The cases in which an entry of a list is given."""
        d = self.d
        advice = [v for v in self.rules.by_sort["advice"] if v.table["list"] == name]
        speaking = [
            v for step in ("closed", "kept-back", "doubt", "otherwise") for v in self.rules.steps[step]
        ]
        return d.any(
            d.condition(v.masks["when"]) for v in [*advice, *(v for v in speaking if v.table.get(name))]
        )

    def _refusal(self):
        d, outcome = self.d, self.answer["outcome"]
        refuses = {"do-not-share"}
        given = d.where(d.settle(outcome, "views.consent", "given"), refuses)
        others = [
            d.where(d.settle(outcome, "views.consent", consent), refuses)
            for consent in ("refused", "not-asked", "unsafe-to-ask")
        ]
        protective = self.where(
            worry={"risk": ["significant", "immediate"], "purpose": ["protect", "support", "care"]}
        )
        return d.both(protective, self.not_(given), d.any(others))

    def _less_for_more_risk(self):
        d, ladder = self.d, FROM_LEAST_TO_MOST_RESTRICTIVE
        at = [
            d.settle(self.answer["outcome"], "worry.risk", risk)
            for risk in ("none", "welfare", "significant", "immediate")
        ]
        return d.any(
            d.both(d.where(lower, {outcome}), d.where(higher, set(ladder[i + 1 :])))
            for lower, higher in zip(at[:-1], at[1:], strict=True)
            for i, outcome in enumerate(ladder[:-1])
        )

    def _outside_its_time_or_nation(self):
        d, days = self.d, self.rules.facts.days
        bad = []
        for version in self.rules.versions:
            if version.table.get("instrument"):
                when = [d for d in days if version.starts <= d and (version.ends is None or d < version.ends)]
                here = self.where(
                    day=when, nation=version.table.get("extends", list(d.facts.domains["nation"]))
                )
                held = [d.condition(m) for name, m in version.masks.items() if not name.startswith("limb")]
                bad.append(d.both(d.any(held), self.not_(here)))
        return d.any(bad)

    def _paper(self):
        d = self.d
        outcome = d.settle(self.answer["outcome"], "arrangement.pattern", "one-off")
        outcome = d.settle(outcome, "worry.purpose", "protect")
        changed = []
        for key in ("arrangement.agreement", "arrangement.dpia", "arrangement.policy-document"):
            first, *others = [d.settle(outcome, key, v) for v in self.rules.facts.by_key[key].values]
            for other in others:
                changed += [
                    d.both(d.where(first, {one}), self.not_(d.where(other, {one})))
                    for one in FROM_LEAST_TO_MOST_RESTRICTIVE
                ]
        return d.any(changed)
