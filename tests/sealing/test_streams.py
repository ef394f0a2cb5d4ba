"""A sealed stream opens whole or says where it is wrong, in constant memory."""

import io
import os
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.sealing import (
    SealingError,
    check_stream,
    new_package_key,
    seal_bytes,
    seal_stream,
    unseal_bytes,
    unseal_stream,
    unsealed,
)

KEY = new_package_key()
SEGMENT, TAG, START = 64 * 1024, 16, 40
FOUR = os.urandom(3 * SEGMENT + 100)


def segments(blob):
    body = blob[START:]
    return [body[at : at + SEGMENT + TAG] for at in range(0, len(body), SEGMENT + TAG)]


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 100])
def test_every_length_comes_back_whole(size):
    data = os.urandom(size)
    blob = seal_bytes(data, KEY, "delivery:1")
    assert unseal_bytes(blob, KEY, "delivery:1") == data
    assert len(blob) == START + size + TAG * max(1, -(-size // SEGMENT))


def test_a_stream_belongs_to_one_key_and_one_place():
    blob = seal_bytes(b"secret", KEY, "delivery:1")
    for key, place in [(new_package_key(), "delivery:1"), (KEY, "delivery:2")]:
        with pytest.raises(SealingError, match="segment 1"):
            unseal_bytes(blob, key, place)


def test_segments_left_out_repeated_or_moved_are_found():
    blob = seal_bytes(FOUR, KEY)
    a, b, c, d = segments(blob)
    for wrong in [
        [a, b, c],
        [a, b],
        [a],
        [],
        [b, c, d],
        [a, c, d],
        [a, b, b, c, d],
        [b, a, c, d],
        [a, b, c, d, d],
    ]:
        with pytest.raises(SealingError):
            unseal_bytes(blob[:START] + b"".join(wrong), KEY)


def test_segments_of_another_stream_under_the_same_key_are_found():
    one, two = seal_bytes(FOUR, KEY), seal_bytes(FOUR, KEY)
    a, b, c, d = segments(one)
    with pytest.raises(SealingError, match="segment 2"):
        unseal_bytes(one[:START] + a + segments(two)[1] + c + d, KEY)


def test_ten_thousand_random_changes_are_all_found():
    chance, small = random.Random(7), 200
    blob = seal_bytes(os.urandom(small), KEY)
    for _ in range(10_000):
        changed, at = bytearray(blob), chance.randrange(len(blob))
        match chance.randrange(4):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at:]
            case 2:
                changed[at:at] = changed[at : at + chance.randrange(1, 40)]
            case 3:
                del changed[at : at + chance.randrange(1, 40)]
        if changed == blob:
            continue
        with pytest.raises(SealingError):
            unseal_bytes(bytes(changed), KEY)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4 * SEGMENT), st.integers(1, 5000))
def test_a_source_that_gives_little_at_a_time_is_read_to_its_end(size, step):
    class Trickle(io.RawIOBase):
        def __init__(self, data):
            self.data = io.BytesIO(data)

        def read(self, size=-1):
            return self.data.read(size)

        def readinto(self, view):
            return self.data.readinto(memoryview(view)[: min(step, len(view))])

    data, sealed, opened = FOUR[:size], io.BytesIO(), io.BytesIO()
    seal_stream(Trickle(data), sealed, KEY)
    unseal_stream(Trickle(sealed.getvalue()), opened, KEY)
    assert opened.getvalue() == data


def test_checking_shows_nothing_and_raises_at_the_last_segment_too():
    blob = seal_bytes(FOUR, KEY)
    assert check_stream(io.BytesIO(blob), KEY) is None
    with pytest.raises(SealingError):
        check_stream(io.BytesIO(blob[:-1] + bytes([blob[-1] ^ 1])), KEY)


def test_the_pieces_of_a_stream_can_be_sent_on_one_by_one():
    assert b"".join(bytes(piece) for piece in unsealed(io.BytesIO(seal_bytes(FOUR, KEY)), KEY)) == FOUR


def test_what_is_not_a_sealed_stream_is_said_to_be_so():
    for wrong in [b"", b"SWSTRM1\n", b"plain text that nobody sealed, of some length or other"]:
        with pytest.raises(SealingError, match="not a sealed stream"):
            unseal_bytes(wrong, KEY)


def test_memory_does_not_grow_with_the_stream():
    class Zeros(io.RawIOBase):
        left = 64 * 1024 * 1024

        def readinto(self, view):
            size = min(self.left, len(view))
            self.left -= size
            return size

    class Nowhere:
        def write(self, data):
            return len(data)

    tracemalloc.start()
    seal_stream(Zeros(), Nowhere(), KEY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024 * 1024
