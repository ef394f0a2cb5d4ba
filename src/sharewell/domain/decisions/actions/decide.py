"""Recording a decision, to share or not to share, and looking at it again."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from sharewell import rules
from sharewell.domain.audit.actions import record_event
from sharewell.domain.children.queries import is_known_risk
from sharewell.domain.decisions import cases, clocks, cover, grounds, permissions, states
from sharewell.domain.decisions.actions.covering import file_missing, keep_cover
from sharewell.domain.decisions.actions.entries import add_entry
from sharewell.domain.decisions.actions.worries import owe, settle
from sharewell.domain.decisions.models import Decision, Draft, Ground, KeptRules
from sharewell.domain.decisions.permissions import allow
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.actions import file_gap
from sharewell.domain.organisations.models import Contact, DirectoryEntry
from sharewell.domain.organisations.queries import starts_in_force
from sharewell.domain.organisations.states import POLICY_DOCUMENT

NINE = time(9)
_POLICY = "arrangement.policy-document"


@transaction.atomic
def record_decision(
    *, worry, child, to, choice, reason, by, also=None, review_on=None, telling="", telling_reason="",
    tell_by=None, limb="", limb_why="", policy="", instead_of=None, lang="en", at=None,
):  # fmt: skip
    """Decide for one child and one recipient, a DirectoryEntry or a Contact, and freeze what it rests on.

    `also` holds flat answers that belong to this pair alone; `lang` is the language it was read in. `limb`
    (of states.LIMBS, with `limb_why`) is why a share rests on paragraph 18 without consent, `policy` (of
    states.POLICY) whether there is a live policy document. What is not said is owed afterwards, and a missing
    document becomes a gap: neither ever stops a share. A decision not to share has a reason and a day to look
    at it again: ValueError without. The outcome is frozen in English; both languages can be had from the
    frozen rules at any time.
    """
    at = at or timezone.now()
    also = (also or {}) | {"no": {_POLICY: False}, "unknown": {_POLICY: "unknown"}}.get(policy, {})
    day = timezone.localdate(at)
    found = cover_of(worry, to, day, also)
    case = cases.decidable(case_of(worry, child, to, day, also, found=found))
    rule_set = rules.current()
    outcome = rule_set.decide(case)
    wait = cover.wait_of(case, outcome["outcome"], found)
    allow(permissions.decide_refusal(by, worry, child, choice, outcome["outcome"], wait))
    if not reason.strip() or (choice == states.NOT_SHARE and review_on is None):
        raise ValueError("a decision has a reason, and one not to share has a day to look at it again")
    frozen = {"case.json": rules.canonical(case), "outcome.json": rules.canonical(outcome)}
    kept = _kept(rule_set)
    decision = Decision.objects.create(
        worry=worry, child=child, choice=choice, reason=reason, review_on=review_on, telling=telling,
        telling_reason=telling_reason, tell_by=tell_by, case=frozen["case.json"],
        outcome=frozen["outcome.json"],
        outcome_id=outcome["outcome"], rules=kept, lang=lang, instead_of=instead_of, by=by, at=at,
        recipient=to if isinstance(to, DirectoryEntry) else None,
        contact=None if isinstance(to, DirectoryEntry) else to,
    )  # fmt: skip
    named = case.get("law", {}).get("starts", {})
    decision.start_dates.set(row for row in starts_in_force(worry.organisation) if row.provision in named)
    _owe_what_follows(decision, by, at)
    if instead_of:
        _settle_reviews(instead_of, by, at)
    said = _rest_on(decision, outcome, limb, limb_why, policy, by, at) if choice == states.SHARE else {}
    if choice == states.SHARE or wait:
        said |= keep_cover(decision=decision, case=case, found=found)
        file_missing(decision=decision, case=case, found=found, by=by, at=at)
    record_event(
        kind="decision-recorded", by=by, about=f"decision:{decision.pk}",
        commitments=frozen | {"rules.json": bytes(kept.data), "reason": reason.encode()} | said, at=at,
    )  # fmt: skip
    return decision


def _rest_on(decision, outcome, limb, why, policy, by, at):
    """Keep what was said of the condition, owe what was not, file what is missing; what is committed to."""
    needing = grounds.paragraphs_needing_policy(outcome, limb)
    if needing and _lacks_policy(decision, policy):
        _file_gaps(decision, needing, by, at)
    if grounds.limb_asked(outcome) == grounds.NEEDED and not limb:
        _owe_limb(decision, by, at)
        return {}
    if not limb and not (needing and policy):
        return {}
    return _keep_ground(decision, limb, why, policy if needing else "", by, at)


def _lacks_policy(decision, policy):
    """Whether there is no live policy document, or nobody can say; asked, or as the organisation has said."""
    return policy != "yes" if policy else not decision.worry.organisation.policy_document_live


def _owe_limb(decision, by, at):
    day = clocks.working_day_after(timezone.localdate(at), 1, decision.worry.organisation.nation)
    due_at = timezone.make_aware(datetime.combine(day, clocks.END_OF_WORK))
    owe(worry=decision.worry, decision=decision, what="paragraph-18", due_at=due_at, owner=by, by=by, at=at)


def _file_gaps(decision, paragraphs, by, at):
    for number in paragraphs:
        file_gap(
            organisation=decision.worry.organisation, kind=POLICY_DOCUMENT, what=number, by=by, at=at,
            about=f"decision:{decision.pk}",
        )  # fmt: skip


def _keep_ground(decision, limb, why, policy, by, at):
    if limb and (limb not in states.LIMBS or not why.strip()):
        raise ValueError("a limb of paragraph 18 is one of three, and has a reason")
    Ground.objects.create(decision=decision, limb=limb, why=why, policy=policy, by=by, at=at)
    return {"ground": f"{limb} {why}".encode(), "policy": policy.encode()}


@transaction.atomic
def give_ground(*, decision, limb, why, by, at=None):
    """Say afterwards why a share rested on paragraph 18 without consent: what an emergency left owed."""
    at = at or timezone.now()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    allow(permissions.give_ground_refusal(by, decision))
    said = _keep_ground(decision, limb, why, "", by, at)
    for owed in decision.owed.filter(what="paragraph-18", done_at=None):
        settle(owed=owed, by=by, at=at)
    record_event(kind="ground-given", by=by, about=f"decision:{decision.pk}", commitments=said, at=at)


@transaction.atomic
def record_decisions(*, draft, pairs, answers, by, at=None):
    """Record every decision of a draft, or none: `pairs` holds what `record_decision` takes, without worry
    and by.

    `answers` are flat ones that hold for the worry as a whole; they stay with it for the next decision.
    NotFound where the draft was used up already, by the same button pressed twice.
    """
    if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
        raise NotFound  # the button was pressed twice, and the first press has used it up meanwhile
    worry = draft.worry
    allow(permissions.change_worry_refusal(by, worry) or permissions.discard_draft_refusal(by, draft))
    worry.answers = cases.nested(cases.flat(worry.answers) | answers)
    worry.save(update_fields=["answers"])
    made = [record_decision(worry=worry, by=by, at=at, **pair) for pair in pairs]
    draft.delete()
    return made


def cover_of(worry, to, day, also=None, answers=None):
    """The cover.Cover of what would be shared of a worry with that recipient; `answers` as for `case_of`."""
    facts = cases.flat(worry.answers if answers is None else answers) | (also or {})
    pattern = cover.pattern_of(cases.nested(facts))
    return cover.cover_for(worry.organisation, to, cover.purpose_of(facts), day, pattern)


def case_of(worry, child, to, day, also=None, answers=None, found=None):
    """The nested case of one child and one recipient of a worry on that day.

    `answers` stand in for those of the worry while somebody is still changing them. A recipient whom the
    record of any of the children already marks as a possible risk is one, whatever was answered. Of the
    agreement and the assessment the register speaks, and not the answers: `found` is what `cover_of` gives,
    where it is known already.
    """
    found = found or cover_of(worry, to, day, also, answers)
    if isinstance(to, Contact) and is_known_risk(
        worry.children.all(), name=to.name, email=to.email, phone=to.phone
    ):
        also = (also or {}) | {"recipient.may-be-a-risk": True}
    first = min(worry.children.all(), key=lambda each: (each.added_at, str(each.pk)))
    return cases.pair(
        worry.answers if answers is None else answers, organisation=worry.organisation, child=child, to=to,
        day=day, starts=starts_in_force(worry.organisation), is_first_child=child.pk == first.pk,
        also=(also or {}) | found.facts,
    )  # fmt: skip


def _kept(rule_set):
    def data():  # asked for only where these rules are not kept yet
        return rules.export(rule_set)

    kept, _is_new = KeptRules.objects.defer("data").get_or_create(
        sha256=rule_set.sha256, defaults={"version": rule_set.version, "data": data}
    )
    return kept


def _morning(day):
    return timezone.make_aware(datetime.combine(day, NINE))


def _owe_what_follows(decision, by, at):
    def put(what, day):
        owe(worry=decision.worry, decision=decision, what=what, due_at=_morning(day), owner=by, by=by, at=at)

    if decision.review_on:
        put("review", decision.review_on)
    if decision.tell_by:
        put("tell-family" if decision.telling == "will-tell" else "review-telling", decision.tell_by)


def _settle_reviews(decision, by, at):
    for owed in decision.owed.filter(what="review", done_at=None):
        settle(owed=owed, by=by, at=at)


@transaction.atomic
def review_decision(*, decision, why, review_on, by, at=None):
    """Look again at a decision not to share and let it stand: why, and the next day to look at it.

    Where it no longer stands, record a new decision with `instead_of`.
    """
    at = at or timezone.now()
    allow(permissions.change_worry_refusal(by, decision.worry))
    _settle_reviews(decision, by, at)
    add_entry(worry=decision.worry, child=decision.child, kind="what-we-did", text=why, by=by, at=at)
    owe(
        worry=decision.worry,
        decision=decision,
        what="review",
        due_at=_morning(review_on),
        owner=by,
        by=by,
        at=at,
    )
    record_event(
        kind="decision-reviewed",
        by=by,
        about=f"decision:{decision.pk}",
        commitments={"why": why.encode()},
        at=at,
    )
