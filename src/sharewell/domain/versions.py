"""Nobody overwrites what they did not see: what a form was drawn from travels with it, field by field.

A version is a fingerprint for each field that the form changes. When the form comes back, what only one side
changed is taken from that side; what both changed, and differently, is a `Clash`, and nothing is written.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sharewell.domain.errors import Clash

Values = Mapping[str, Any]  # {field: what can be said in JSON}


def version_of(stands: Values) -> str:
    """What a form is drawn from, as the hidden field that travels with it."""
    prints = {name: _print_of(value) for name, value in sorted(stands.items())}
    return json.dumps(prints, separators=(",", ":"))


def merged(*, version: str | None, stands: Values, mine: Values) -> dict[str, Any]:
    """What is to be written: `mine`, but for what only somebody else changed since `version`.

    `stands` is what is stored now, and locked. No version means that nobody was shown anything, as at set-up.
    Raises `Clash` with what both changed, and with what the rest would be.
    """
    if version is None:
        return dict(mine)
    drawn_from = _read(version)
    result, clashing = {}, []
    for name, value in mine.items():
        before, theirs = drawn_from.get(name), stands.get(name)
        result[name] = theirs if _print_of(value) == before else value
        if before not in (_print_of(theirs), _print_of(value)) and _print_of(theirs) != _print_of(value):
            clashing.append(name)
    if clashing:
        raise Clash(
            theirs={name: stands.get(name) for name in clashing},
            mine={name: mine[name] for name in clashing},
            version=version_of({name: stands.get(name) for name in mine}),
            rest={name: value for name, value in result.items() if name not in clashing},
        )
    return result


def _read(version: str) -> dict[str, str]:
    """The fingerprints in a version; none where it is no version, so that everything counts as changed."""
    try:
        said = json.loads(version)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _print_of(value: Any) -> str:
    data = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()
    return sha256(data).hexdigest()[:16]
