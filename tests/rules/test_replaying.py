"""A decision made under an earlier rule set is made again to the same bytes, whatever the rules say today."""

import hashlib
import json
import lzma
import tomllib
from pathlib import Path

import pytest

from sharewell import rules

PUBLISHED = Path(rules.__file__).parent / "published"
KEPT = json.loads((Path(__file__).parent / "replayed.json").read_text("utf-8"))
CASES = Path(__file__).parents[2] / "examples" / "cases"


@pytest.mark.parametrize("version", KEPT)
def test_an_earlier_rule_set_decides_the_same_bytes(version):
    earlier = rules.load(lzma.decompress((PUBLISHED / f"{version}.json.xz").read_bytes()))
    assert earlier.version == version
    for name, hashes in KEPT[version].items():
        case = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))
        for lang, kept in hashes.items():
            outcome = rules.canonical(earlier.decide(case, lang))
            assert hashlib.sha256(outcome).hexdigest() == kept, f"{name} {lang}"


def test_every_published_rule_set_is_replayed():
    assert {path.name.removesuffix(".json.xz") for path in PUBLISHED.iterdir()} == set(KEPT)
