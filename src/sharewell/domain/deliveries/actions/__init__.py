"""Every write of this room. Each names who did it, asks whether they may, and records an event."""

from sharewell.domain.deliveries.actions.answering import answer, download, write_down_answer
from sharewell.domain.deliveries.actions.attaching import (
    attach_file,
    attach_typed,
    describe_file,
    take_away_file,
)
from sharewell.domain.deliveries.actions.choosing import choose, drop, prepare_delivery, same_items_for
from sharewell.domain.deliveries.actions.following import chase, hand_on, recall, renew_link
from sharewell.domain.deliveries.actions.looking import (
    ask_for_second_look,
    look_afterwards,
    release_after_look,
    send_back,
    withdraw_second_look,
)
from sharewell.domain.deliveries.actions.mending import (
    change_text,
    confirm_no_address,
    keep_passage,
    leave_out_passage,
    release,
    withdraw_release,
)
from sharewell.domain.deliveries.actions.opening import ask_for_fresh_link, open_in_inbox, open_link
from sharewell.domain.deliveries.actions.sending import send_delivery, tell_another_way
from sharewell.domain.deliveries.actions.warning import note_bounce, tell_alerts, tell_unopened

__all__ = [
    "answer",
    "ask_for_fresh_link",
    "ask_for_second_look",
    "attach_file",
    "attach_typed",
    "change_text",
    "chase",
    "choose",
    "confirm_no_address",
    "describe_file",
    "download",
    "drop",
    "hand_on",
    "keep_passage",
    "leave_out_passage",
    "look_afterwards",
    "note_bounce",
    "open_in_inbox",
    "open_link",
    "prepare_delivery",
    "recall",
    "release",
    "release_after_look",
    "renew_link",
    "same_items_for",
    "send_back",
    "send_delivery",
    "take_away_file",
    "tell_alerts",
    "tell_another_way",
    "tell_unopened",
    "withdraw_release",
    "withdraw_second_look",
    "write_down_answer",
]
