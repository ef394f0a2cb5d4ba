"""The tree against the published vectors of Certificate Transparency and the definition in RFC 6962."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.ledger import tree
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.log import Log

# The eight entries of the Certificate Transparency test data, and the root after each.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def by_definition(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash as RFC 6962, section 2.1, defines it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + by_definition(leaves[:half]) + by_definition(leaves[half:])).digest()


@pytest.fixture
def log():
    return Log(SqliteFile(":memory:"))


def test_the_root_of_nothing_is_the_published_one(log):
    assert log.root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_every_root_is_the_published_one(log):
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        log.append(leaf)
        assert log.root().hex() == root
    assert [log.root(size).hex() for size in range(1, 9)] == ROOTS


def test_every_proof_is_the_published_one(log):
    log.append_many(LEAVES)
    for (index, size), path in INCLUSION.items():
        assert [step.hex() for step in log.inclusion(index, size)] == path
    for (old, size), path in CONSISTENCY.items():
        assert [step.hex() for step in log.consistency(old, size)] == path


def test_every_proof_of_every_size_holds_and_holds_for_nothing_else(log):
    leaves = [b"entry %d" % number for number in range(67)]
    log.append_many(leaves)
    roots = [by_definition(leaves[:size]) for size in range(68)]
    for size in range(1, 68):
        assert log.root(size) == roots[size]
        for index in range(size):
            path = log.inclusion(index, size)
            assert len(path) <= (size - 1).bit_length()
            leaf = tree.leaf_hash(leaves[index])
            assert tree.proves_inclusion(index, size, leaf, path, roots[size])
            assert not tree.proves_inclusion(index, size, tree.leaf_hash(b"other"), path, roots[size])
            assert not tree.proves_inclusion((index + 1) % size, size, leaf, path, roots[size]) or size == 1
        for old in range(size + 1):
            path = log.consistency(old, size)
            assert tree.proves_consistency(old, roots[old], size, roots[size], path)
            if old:
                assert not tree.proves_consistency(old, roots[old - 1], size, roots[size], path)
                assert not tree.proves_consistency(old, roots[old], size, roots[size], [*path, roots[1]])


@given(st.data())
def test_a_proof_with_anything_changed_proves_nothing(data):
    log = Log(SqliteFile(":memory:"))
    size = data.draw(st.integers(2, 40))
    log.append_many(b"%d" % number for number in range(size))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    for path, holds in [
        (log.inclusion(index, size), lambda path: _included(log, index, size, path)),
        (log.consistency(old, size), lambda path: _begins(log, old, size, path)),
    ]:
        assert holds(path)
        at = data.draw(st.integers(0, len(path) - 1))
        flipped = bytearray(path[at])
        flipped[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        for changed in (
            [*path[:at], bytes(flipped), *path[at + 1 :]],
            path[:at] + path[at + 1 :],
            [*path[: at + 1], *path[at:]],
            [*path, path[at]],
            path[::-1],
        ):
            assert changed == path or not holds(changed)


def _included(log, index, size, path):
    return tree.proves_inclusion(index, size, tree.leaf_hash(b"%d" % index), path, log.root(size))


def _begins(log, old, size, path):
    return tree.proves_consistency(old, log.root(old), size, log.root(size), path)


def test_a_fork_shows_at_every_size_of_a_thousand():
    ours = Log(SqliteFile(":memory:"))
    ours.append_many(b"entry %d" % number for number in range(1000))
    shown = {}
    for size in range(1, 1000):  # as if the server had shown another last entry at this size
        peaks = ours._stored_peaks(size - 1)
        tree.grow(peaks, size - 1, b"another")
        shown[size] = tree.fold(peaks)
    root = ours.root()
    for size, forked in shown.items():
        assert tree.proves_consistency(size, ours.root(size), 1000, root, ours.consistency(size, 1000))
        assert not tree.proves_consistency(size, forked, 1000, root, ours.consistency(size, 1000))


def test_what_does_not_exist_is_refused_with_its_number(log):
    log.append_many(LEAVES)
    with pytest.raises(ValueError, match="no entry 8 among 8"):
        log.inclusion(8, 8)
    with pytest.raises(ValueError, match="9 entries cannot begin 8"):
        log.consistency(9, 8)
