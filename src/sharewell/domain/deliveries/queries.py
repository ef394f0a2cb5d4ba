"""Every read of this room. The first argument is the person asking; they get what they may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain import secrets_of_links as codes
from sharewell.domain.belonging import EVERYBODY, act_for_keeper_of, acting_for
from sharewell.domain.children.queries import name_in_list
from sharewell.domain.decisions.seeing import seen_through
from sharewell.domain.deliveries import choices, packages, permissions
from sharewell.domain.deliveries.models import Answer, Attachment, Delivery, Link, Opening, Outbox, SecondLook
from sharewell.domain.deliveries.states import (
    DOTS,
    INBOX,
    NOT_OPENED,
    WITH_THEM,
    State,
    Verdict,
    is_unopened,
)
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.states import ADMINISTRATOR

_QUIET = (State.SENT, State.OPENED)  # no word from them yet
_SELECT = (
    "decision__worry__organisation",
    "decision__worry__raised_by",
    "decision__child",
    "decision__recipient__organisation",
    "decision__contact",
    "by",
)


# --- The sender's side ------------------------------------------------------------------------------
def delivery_for(person, pk) -> Delivery:
    """A delivery of a worry that this person may see; NotFound otherwise, as if there were none."""
    delivery = Delivery.objects.select_related(*_SELECT).filter(pk=pk).first()
    if delivery is None or permissions.see_refusal(person, delivery):
        raise NotFound
    return delivery


def deliveries_for(person, worry) -> list[Delivery]:
    """What was sent, or is being prepared, about one worry, the newest last; not what was dropped."""
    rows = (
        Delivery.objects.select_related(*_SELECT).filter(decision__worry=worry).exclude(state=State.DROPPED)
    )
    return [delivery for delivery in rows if permissions.see_refusal(person, delivery) is None]


def still_preparing(person, delivery: Delivery) -> list[Delivery]:
    """The other packages of the same worry that have not gone yet."""
    return [
        one for one in deliveries_for(person, delivery.worry) if one.is_preparing and one.pk != delivery.pk
    ]


def attachment_for(person, delivery: Delivery, pk) -> Attachment:
    """A file of the worry. Raises NotFound where there is none, or none for them."""
    attachment = Attachment.objects.filter(pk=pk, worry=delivery.worry).first()
    if attachment is None or permissions.attachment_refusal(person, attachment):
        raise NotFound
    return attachment


def code_for(person, delivery: Delivery):
    """The code to read out, and how the tries stand; None where there is none to read."""
    if permissions.follow_refusal(person, delivery):
        return None
    return getattr(delivery, "door", None)


@dataclass(frozen=True)
class Dot:
    """One of the five dots: what it says, and who made it so and when, once somebody did."""

    state: str
    words: str
    who: str = ""
    at: datetime | None = None
    is_no: bool = False


def dots_for(delivery: Delivery) -> list[Dot]:
    """The line of five: sent, opened, accepted, acting, outcome."""
    answers = {answer.kind: answer for answer in delivery.answers.all()}
    first = delivery.openings.first()
    dots = []
    for state in DOTS:
        answer = answers.get(state.value)
        dot = Dot(state.value, state.label)
        if state == State.SENT and delivery.sent_at and delivery.state != State.SENDING:
            dot = Dot(state.value, state.label, delivery.sent_by.name, delivery.sent_at)
        elif state == State.OPENED and first:
            dot = Dot(state.value, state.label, f"{first.name}, {first.role}", first.at)
        elif state == State.ACCEPTED and not answer and State.NOT_ACCEPTED.value in answers:
            answer = answers[State.NOT_ACCEPTED.value]
            dot = Dot(state.value, State.NOT_ACCEPTED.label, _who(answer), answer.at, True)
        elif answer:
            dot = Dot(state.value, state.label, _who(answer), answer.at)
        dots.append(dot)
    return dots


def _who(answer: Answer) -> str:
    return ", ".join(filter(None, (answer.name, answer.role)))


def silence(delivery: Delivery, at=None) -> str:
    """What silence has become: nothing while there is time or an answer, then "chase", then "escalate".

    A chase starts the clock anew, once.
    """
    at = at or timezone.now()
    if delivery.state not in _QUIET or delivery.answer_by is None:
        return ""
    if (
        at < delivery.answer_by and at >= delivery.sent_at - codes.MARGIN
    ):  # sent in the future: by a wrong clock
        return ""
    chases = list(delivery.chases.all())
    if any(chase.kind == "escalation" for chase in chases):
        return ""
    again = timedelta(hours=delivery.to.agreed_hours)
    if not chases:
        return "chase" if at < delivery.answer_by + again else "escalate"
    return "escalate" if at >= chases[-1].at + again else ""


@dataclass(frozen=True)
class Need:
    """One line of "Needs you today": what, about which delivery, since when."""

    kind: str
    says: str
    do: str  # the words on its link
    url_name: str
    delivery: Delivery
    due_at: datetime


_NEEDS = {
    "chase": (_("%(to)s has not answered about %(child)s. Ring them."), _("Chase an answer")),
    "escalate": (_("%(to)s has still not answered about %(child)s. Take it higher."), _("Escalate")),
    "not-accepted": (_("%(to)s did not accept what you sent about %(child)s."), _("See why, and what to do")),
    "unopened": (
        _("Urgent: nobody at %(to)s has opened what was sent about %(child)s. Ring them now."),
        _("Ring them"),
    ),
    "trouble": (
        _("The e-mail to %(to)s about %(child)s does not get through. Ring them."),
        _("See what to do"),
    ),
    "unfinished": (_("What you wanted to send to %(to)s about %(child)s has not gone yet."), _("Finish it")),
    "second-look": (
        _("%(who)s asks you to look at what goes to %(to)s about %(child)s before it is sent."),
        _("Look at it"),
    ),
    "owed-look": (
        _("What went at once to %(to)s about %(child)s needs a second look now."),
        _("Look at it"),
    ),
    "sent-back": (
        _("A colleague sent back what you wanted to send to %(to)s about %(child)s."),
        _("See why"),
    ),
    "urgent": (
        _("Urgent: %(sender)s has sent you something about somebody in danger. Nobody has opened it yet."),
        _("Open it now"),
    ),
    "unread": (_("%(sender)s has sent you something. Nobody has opened it yet."), _("Open it")),
    "unanswered": (_("%(sender)s is waiting for your answer."), _("Answer")),
}


def needs_today(person, at=None) -> list[Need]:
    """What waits for this person, on both sides, the longest waiting first."""
    at = at or timezone.now()
    needs = [*_of_the_sender(person, at), *_of_the_second(person), *_of_the_recipient(person)]
    return sorted(needs, key=lambda need: need.due_at)


def _of_the_sender(person, at):
    rows = Delivery.objects.select_related(*_SELECT).filter(seen_through(person, "decision__worry"))
    rows = rows.exclude(
        state__in=(State.OUTCOME, State.RECALLED, State.DROPPED, State.ACCEPTED, State.ACTING)
    )
    mails = Prefetch("outbox", Outbox.objects.defer("payload"))
    for delivery in rows.prefetch_related(mails, "chases", "decision__worry__members"):
        if permissions.worries.change_worry_refusal(person, delivery.worry):
            continue
        kind, due_at = _kind_for_sender(delivery, person, at)
        if kind:
            page = {"unfinished": "deliveries:items", "sent-back": "deliveries:check"}.get(
                kind, "deliveries:sent"
            )
            yield _need(kind, page, delivery, due_at)


def _of_the_second(person):
    """Second looks that wait for this person: those asked for, and of those owed afterwards the leads'."""
    rows = SecondLook.objects.filter(seen_through(person, "delivery__decision__worry"), verdict="")
    rows = rows.exclude(asked_by=person).select_related("asked_by", *(f"delivery__{one}" for one in _SELECT))
    for look in rows:
        if look.is_afterwards and person.is_lead:
            yield _need("owed-look", "deliveries:sent", look.delivery, look.due_at)
        elif not look.is_afterwards and look.delivery.is_preparing:
            who = {"who": look.asked_by.name}
            yield _need("second-look", "deliveries:check", look.delivery, look.asked_at, **who)


def second_look_of(person, delivery: Delivery) -> SecondLook | None:
    """The newest second look of a delivery."""
    if permissions.see_refusal(person, delivery):
        return None
    return delivery.second_looks.select_related("asked_by", "by").exclude(verdict=Verdict.REPLACED).last()


def _kind_for_sender(delivery, person, at):
    if delivery.is_preparing:
        return _of_one_begun(delivery, person)
    if delivery.state == State.NOT_ACCEPTED:
        return "not-accepted", delivery.answers.last().at
    if is_unopened(delivery, at):
        return "unopened", delivery.sent_at
    if delivery.state in NOT_OPENED and has_trouble(delivery):
        return "trouble", delivery.sent_at
    return silence(delivery, at), delivery.answer_by


def _of_one_begun(delivery, person):
    """What one's own package needs that has not gone: nothing while a colleague is asked to look at it."""
    look = second_look_of(person, delivery)
    if look and look.asked_by_id == person.pk:
        if look.verdict == Verdict.SENT_BACK:
            return "sent-back", look.at
        return "", None
    return ("unfinished" if delivery.by_id == person.pk else ""), delivery.prepared_at


def _of_the_recipient(person):
    waiting = (State.OPENED, State.RECEIVED)
    mine = Opening.objects.filter(person=person, delivery__state__in=waiting)
    opened = set(mine.values_list("delivery", flat=True))
    for delivery in inbox_for(person):
        if delivery.state == State.SENT:
            kind = "urgent" if delivery.is_urgent else "unread"
            yield _need(kind, "inbox:one", delivery, delivery.sent_at)
        elif delivery.state in waiting and delivery.pk in opened:
            yield _need("unanswered", "inbox:one", delivery, delivery.answer_by)


def _need(kind, page, delivery, due_at, **words) -> Need:
    says, do = _NEEDS[kind]
    words |= {"to": delivery.to.name, "sender": delivery.worry.organisation}
    if kind not in ("urgent", "unread", "unanswered"):
        words["child"] = name_in_list(delivery.child).split()[0]  # a full name has no place on a first page
    return Need(kind, str(says) % words, str(do), page, delivery, due_at)


def has_trouble(delivery: Delivery) -> bool:
    """Whether a mail about it waits because of some trouble, or the newest one came back."""
    mails = list(delivery.outbox.all())
    waits = any(mail.trouble and mail.done_at is None for mail in mails)
    return waits or bool(mails and mails[-1].bounced_at)


def answer_for(person, delivery: Delivery, pk) -> Answer:
    """One answer, to either side."""
    answer = delivery.answers.filter(pk=pk).first()
    if answer is None:
        raise NotFound
    return answer


# --- The recipient's side ---------------------------------------------------------------------------
def inbox_for(person) -> list[Delivery]:
    """What came in for this person's organisation and is theirs to look after, the newest first."""
    rows = Delivery.objects.select_related(*_SELECT).filter(
        way=INBOX,
        state__in=WITH_THEM,
        decision__recipient__organisation_id=person.organisation_id,
    )
    rows = rows.order_by("-sent_at").prefetch_related("handed_on")
    return [d for d in rows if permissions.receive_refusal(person, d) is None]


def received_for(person, pk) -> Delivery:
    """One delivery in one's own inbox. A recalled one raises its Refusal, an unknown one NotFound."""
    delivery = Delivery.objects.select_related(*_SELECT).filter(pk=pk, way=INBOX).first()
    if delivery is None or delivery.decision.recipient is None:
        raise NotFound
    if delivery.decision.recipient.organisation_id != person.organisation_id:
        raise NotFound
    refusal = permissions.receive_refusal(person, delivery)
    if refusal and delivery.state not in (WITH_THEM | {State.RECALLED}):
        raise NotFound
    if refusal:
        raise refusal
    return delivery


def opening_of(person, delivery: Delivery) -> Opening | None:
    """Their own first opening of what came in."""
    return delivery.openings.filter(person=person).first()


def link_for(token: str) -> Link:
    """The link behind a secret, whatever its state. Knowing the secret alone opens nothing."""
    with acting_for(EVERYBODY):  # nobody is signed in: the secret says whose it is
        link = (
            Link.objects.select_related(
                "delivery__decision__worry__organisation", "delivery__decision__recipient"
            )
            .filter(token_hash=codes.hash_token(token))
            .first()
        )
    if link is None:
        raise NotFound
    act_for_keeper_of(link)
    return link


def why_closed(link: Link, at=None) -> str:
    """Why a link does not open ("used", "ended", "expired", "recalled"), or ""."""
    return permissions.why_closed(link, link.delivery, at or timezone.now())


def visit(opening_id, delivery_id, at=None) -> Opening:
    """The opening that this browser made, while it still counts. NotFound or a Refusal otherwise."""
    with acting_for(EVERYBODY):  # the browser holds the secret that says whose it is
        opening = opening_id and (
            Opening.objects.select_related("delivery__decision__worry__organisation", "link")
            .filter(pk=opening_id, delivery_id=delivery_id, person__isnull=True)
            .first()
        )
    if not opening:
        raise NotFound
    act_for_keeper_of(opening)
    if refusal := permissions.visit_refusal(opening, at or timezone.now()):
        raise refusal
    return opening


def paper_of(delivery: Delivery, pk) -> Attachment:
    """A file that really is in the package that was sent."""
    sent = {paper.get("id") for paper in packages.read(bytes(delivery.package))["papers"]}
    if str(pk) not in sent:
        raise NotFound
    return Attachment.objects.get(pk=pk)


def colleagues_of(person):
    """Those to whom what came in can be handed on: administrators take no part in cases."""
    return person.organisation.people.filter(is_active=True).exclude(pk=person.pk).exclude(role=ADMINISTRATOR)


def things_for(person, delivery: Delivery) -> list[choices.Thing]:
    """All that could go, each with whether it does. Raises the Refusal to see it."""
    if refusal := permissions.see_refusal(person, delivery):
        raise refusal
    return choices.things_for(delivery)
