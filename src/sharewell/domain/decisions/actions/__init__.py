"""Every write of worries, entries, decisions, drafts and advice: keyword-only, `by=` the actor, atomic,
recorded.
"""

from sharewell.domain.decisions.actions.advice import answer_advice, ask_advice, put_away_advice
from sharewell.domain.decisions.actions.alerts import mark_alert_told, put_away_alerts
from sharewell.domain.decisions.actions.covering import file_what_waits, look_again
from sharewell.domain.decisions.actions.decide import (
    case_of,
    give_ground,
    record_decision,
    record_decisions,
    review_decision,
)
from sharewell.domain.decisions.actions.drafts import begin_draft, discard_draft, save_answers, save_form
from sharewell.domain.decisions.actions.emergencies import record_emergency, record_emergency_in_any_weather
from sharewell.domain.decisions.actions.entries import (
    add_entry,
    add_linked_person,
    add_place,
    add_safe_address,
    mark_entries_sent,
    reveal_address,
    shield_place,
    undo_entry,
)
from sharewell.domain.decisions.actions.glass import break_glass, review_glass
from sharewell.domain.decisions.actions.looks import (
    keep_look,
    note_list,
    note_look,
    note_look_at,
    note_refused,
)
from sharewell.domain.decisions.actions.seals import answer_lift, ask_to_lift_seal, seal_worry
from sharewell.domain.decisions.actions.shields import ask_to_lift_shield, keep_shield, lift_shield
from sharewell.domain.decisions.actions.watching import (
    judge_looks,
    keep_watch,
    raise_flag,
    say_tie,
    settle_flag,
)
from sharewell.domain.decisions.actions.worries import (
    add_child_to_worry,
    add_member,
    close_worry,
    end_member,
    extend_member,
    open_worry,
    owe,
    raise_worry,
    settle,
)

__all__ = [
    "add_child_to_worry",
    "add_entry",
    "add_linked_person",
    "add_member",
    "add_place",
    "add_safe_address",
    "answer_advice",
    "answer_lift",
    "ask_advice",
    "ask_to_lift_seal",
    "ask_to_lift_shield",
    "begin_draft",
    "break_glass",
    "case_of",
    "close_worry",
    "discard_draft",
    "end_member",
    "extend_member",
    "file_what_waits",
    "give_ground",
    "judge_looks",
    "keep_look",
    "keep_shield",
    "keep_watch",
    "lift_shield",
    "look_again",
    "mark_alert_told",
    "mark_entries_sent",
    "note_list",
    "note_look",
    "note_look_at",
    "note_refused",
    "open_worry",
    "owe",
    "put_away_advice",
    "put_away_alerts",
    "raise_flag",
    "raise_worry",
    "record_decision",
    "record_decisions",
    "record_emergency",
    "record_emergency_in_any_weather",
    "reveal_address",
    "review_decision",
    "review_glass",
    "save_answers",
    "save_form",
    "say_tie",
    "seal_worry",
    "settle",
    "settle_flag",
    "shield_place",
    "undo_entry",
]
