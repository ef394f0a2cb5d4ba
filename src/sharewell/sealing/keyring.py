"""The keys of one service, in one directory that a backup can take and an administrator can guard.

``kek-0001.key``            a key that only wraps other keys (32 bytes); the highest number is in use
``fields-0001.wrapped``     a data key of the purpose "fields", version 1, wrapped under the kek it names
``blind-0001.wrapped``      the master of all blind indexes; it has only ever one version

Rotation makes a new kek and re-wraps the data keys: nothing that was sealed changes, and a crash at any
point leaves a directory that opens. Renewal makes a new version of one data key for what is sealed from
then on; old versions stay to read. The directory is made on first use, readable by its owner alone.
"""

import contextlib
import hmac
import os
import re
import shutil
import stat
import threading
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .boxes import close_box, open_box, version_of
from .errors import SealingError

try:
    import fcntl
except ImportError:  # no file locks on Windows: there one process keeps the keys
    fcntl = None  # type: ignore[assignment]

FIELDS, PACKAGES, BLIND = "fields", "packages", "blind"
PURPOSE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class KeyRing:
    """Seals, unseals and blinds with the keys of one directory. Safe to share between threads."""

    def __init__(self, path: Path):
        self.path = path
        self._lock = threading.Lock()
        self._ciphers: dict[tuple[str, int], AESGCM] = {}
        self._newest: dict[str, int] = {}
        self._blinds: dict[str, bytes] = {}

    @classmethod
    def open(cls, path: str | Path) -> "KeyRing":
        """The ring kept in `path`, made there on first use (by one of several that start at once)."""
        path = Path(path)
        if not any(path.glob("kek-*.key")):
            _begin(path)
        ring = cls(path)
        ring._check_modes()
        return ring

    def seal(self, data: bytes, aad: str, purpose: str = FIELDS) -> bytes:
        """`data` sealed for the place `aad`, such as "entries.text:<pk>", under the newest data key."""
        version = self._newest.get(purpose) or self._find_newest(purpose)
        return close_box(data, self._cipher(purpose, version), version, f"{purpose} {aad}")

    def unseal(self, blob: bytes, aad: str, purpose: str = FIELDS) -> bytes:
        """What `seal` sealed for the same place; SealingError for anything else."""
        place, blob = f"{purpose} {aad}", bytes(blob)
        return open_box(blob, self._cipher(purpose, version_of(blob, place)), place)

    def reseal(self, blob: bytes, aad: str, purpose: str = FIELDS) -> bytes:
        """The same content under the newest data key; the same bytes where it is already."""
        newest = self._newest.get(purpose) or self._find_newest(purpose)
        if version_of(bytes(blob), aad) == newest:
            return blob
        return self.seal(self.unseal(blob, aad, purpose), aad, purpose)

    def wrap(self, key: bytes, aad: str) -> bytes:
        """A package's key, sealed to be stored beside the package."""
        return self.seal(key, aad, PACKAGES)

    def unwrap(self, wrapped: bytes, aad: str) -> bytes:
        """The package's key that `wrap` sealed."""
        return self.unseal(wrapped, aad, PACKAGES)

    def blind(self, text: str, purpose: str) -> bytes:
        """16 bytes that are equal for equal texts of one purpose and tell nothing of them without the key.

        Compared after NFKC, case and spacing. Never index what has few values (a date of birth alone):
        whoever holds the key could try them all.
        """
        if purpose not in self._blinds:
            info = b"sharewell blind " + purpose.encode()
            master = self._key(BLIND, 1)
            self._blinds[purpose] = HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(master)
        plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        return hmac.digest(self._blinds[purpose], plain.encode(), sha256)[:16]

    def rotate(self) -> int:
        """Wrap every data key under a new kek and destroy the old ones; the new kek's number."""
        with self._alone():
            number = self._keks()[-1] + 1
            _write(self.path / f"kek-{number:04}.key", os.urandom(32))
            for wrapped in sorted(self.path.glob("*.wrapped")):
                purpose, version = _named(wrapped)
                _write(wrapped, self._wrapped(self._key(purpose, version), purpose, version, number))
            for old in self._keks()[:-1]:
                (self.path / f"kek-{old:04}.key").unlink()
        return number

    def renew(self, purpose: str) -> int:
        """Begin a new version of a purpose's data key; what is sealed already still opens."""
        if purpose == BLIND:
            raise SealingError(
                "A blind index has one key for ever: with another, nothing stored would be found.",
                "Rotate the ring instead; that re-wraps it.",
            )
        version = self._find_newest(purpose) + 1
        self._make(purpose, version)
        self._newest[purpose] = version
        return version

    # -- keys --------------------------------------------------------------------------------------

    def _find_newest(self, purpose: str) -> int:
        if not PURPOSE.fullmatch(purpose):
            raise SealingError(f'"{purpose}" cannot name a key.', "Use small letters, digits and hyphens.")
        made = [_named(path)[1] for path in self.path.glob(f"{purpose}-[0-9][0-9][0-9][0-9].wrapped")]
        if not made:
            self._make(purpose, 1)
        self._newest[purpose] = max(made, default=1)
        return self._newest[purpose]

    def _cipher(self, purpose: str, version: int) -> AESGCM:
        cipher = self._ciphers.get((purpose, version))
        if cipher is None:
            cipher = self._ciphers[purpose, version] = AESGCM(self._key(purpose, version))
        return cipher

    def _key(self, purpose: str, version: int) -> bytes:
        path = self.path / f"{purpose}-{version:04}.wrapped"
        if purpose == BLIND and not path.exists():
            self._make(BLIND, 1)
        try:
            return self._unwrapped(path, purpose, version)
        except SealingError:
            # Another process may just have rotated: the file now names a kek that was not there before.
            return self._unwrapped(path, purpose, version)

    def _unwrapped(self, path: Path, purpose: str, version: int) -> bytes:
        try:
            wrapped = path.read_bytes()
        except FileNotFoundError:
            raise SealingError(
                f"The data key {path.name} is not in {self.path}.",
                "Put the keys directory back from the backup that belongs to this database.",
            ) from None
        number = int.from_bytes(wrapped[:4], "big")
        try:
            label = _label(purpose, version, number)
            return AESGCM(self._kek(number)).decrypt(wrapped[4:16], wrapped[16:], label)
        except (InvalidTag, ValueError):
            raise SealingError(
                f"The data key {path.name} does not open with kek-{number:04}.key.",
                "One of the two was changed or comes from another service: put both back from one backup.",
            ) from None

    def _make(self, purpose: str, version: int) -> None:
        with self._alone():
            path = self.path / f"{purpose}-{version:04}.wrapped"
            if not path.exists():  # unless another process made it a moment ago: then that one stands
                _write(path, self._wrapped(os.urandom(32), purpose, version, self._keks()[-1]))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the directory against other threads and, where the system can, other processes."""
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        with self._lock, os.fdopen(lock, "wb") as file:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _wrapped(self, key: bytes, purpose: str, version: int, number: int) -> bytes:
        nonce = os.urandom(12)
        sealed = AESGCM(self._kek(number)).encrypt(nonce, key, _label(purpose, version, number))
        return number.to_bytes(4, "big") + nonce + sealed

    def _keks(self) -> list[int]:
        return sorted(int(path.stem[4:]) for path in self.path.glob("kek-*.key"))

    def _kek(self, number: int) -> bytes:
        path = self.path / f"kek-{number:04}.key"
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            raise SealingError(
                f"{path.name} is not in {self.path}; without it nothing sealed can be read.",
                "Put the keys directory back from the backup that belongs to this database.",
            ) from None
        if len(key) != 32:
            raise SealingError(f"{path} is not a key: it has {len(key)} bytes.", "Put it back from a backup.")
        return key

    def _check_modes(self) -> None:
        if os.name != "posix":
            return
        for path in [self.path, *self.path.iterdir()]:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                right = "700" if path.is_dir() else "600"
                raise SealingError(
                    f"Others on this machine can read {path}.", f"Run: chmod {right} {path} and start again."
                )


def new_package_key() -> bytes:
    """A fresh 32-byte key for one package."""
    return os.urandom(32)


def _begin(path: Path) -> None:
    """Make the directory apart and move it into place whole, so that nobody ever opens half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    apart = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    apart.mkdir(mode=0o700)
    _write(apart / "kek-0001.key", os.urandom(32))
    try:
        if path.is_dir() and os.name == "nt":
            path.rmdir()
        apart.rename(path)
    except OSError:
        shutil.rmtree(apart)
        if not any(path.glob("kek-*.key")):
            raise SealingError(
                f"{path} holds files, but no key-encrypting key.",
                "If this service has data, put its keys back from a backup. If it is new, empty it.",
            ) from None


def _write(path: Path, data: bytes) -> None:
    """Write a key file whole or not at all."""
    apart = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(apart, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    apart.replace(path)
    if os.name == "posix":
        directory = os.open(path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


def _named(path: Path) -> tuple[str, int]:
    purpose, _, version = path.stem.rpartition("-")
    return purpose, int(version)


def _label(purpose: str, version: int, number: int) -> bytes:
    return f"sharewell data key {purpose} {version} under kek {number}".encode()
