"""Every write of worries, entries, decisions, drafts and advice: keyword-only, `by=` the actor, atomic,
recorded.
"""

from sharewell.domain.decisions.actions.advice import answer_advice, ask_advice, put_away_advice
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
from sharewell.domain.decisions.actions.worries import (
    add_child_to_worry,
    add_member,
    close_worry,
    end_member,
    note_look,
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
    "ask_advice",
    "begin_draft",
    "case_of",
    "close_worry",
    "discard_draft",
    "end_member",
    "give_ground",
    "mark_entries_sent",
    "note_look",
    "open_worry",
    "owe",
    "put_away_advice",
    "raise_worry",
    "record_decision",
    "record_decisions",
    "record_emergency",
    "record_emergency_in_any_weather",
    "reveal_address",
    "review_decision",
    "save_answers",
    "save_form",
    "settle",
    "shield_place",
    "undo_entry",
]
