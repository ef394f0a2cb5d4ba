"""The rule set as data: it keeps to its schema and its vocabulary, and another program decides with it."""

import copy
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from pyld import jsonld

from sharewell import rules
from sharewell.cli import publish
from sharewell.rules import case as cases
from sharewell.rules import decide as deciding
from tests.conftest import chromium
from tests.rules import worked

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "examples/other-programs/decide.mjs"
OURS = "urn:sharewell:vocabulary:"
ODRL, DPV, GDPR = (
    "http://www.w3.org/ns/odrl/2/",
    "https://w3id.org/dpv#",
    "https://w3id.org/dpv/legal/eu/gdpr#",
)
# Terms that are in DPV 2.0 and ODRL 2.2, looked up there one by one. Add one here only after looking it up.
PUBLISHED = {
    DPV: """AcademicScientificOrganisation Adult Authority Child CommercialPurpose ConfidentialData Consent
        Contract Country Data DataController DataSubject ForProfitOrganisation GovernmentalOrganisation
        ImprovePublicServices LegalBasis LegalCompliance LegalEntity LegalObligation LegitimateInterest
        Location NonProfitOrganisation OfficialAuthorityOfController ParentOfDataSubject PersonalData
        PersonnelHiring ProtectionOfPublicSecurity PublicBenefit PublicInterest PublicRelations Purpose
        RecordManagement ResearchAndDevelopment Right RightsFulfillment Rule ServiceProvision Share
        SpecialCategoryPersonalData ThirdCountry ThirdParty VitalInterest hasLegalBasis hasPurpose
        hasRecipient""",
    GDPR: "A6-1-a A6-1-b A6-1-c A6-1-d A6-1-e A6-1-f A9-2-a A9-2-c A9-2-d A9-2-f A9-2-g A9-2-h",
    ODRL: """Action AssetCollection ConflictTerm Constraint Duty LeftOperand LogicalConstraint PartyCollection
        Permission Prohibition Set action and assignee conflict constraint distribute eq hasPart
        includedIn isAnyOf isNoneOf leftOperand obligation operator or permission profile prohibition purpose
        recipient rightOperand spatial target uid use""",
}
NAMES = re.compile(r"<([^>]+)>")


@cache
def files():
    return rules.publish(rules.current())


def data():
    """A fresh copy of rules.json, to read or to spoil."""
    return json.loads(files()["rules.json"])


@cache
def validator():
    schema = json.loads(files()["rules.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


# --- The files -------------------------------------------------------------------------------------


def test_the_same_rules_are_published_as_the_same_bytes():
    again = rules.publish(rules.load(rules.export(rules.current())))
    assert again == files()


def test_every_rule_set_published_before_can_be_published_like_this():
    for version in rules.published():
        published = rules.publish(rules.load_published(version))
        older = json.loads(published["rules.json"])
        assert older["ruleset"]["version"] == version and older["rules"]
        jsonschema.Draft202012Validator(json.loads(published["rules.schema.json"])).validate(older)


def test_the_command_writes_the_four_files(tmp_path, capsys):
    assert publish.main([str(tmp_path / "new" / "folder")]) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "new" / "folder").iterdir()}
    assert written == files()
    said = capsys.readouterr().out
    assert all(name in said for name in files())


def test_the_command_says_in_one_line_what_it_cannot_read_or_write(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert publish.main([str(tmp_path / "file")]) == 2
    assert publish.main([str(tmp_path), "--rules", str(tmp_path / "none.json")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


# --- rules.json and its schema ---------------------------------------------------------------------


def test_the_published_rules_keep_to_their_schema():
    wrong = [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(data())]
    assert wrong == [], "a new field of the rule files has to be told to rules/publishing/schema.py"


def test_every_version_of_every_rule_is_published_once():
    wanted = [(t["id"], v) for t in rules.current().rules.values() for v, _ in enumerate(t["version"])]
    assert len(data()["rules"]) == len(wanted)
    assert {rule["id"] for rule in data()["rules"]} == {ident for ident, _ in wanted}


def test_every_value_of_every_fact_has_words_in_both_languages():
    said = [value.get("words", {}) for fact in data()["facts"] for value in fact["values"]]
    assert all(words.get("en") and words.get("cy") for words in said)


def test_no_rule_that_speaks_waits_for_what_is_found_later():
    asked = {
        fact
        for rule in data()["rules"]
        if "step" in rule
        for way in rule["when"]
        for fact in way
        if fact.startswith("found.")
    }
    assert asked == set()


def a_gateway(published):
    return next(rule for rule in published["rules"] if rule["sort"] == "gateway" and rule["when"])


MISTAKES = {
    "a value that the fact does not have": lambda p: a_gateway(p)["when"][0].update({"nation": ["france"]}),
    "a fact that there is not": lambda p: a_gateway(p)["when"][0].update({"worry.colour": ["red"]}),
    "a text in one language only": lambda p: a_gateway(p)["title"].pop("cy"),
    "an empty text": lambda p: a_gateway(p)["text"].update(en=""),
    "a field that no rule has": lambda p: a_gateway(p).update(priority=1),
    "a field of another sort of rule": lambda p: a_gateway(p).update(tell="not-yet"),
    "a strength that there is not": lambda p: a_gateway(p).update(strength="suggestion"),
    "a step that there is not": lambda p: a_gateway(p).update(step="later"),
    "a sort that there is not": lambda p: a_gateway(p).update(sort="hint"),
    "a nation that there is not": lambda p: a_gateway(p)["nations"].append("jersey"),
    "a nation twice": lambda p: a_gateway(p).update(nations=["wales", "wales"]),
    "no nation": lambda p: a_gateway(p).update(nations=[]),
    "a day that is none": lambda p: a_gateway(p).update({"from": "2026-13-01"}),
    "a day in other words": lambda p: a_gateway(p).update(to="30 September 2026"),
    "a rule without its source": lambda p: a_gateway(p).pop("source"),
    "a source without its provision": lambda p: a_gateway(p)["source"].pop("provision"),
    "a source that nobody knows how sure we are of": lambda p: a_gateway(p)["source"].update(
        confidence="quite"
    ),
    "a link that is none": lambda p: a_gateway(p)["source"].update(link="see the Act"),
    "a condition that is not a list of ways": lambda p: a_gateway(p).update(when={"nation": ["england"]}),
    "a fact that may have no value": lambda p: a_gateway(p)["when"][0].update({"nation": []}),
    "a gateway without a condition": lambda p: a_gateway(p).pop("when"),
    "steps in another order": lambda p: p["steps"].reverse(),
    "a hash that is none": lambda p: p["ruleset"].update(sha256="abc"),
    "no rules": lambda p: p.update(rules=[]),
    "something else at the top": lambda p: p.update(extra=1),
    "a fact without a resting value": lambda p: p["facts"][0].pop("rests"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_schema_refuses(mistake):
    spoilt = copy.deepcopy(data())
    MISTAKES[mistake](spoilt)
    assert not validator().is_valid(spoilt)


# --- Linked data -----------------------------------------------------------------------------------


def closed(iri, options):
    raise AssertionError(f"linked data has to be read without a network, but wanted {iri}")


def expanded(name, document=None):
    """A file of linked data as N-Quads, and what was dropped on the way."""
    document = document or json.loads(files()[name])
    dropped = []
    options = {"documentLoader": closed}
    jsonld.expand(document, options, on_property_dropped=dropped.append)
    return jsonld.to_rdf(document, options | {"format": "application/n-quads"}), dropped


@cache
def quads(name):
    return expanded(name)[0]


@pytest.mark.parametrize("name", ["rules.jsonld", "vocabulary.jsonld"])
def test_linked_data_expands_offline_and_loses_nothing(name):
    assert expanded(name)[1] == []


def test_a_key_without_a_meaning_would_be_noticed():
    document = json.loads(files()["rules.jsonld"])
    document["@graph"][0]["colour"] = "red"
    assert expanded("rules.jsonld", document)[1] == ["colour"]


def test_every_term_of_ours_is_defined_in_our_vocabulary():
    used = {
        n for n in NAMES.findall(quads("rules.jsonld") + quads("vocabulary.jsonld")) if n.startswith(OURS)
    }
    defined = set(re.findall(rf"^<({OURS}[^>]*)> <[^>]*#type>", quads("vocabulary.jsonld"), re.MULTILINE))
    assert used - defined == set()
    assert defined - used == set()


@pytest.mark.parametrize("space", PUBLISHED)
def test_terms_of_others_are_ones_that_they_published(space):
    names = set(NAMES.findall(quads("rules.jsonld") + quads("vocabulary.jsonld")))
    used = {name.removeprefix(space) for name in names if name.startswith(space)}
    assert used - set(PUBLISHED[space].split()) == set()


def test_every_term_of_ours_is_said_in_both_languages():
    nodes = json.loads(files()["vocabulary.jsonld"])["@graph"]
    assert [node["@id"] for node in nodes if not {"en", "cy"} <= set(node["title"])] == []
    assert [node["@id"] for node in nodes if set(node.get("text", {"en": 1, "cy": 1})) != {"en", "cy"}] == []


def typed(iri):
    """How many things of this class the linked rules hold."""
    return quads("rules.jsonld").count(f"#type> <{iri}>")


def stated(iri):
    """How many statements with this property the linked rules hold."""
    return quads("rules.jsonld").count(f"> <{iri}> ") + len(
        re.findall(rf"^_:\S+ <{re.escape(iri)}> ", quads("rules.jsonld"), re.MULTILINE)
    )


def test_the_linked_rules_hold_as_many_of_each_kind_as_there_are():
    published = data()["rules"]
    sorts = Counter(rule["sort"] for rule in published)
    classes = {"basis": "BasisRule", "condition": "ConditionRule", "right": "IndividualRight"}
    classes |= {"sector": "SectorNorm", "regime": "RegimeRule"}
    counted = {sort: typed(OURS + classes.get(sort, sort.capitalize())) for sort in sorts}
    assert counted == sorts


def test_what_requires_permits_and_forbids_is_a_duty_a_permission_and_a_prohibition():
    by_step = Counter(rule["step"] for rule in data()["rules"] if "step" in rule)
    assert (
        typed(f"{ODRL}Duty") == by_step["order"] + by_step["duty"] + by_step["doubt"] + by_step["otherwise"]
    )
    assert typed(f"{ODRL}Permission") == by_step["danger"] + by_step["nobody"] + by_step["permits"]
    assert typed(f"{ODRL}Prohibition") == by_step["closed"] + by_step["kept-back"]
    instruments = {rule["source"]["instrument"] for rule in data()["rules"] if "step" in rule}
    assert typed(f"{ODRL}Set") == len(instruments)


def test_sources_days_nations_and_labels_are_all_carried_over():
    published = data()["rules"]
    assert stated("http://purl.org/dc/terms/source") == len(published)
    assert stated("http://purl.org/dc/terms/temporal") == sum(rule["from"] != "never" for rule in published)
    assert stated("http://www.w3.org/ns/dcat#endDate") == sum(rule["to"] is not None for rule in published)
    assert stated("http://purl.org/dc/terms/spatial") == sum(len(rule["nations"]) for rule in published)
    titles = re.findall(r'core#prefLabel> ".*"@(en|cy)', quads("rules.jsonld"))
    assert Counter(titles) == {"en": len(published), "cy": len(published)}


def test_every_way_of_every_condition_is_carried_over():
    conditions = [
        ways
        for rule in data()["rules"]
        for ways in [rule.get("when"), rule.get("recommended"), rule.get("available")]
        + [limb["when"] for limb in rule.get("limbs", [])]
        if ways is not None
    ]
    plain = [ways for ways in conditions if ways and {} not in ways]
    speaking = [r["when"] for r in data()["rules"] if "step" in r and r["when"] and {} not in r["when"]]
    # A rule that speaks carries the facts of its only way itself; all else is one "or" of one "and" a way.
    alone = [ways for ways in speaking if len(ways) == 1]
    assert typed(f"{ODRL}LogicalConstraint") == (
        sum(len(ways) > 1 for ways in plain)
        + sum(len(way) > 1 for ways in plain for way in ways)
        - sum(len(ways[0]) > 1 for ways in alone)
    )
    atoms = {(f, json.dumps(sorted(map(str, v)))) for ways in plain for way in ways for f, v in way.items()}
    assert typed(f"{ODRL}Constraint") == len(atoms)


def parts_of(kind):
    """For each thing of an ODRL class, how often it has each ODRL property."""
    things = re.findall(rf"^(\S+) <[^>]*#type> <{ODRL}{kind}>", quads("rules.jsonld"), re.MULTILINE)
    said = Counter(re.findall(rf"^(\S+) <{ODRL}(\w+)> ", quads("rules.jsonld"), re.MULTILINE))
    return [{name: count for (thing, name), count in said.items() if thing == each} for each in things]


@pytest.mark.parametrize("kind", ["Duty", "Permission", "Prohibition"])
def test_every_odrl_rule_has_one_action_one_target_and_one_who_is_bound(kind):
    found = parts_of(kind)
    assert found
    for parts in found:
        assert (parts["action"], parts["target"], parts["assignee"]) == (1, 1, 1)


def test_every_odrl_constraint_is_whole():
    for parts in parts_of("Constraint"):
        assert parts["leftOperand"] == parts["operator"] == 1 and parts["rightOperand"] >= 1
    assert {tuple(parts) for parts in parts_of("LogicalConstraint")} == {("and",), ("or",)}


def test_every_odrl_policy_says_its_name_its_profile_and_how_a_conflict_is_settled():
    for parts in parts_of("Set"):
        assert parts["uid"] == parts["profile"] == parts["conflict"] == 1
        assert set(parts) & {"permission", "prohibition", "obligation"}


# --- Another program -------------------------------------------------------------------------------

ENGINES = {
    "node": lambda path: [shutil.which("node"), PROGRAM, path],
    "chromium": lambda path: [sys.executable, "-m", "tests.rules.in_chromium", path],
}


def absent(engine):
    return not (shutil.which("node") if engine == "node" else chromium())


def answers(engine, given, folder):
    """What the other program makes of cases."""
    (folder / "rules.json").write_bytes(files()["rules.json"])
    lines = "\n".join(map(json.dumps, given))
    command = [*map(str, ENGINES[engine](folder / "rules.json"))]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(given):
    """The same, from our own engine; an error where the case cannot be."""
    ruleset = rules.current()
    try:
        case = ruleset.read(given)
    except rules.CaseError:
        return "error"
    ruleset = ruleset.with_starts(case.starts)
    found = deciding.find(ruleset, cases.world_of(ruleset.facts, case))
    fits = [version for version, standing in found.grounds.values() if standing == "recommended"]
    return {
        "outcome": found.outcome,
        "expected": found.expected,
        "regime": found.regime,
        "tell": found.told.table["tell"],
        "bases": sorted(version.rule for version in fits if version.sort == "basis"),
        "conditions": sorted(version.rule for version in fits if version.sort == "condition"),
        "gateways": {
            version.rule: version.table["strength"]
            for step in deciding.ORDER
            for version in found.steps[step]
            if version.sort == "gateway"
        },
    }


@cache
def the_worked_cases():
    given = [{k: v for k, v in case.items() if k != "expect"} for case in worked.cases().values()]
    return [json.loads(json.dumps({"date": "2026-10-05"} | case, default=str)) for case in given]


def any_cases(count, seed):
    """Cases of every sort: worked ones with a few facts changed, and any at all, some of which cannot be."""
    chance = random.Random(seed)
    ruleset = rules.current()
    days = [*ruleset.facts.days, "2018-06-01", "2022-03-04", "2026-09-29", "2026-11-22", "2031-01-01"]
    # A few moved starts, met often: each makes a rule set of its own.
    moved = [{chance.choice(ruleset.known_ids["starts"]): chance.choice(days)} for _ in range(12)]
    for number in range(count):
        given = copy.deepcopy(chance.choice(the_worked_cases())) if number % 2 else {}
        share = chance.random() * (0.1 if given else 1)
        for key, fact in ruleset.facts.by_key.items():
            if chance.random() < share or (fact.needed and number % 2 == 0):
                head, _, tail = key.partition(".")
                value = any_value(chance, key, fact)
                given |= {head: given.get(head, {}) | {tail: value}} if tail else {key: value}
        given["date"] = chance.choice(days)
        if chance.random() < 0.1:
            given["law"] = {"starts": chance.choice(moved)}
        yield given


@cache
def compared(which):
    """Cases, each with what our own engine makes of it."""
    given = the_worked_cases() if which == "worked" else any_cases(4000, seed=20180525)
    return [(case, ours(case)) for case in given]


def any_value(chance, key, fact):
    if chance.random() < 0.05 and not fact.needed:
        return "unknown"
    if key == "child.age":
        return chance.choice([0, 7, 11, 12, 13, 15, 16, 17, 18, 40, 130])
    if fact.many:
        return [flag for flag in fact.values if chance.random() < 0.1]
    usual = fact.default if fact.default in fact.values else fact.rests
    if usual in fact.values and not fact.needed and chance.random() < 0.4:
        return usual
    return chance.choice(fact.values)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("which", ["worked", "any"])
def test_another_program_decides_as_we_do(engine, which, tmp_path):
    if absent(engine):
        assert engine == "node" or not os.environ.get("SHAREWELL_CI"), "CI has to have a Chromium"
        pytest.skip(f"there is no {engine} on this machine")
    found = answers(engine, [case for case, _ in compared(which)], tmp_path)
    for (case, wanted), theirs in zip(compared(which), found, strict=True):
        assert ("error" if "error" in theirs else theirs) == wanted, json.dumps(case)


def test_the_cases_that_are_compared_come_to_every_outcome_and_some_cannot_be():
    found = [wanted for _, wanted in compared("any")]
    reached = Counter("error" if one == "error" else one["outcome"] for one in found)
    assert set(reached) == {*deciding.ORDER.values(), "error"}
    assert min(reached.values()) > 30, reached
    regimes = {one["regime"] for one in found if one != "error"}
    assert regimes == {"uk-gdpr", "law-enforcement", "none"}


def test_the_program_depends_on_nothing_and_stays_small():
    text = PROGRAM.read_text("utf-8")
    brought_in = re.findall(r"""(?:from|import\()\s*["']([^"']+)["']""", text)
    assert brought_in == ["node:fs/promises", "node:stream/consumers"]
    assert len(text.splitlines()) <= 150
