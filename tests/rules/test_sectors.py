"""The sector matrix and the table of regimes agree with what is decided, over all cases and not a sample.

A row of the matrix is the usual position of one sort of organisation that shares, in the ordinary way, to
protect a child: what is recommended then is of the row, and something of the row is recommended.
"""

import functools

import pytest

from sharewell import rules
from sharewell.rules.proving.proof import Proof
from sharewell.rules.ruleset import NATIONS

RULES = rules.current()
SECTORS = [version for version in RULES.standing if version.sort == "sector"]
REGIMES = [version for version in RULES.standing if version.sort == "regime"]
NAMES = [f"{version.rule} {version.starts}" for version in SECTORS]
BASES, CONDITIONS = (sorted({v.rule for v in RULES.by_sort[sort]}) for sort in ("basis", "condition"))
GOES = ("share-now", "must-share", "may-share")
ROWS_OF_THE_MATRIX = {
    "schools": {"maintained-school", "academy", "college"},
    "independent schools": {"independent-school"},
    "early years": {"nursery", "childminder"},
    "children's services": {"childrens-services"},
    "other council departments": {"council"},
    "NHS": {"nhs"},
    "GP": {"gp"},
    "police": {"police"},
    "probation and prisons": {"probation", "prison"},
    "youth justice": {"youth-justice"},
    "charities, commissioned or not": {"charity", "helpline"},
    "faith": {"faith-body"},
    "sport": {"sports-body"},
    "housing": {"housing-association"},
    "private companies": {"business", "online-platform"},
    "fire": {"fire"},
    "regulators": {"regulator"},
}


@functools.cache
def proof() -> Proof:
    """All cases, as diagrams."""
    return Proof(RULES)


def _where(table: dict):
    return proof().d.condition(RULES.compiler.compile(table))


def _span(version) -> dict:
    """The days and nations of a row."""
    days = [d for d in RULES.facts.days if version.starts <= d and (version.ends is None or d < version.ends)]
    return {"day": days, "nation": version.table.get("extends", NATIONS)}


@functools.cache
def ordinary(version):
    """The cases in which the kinds of a row share, under UK GDPR, to protect or support a child."""
    d, table = proof().d, version.table
    return d.both(
        _where(_span(version) | {"sharer": {"kind": table["kinds"]}}),
        _where(table.get("when", {})),
        _where({"is-not": ["no-regime", "law-enforcement-regime", "court-order"], "is": "under-18"}),
        _where({"worry": {"purpose": ["protect", "support"]}}),
        proof().valid,
        proof().outcome(*GOES),
    )


def recommended(ids):
    """The cases in which one of these grounds is recommended."""
    return proof().d.any(proof().answer[ident] for ident in ids)


def cannot_be(diagram, *others) -> bool:
    """Does no case at all lie in every one of these diagrams?"""
    return proof().d.both(diagram, *others) is False


def test_every_row_of_the_matrix_is_there():
    kinds = {kind for version in SECTORS for kind in version.table["kinds"]}
    assert kinds == set().union(*ROWS_OF_THE_MATRIX.values())


def test_each_kind_has_one_row_on_a_day_in_a_nation():
    d = proof().d
    for kind in {kind for version in SECTORS for kind in version.table["kinds"]}:
        rows = [v for v in SECTORS if kind in v.table["kinds"]]
        covers = [d.both(_where(_span(v)), _where(v.table.get("when", {}))) for v in rows]
        of_kind = d.both(proof().valid, _where({"sharer": {"kind": kind}}))
        assert cannot_be(of_kind, proof().not_(d.any(covers))), kind
        for number, one in enumerate(covers):
            assert cannot_be(of_kind, one, d.any(covers[number + 1 :])), kind


@pytest.mark.parametrize("version", SECTORS, ids=NAMES)
def test_a_row_says_rightly_who_is_a_public_authority(version):
    public = _where({"is": "public-authority"})
    wrong = proof().not_(public) if version.table["public-authority"] else public
    assert cannot_be(ordinary(version), wrong)
    assert not cannot_be(ordinary(version))


@pytest.mark.parametrize("version", SECTORS, ids=NAMES)
def test_the_bases_of_a_row_are_those_recommended(version):
    """Legal obligation apart where a duty binds: a duty binds whatever is usual."""
    usual = set(version.table["bases"])
    share, duty = ordinary(version), _where({"found": {"duty": True}})
    for basis in set(BASES) - usual - {"6c"}:
        assert cannot_be(share, proof().answer[basis]), basis
    assert cannot_be(share, proof().answer["6c"], proof().not_(duty))
    assert cannot_be(share, proof().not_(recommended(usual | {"6c"})))
    for basis in usual - {"6c", "s35-2b"}:
        assert not cannot_be(share, proof().answer[basis]), basis


@pytest.mark.parametrize("version", SECTORS, ids=NAMES)
@pytest.mark.parametrize(
    ("flag", "field"),
    [("special", "conditions"), ("offence", "offence-conditions")],
    ids=["special", "offence"],
)
def test_the_conditions_of_a_row_are_those_recommended(version, flag, field):
    usual = set(version.table[field])
    other = {"special": "offence", "offence": "special"}[flag]
    share = proof().d.both(ordinary(version), _where({"information": {flag: True, other: False}}))
    for condition in set(CONDITIONS) - usual:
        assert cannot_be(share, proof().answer[condition]), condition
    assert cannot_be(share, proof().not_(recommended(usual)))


@pytest.mark.parametrize("version", SECTORS, ids=NAMES)
def test_neither_special_nor_offence_data_needs_no_condition(version):
    neither = _where({"information": {"special": False, "offence": False}})
    share = proof().d.both(ordinary(version), neither)
    assert cannot_be(share, recommended(CONDITIONS))


@pytest.mark.parametrize(
    "version", [v for v in SECTORS if "s35-2b" in v.table["bases"]], ids=lambda v: v.rule
)
def test_competent_authorities_rest_on_part_3_for_law_enforcement(version):
    part_3 = {"is": "law-enforcement-regime", "sharer": {"kind": version.table["kinds"]}}
    share = proof().d.both(proof().valid, _where(part_3), proof().outcome(*GOES))
    assert cannot_be(share, proof().not_(proof().answer["s35-2b"]))
    assert cannot_be(share, recommended(set(BASES) - {"s35-2b"}))
    sensitive = proof().d.both(share, _where({"information": {"special": True}}))
    assert cannot_be(
        sensitive, proof().not_(recommended(c for c in version.table["conditions"] if "s8" in c))
    )
    assert cannot_be(sensitive, recommended(c for c in CONDITIONS if "s8" not in c))


def test_every_row_of_the_regime_table_is_there():
    assert len(REGIMES) == 5


@pytest.mark.parametrize("version", REGIMES, ids=lambda v: v.rule)
def test_the_sharers_regime_is_as_its_row_says(version):
    d, row = proof().d, version.table
    here = d.both(proof().valid, _where(_span(version)), _where(row["when"]))
    regime = proof().answer["regime"]
    assert here is not False
    assert cannot_be(here, proof().not_(d.where(regime, {row["sharers-regime"]})))


def test_who_shares_what_was_held_for_law_enforcement_is_asked_which_law_lets_them():
    warning = next(v for v in RULES.by_sort["advice"] if v.rule == "law-enforcement-data-for-welfare")
    welfare = _where(
        {
            "sharer": {"kind": ["police", "probation", "youth-justice", "prison"], "law-enforcement": False},
            "worry": {"purpose": ["protect", "support", "care"]},
            "information": {"identifies": True},
        }
    )
    share = proof().d.both(proof().valid, welfare, proof().outcome(*GOES))
    assert cannot_be(share, proof().not_(proof().d.condition(warning.masks["when"])))
    assert warning.table["cites"] == ["UK-DPA18-36"]
