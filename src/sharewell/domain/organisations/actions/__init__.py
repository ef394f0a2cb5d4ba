"""Every write of organisations, people and the directory. `by` is a Person, or "system" at set-up."""

from sharewell.domain.organisations.actions.contacts import add_contact, verify_contact
from sharewell.domain.organisations.actions.devices import (
    end_device,
    move_device,
    note_device,
    sign_out_everywhere,
)
from sharewell.domain.organisations.actions.directory import (
    add_area,
    add_entry,
    add_organisation,
    correct_area,
    correct_entry,
    report_wrong_number,
    set_front_door,
)
from sharewell.domain.organisations.actions.gaps import (
    close_gap,
    file_gap,
    follow_policy_document,
    say_policy_document,
    set_release_by_two,
)
from sharewell.domain.organisations.actions.people import (
    add_person,
    ask_for_second_step,
    change_role,
    choose_language,
    choose_password,
    confirm_change,
    decline_change,
    end_access,
    follow_role,
    give_first_code,
    link_sign_in,
    withdraw_change,
)
from sharewell.domain.organisations.actions.starts import set_start_date, withdraw_start_date

__all__ = [
    "add_area",
    "add_contact",
    "add_entry",
    "add_organisation",
    "add_person",
    "ask_for_second_step",
    "change_role",
    "choose_language",
    "choose_password",
    "close_gap",
    "confirm_change",
    "correct_area",
    "correct_entry",
    "decline_change",
    "end_access",
    "end_device",
    "file_gap",
    "follow_policy_document",
    "follow_role",
    "give_first_code",
    "link_sign_in",
    "move_device",
    "note_device",
    "report_wrong_number",
    "say_policy_document",
    "set_front_door",
    "set_release_by_two",
    "set_start_date",
    "sign_out_everywhere",
    "verify_contact",
    "withdraw_change",
    "withdraw_start_date",
]
