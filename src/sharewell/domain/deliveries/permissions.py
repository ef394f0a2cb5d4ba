"""Who may do what with a delivery, and when. Each gives a Refusal with its reason, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.decisions import permissions as worries
from sharewell.domain.decisions.models import Decision
from sharewell.domain.decisions.seeing import takes_part
from sharewell.domain.deliveries import choices
from sharewell.domain.deliveries.cautions import is_a_risk
from sharewell.domain.deliveries.models import Attachment, Delivery, SecondLook
from sharewell.domain.deliveries.states import INBOX, NEVER_LEFT, WITH_THEM, State, Verdict, answers_open_to
from sharewell.domain.errors import Refusal
from sharewell.domain.organisations.states import LEAD, PRACTITIONER
from sharewell.domain.secrets_of_links import VISIT_LASTS, is_within
from sharewell.domain.secrets_of_links import why_closed as why_link_closed

# Where answering what comes in is every practitioner's own work, not only the safeguarding lead's.
FRONT_DOORS = ("childrens-services", "police")


# --- The sender's side ------------------------------------------------------------------------------
def prepare_refusal(person, decision) -> Refusal | None:
    if refusal := worries.change_worry_refusal(person, decision.worry):
        return refusal
    if not decision.is_to_share:
        return Refusal(_("This was decided not to be shared."), _("Record a new decision to share it."))
    return None


def see_refusal(person, delivery: Delivery) -> Refusal | None:
    return worries.see_worry_refusal(person, delivery.worry)


def change_refusal(person, delivery: Delivery) -> Refusal | None:
    """Choosing, attaching, mending, releasing: while it is being prepared."""
    if refusal := worries.change_worry_refusal(person, delivery.worry):
        return refusal
    if not delivery.is_preparing:
        return Refusal(
            _("This has been sent, so what is in it stands."), _("Recall it, or send what is new as well.")
        )
    return None


send_refusal = change_refusal


def decided_otherwise_refusal(delivery: Delivery) -> Refusal | None:
    """Sending what a later decision about the same child and recipient says is not to be shared."""
    decision = delivery.decision
    same = Decision.objects.filter(worry=decision.worry_id, child=decision.child_id)
    same = same.filter(recipient=decision.recipient_id, contact=decision.contact_id)
    latest = same.order_by("at").last()
    if latest is None or latest.is_to_share or latest.at <= decision.at:
        return None
    return Refusal(
        _("It was decided later not to share this with them."), _("Record a new decision to share it.")
    )


def needs_second_look(delivery: Delivery) -> bool:
    """Whether a colleague looks before it goes: the organisation chose that, and nobody is in danger now."""
    is_chosen = delivery.worry.organisation.releases_by_two
    return is_chosen and choices.facts_of(delivery).get("worry", {}).get("risk") != "immediate"


def unlooked_refusal(delivery: Delivery, shown: str) -> Refusal | None:
    """Sending before a second person has looked at exactly this package."""
    looks = delivery.second_looks.filter(verdict=Verdict.AGREED, package_sha256=shown)
    if not needs_second_look(delivery) or looks.exists():
        return None
    return Refusal(
        _("Your organisation wants a second person to look at this before it goes."),
        _("Anybody else who may see this worry can look. In danger, ring 999 or the number you know."),
    )


def second_look_refusal(person, look: SecondLook) -> Refusal | None:
    """Whether this person may give a second look: somebody else, who may see the worry."""
    if refusal := worries.see_worry_refusal(person, look.delivery.worry):
        return refusal
    if look.verdict:
        return Refusal(_("Somebody has looked already, or it is no longer asked for."))
    if person.pk == look.asked_by_id:
        return Refusal(_("The second look is somebody else's."), _("A colleague who may see this worry can."))
    return None


def release_refusal(person, delivery: Delivery) -> Refusal | None:
    """Giving this recipient what is otherwise shielded."""
    if refusal := change_refusal(person, delivery):
        return refusal
    if is_a_risk(delivery):
        return Refusal(
            _(
                "It cannot be released: this recipient is marked as somebody who could use it to "
                "harm a person."
            ),
            _("Send it to a recipient who is not a risk."),
        )
    if not delivery.to.is_verified:
        return Refusal(
            _("It cannot be released: nobody has checked yet who this recipient is."),
            _("Check who they are first."),
        )
    return None


def attachment_refusal(person, attachment: Attachment) -> Refusal | None:
    return worries.see_worry_refusal(person, attachment.worry)


def follow_refusal(person, delivery: Delivery) -> Refusal | None:
    """After it left: reading the code out, renewing, chasing, writing down an answer."""
    if refusal := worries.change_worry_refusal(person, delivery.worry):
        return refusal
    if delivery.state in NEVER_LEFT:
        return Refusal(_("This has not been sent yet."))
    if delivery.state == State.RECALLED:
        return Refusal(_("This was recalled."), _("Prepare it again to send it."))
    return None


recall_refusal = follow_refusal


# --- The recipient's side ---------------------------------------------------------------------------
def inbox_refusal(person) -> Refusal | None:
    """Whether this person looks after what comes in for their organisation."""
    if person.role == LEAD:
        return None
    if person.role == PRACTITIONER and person.organisation.kind in FRONT_DOORS:
        return None
    return Refusal(_("Your safeguarding lead looks after what comes in."), _("They can hand it on to you."))


def receive_refusal(person, delivery: Delivery) -> Refusal | None:
    """Whether this person may open what came into their organisation's inbox."""
    recipient = delivery.decision.recipient
    is_theirs = recipient is not None and recipient.organisation_id == person.organisation_id
    if delivery.way != INBOX or not is_theirs or not takes_part(person):
        return Refusal(_("There is nothing here for you."))
    if delivery.state == State.RECALLED:
        return Refusal(_("The sender has recalled this."), _("Ask the sender."))
    if delivery.state not in WITH_THEM:
        return Refusal(_("There is nothing here for you."))
    if any(handed.to_id == person.pk for handed in delivery.handed_on.all()):
        return None
    return inbox_refusal(person)


def hand_on_refusal(person, delivery: Delivery, to) -> Refusal | None:
    if refusal := receive_refusal(person, delivery) or inbox_refusal(person):
        return refusal
    if to.organisation_id != person.organisation_id or not takes_part(to):
        return Refusal(_("It can be handed on within your own organisation only."))
    return None


def why_closed(link, delivery: Delivery, at) -> str:
    """Why a link does not open what was sent, or ""."""
    return "recalled" if delivery.state == State.RECALLED else why_link_closed(link, at)


def visit_refusal(opening, at) -> Refusal | None:
    """Whether somebody who opened a link can still see what is behind it."""
    if opening.delivery.state == State.RECALLED:
        return Refusal(_("The sender has recalled this."), _("Ask the sender."))
    if not is_within(opening.at, at, VISIT_LASTS):
        return Refusal(_("It is a while since you opened this."), _("Ask for a fresh link."))
    return None


def answer_refusal(delivery: Delivery, kind: str) -> Refusal | None:
    if kind not in answers_open_to(delivery.state):
        return Refusal(_("This answer was given already, or a later one was."))
    return None
