"""The rule set as data that any program can load.

Four files: `rules.json` holds everything that is needed to decide, in plain words and plain conditions;
`rules.schema.json` says what may stand in it; `rules.jsonld` says the same law in the terms of W3C DPV and
ODRL; `vocabulary.jsonld` defines the terms of ours that those two lack. What is in them, and how to decide
with them, is told in `docs/reference/rules-for-programs.md` and `docs/reference/vocabulary.md`.
"""

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..ruleset import RuleSet

LINE_END = r",\n\s+"


def publish(rules: "RuleSet") -> dict[str, bytes]:
    """The published files of a rule set, by name; the same bytes each time.

    >>> from sharewell import rules
    >>> files = rules.publish(rules.current())
    >>> sorted(files)
    ['rules.json', 'rules.jsonld', 'rules.schema.json', 'vocabulary.jsonld']
    >>> import json
    >>> data = json.loads(files["rules.json"])
    >>> [step["id"] for step in data["steps"]][:3]
    ['danger', 'nobody', 'closed']
    """
    # Only whoever publishes needs these, and the command line is to start fast.
    from .data import as_data
    from .linked import as_linked_data
    from .schema import as_schema
    from .vocabulary import as_vocabulary

    data = as_data(rules)
    return {
        "rules.json": _written(data),
        "rules.schema.json": _written(as_schema(data)),
        "rules.jsonld": _written(as_linked_data(data)),
        "vocabulary.jsonld": _written(as_vocabulary(data)),
    }


def _written(value: dict[str, Any]) -> bytes:
    """Indented JSON, with plain lists on one line each, so that people can read it and compare versions."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\n\s+([^\[\]{}]+?)\n\s+\]", lambda m: f"[{re.sub(LINE_END, ', ', m[1])}]", text)
    return text.encode() + b"\n"
