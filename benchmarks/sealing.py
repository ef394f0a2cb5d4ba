"""P7: sealing a package, beside Fernet (what most Django projects use) and raw AES-256-GCM (the limit).

All seal the same bytes, interleaved, five rounds each. "In memory" returns the sealed bytes, as Fernet
must; with large packages that measures the machine's fresh memory as much as the sealing. "As a stream" is
what the service does with a file: each segment is handed on and forgotten. Memory is the peak of sealing
from a source that makes its bytes as they are read to a sink that drops them.
"""

import base64
import io
import os
import statistics
import time
import tracemalloc
from datetime import UTC, datetime

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sharewell.sealing import new_package_key, seal_bytes, seal_stream

ROUNDS = 5
SIZES = [1_000, 1_000_000, 64 * 1024 * 1024]
FIFTY = 50


class _Zeros(io.RawIOBase):
    def __init__(self, size: int):
        self.left = size

    def readinto(self, view) -> int:
        size = min(self.left, len(view))
        self.left -= size
        return size


class _Nowhere:
    def write(self, data) -> int:
        return len(data)


def run() -> list[dict]:
    """The rows of results.json for P7."""
    rows = []
    for size in SIZES:
        rows += _rates(size)
    return [*rows, _memory(1024**3), _recipients()]


def _rates(size: int) -> list[dict]:
    data, key = os.urandom(size), new_package_key()
    fernet, raw, nonce = Fernet(base64.urlsafe_b64encode(key)), AESGCM(key), os.urandom(12)
    ways = {
        "in memory": lambda: seal_bytes(data, key),
        "as a stream": lambda: seal_stream(io.BytesIO(data), _Nowhere(), key),
        "Fernet": lambda: fernet.encrypt(data),
        "raw AES-256-GCM": lambda: raw.encrypt(nonce, data, None),
    }
    times = _interleaved(ways, repeat=max(1, 2_000_000 // size))
    limit = round(size / min(times["raw AES-256-GCM"]) / 1e6, 1)
    return [
        _row(f"seal a package {ours}, {named} of {ROUNDS}", size, rate(ours), "MB/s", peer, rate(peer), limit)
        for named, take in [("best", min), ("median", statistics.median)]
        for rate in [lambda name, take=take: size / take(times[name]) / 1e6]
        for ours in ["in memory", "as a stream"]
        for peer in ["Fernet", "raw AES-256-GCM"]
    ]


def _memory(size: int) -> dict:
    """Peak of Python's memory, the buffers included, beside Fernet, which holds all of a package at once."""
    tracemalloc.start()
    seal_stream(_Zeros(size), _Nowhere(), new_package_key())
    ours = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    sample = 16 * 1024 * 1024
    Fernet(Fernet.generate_key()).encrypt(bytes(sample))
    peer = tracemalloc.get_traced_memory()[1] * size / sample
    tracemalloc.stop()
    row = _row("peak memory of sealing", size, ours / 1e6, "MB", "Fernet (16 MiB, scaled)", peer / 1e6, None)
    return {**row, "ratio": round(peer / ours, 1)}


def _recipients() -> dict:
    """The extra cost of fifty recipients: the package is sealed once, its key is wrapped for each."""
    key, wrapping = new_package_key(), AESGCM(new_package_key())
    fernet, data = Fernet(Fernet.generate_key()), os.urandom(1_000_000)
    ways = {
        "ours": lambda: [wrapping.encrypt(os.urandom(12), key, b"delivery:1") for _ in range(FIFTY - 1)],
        "peer": lambda: [fernet.encrypt(data) for _ in range(FIFTY - 1)],
    }
    times = {name: min(taken) * 1e3 for name, taken in _interleaved(ways, repeat=1).items()}
    work, peer = "49 more recipients of a package of 1 MB", "Fernet, sealed again for each"
    row = _row(work, FIFTY, times["ours"], "ms", peer, times["peer"], None)
    return {**row, "ratio": round(times["peer"] / times["ours"], 1)}


def _interleaved(ways: dict, repeat: int) -> dict[str, list[float]]:
    """Seconds for one call of each way, ROUNDS of them, taking turns so that load meets all alike."""
    times = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            for _ in range(repeat):
                way()
            times[name].append((time.perf_counter() - start) / repeat)
    return times


def _row(work, n, ours, unit, peer, peer_value, limit) -> dict:
    return {
        "id": "P7",
        "work": work,
        "n": n,
        "ours": round(ours, 3),
        "unit": unit,
        "peer": peer,
        "peer_value": round(peer_value, 3),
        "ratio": round(ours / peer_value, 2),
        "limit": limit,
        "on": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 2),
    }
