"""What the source says to people, and what of it is there in Welsh.

`python -m tests.architecture.welsh` compiles every catalogue and says what is missing; give it parts of
places (`web/worries`) to hear of those alone.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import polib
from babel.messages import extract, mofile, pofile

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sharewell"
BEGAN = datetime(2026, 11, 22, tzinfo=UTC)  # so that the same words compile to the same bytes on any day
CATALOGUES = sorted(SOURCE.glob("**/locale/cy/LC_MESSAGES/django.po"))


def used():
    """Every message that the source uses, with one place where."""
    methods = [("python", SOURCE.glob("**/*.py")), ("jinja2", SOURCE.glob("**/templates/**/*.*"))]
    options = {
        "newstyle_gettext": "true",
        "trimmed": "true",
        "extensions": "jinja2.ext.do",
        "silent": "false",
    }
    keywords = {
        **extract.DEFAULT_KEYWORDS,
        "gettext_lazy": None,
        "ngettext_lazy": (1, 2),
        "pgettext_lazy": ((1, "c"), 2),
    }
    for method, paths in methods:
        for path in paths:
            for line, message, _, context in extract.extract(
                method, io.BytesIO(path.read_bytes()), keywords, options=options
            ):
                first = message[0] if isinstance(message, tuple) else message
                if first:
                    yield first, context, f"{path.relative_to(SOURCE)}:{line}"


def translated():
    """Every message that some catalogue of ours translates wholly."""
    return {
        (entry.msgid, entry.msgctxt)
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        if entry.translated() and not entry.obsolete
    }


def compiled(path):
    """The bytes that a catalogue compiles to."""
    with path.open("rb") as written:
        catalogue = pofile.read_po(written, locale="cy")
    catalogue.creation_date = catalogue.revision_date = BEGAN
    data = io.BytesIO()
    mofile.write_mo(data, catalogue)
    return data.getvalue()


def missing():
    """Where something is said that no catalogue has: "place: words"."""
    there = translated()
    return sorted({f"{where}: {text!r}" for text, context, where in used() if (text, context) not in there})


def main(places):
    for path in CATALOGUES:
        path.with_suffix(".mo").write_bytes(compiled(path))
    found = [line for line in missing() if not places or any(place in line for place in places)]
    print("\n".join([*found, f"{len(found)} missing in Welsh."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
