"""A case that cannot be understood says which key, which value and the nearest allowed one."""

import pytest

from sharewell import rules

WHOLE = {
    "nation": "england",
    "sharer": {"kind": "academy"},
    "recipient": {"kind": "childrens-services"},
    "worry": {"purpose": "protect"},
}


def refused(**change) -> rules.CaseError:
    case = {key: dict(value) if isinstance(value, dict) else value for key, value in WHOLE.items()}
    for key, value in change.items():
        head, _, tail = key.partition("__")
        if tail:
            case.setdefault(head, {})[tail.replace("_", "-")] = value
        else:
            case[head] = value
    with pytest.raises(rules.CaseError) as caught:
        rules.current().decide(case)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("change", "key", "nearest"),
    [
        ({"nation": "enland"}, "nation", "england"),
        ({"sharer__kind": "acadamy"}, "sharer.kind", "academy"),
        ({"worry__purpse": "protect"}, "worry.purpse", "worry.purpose"),
        ({"recipient__verified": "yes"}, "recipient.verified", None),
        ({"worry__circumstances": ["fgm"]}, "worry.circumstances", None),
        ({"worry__circumstances": "fgm-feared"}, "worry.circumstances", None),
        ({"child__age": 7.5}, "child.age", None),
        ({"child__age": True}, "child.age", None),
        ({"child__age": -1}, "child.age", None),
        ({"date": "2018-05-24"}, "date", "2018-05-25"),
        ({"date": "yesterday"}, "date", None),
        ({"claims": {"basis": "6g"}}, "claims.basis", None),
        ({"law": {"starts": {"E-CA04-16L": "2026-09-30"}}}, "law.starts", "E-CA04-16LA"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_the_nearest(change, key, nearest):
    error = refused(**change)
    assert error.key == key
    assert key in str(error)
    if nearest:
        assert error.nearest == nearest
        assert nearest in str(error)


@pytest.mark.parametrize(
    "change",
    [
        {"child": {"stage": "unborn", "age": 1}},
        {"child": {"stage": "adult", "age": 15}},
        {"child": {"stage": "child", "age": 18}},
        {"nation": "wales"},
        {"recipient": {"kind": "academy", "nation": "scotland"}},
        {"recipient": {"kind": "caller-unknown", "verified": True}},
    ],
)
def test_what_cannot_be_is_refused(change):
    refused(**change)


@pytest.mark.parametrize("key", ["nation", "sharer", "recipient", "worry"])
def test_the_four_needed_keys_are_asked_for(key):
    case = {name: value for name, value in WHOLE.items() if name != key}
    with pytest.raises(rules.CaseError, match="is needed"):
        rules.current().decide(case)


def test_age_decides_the_stage():
    decide = rules.current().decide
    assert decide(WHOLE | {"child": {"age": 18}})["case"]["child"]["stage"] == "adult"
    assert decide(WHOLE | {"child": {"age": 17}})["case"]["child"]["stage"] == "child"


def test_named_defaults_are_filled_in_and_other_gaps_are_not():
    case = rules.current().decide(WHOLE)["case"]
    assert case["sharer"]["designated"] is True
    assert case["recipient"]["designated"] is False
    assert case["recipient"]["nation"] == "england"
    assert "verified" not in case["recipient"]
    assert "views" not in case


def test_asked_and_not_known_is_kept_and_decides_like_a_gap():
    known = rules.current().decide(WHOLE)
    asked = rules.current().decide(WHOLE | {"views": {"telling": "unknown"}})
    assert asked["case"]["views"] == {"telling": "unknown"}
    assert (asked["outcome"], asked["unknown"]) == (known["outcome"], known["unknown"])
