"""The invented county's policies, privacy notices and retention periods (`examples/policies.toml`)."""

from datetime import timedelta

from sharewell.domain.learning import actions
from sharewell.domain.learning.kinds import blanks_in


def load_policies(county, rows: dict) -> None:
    """Write, publish and read them, each by its own people on its own days."""
    for row in rows.get("period", []):
        by = county.people[row["by"]]
        period = {name: row[name] for name in ("years", "starts", "then", "because")}
        actions.set_period(
            organisation=by.organisation, record=row["record"], by=by, at=county.days_ago(row["days_ago"]),
            **period,
        )  # fmt: skip
    for row in rows["policy"]:
        _load(county, row)


def _load(county, row):
    by, at = county.people[row["by"]], county.days_ago(row.get("days_ago", 5))
    policy = actions.begin_policy(
        organisation=by.organisation, kind=row["kind"], owner=county.people[row["owner"]], by=by,
        paragraphs=row.get("paragraphs", []), at=at,
    )  # fmt: skip
    actions.change_details(policy=policy, is_public=row.get("is_public", False), by=by, at=at)
    draft = policy.versions.get()
    for section in draft.sections:
        words = _filled(section, row.get("fill", {}).get(section["id"], {}))
        if words:
            draft = actions.change_section(draft=draft, section=section["id"], by=by, at=at, **words)
    if "days_ago" not in row:
        return  # still being written
    version = actions.publish(draft=draft, by=by, at=at)
    for person, days in row.get("read_by", {}).items():
        actions.confirm_read(version=version, by=county.people[person], at=at + timedelta(days=days))
    for section, words in row.get("next", {}).items():
        draft = actions.begin_draft(policy=policy, by=by, at=county.days_ago(2))
        actions.change_section(draft=draft, section=section, by=by, at=county.days_ago(2), **words)


def _filled(section, given):
    """The texts of a section with what stands in the place of each blank."""
    words = {}
    for lang, said in given.items():
        text = section[f"text_{lang}"]
        for blank, instead in zip(blanks_in(text), said, strict=True):
            text = text.replace(blank, instead, 1)
        words[f"text_{lang}"] = text
    return words
