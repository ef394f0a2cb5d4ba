"""Every write of policies, privacy notices and periods. `by` is a Person, or "system" at set-up."""

from sharewell.domain.learning.actions.bringing import read_in_policy
from sharewell.domain.learning.actions.drafting import (
    add_language,
    add_section,
    begin_draft,
    begin_policy,
    change_details,
    change_section,
    drop_draft,
    remove_section,
)
from sharewell.domain.learning.actions.holding import publish, review_policy, withdraw
from sharewell.domain.learning.actions.keeping import end_period, set_period
from sharewell.domain.learning.actions.reading import confirm_read

__all__ = [
    "add_language",
    "add_section",
    "begin_draft",
    "begin_policy",
    "change_details",
    "change_section",
    "confirm_read",
    "drop_draft",
    "end_period",
    "publish",
    "read_in_policy",
    "remove_section",
    "review_policy",
    "set_period",
    "withdraw",
]
