"""Every write of organisations, people and the directory. `by` is a Person, or "system" at set-up."""

from sharewell.domain.organisations.actions.contacts import add_contact, verify_contact
from sharewell.domain.organisations.actions.directory import (
    add_area,
    add_entry,
    add_organisation,
    correct_area,
    correct_entry,
    report_wrong_number,
    set_front_door,
)
from sharewell.domain.organisations.actions.gaps import close_gap, file_gap, say_policy_document
from sharewell.domain.organisations.actions.people import add_person, choose_language, end_access
from sharewell.domain.organisations.actions.starts import set_start_date, withdraw_start_date

__all__ = [
    "add_area",
    "add_contact",
    "add_entry",
    "add_organisation",
    "add_person",
    "choose_language",
    "close_gap",
    "correct_area",
    "correct_entry",
    "end_access",
    "file_gap",
    "report_wrong_number",
    "say_policy_document",
    "set_front_door",
    "set_start_date",
    "verify_contact",
    "withdraw_start_date",
]
