"""How long each sort of record is kept: what is usual (`retention.toml`), and what an organisation set."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sharewell.domain.learning.models import OwnPeriod
from sharewell.domain.learning.states import STARTS, THEN

LANGUAGES = ("en", "cy")


@cache
def records() -> dict[str, dict[str, Any]]:
    """Every row of the file by its id."""
    text = (Path(__file__).parent / "retention.toml").read_text("utf-8")
    return {row["id"]: row for row in tomllib.loads(text)["record"]}


def usual_for(organisation) -> list[dict[str, Any]]:
    """The rows for this nation and this kind of organisation, in the file's order."""
    return [
        row
        for row in records().values()
        if organisation.nation in row.get("nations", [organisation.nation])
        and organisation.kind in row.get("kinds", [organisation.kind])
    ]


def rows_for(organisation) -> list[dict[str, Any]]:
    """The schedule of an organisation: for each record what is usual, and what it set instead, if it did.

    Each is {"id", "record": {en, cy}, "usual": {en, cy}, "more", "authority", "confidence",
    "own": {en, cy} or None, "because", "set_by", "set_on"}; it can be said in JSON, and is frozen as it is.
    """
    own = {row.record: row for row in OwnPeriod.objects.filter(organisation=organisation, ended_at=None)}
    return [row_of(row, own.get(row["id"])) for row in usual_for(organisation)]


def row_of(row, own) -> dict[str, Any]:
    """One row of the schedule, from that of the file and the OwnPeriod in force, or None."""
    return {
        "id": row["id"],
        "record": row["record"],
        "usual": row.get("words") or in_words(row["years"], row["starts"], row["then"]),
        "more": row.get("more", {}),
        "authority": row["authority"],
        "confidence": row["confidence"],
        "own": in_words(own.years, own.starts, own.then) if own else None,
        "because": own.because if own else "",
        "set_by": own.set_by.name if own else "",
        "set_on": own.set_at.date().isoformat() if own else "",
    }


def in_words(years: int, starts: str, then: str) -> dict[str, str]:
    """A period in both languages: "25 years from the child's date of birth; then ..."."""
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            period = ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
            said[lang] = _("%(period)s from %(day)s; %(then)s") % {
                "period": period, "day": STARTS[starts], "then": THEN[then]}  # fmt: skip
    return said
