"""Who may take an agreement a step further, and when. Each gives a Refusal with its reason, or nothing."""

from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import checks, kind_checks, kinds, permissions, states
from sharewell.domain.agreements.models import Agreement, Assurance, Comment, Party, Signature
from sharewell.domain.audit.queries import events_about
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations.permissions import SYSTEM
from sharewell.domain.organisations.queries import own_address_of
from sharewell.domain.organisations.states import LEAD, LEADER, OFFICER

ANSWERING = (OFFICER, LEADER, LEAD)  # who answers for an organisation's agreements
_WRITING = (
    "agreement-drafted", "agreement-flow-added", "agreement-flow-changed", "agreement-flow-grounded",
    "agreement-flow-removed",
)  # fmt: skip
_OFFICERS_OR = _("Your data protection officer, a leader or a safeguarding lead can.")
_GONE_ON = _("This has moved on in the meantime. Look at it again.")


def party_of(person, agreement: Agreement) -> Party | None:
    """The party for which somebody speaks, as long as it has not left."""
    mine = (each for each in agreement.parties.all() if each.organisation_id == person.organisation_id)
    return next((each for each in mine if each.left_on is None), None)


def manage_refusal(by, agreement: Agreement) -> Refusal | None:
    """Take it round: put it before the others, settle what they say, have it assured and signed, end it."""
    if by == SYSTEM or (_answers(by) and by.organisation_id == agreement.keeper_id):
        return None
    return Refusal(
        _("Only the organisation that keeps this agreement takes it further."),
        _("Its data protection officer, a leader or a safeguarding lead there can."),
    )


def put_refusal(by, agreement: Agreement) -> Refusal | None:
    """Put it before the other parties."""
    if refusal := manage_refusal(by, agreement) or state_refusal(agreement, *states.EDITABLE):
        return refusal
    if _is_alone(agreement):
        return Refusal(_("One organisation alone declares this. There is nobody to put it before."))
    return _parties_refusal(agreement) or _ways_refusal(agreement)


def comment_refusal(by, agreement: Agreement) -> Refusal | None:
    """Comment on what was put before the parties."""
    if refusal := state_refusal(agreement, states.CONSULTATION):
        return refusal
    speaks = _answers(by) or permissions.is_named(by, agreement)
    if manage_refusal(by, agreement) is None or (speaks and party_of(by, agreement)):
        return None
    return Refusal(_("You do not speak for a party to this agreement."), _OFFICERS_OR)


def settle_refusal(by, comment: Comment) -> Refusal | None:
    """Say what was made of a comment."""
    if comment.settled_at is not None:
        return Refusal(_("This comment was answered already."))
    return manage_refusal(by, comment.agreement) or state_refusal(comment.agreement, *states.EDITABLE)


def submit_refusal(by, agreement: Agreement) -> Refusal | None:
    """Submit it to those who assure its quality."""
    if refusal := manage_refusal(by, agreement) or state_refusal(
        agreement, states.CONSULTATION, states.CHANGES_ASKED
    ):
        return refusal
    return (
        _parties_refusal(agreement)
        or _ways_refusal(agreement)
        or _unanswered(agreement)
        or _not_held(agreement)
        or _open_comments(agreement)
    )


def take_back_refusal(by, agreement: Agreement) -> Refusal | None:
    """Take it back from quality assurance to change it, before they have answered or after."""
    return manage_refusal(by, agreement) or state_refusal(agreement, states.ASSURANCE, states.ASSURED)


def assure_refusal(by, assurance: Assurance) -> Refusal | None:
    """Say whether its quality is good enough: never somebody who wrote it."""
    if assurance.at is not None:
        return Refusal(_GONE_ON)
    asked = assurance.assurer_id or assurance.agreement.keeper_id
    if not (_answers(by) and by.organisation_id == asked):
        return Refusal(_("You were not asked to look at the quality of this agreement."), _OFFICERS_OR)
    took = (assurance.submitted_by_id, assurance.agreement.made_by_id, assurance.version.made_by_id)
    if by.pk in took or _wrote(by, assurance.agreement):
        return Refusal(
            _("Nobody assures the quality of what they wrote themselves."), _("A colleague of yours can.")
        )
    return None


def _wrote(by, agreement: Agreement) -> bool:
    """Whether the log says that somebody changed words or flows of it."""
    events = events_about(f"agreement:{agreement.pk}")
    return any(event.by == str(by.pk) and event.kind in _WRITING for event in events)


def open_signing_refusal(by, agreement: Agreement) -> Refusal | None:
    """Have it signed."""
    if refusal := manage_refusal(by, agreement):
        return refusal
    if refusal := state_refusal(agreement, *_before_signing(agreement)):
        return refusal
    return (
        _parties_refusal(agreement)
        or _ways_refusal(agreement)
        or _unanswered(agreement)
        or _not_held(agreement)
        or _signatories(agreement)
        or _open_comments(agreement)
    )


def sign_refusal(by, party: Party) -> Refusal | None:
    """Sign for a party with one's own account: its leader, or whoever the agreement names."""
    agreement = party.agreement
    if party.left_on is not None or not may_be_signed(party):
        return Refusal(_("This agreement does not wait for a signature of yours."))
    is_theirs = by.is_active and by.organisation_id == party.organisation_id
    is_theirs_to_sign = by.role == LEADER or permissions.is_named(by, agreement)
    if is_theirs and is_theirs_to_sign:
        return _signed_already(agreement, party)
    return Refusal(
        _("You do not sign for your organisation."),
        _("A leader can, or whoever the agreement names as signatory."),
    )


def may_be_signed(party: Party) -> bool:
    """Whether a signature of this party has a place now: all sign together, or it joins what is in force."""
    agreement = party.agreement
    if agreement.state == states.SIGNING:
        return True
    return agreement.covers and party.joined_on is None and not agreement.is_imported


def correct_signatory_refusal(by, party: Party) -> Refusal | None:
    """Say anew who signs for a party and where they are reached, while it waits for their signature. The post
    is a part of what was agreed: another one goes into the next version.
    """
    if refusal := manage_refusal(by, party.agreement):
        return refusal
    if party.left_on is not None or not may_be_signed(party):
        return Refusal(_GONE_ON)
    if _signed_already(party.agreement, party):
        return Refusal(_("They have signed already."), _("What is to change goes into its next version."))
    if is_disputed(party) and not own_address_of(party.organisation):
        return Refusal(
            _("%(party)s said that a signature was not theirs, and the directory has no address of theirs.")
            % {"party": party},
            _("Put one in the directory first: the code of the new link goes there."),
        )  # fmt: skip
    return None


def is_disputed(party: Party) -> bool:
    """Whether a party says that the last signature for it was none of theirs."""
    last = Signature.objects.filter(party=party).last()
    return bool(last and last.disputed_at)


def stop_signing_refusal(by, agreement: Agreement) -> Refusal | None:
    """Take it back from being signed, to change it."""
    return manage_refusal(by, agreement) or state_refusal(agreement, states.SIGNING)


def withdraw_refusal(by, agreement: Agreement) -> Refusal | None:
    """End it for everybody."""
    if agreement.state in states.ENDED:
        return Refusal(_("This agreement has ended already."))
    return manage_refusal(by, agreement)


def review_refusal(by, agreement: Agreement) -> Refusal | None:
    """Say what came of looking at it again. It may be looked at before it is due."""
    return manage_refusal(by, agreement) or state_refusal(agreement, *states.COVERS)


def draft_anew_refusal(by, agreement: Agreement) -> Refusal | None:
    """Begin the next version of what is in force."""
    if refusal := manage_refusal(by, agreement) or state_refusal(agreement, *states.COVERS):
        return refusal
    if agreement.replaced_by.exclude(state__in=states.ENDED).exists():
        return Refusal(_("The next version of this agreement is being drafted already."))
    return None


def ask_to_join_refusal(by, agreement: Agreement, organisation) -> Refusal | None:
    """Ask another body to join what is in force."""
    if refusal := manage_refusal(by, agreement) or state_refusal(agreement, *states.COVERS):
        return refusal
    if agreement.is_imported:
        return Refusal(
            _("This agreement was made elsewhere. What was signed there is not added to here."),
            _("Draft its next version here, with the new party in it."),
        )
    if agreement.parties.filter(organisation=organisation).exists():
        return Refusal(_("They are in this agreement already, or were."), _("Draft its next version."))
    return None


def leave_refusal(by, party: Party) -> Refusal | None:
    """Leave, or be taken out by the keeper. Leaving needs nobody's consent."""
    if party.left_on is not None:
        return Refusal(_("They have left already."))
    if refusal := state_refusal(party.agreement, *states.COVERS):
        return refusal
    if manage_refusal(by, party.agreement) is None:
        return None
    if _answers(by) and by.organisation_id == party.organisation_id:
        return None
    return Refusal(_("You do not speak for this party."), _OFFICERS_OR)


def confirm_refusal(by, party: Party) -> Refusal | None:
    """Say for one's own organisation that what somebody entered in the register holds for it."""
    agreement = party.agreement
    if not agreement.is_imported or party.left_on is not None or party.confirmed_at is not None:
        return Refusal(_GONE_ON)
    if _answers(by) and by.organisation_id == party.organisation_id:
        return state_refusal(agreement, *states.COVERS)
    return Refusal(_("You do not speak for this party."), _OFFICERS_OR)


def invite_refusal(by, party: Party) -> Refusal | None:
    """Send a party a link, or say its code aloud."""
    if refusal := manage_refusal(by, party.agreement):
        return refusal
    if party.organisation.is_here:
        return Refusal(_("They have accounts here and need no link."))
    if not party.signatory_email:
        return Refusal(_("Nobody has said to which address a link would go."), _("Add their signatory."))
    return None


# --- What they have in common -----------------------------------------------------------------------


def _answers(by) -> bool:
    return by.is_active and by.role in ANSWERING


def state_refusal(agreement: Agreement, *allowed: str) -> Refusal | None:
    return None if agreement.state in allowed else Refusal(_GONE_ON)


def kind_of(agreement: Agreement):
    """Its kind; None where this service has no such file (any more)."""
    try:
        return kinds.kind(agreement.kind)
    except NotFound:
        return None


def _is_alone(agreement: Agreement) -> bool:
    kind = kind_of(agreement)
    return bool(kind and kind.least_parties == 1 and agreement.parties.count() == 1)


def _before_signing(agreement: Agreement) -> tuple[str, ...]:
    """The states from which it may be signed: after quality assurance, where its kind asks for it."""
    kind = kind_of(agreement)
    if kind and kind.assured_by:
        return (states.ASSURED,)
    return (states.ASSURED, states.CONSULTATION, *((states.DRAFT,) if _is_alone(agreement) else ()))


def _parties_refusal(agreement: Agreement) -> Refusal | None:
    kind = kind_of(agreement)
    if agreement.parties.filter(left_on=None).count() < (kind.least_parties if kind else 2):
        return Refusal(_("There are too few parties in it."), _("Add the parties first."))
    return None


def _ways_refusal(agreement: Agreement) -> Refusal | None:
    if kind_checks.flows_back(agreement):
        return Refusal(
            _("This kind of agreement goes one way, and a flow in it goes back."),
            _("Take that flow out, or draft a kind that goes both ways."),
        )
    return None


def _signatories(agreement: Agreement) -> Refusal | None:
    """Each party needs somebody who signs; one without accounts here an address as well."""
    for party in agreement.parties.filter(left_on=None).select_related("organisation"):
        if not (party.signatory_role_en or party.signatory_role_cy):
            return Refusal(
                _("Nobody has said who signs for %(party)s.") % {"party": party}, _("Add their signatory.")
            )
        if not party.organisation.is_here and not party.signatory_email:
            return Refusal(
                _("%(party)s has no accounts here, so its signatory needs an e-mail address.")
                % {"party": party},
                _("Add their signatory."),
            )
    return None


def _unanswered(agreement: Agreement) -> Refusal | None:
    """What its kind needs answered is answered before it is assured or signed."""
    if kind_checks.unanswered(agreement):
        return Refusal(
            _("Something that it has to say is not answered yet."),
            _("The page of this agreement lists each, with the way to mend it."),
        )
    return None


def _not_held(agreement: Agreement) -> Refusal | None:
    """What flows rests on something that holds, for each party, before it is assured or signed."""
    if bars_in(agreement):
        return Refusal(
            _("A flow rests on something that does not hold for a party, or on nothing yet."),
            _("The page of this agreement lists each, with the way to mend it."),
        )
    return None


def bars_in(agreement: Agreement) -> list:
    """What the rules find in its flows that keeps it from being assured and signed: Found rows."""
    return [found for found in checks.check(agreement) if found.bars]


def _open_comments(agreement: Agreement) -> Refusal | None:
    if agreement.comments.filter(settled_at=None).exists():
        return Refusal(
            _("A comment has not been answered yet."),
            _("Say of each what was made of it; “not taken up” is an answer too."),
        )
    return None


def _signed_already(agreement: Agreement, party: Party) -> Refusal | None:
    latest = agreement.versions.last()
    if latest and latest.standing_signatures.filter(party=party).exists():
        return Refusal(_("Your organisation has signed this already."))
    return None
