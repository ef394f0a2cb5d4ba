"""What a published version is known by: one fingerprint over all that it says."""

import json
from hashlib import sha256

FROZEN = ("number", "sections", "periods", "changed_en", "changed_cy")


def fingerprint(version) -> str:
    """The SHA-256 of a version's words."""
    said = {name: getattr(version, name) for name in FROZEN}
    said["in_force_from"] = version.in_force_from.isoformat() if version.in_force_from else ""
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def stands(version) -> bool:
    """Whether a published version still says what was published."""
    return fingerprint(version) == version.sha256
