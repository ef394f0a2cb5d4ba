"""The files of a key ring: how each is named, wrapped and written, whole or not at all."""

import contextlib
import os
import re
import shutil
import stat
import threading
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import SealingError

WRAPPED = re.compile(
    r"(?P<purpose>[a-z][a-z0-9-]*?)(-(?P<owner>[0-9a-f]{32}))?-(?P<version>[0-9]{4})\.wrapped"
)


class DataKey(NamedTuple):
    """A data key by what it is for, whose it is (16 bytes; none for the service's own), and its version."""

    purpose: str
    owner: bytes
    version: int

    @property
    def stem(self) -> str:
        """What all its versions are called."""
        return f"{self.purpose}-{self.owner.hex()}" if self.owner else self.purpose

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.stem}-{self.version:04}.wrapped"

    def label(self, kek: int) -> bytes:
        """What its wrapping is bound to."""
        return f"sharewell data key {self.stem} {self.version} under kek {kek}".encode()


def data_keys(folder: Path) -> list[DataKey]:
    """Every data key in the folder, by purpose, owner and version."""
    found = (WRAPPED.fullmatch(path.name) for path in folder.glob("*.wrapped"))
    return sorted(
        DataKey(one["purpose"], bytes.fromhex(one["owner"] or ""), int(one["version"]))
        for one in found
        if one
    )


def wrap(data: bytes, key: DataKey, kek: bytes, number: int) -> bytes:
    """A data key's file: the number of the kek (4 bytes), a nonce (12 bytes), the wrapped key."""
    nonce = os.urandom(12)
    return number.to_bytes(4, "big") + nonce + AESGCM(kek).encrypt(nonce, data, key.label(number))


def unwrap(folder: Path, key: DataKey) -> bytes:
    """The data key in its file, which names the kek that opens it."""
    try:
        wrapped = (folder / key.file).read_bytes()
    except FileNotFoundError:
        raise SealingError(
            f"The data key {key.file} is not in {folder}.",
            "Put the keys directory back from the backup that belongs to this database. "
            "If the key was retired, whatever it sealed is closed for good.",
        ) from None
    number = int.from_bytes(wrapped[:4], "big")
    try:
        return AESGCM(read_kek(folder, number)).decrypt(wrapped[4:16], wrapped[16:], key.label(number))
    except (InvalidTag, ValueError):
        raise SealingError(
            f"The data key {key.file} does not open with kek-{number:04}.key.",
            "One of the two was changed or comes from another service: put both back from one backup.",
        ) from None


def keks(folder: Path) -> list[int]:
    """The numbers of the key-encrypting keys, the one in use last."""
    return sorted(int(path.stem[4:]) for path in folder.glob("kek-*.key"))


def read_kek(folder: Path, number: int) -> bytes:
    """One key-encrypting key, 32 bytes."""
    path = folder / f"kek-{number:04}.key"
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise SealingError(
            f"{path.name} is not in {folder}; without it nothing sealed can be read.",
            "Put the keys directory back from the backup that belongs to this database.",
        ) from None
    if len(key) != 32:
        raise SealingError(f"{path} is not a key: it has {len(key)} bytes.", "Put it back from a backup.")
    return key


def begin(folder: Path) -> None:
    """Make the directory apart and move it into place whole, so that nobody ever opens half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    apart = folder.with_name(f"{folder.name}.{os.getpid()}.{threading.get_ident()}.new")
    apart.mkdir(mode=0o700)
    write(apart / "kek-0001.key", os.urandom(32))
    try:
        if folder.is_dir() and os.name == "nt":
            folder.rmdir()
        apart.rename(folder)
    except OSError:
        shutil.rmtree(apart)
        if not keks(folder):
            raise SealingError(
                f"{folder} holds files, but no key-encrypting key.",
                "If this service has data, put its keys back: docs/how-to/recover-the-keys.md. "
                "If it is new, empty it.",
            ) from None


def write(path: Path, data: bytes) -> None:
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


def check_modes(folder: Path) -> None:
    """Refuse keys that others on this machine can read."""
    if os.name != "posix":
        return
    for path in [folder, *folder.iterdir()]:
        mode = 0
        with contextlib.suppress(FileNotFoundError):  # another who starts has just given it its own name
            mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            right = "700" if path.is_dir() else "600"
            raise SealingError(
                f"Others on this machine can read {path}.", f"Run: chmod {right} {path} and start again."
            )


def carried(folder: Path) -> dict[str, bytes]:
    """The wrapped data keys by file name: of no use to anybody without the kek that they name."""
    return {key.file: (folder / key.file).read_bytes() for key in data_keys(folder)}


def put_back(folder: Path, kek: bytes, wrapped: dict[str, bytes]) -> None:
    """Make the directory of a ring again from its kek and its wrapped data keys, or leave nothing there."""
    if folder.exists():
        raise SealingError(
            f"There is a key ring in {folder} already.", "Move it aside first; never delete it."
        )
    numbers = {int.from_bytes(data[:4], "big") for data in wrapped.values()}
    if len(numbers) != 1 or not all(WRAPPED.fullmatch(name) for name in wrapped):
        raise SealingError("The data keys of this backup are not those of one ring.", "Use another backup.")
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    apart = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    apart.mkdir(mode=0o700)
    try:
        write(apart / f"kek-{numbers.pop():04}.key", kek)
        for name, data in wrapped.items():
            write(apart / name, data)
        for key in data_keys(apart):
            unwrap(apart, key)
        apart.rename(folder)
    except (SealingError, OSError):
        shutil.rmtree(apart)
        raise
