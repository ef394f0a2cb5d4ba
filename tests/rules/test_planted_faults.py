"""Each of many kinds of fault, planted in a copy of the rules, is caught; `FAULTS` names the check that does.

`lint`: rules/proving/lint.py. `links`: what was opened. `written down`: the folder `confidence`.
`statement N`: the proofs, by both engines. `case NAME`: a worked case. `look`: what `sharewell prove` reports
beside the statements.
"""

import copy
from functools import cache

import pytest

from sharewell import rules
from sharewell.rules.proving.findings import LOOKS
from sharewell.rules.proving.lint import lint, unregistered
from sharewell.rules.proving.proof import Proof, verdicts
from sharewell.rules.proving.solver import Solver
from tests.rules import worked
from tests.rules.test_confidence import WRITTEN, in_the_data
from tests.rules.test_data import REGISTER

CASES = worked.cases()


def rule(files: dict, ident: str) -> dict:
    """The file of a rule, to spoil."""
    return next(table for table in files.values() if table.get("id") == ident)


def path_of(files: dict, ident: str) -> str:
    return next(path for path, table in files.items() if table.get("id") == ident)


def in_last_version(ident: str, **changes):
    return lambda files: rule(files, ident)["version"][-1].update(changes)


def in_rule(ident: str, **changes):
    return lambda files: rule(files, ident).update(changes)


def without(ident: str, *names: str):
    def plant(files):
        for name in names:
            rule(files, ident).pop(name)

    return plant


def without_rules(*idents: str):
    def plant(files):
        for ident in idents:
            del files[path_of(files, ident)]

    return plant


def in_term(name: str, when: dict):
    return lambda files: files["terms.toml"]["term"][name].update(when=when)


def in_group(name: str, without: str):
    return lambda files: files["terms.toml"]["group"][name].remove(without)


def new_rule(like: str, ident: str, **changes):
    """A rule that is another one's double, with an id of its own and some words changed."""
    return lambda files: files.update(
        {f"uk/sharing/{ident}.toml": copy.deepcopy(rule(files, like)) | {"id": ident} | changes}
    )


def _lose_welsh(files):
    del rule(files, "E-CA04-16LA")["text"]["cy"]


def _lose_slot(files):
    text = rule(files, "too-much")["text"]
    text["cy"] = text["cy"].replace("{recipient}", "nhw")


def _drop_question_key(files):
    row = next(r for r in files["questions.toml"]["question"] if "recipient.verified" in r["keys"])
    row["keys"].remove("recipient.verified")


def _ask_alone(files):
    questions = files["questions.toml"]["question"]
    row = next(r for r in questions if "information.others" in r["keys"])
    row["keys"].remove("information.others")
    questions.append(copy.deepcopy(row) | {"id": "others", "keys": ["information.others"]})


def _one_span(files):
    del rule(files, "too-much")["version"][0]["to"]


def _never_asked_for(files):
    """A duty on request that nobody needs to ask for."""
    table = rule(files, "E-CA04-16H")
    table["when"] = {"sharer": {"kind": "nhs"}, "recipient": {"kind": "childrens-services"}}


FAULTS = {
    # dates, nations, confidence, sources
    "a duty starts on the wrong day": (
        in_last_version("E-CA04-16LA", **{"from": "2026-10-30"}),
        "written down",
    ),
    "a recognised interest before its day": (
        lambda files: [v.pop("from", 0) for v in rule(files, "6ea")["version"]],
        "statement 8",
    ),
    "a nation too many": (in_rule("E-CA04-16LA", extends=["england", "wales"]), "written down"),
    "a nation too few": (in_rule("E-FGM-5B", extends=["england"]), "written down"),
    "an exemption in the wrong nation": (in_rule("sch2-16", extends=["england"]), "written down"),
    "a rule in a nation's folder that does not extend there": (
        in_rule("W-KLS", extends=["england"]),
        "lint places",
    ),
    "confidence raised": (in_last_version("E-CA04-16LA", confidence="read in the law"), "written down"),
    "a source removed": (
        lambda files: rule(files, "too-much")["version"][0].pop("instrument"),
        "lint sources",
    ),
    "a link that nobody opened": (
        in_last_version("E-CA04-16LA", link="https://www.legislation.gov.uk/ukpga/2004/32"),
        "links",
    ),
    "a rule that is unsure and compels": (
        in_last_version("E-CA04-16LA", confidence="unsure", doubt={"en": "Doubt.", "cy": "Amheuaeth."}),
        "lint unsure",
    ),
    "a rule that is unsure and keeps its doubt to itself": (
        lambda files: rule(files, "commissioned-services-16la").pop("doubt"),
        "lint sources",
    ),
    "overlapping versions": (_one_span, "lint versions"),
    "a version that ends before it begins": (in_last_version("too-much", to="2020-01-01"), "lint versions"),
    "a source that is nowhere": (in_rule("too-much", cites=["code-of-nobody"]), "lint cites"),
    # words and ids
    "a text in one language": (_lose_welsh, "lint languages"),
    "English in place of Welsh": (
        lambda files: rule(files, "too-much")["text"].update(cy=rule(files, "too-much")["text"]["en"]),
        "lint languages",
    ),
    "a slot lost": (_lose_slot, "lint languages"),
    "an id used twice": (in_rule("too-much", id="insecure-channel"), "lint ids"),
    "an alternative removed": (without("too-much", "alternatives"), "lint lines"),
    "every alternative removed": (
        lambda files: [
            without("too-much", "alternatives")(files),
            without_rules("narrower-share")(files),
        ],
        "statement 9",
    ),
    "who to ask removed": (without("no-clear-footing", "ask"), "statement 9"),
    "what would settle it removed": (without("no-clear-footing", "settles"), "statement 9"),
    "a question without its key": (_drop_question_key, "lint questions"),
    "a kind misspelt in a group": (
        lambda files: files["terms.toml"]["group"]["can-act"].append("polise"),
        "lint groups",
    ),
    "a condition on a fact that is not there": (
        in_rule("too-much", when={"claims": {"basis": "6a"}}),
        "lint reads",
    ),
    "a term that nothing uses": (
        lambda files: files["terms.toml"]["term"].update(lost={"when": {"worry": {"risk": "none"}}}),
        "lint used",
    ),
    # outcomes, steps, strengths
    "a refusal swapped for a permission": (in_rule("not-verified", step="permits"), "statement 11"),
    "a refusal swapped for advice": (in_rule("too-much", step="doubt"), "lint lines"),
    "a power that becomes a duty": (in_rule("E-CARE-42", strength="duty"), "case sc100"),
    "a duty that becomes a power": (in_rule("E-CA04-16LA", strength="power"), "case sc01"),
    "a strength that is none": (in_rule("E-CA04-16LA", strength="must"), "lint strengths"),
    "a duty on request without a request": (_never_asked_for, "statement 6"),
    "the expectation dropped": (without("E-CTSA-36", "expected"), "case sc59-england"),
    "a gateway for the wrong recipient": (
        lambda files: rule(files, "E-FGM-5B")["when"].update(recipient={"kind": "childrens-services"}),
        "case sc20",
    ),
    "the flag of law enforcement forgotten": (
        in_term("law-enforcement-regime", {"sharer": {"kind": "@competent-authorities"}}),
        "case sc62",
    ),
    "telling swapped": (in_rule("tell-unsafe", tell="tell-first"), "statement 10"),
    "telling is first unless somebody says no": (
        in_rule("tell-safe", when={"views": {"telling": ["safe", "unknown"]}}),
        "statement 10",
    ),
    "nobody is told whether to tell": (without_rules("tell-not-known"), "statement 1"),
    # conditions, terms and groups
    "the danger rule asks for a checked recipient": (
        in_rule(
            "immediate-danger",
            when={
                "is": ["immediate-danger", "can-act"],
                "recipient": {"verified": True},
                "is-not": "closed-purpose",
            },
        ),
        "statement 2",
    ),
    "the danger rule forgets who can act": (
        in_rule("immediate-danger", when={"is": "immediate-danger"}),
        "statement 2",
    ),
    "danger is widened": (
        in_term("immediate-danger", {"worry": {"risk": ["significant", "immediate"]}}),
        "statement 2",
    ),
    "a warning of the emergency removed": (without_rules("emergency-channel"), "statement 2"),
    "who else can act is not named": (without_rules("tell-police-instead"), "statement 2"),
    "the one who can act is not named first": (in_rule("tell-who-can-act", order=99), "statement 2"),
    "a group that misses a kind": (in_group("can-act", "fire"), "statement 2"),
    "a public authority forgotten": (in_group("public-authorities", "gp"), "statement 8"),
    "a recognised interest for public authorities": (
        in_rule("6ea", recommended={"found": {"regime": "uk-gdpr"}}),
        "statement 8",
    ),
    "an appeal to researchers": (
        in_term(
            "police-appeal",
            {
                "sharer": {"kind": "police"},
                "recipient": {"kind": "researcher"},
                "worry": {"risk": "immediate"},
            },
        ),
        "statement 5",
    ),
    "consent is a gate": (
        new_rule("too-much", "gate", when={"views": {"consent": "refused"}}),
        "statement 3",
    ),
    "serious risk is refused": (
        new_rule("too-much", "gate", when={"worry": {"risk": "significant"}}),
        "statement 4",
    ),
    "the press are let in": (without_rules("closed-recipients"), "statement 5"),
    "nobody is checked": (without_rules("not-yet-verified"), "statement 11"),
    "the step that checks them removed": (without("not-yet-verified", "do"), "statement 11"),
    "a risk at the recipient forgotten": (without_rules("risk-at-the-recipient"), "statement 12"),
    "paper becomes a gate": (
        new_rule("too-much", "gate", when={"arrangement": {"agreement": "none"}}),
        "statement 12",
    ),
    # what breaks no statement and yet is odd
    "a rule that can never hold": (
        new_rule("too-much", "idle-rule", when={"is": "under-18", "child": {"stage": "adult"}}),
        "look dead",
    ),
    "a rule in another's shadow": (
        new_rule("too-much", "shade", when={"information": {"scope": "excessive"}, "nation": "wales"}),
        "look shadowed",
    ),
    "a telling that is never told": (
        new_rule("tell-safe", "tell-late", order=55, when={"views": {"telling": "safe"}, "nation": "wales"}),
        "look shadowed",
    ),
    "two tellings at one place": (
        new_rule("tell-safe", "tell-apart", tell="not-yet", when={"views": {"telling": "safe"}}),
        "look pulls",
    ),
    "a line and its opposite": (in_rule("ring-now", opposite=["say-three-things"]), "look pulls"),
    "two versions of one id in two files": (
        lambda files: files.update(
            {"uk/sharing/double.toml": copy.deepcopy(rule(files, "E-CA04-16LA")) | {"strength": "power"}}
        ),
        "look pulls",
    ),
    "a fact that no rule asks for": (without_rules("insecure-channel", "emergency-channel"), "look idle"),
    "a question that is never asked": (_ask_alone, "look unasked"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault):
    plant, check = FAULTS[fault]
    files = copy.deepcopy(rules.current().files)
    plant(files)
    assert files != rules.current().files, "nothing was planted"
    kind, _, name = check.partition(" ")
    assert CHECKS[kind](files, name), f"not caught by {check}"


def by_lint(files: dict, name: str) -> bool:
    return name in {problem.check for problem in lint(files)}


def by_links(files: dict, _) -> bool:
    return list(unregistered(files, REGISTER)) != []


def by_what_is_written_down(files: dict, _) -> bool:
    told = in_the_data({path: table for path, table in files.items() if "/" in path})
    return any(told[ident] != entries for ident, entries in WRITTEN.items())


def by_a_statement(files: dict, number: str) -> bool:
    """Both engines find it, in the same parts of the statement.

    The solver knows of more cases (any start of any duty), so its case is as simple or simpler.
    """
    ruleset, found = rules.RuleSet(files), []
    for engine in (Proof(ruleset), Solver(ruleset)):
        told = verdicts(engine, [int(number)])
        found.append({v.words: len(v.broken_by) for v in told if v.broken_by is not None})
    diagrams, solver = found
    assert diagrams.keys() == solver.keys()
    assert all(solver[words] <= size for words, size in diagrams.items())
    return bool(diagrams)


def by_a_worked_case(files: dict, name: str) -> bool:
    case = CASES[name]
    return worked.differences(rules.RuleSet(files).decide(case), case["expect"]) != []


def by_a_look(files: dict, kind: str) -> bool:
    return bool(seen(rules.RuleSet(files), kind) - usually_seen(kind))


def seen(ruleset, kind: str) -> set:
    return {oddity.id for oddity in LOOKS[kind](Proof(ruleset))}


@cache
def usually_seen(kind: str) -> set:
    return seen(rules.current(), kind)


CHECKS = {
    "lint": by_lint,
    "links": by_links,
    "written": by_what_is_written_down,
    "statement": by_a_statement,
    "case": by_a_worked_case,
    "look": by_a_look,
}
