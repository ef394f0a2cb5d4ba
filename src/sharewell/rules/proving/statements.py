"""What must hold of every case (contract section 4): each statement as the cases that would break it.

Written once, for every engine that speaks `Answers`. Facts are named here as the contract names them, never
by the terms and groups of the rule data, so that a term widened by mistake breaks what it should.
"""

from collections.abc import Container, Iterator

from ..decide import ORDER
from .answers import Answers, Entry

FROM_LEAST_TO_MOST_RESTRICTIVE = ("share-now", "must-share", "may-share", "seek-advice", "do-not-share")
RISKS = ("none", "welfare", "significant", "immediate")

# Contract 4.2: who can act, and what an answer calls each of them, in both languages.
CAN_ACT = ["police", "childrens-services", "nhs", "gp", "fire"]
CALLED = {
    "police": [("999", "999"), ("the police", "heddlu")],
    "childrens-services": [("children's services", "gwasanaethau plant")],
}
# Bodies under freedom of information law (DPA 2018 section 7); in Scotland a housing association too.
PUBLIC = [
    *(
        "maintained-school",
        "academy",
        "college",
        "childrens-services",
        "council",
        "youth-justice",
        "gp",
        "nhs",
    ),
    *("police", "probation", "prison", "fire", "regulator", "court", "nca", "disclosure-service"),
    *("review-body", "government"),
]
BARS = "information.bars"
# Contract 4.2: what may be wrong with the framing and yet never holds up the danger call: the condition, and
# the fact with the value that would put it right. Every bar is asked besides.
FRAMING = (
    ({"recipient": {"verified": ["unknown", False]}}, "recipient.verified", True),
    ({"information": {"scope": "excessive"}}, "information.scope", "needed"),
    ({"arrangement": {"channel": "insecure"}}, "arrangement.channel", "secure"),
    ({"arrangement": {"pattern": "bulk"}}, "arrangement.pattern", "one-off"),
    (
        {"arrangement": {"pattern": "routine", "agreement": ["none", "expired"]}},
        "arrangement.agreement",
        "in-force",
    ),
    ({"arrangement": {"policy-document": False}}, "arrangement.policy-document", True),
    ({"views": {"consent": "refused"}}, "views.consent", "given"),
)
CONSENTS = ("refused", "not-asked", "unsafe-to-ask")
PAPERS = ("arrangement.agreement", "arrangement.dpia", "arrangement.policy-document")


def broken(a: Answers, only: Container[int] = range(1, 13)) -> Iterator[tuple[int, str, object]]:
    """(number, words, the cases that break it) for every statement; a statement may have several parts."""
    asked = [pair for pair in enumerate(STATEMENTS, 1) if pair[0] in only]
    for number, statement in asked:
        for words, formula in statement(a):
            yield number, words, formula


def _one(a: Answers):
    outcomes = [a.outcome(one) for one in FROM_LEAST_TO_MOST_RESTRICTIVE]
    twice = [a.both(one, other) for i, one in enumerate(outcomes) for other in outcomes[i + 1 :]]
    yield "every case has an outcome", a.not_(a.any(outcomes))
    yield "no case has two outcomes", a.any(twice)
    silent = a.not_(a.any(a.speaks(step) for step in ORDER))
    yield "a rule speaks in every case", silent
    unexpected = a.both(a.condition({"found": {"expected": True}}), a.not_(a.outcome("may-share")))
    yield "only what may be shared is expected", unexpected
    yield "every case is told whether to tell", a.not_(a.any(a.holds(v) for v in a.of_sort("telling")))


def _two(a: Answers):
    danger = a.where(worry={"risk": "immediate"})
    can_act = _can_act(a)
    reached = a.both(danger, can_act)
    now = a.given("worry.risk", "immediate")
    yield (
        "in immediate danger, one who can act is always told",
        a.both(reached, a.not_(a.outcome("share-now"))),
    )
    yield (
        "share-now is only for immediate danger, and one who can act",
        a.both(a.outcome("share-now"), a.not_(reached)),
    )
    yield "in immediate danger nobody waits for advice", a.both(danger, a.outcome("seek-advice"))
    first = a.any(now.first(name, _names_who_can_act) for name in ("do", "alternatives"))
    yield (
        "in immediate danger, whoever else it is: one who can act is named first",
        a.both(danger, a.not_(reached), a.not_(first)),
    )
    risky = a.where(recipient={"may-be-a-risk": True})
    unnamed = [
        a.both(
            a.where(recipient={"kind": kind}),
            a.not_(a.any(e.given for e in now.entries("alternatives") if _names_another(e, kind))),
        )
        for kind in CAN_ACT
    ]
    yield (
        "where one who can act may be a risk, an alternative names another",
        a.both(reached, risky, a.any(unnamed)),
    )
    framing = [_unsaid(now, now.given(key, right), wrong) for wrong, key, right in FRAMING]
    yield (
        "in immediate danger, what is wrong with the framing comes back as a warning or a step",
        a.both(reached, a.any(framing)),
    )
    bars = a.rules.facts.by_key[BARS].values
    open_ = now
    for bar in bars:
        open_ = open_.given(f"{BARS}:{bar}", False)
    yield (
        "in immediate danger, a bar comes back as a warning or a step",
        a.both(reached, _unsaid(now, open_, {"information": {"bars": list(bars)}})),
    )


def _can_act(a: Answers):
    closed = a.where(worry={"purpose": ["commercial", "publicity"]})
    return a.both(a.where(recipient={"kind": CAN_ACT}), a.not_(closed))


def _called(kind: str, text: dict) -> bool:
    return any(en in text["en"].lower() and cy in text["cy"].lower() for en, cy in CALLED[kind])


def _names_who_can_act(entry: Entry) -> bool:
    return any(_called(kind, entry.row["text"]) for kind in CALLED)


def _names_another(entry: Entry, kind: str) -> bool:
    return any(_called(other, entry.row["text"]) for other in CALLED if other != kind)


def _unsaid(a: Answers, right: Answers, wrong: dict):
    """Where something is wrong and no warning or step is there that would not be there without it."""
    said = []
    for name in ("warnings", "do"):
        pairs = zip(a.entries(name), right.entries(name), strict=True)
        said += [a.both(now.given, a.not_(then.given)) for now, then in pairs]
    return a.both(a.condition(wrong), a.not_(a.any(said)))


def _three(a: Answers):
    stops = a.given("views.consent", "given").outcome("do-not-share")
    turned = a.any(a.given("views.consent", consent).outcome("do-not-share") for consent in CONSENTS)
    serious = a.where(worry={"risk": ["significant", "immediate"]})
    yield (
        "a refused or unsought consent alone stops no share at serious risk",
        a.both(serious, a.not_(stops), turned),
    )


def _four(a: Answers):
    ladder = FROM_LEAST_TO_MOST_RESTRICTIVE
    at = [a.given("worry.risk", risk) for risk in RISKS]
    worse = [
        a.both(lower.outcome(outcome), higher.outcome(*ladder[i + 1 :]))
        for lower, higher in zip(at[:-1], at[1:], strict=True)
        for i, outcome in enumerate(ladder[:-1])
    ]
    yield "more risk never makes the outcome more restrictive", a.both(_can_act(a), a.any(worse))


def _five(a: Answers):
    closed = a.any(
        [
            a.where(recipient={"kind": ["press", "researcher", "supplier"]}),
            a.where(worry={"purpose": ["commercial", "publicity"]}),
        ]
    )
    closed = a.both(closed, _identifies(a), a.not_(a.where(asked={"by": "court"})))
    yield (
        "closed recipients and purposes never must, nor at once",
        a.both(closed, a.outcome("share-now", "must-share")),
    )
    yield (
        "closed recipients and purposes never may, but a police appeal",
        a.both(closed, a.outcome("may-share"), a.not_(_appeal(a))),
    )


def _identifies(a: Answers):
    return a.where(information={"identifies": True})


def _appeal(a: Answers):
    missing = {"risk": "immediate", "circumstances": ["missing-child"]}
    public = {"kind": ["press", "member-of-public", "online-platform"]}
    return a.where(sharer={"kind": "police"}, recipient=public, child={"stage": "child"}, worry=missing)


def _six(a: Answers):
    who = a.where(asked={"by": ["statutory", "court", "individual"]})
    named = []
    for version in a.of_sort("gateway"):
        strength = version.table["strength"]
        if strength in ("duty", "duty-on-request"):
            binds = a.both(a.holds(version), a.in_force(version))
            named.append(binds if strength == "duty" else a.both(binds, who))
    yield (
        "must-share names a duty, in force on that day and in that nation",
        a.both(a.outcome("must-share"), a.not_(a.any(named))),
    )


def _seven(a: Answers):
    cited = [v for v in a.versions if v.table.get("instrument")]
    astray = []
    for version in cited:
        held = [
            a.holds(version, name) for name in ("when", "recommended", "available") if name in version.masks
        ]
        astray.append(a.both(a.any(held), a.not_(a.in_force(version))))
    yield "no source is cited outside its dates or its nation", a.any(astray)


def _eight(a: Answers):
    public = a.any(
        [a.where(sharer={"kind": PUBLIC}), a.where(nation="scotland", sharer={"kind": "housing-association"})]
    )
    private = a.any([a.recommended("6ea"), a.recommended("6f")])
    yield "6ea and 6f are not for public authorities", a.both(public, private)
    before = [day for day in a.rules.facts.days if day < "2026-02-05"]
    yield "6ea began on 5 February 2026", a.both(a.where(day=before), a.recommended("6ea"))


def _nine(a: Answers):
    no, advice = a.outcome("do-not-share"), a.outcome("seek-advice")
    yield "do-not-share carries an alternative", a.both(no, a.not_(a.lists("alternatives")))
    yield "seek-advice says who to ask", a.both(advice, a.not_(a.lists("ask")))
    yield "seek-advice says what would settle it", a.both(advice, a.not_(a.lists("settles")))


def _ten(a: Answers):
    untold = a.where(views={"telling": ["unsafe", "unknown"]})
    yield "telling that is unsafe or not known is not first", a.both(untold, a.tell("tell-first"))


def _eleven(a: Answers):
    identifies, unverified = _identifies(a), a.not_(a.where(recipient={"verified": True}))
    yield (
        "nothing that identifies goes to the unverified",
        a.both(identifies, unverified, a.outcome("must-share", "may-share")),
    )
    false, reached = a.where(recipient={"verified": False}), a.outcome("share-now")
    yield (
        "who did not check out is refused",
        a.both(identifies, false, a.not_(a.any([a.outcome("do-not-share"), reached]))),
    )
    checked = a.given("recipient.verified", True)
    forbidden = a.any([checked.speaks("closed"), checked.speaks("kept-back")])
    unknown = a.both(a.where(recipient={"verified": "unknown"}), a.not_(reached))
    calm = a.not_(a.where(worry={"risk": "immediate"}))
    yield (
        "who is not checked yet waits for advice, unless something else forbids it",
        a.both(identifies, unknown, calm, a.not_(forbidden), a.not_(a.outcome("seek-advice"))),
    )
    yield (
        "who is not checked yet is refused in danger",
        a.both(identifies, unknown, a.not_(calm), a.not_(a.outcome("do-not-share"))),
    )
    steps = a.any(e.given for e in a.entries("do") if e.id in ("verify-recipient", "published-number"))
    yield (
        "who is not checked: the step that verifies them is given",
        a.both(identifies, unverified, a.not_(steps)),
    )


def _twelve(a: Answers):
    risky = a.both(_identifies(a), a.where(recipient={"may-be-a-risk": True}))
    yield (
        "nothing goes where it may be used to harm, but a police appeal",
        a.both(risky, a.outcome("must-share", "may-share"), a.not_(_appeal(a))),
    )
    one_off = a.given("arrangement.pattern", "one-off").given("worry.purpose", "protect")
    changed = []
    for key in PAPERS:
        first, *others = [one_off.given(key, value) for value in a.rules.facts.by_key[key].values]
        for other in others:
            for one in FROM_LEAST_TO_MOST_RESTRICTIVE:
                changed.append(a.both(first.outcome(one), a.not_(other.outcome(one))))
    yield "paper changes no one-off share to protect", a.any(changed)


STATEMENTS = (_one, _two, _three, _four, _five, _six, _seven, _eight, _nine, _ten, _eleven, _twelve)
