"""An agreement as linked data: it fits the shapes published with it, and the shapes find what is wrong."""

import json
import warnings
from datetime import date
from functools import cache

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

from sharewell import rules
from sharewell.domain.agreements import actions, odrl, states
from sharewell.domain.agreements.kinds import kinds
from sharewell.domain.agreements.models import Agreement, Flow
from sharewell.domain.agreements.queries import register
from tests.domain.agreements.partners import draft, flow_of
from tests.people import build_town

ODRL, DPV = Namespace("http://www.w3.org/ns/odrl/2/"), Namespace("https://w3id.org/dpv#")
HERE, SHAPES_HERE = "https://here.example/register/1/", "https://here.example/register/shapes.ttl"


@pytest.fixture
def agreement(db):
    """In force between the school and the council, with one flow that each rests on something."""
    town = build_town()
    agreement = draft(town)
    officer = town.at_school["data-protection-officer"]
    flow = flow_of(
        agreement, officer, kept_en="Until the child is 25", why_cy="I amddiffyn plant", offence=True
    )
    for party, basis in ((flow.giver, "6e"), (flow.receivers.get(), "6c")):
        actions.ground_flow(
            flow=flow, party=party, basis=basis, condition="9g/18", power="E-CA04-10", by=officer
        )
    Agreement.objects.filter(pk=agreement.pk).update(
        state=states.IN_FORCE,
        in_force_from=date(2026, 4, 1),
        review_on=date(2026, 10, 1),
        ends_on=date(2030, 1, 1),
    )
    return Agreement.objects.get(pk=agreement.pk)


def written(agreement):
    whole = register.whole_entry_for(agreement.made_by, agreement.pk)
    return odrl.policy_of(whole, address=HERE, shapes_address=SHAPES_HERE)


FREE = {  # what somebody typed that the public page of it does not show
    "why_en": "Because the panel of Thursday asks for it",
    "about_cy": "Plant y stryd fawr",
    "often_en": "Each Friday by four",
    "secured_en": "By the courier of the north office",
    "trigger_en": "After the panel",
}


def test_in_public_it_says_no_more_than_its_public_page(agreement):
    Flow.objects.filter(agreement=agreement).update(**FREE)
    public = odrl.public_policy_of(
        register.whole_entry_for(agreement.made_by, agreement.pk), address=HERE, shapes_address=SHAPES_HERE
    )
    text = public.decode()
    assert not [said for said in FREE.values() if said in text]
    for shown in ("Until the child is 25", "Concerns about a pupil's safety", "purpose/protect", "basis/6e"):
        assert shown in text
    fits, why = report_on(graph_of(json.loads(public)))
    assert fits, why
    whole = written(agreement).decode()
    assert FREE["secured_en"] in whole and FREE["why_en"] in whole  # for the parties


def said(agreement):
    return json.loads(written(agreement))


def graph_of(node):
    return Graph().parse(data=json.dumps(node), format="json-ld")


@cache
def shapes():
    return Graph().parse(data=odrl.shapes(), format="turtle")


def report_on(graph, is_whole=False):
    """(whether it fits, what the shapes say); the whole check looks at the shapes themselves as well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits, _graph, text = validate(graph, shacl_graph=shapes(), meta_shacl=is_whole)
    return fits, text


def test_an_agreement_fits_the_shapes(agreement):
    fits, text = report_on(graph_of(said(agreement)), is_whole=True)
    assert fits, text


def test_it_says_in_two_vocabularies_who_shares_what_with_whom_and_why(agreement):
    graph, name = graph_of(said(agreement)), URIRef(f"urn:uuid:{agreement.pk}")
    flow, school = agreement.flows.get(), agreement.keeper
    permission = URIRef(f"urn:uuid:{flow.pk}")
    assert (name, RDF.type, ODRL.Agreement) in graph
    assert (name, ODRL.permission, permission) in graph
    assert (permission, ODRL.assigner, URIRef(f"urn:uuid:{school.pk}")) in graph
    assert (permission, ODRL.action, URIRef("urn:sharewell:vocabulary:share")) in graph
    assert (permission, DPV.hasPurpose, URIRef("urn:sharewell:vocabulary:purpose/protect")) in graph
    bases = {str(each).rpartition("/")[2] for each in graph.objects(permission, DPV.hasLegalBasis)}
    assert bases == {"6e", "6c", "18"}
    assert (name, DCTERMS.conformsTo, URIRef(SHAPES_HERE)) in graph


def test_every_term_of_ours_is_in_the_published_vocabulary_or_in_the_shapes(agreement):
    ours = "urn:sharewell:vocabulary:"
    published = rules.publish(rules.current())["vocabulary.jsonld"].decode() + odrl.shapes().decode()
    names = {
        str(term) for triple in graph_of(said(agreement)) for term in triple if str(term).startswith(ours)
    }
    kinds_of_agreement = {f"{ours}agreement/{pk}" for pk in kinds()}
    for name in names - kinds_of_agreement - {ours.rstrip(":")}:
        assert f"sw:{name.removeprefix(ours)}" in published, name


def test_it_is_the_same_bytes_each_time_and_names_no_person(agreement):
    first, second = (written(agreement) for _ in "12")
    assert first == second
    assert b"@" not in first.replace(b'"@', b"") and b"Director" not in first


def _drop(name):
    return lambda node: node.pop(name)


def _in_flow(change):
    return lambda node: change(node["permission"][0])


def _to_itself(flow):
    flow["assignee"] = [flow["assigner"]]


WRONG = {
    "no name of its own": _drop("uid"),
    "no title": _drop("title"),
    "no reference": _drop("identifier"),
    "no parties": _drop("party"),
    "nothing permitted": _drop("permission"),
    "no profile": _drop("profile"),
    "a title in French": lambda node: node.update(title={"fr": "Accord"}),
    "ends before it starts": lambda node: node["temporal"].update(endDate="2020-01-01"),
    "a review that is no day": lambda node: node.update(reviewOn="soon"),
    "a kind of nobody's": lambda node: node.update(kind="urn:other:contract"),
    "a party without a name": lambda node: node["party"][0].pop("name"),
    "a party that is nothing": lambda node: node["party"][0].update({"@type": ["odrl:Party"]}),
    "a flow from nobody": _in_flow(_drop("assigner")),
    "a flow to nobody": _in_flow(_drop("assignee")),
    "a flow to itself": _in_flow(_to_itself),
    "a flow of nothing": _in_flow(_drop("target")),
    "a flow for nothing": _in_flow(_drop("hasPurpose")),
    "a flow that does something else": _in_flow(lambda flow: flow.update(action="odrl:sell")),
    "a flow for whatever purpose": _in_flow(_drop("constraint")),
    "a basis of nobody's": _in_flow(lambda flow: flow.update(hasLegalBasis=["urn:other:because"])),
    "a ground of nobody's": _in_flow(lambda flow: flow["ground"][0].pop("party")),
}


def test_the_shapes_find_what_is_wrong(agreement):
    missed = []
    for name, spoil in WRONG.items():
        node = said(agreement)
        spoil(node)
        if report_on(graph_of(node))[0]:
            missed.append(name)
    assert not missed


def test_what_was_taken_over_with_little_fits_as_well(agreement):
    agreement.flows.all().delete()
    school, council = agreement.parties.all()
    bare = Flow.objects.create(agreement=agreement, number=1, giver=school, purpose="support")
    bare.receivers.add(council)
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=None, review_on=None, in_force_from=None)
    fits, text = report_on(graph_of(said(Agreement.objects.get(pk=agreement.pk))))
    assert fits, text
