"""What a published version is known by: one fingerprint over all that it says."""

import json
from hashlib import sha256

FROZEN = ("number", "title_en", "title_cy", "paragraphs", "sections", "periods", "changed_en", "changed_cy")
AT_FIRST = ("number", "sections", "periods", "changed_en", "changed_cy")  # while a title was its policy's


def fingerprint(version, names=FROZEN) -> str:
    """The SHA-256 of a version's words."""
    said = {name: getattr(version, name) for name in names}
    said["in_force_from"] = version.in_force_from.isoformat() if version.in_force_from else ""
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def stands(version) -> bool:
    """Whether a published version still says what was published."""
    return version.sha256 in (fingerprint(version), fingerprint(version, AT_FIRST))
