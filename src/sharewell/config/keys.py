"""What is done with the keys of this service. Each is an entry in the log, which names no key."""

import base64
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sharewell.config import boxes
from sharewell.domain.audit.actions import record_event
from sharewell.domain.sealed import ring
from sharewell.sealing import DataKey, KeyRing, SealingError, keyfiles, sheets

ESCROW = "escrow.json"
RESTS = timedelta(days=1)  # longer than any session or cookie that was sealed with the key before
SETTLES = timedelta(seconds=5)  # until then a page that is being answered may still seal with the key before
CARRIED = "the other keys of this service"


@dataclass(frozen=True)
class Line:
    """One data key as it is listed; `boxes` None for what cannot be counted (backups, cookies)."""

    key: DataKey
    boxes: int | None
    is_newest: bool


def listed() -> list[Line]:
    """Every data key, and how many boxes in the tables need it."""
    used, keys = boxes.in_use(), ring().data_keys()
    counted = {"fields"} | {column.field.purpose for column in boxes.columns()}
    return [
        Line(key, used[key] if key.purpose in counted else None, key == _newest(keys, key)) for key in keys
    ]


def missing() -> list[DataKey]:
    """Data keys that boxes in the tables need and that are not there."""
    return sorted(set(boxes.in_use()) - set(ring().data_keys()))


def rotate() -> int:
    """A new key-encrypting key; nothing sealed changes. Sheets made before open older backups only."""
    number = ring().rotate()
    _record("keys-rotated")
    return number


def renew(organisation: UUID | None = None) -> list[DataKey]:
    """New data keys for what is sealed from now on: of one organisation, or all of them."""
    old = [key for key in ring().data_keys() if key.purpose not in ("blind", "packages")]
    owner = organisation.bytes if organisation else None
    stems = sorted({(key.purpose, key.owner) for key in old if owner is None or key.owner == owner})
    new = [DataKey(*stem, ring().renew(*stem)) for stem in stems]
    _record("keys-renewed", f"organisation:{organisation}" if organisation else None)
    return new


def reseal() -> int:
    """Seal under the newest keys whatever is not; says how many boxes."""
    done = boxes.reseal()
    if done:
        _record("boxes-resealed")
    return done


def retire(*, now: bool = False) -> list[DataKey]:
    """Destroy every old data key that nothing in the tables needs; what else it sealed is closed for good.

    A key rests for a day after it was renewed, because sessions and cookies may still need it; `now` does
    not wait so long, for a key that somebody else may have.
    """
    keys = ring().data_keys()
    old = [key for key in keys if key.purpose not in ("blind", "packages") and key != _newest(keys, key)]
    for key in old if now else ():
        time.sleep(max(0.0, (SETTLES - _age(_newest(keys, key))).total_seconds()))
    used = boxes.in_use()
    gone = [key for key in old if not used[key] and (now or _age(_newest(keys, key)) > RESTS)]
    for key in gone:
        ring().retire(key)
    if gone:
        _record("keys-retired")
    return gone


# --- Escrow ------------------------------------------------------------------------------------------


def escrow(folder: Path) -> list[Path]:
    """Write three sheets of words into a new folder, for three people to keep on paper; two give the keys."""
    number = ring().kek
    folder.mkdir(mode=0o700)
    paths = []
    for at, sheet in enumerate(sheets.split(keyfiles.read_kek(ring().path, number)), start=1):
        paths.append(folder / f"sheet-{at}.txt")
        _write(paths[-1], _sheet(at, number, sheet).encode())
    _write(
        Path(settings.KEYS) / ESCROW, json.dumps({"kek": number, "at": timezone.now().isoformat()}).encode()
    )
    _record("keys-escrowed")
    return paths


def are_sheets_of_now(texts: list[str]) -> bool:
    """Whether two sheets give the key that is in use."""
    return sheets.join(texts[: sheets.ENOUGH]) == keyfiles.read_kek(ring().path, ring().kek)


def escrowed_kek() -> int | None:
    """The number of the key that the last sheets were made of."""
    try:
        return int(json.loads((settings.KEYS / ESCROW).read_text(encoding="utf-8"))["kek"])
    except (OSError, ValueError, KeyError):
        return None


def _sheet(at: int, number: int, sheet: str) -> str:
    return (
        f"Sharewell: sheet {at} of {sheets.SHEETS} for key {number} of {settings.LOG_ORIGIN}, "
        f"{timezone.localdate():%Y-%m-%d}\n\n"
        f"Any {sheets.ENOUGH} of the {sheets.SHEETS} sheets open everything; this one alone opens nothing.\n"
        "Print it, erase the file, and lock the paper away. Keep no two sheets in one place.\n"
        "To use it: sharewell keys recover. Type the words below; the numbers do not matter.\n\n"
        f"---\n{sheets.printed(sheet)}\n"
    )


# --- What a backup carries of the keys, so that it and two sheets bring everything back ---------------


def carried() -> dict[str, Any]:
    """The wrapped data keys, and the other keys sealed with one of them; of no use without two sheets."""
    others = {
        str(path.relative_to(settings.KEYS)): _text(path.read_bytes())
        for path in sorted(Path(settings.KEYS).rglob("*"))
        if path.is_file() and ring().path not in path.parents and not path.name.endswith("lock")
    }
    wrapped = ring().wrap(json.dumps(others).encode(), CARRIED)
    files = keyfiles.carried(ring().path)
    return {
        "kek": ring().kek,
        "wrapped": {name: _text(data) for name, data in files.items()},
        "others": _text(wrapped),
    }


def recover(taken: dict[str, Any], texts: list[str]) -> None:
    """Make the folder of keys again from what a backup carries and the words of two sheets."""
    kek = sheets.join(texts[: sheets.ENOUGH])
    folder = Path(settings.KEYS) / "ring"
    wrapped = {name: base64.b64decode(data) for name, data in taken["wrapped"].items()}
    try:
        keyfiles.put_back(folder, kek, wrapped)
    except SealingError as error:
        mend = f"Use sheets of key {taken['kek']}, and a backup of the same time. {error.mend}"
        raise SealingError(error.what, mend) from None
    others = json.loads(KeyRing.open(folder).unwrap(base64.b64decode(taken["others"]), CARRIED))
    for name, data in others.items():
        path = Path(settings.KEYS) / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, base64.b64decode(data))


def _write(path: Path, data: bytes) -> None:
    keyfiles.write(path, data)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _newest(keys: list[DataKey], key: DataKey) -> DataKey:
    return max(one for one in keys if one[:2] == key[:2])


def _age(key: DataKey) -> timedelta:
    return timedelta(seconds=time.time() - (ring().path / key.file).stat().st_mtime)


@transaction.atomic
def _record(kind: str, about: str | None = None) -> None:
    about = about or f"keys:{uuid5(NAMESPACE_DNS, settings.LOG_ORIGIN)}"
    record_event(kind=kind, by="system", about=about)
