"""The keys of one service, in one directory that a backup can take and an administrator can guard.

``kek-0001.key``                  a key that only wraps other keys (32 bytes); the highest number is in use
``fields-0001.wrapped``           the service's own data key of the purpose "fields", version 1
``fields-<owner>-0001.wrapped``   one organisation's data key of that purpose (its id in 32 hex digits)
``blind-0001.wrapped``            the master of all blind indexes; it has only ever one version

Rotation makes a new kek and re-wraps the data keys: nothing that was sealed changes, and a crash at any
point leaves a directory that opens. Renewal makes a new version of one data key for what is sealed from
then on; old versions stay to read until they are retired. A ring that is open notices within a second what
another process did to the directory. The directory is made on first use, readable by its owner alone.
"""

import contextlib
import hmac
import os
import re
import threading
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .boxes import NOBODY, close_box, key_of, open_box
from .errors import SealingError
from .keyfiles import DataKey, begin, check_modes, data_keys, keks, read_kek, unwrap, wrap, write

try:
    import fcntl
except ImportError:  # no file locks on Windows: there one process keeps the keys
    fcntl = None  # type: ignore[assignment]

FIELDS, PACKAGES, BLIND = "fields", "packages", "blind"
PURPOSE = re.compile(r"[a-z][a-z0-9]{0,19}(-[a-z][a-z0-9]{0,19})?")
LOOK_AGAIN = 1.0  # seconds after which the directory is looked at again


class KeyRing:
    """Seals, unseals and blinds with the keys of one directory. Safe to share between threads.

    `owner` is always the 16 bytes of an organisation's id; without one the service's own key is used.
    """

    def __init__(self, path: Path):
        self.path = path
        self._lock = threading.Lock()
        self._seen = 0
        self._look_at = 0.0
        self._ciphers: dict[tuple[str, bytes, int], AESGCM] = {}
        self._newest: dict[tuple[str, bytes], int] = {}
        self._blinds: dict[tuple[str, bytes], bytes] = {}

    @classmethod
    def open(cls, path: str | Path) -> "KeyRing":
        """The ring kept in `path`, made there on first use (by one of several that start at once)."""
        path = Path(path)
        if not keks(path):
            begin(path)
        check_modes(path)
        return cls(path)

    def seal(self, data: bytes, aad: str, purpose: str = FIELDS, owner: bytes = NOBODY) -> bytes:
        """`data` sealed for the place `aad`, such as "entries.text:<pk>", under the newest data key."""
        version = self._version(purpose, owner)
        return close_box(data, self._cipher(purpose, owner, version), version, f"{purpose} {aad}", owner)

    def unseal(self, blob: bytes, aad: str, purpose: str = FIELDS) -> bytes:
        """What `seal` sealed for the same place, whosever key it took; SealingError for anything else."""
        place, blob = f"{purpose} {aad}", bytes(blob)
        if monotonic() >= self._look_at:
            self._look()
        owner, version = key_of(blob, place)
        cipher = self._ciphers.get((purpose, owner, version)) or self._cipher(purpose, owner, version)
        return open_box(blob, cipher, place)

    def reseal(self, blob: bytes, aad: str, purpose: str = FIELDS, owner: bytes = NOBODY) -> bytes:
        """The same content under the owner's newest data key; the same bytes where it is already."""
        if self.is_newest(blob, aad, purpose, owner):
            return blob
        return self.seal(self.unseal(blob, aad, purpose), aad, purpose, owner)

    def is_newest(self, blob: bytes, aad: str, purpose: str = FIELDS, owner: bytes = NOBODY) -> bool:
        """Whether it is sealed under the owner's newest data key."""
        return key_of(bytes(blob), aad) == (owner, self._version(purpose, owner))

    def wrap(self, key: bytes, aad: str) -> bytes:
        """A package's key, sealed to be stored beside the package."""
        return self.seal(key, aad, PACKAGES)

    def unwrap(self, wrapped: bytes, aad: str) -> bytes:
        """The package's key that `wrap` sealed."""
        return self.unseal(wrapped, aad, PACKAGES)

    def blind(self, text: str, purpose: str, owner: bytes = NOBODY) -> bytes:
        """16 bytes that are equal for equal texts of one purpose and tell nothing of them without the key.

        Compared after NFKC, case and spacing; with an owner, equal for that one owner alone. Never index
        what has few values (a date of birth alone): whoever holds the key could try them all.
        """
        if (purpose, owner) not in self._blinds:
            info = b"sharewell blind " + purpose.encode() + (b" of " + owner if owner else b"")
            master = self._key(DataKey(BLIND, NOBODY, 1))
            self._blinds[purpose, owner] = HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(master)
        plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        return hmac.digest(self._blinds[purpose, owner], plain.encode(), sha256)[:16]

    # -- what is done with keys ----------------------------------------------------------------------

    def data_keys(self) -> list[DataKey]:
        """Every data key, by purpose, owner and version."""
        return data_keys(self.path)

    @property
    def kek(self) -> int:
        """The number of the key-encrypting key in use."""
        return keks(self.path)[-1]

    def rotate(self, new: bytes | None = None) -> int:
        """Wrap every data key under a new kek and destroy the old ones; the new kek's number."""
        with self._alone():
            number, kek = self.kek + 1, new or os.urandom(32)
            write(self.path / f"kek-{number:04}.key", kek)
            for key in self.data_keys():
                write(self.path / key.file, wrap(self._key(key), key, kek, number))
            for old in keks(self.path)[:-1]:
                (self.path / f"kek-{old:04}.key").unlink()
        return number

    def renew(self, purpose: str, owner: bytes = NOBODY) -> int:
        """Begin a new version of a purpose's data key; what is sealed already still opens."""
        if purpose == BLIND:
            raise SealingError(
                "A blind index has one key for ever: with another, nothing stored would be found.",
                "Rotate the ring instead; that re-wraps it.",
            )
        version = self._find_newest(purpose, owner) + 1
        self._make(DataKey(purpose, owner, version))
        self._forget()
        return version

    def retire(self, key: DataKey) -> None:
        """Destroy an old version of a data key: whatever it sealed never opens again."""
        newest = self._find_newest(key.purpose, key.owner)
        if key.purpose == BLIND or key.version >= newest:
            raise SealingError(f"{key.file} is in use.", "Renew it first, and reseal what it sealed.")
        with self._alone():
            (self.path / key.file).unlink()
        self._forget()

    # -- how they are found --------------------------------------------------------------------------

    def _version(self, purpose: str, owner: bytes) -> int:
        if monotonic() >= self._look_at:
            self._look()
        return self._newest.get((purpose, owner)) or self._find_newest(purpose, owner)

    def _look(self) -> None:
        """Forget what is remembered where the directory has changed since it was last looked at."""
        self._look_at = monotonic() + LOOK_AGAIN
        with contextlib.suppress(OSError):  # keys that cannot be looked at now are still known
            changed = self.path.stat().st_mtime_ns
            if changed != self._seen:
                self._forget()
                self._seen = changed

    def _forget(self) -> None:
        self._newest.clear()
        self._ciphers.clear()

    def _find_newest(self, purpose: str, owner: bytes) -> int:
        if not PURPOSE.fullmatch(purpose):
            raise SealingError(f'"{purpose}" cannot name a key.', "Use small letters, digits and one hyphen.")
        stem = DataKey(purpose, owner, 1).stem
        made = [int(path.stem[-4:]) for path in self.path.glob(f"{stem}-[0-9][0-9][0-9][0-9].wrapped")]
        if not made:
            self._make(DataKey(purpose, owner, 1))
        newest = self._newest[purpose, owner] = max(made, default=1)
        return newest

    def _cipher(self, purpose: str, owner: bytes, version: int) -> AESGCM:
        cipher = self._ciphers.get((purpose, owner, version))
        if cipher is None:
            cipher = AESGCM(self._key(DataKey(purpose, owner, version)))
            self._ciphers[purpose, owner, version] = cipher
        return cipher

    def _key(self, key: DataKey) -> bytes:
        if key.purpose == BLIND and not (self.path / key.file).exists():
            self._make(key)
        try:
            return unwrap(self.path, key)
        except SealingError:
            # Another process may just have rotated: the file now names a kek that was not there before.
            return unwrap(self.path, key)

    def _make(self, key: DataKey) -> None:
        with self._alone():
            path = self.path / key.file
            if not path.exists():  # unless another process made it a moment ago: then that one stands
                write(path, wrap(os.urandom(32), key, read_kek(self.path, self.kek), self.kek))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the directory against other threads and, where the system can, other processes."""
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        with self._lock, os.fdopen(lock, "wb") as file:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def new_package_key() -> bytes:
    """A fresh 32-byte key for one package."""
    return os.urandom(32)
