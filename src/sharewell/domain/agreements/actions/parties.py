"""Who is bound, while an agreement is drafted. Joining and leaving one in force is in `joining`."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain.agreements import states
from sharewell.domain.agreements.actions.drafting import find_again, held
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.models import Party
from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import Refusal
from sharewell.domain.versions import merged

FIELDS = (
    "capacity", "contact_en", "contact_cy", "signatory_role_en", "signatory_role_cy", "signatory_name",
    "signatory_email",
)  # fmt: skip


@transaction.atomic
def add_party(*, agreement, organisation, by, at=None, **said):
    """One more body that it will bind: `said` is any of FIELDS. One that is there stays as it is."""
    agreement = held(agreement, by)
    there = agreement.parties.filter(organisation=organisation).first()
    if there:
        return there
    said.setdefault("capacity", states.JOINT if kind_of(agreement.kind).is_joint else states.CONTROLLER)
    party = Party.objects.create(agreement=agreement, organisation=organisation, **_only_known(said))
    find_again(agreement)
    _note("agreement-party-added", agreement, by, at)
    return party


@transaction.atomic
def change_party(*, party, by, version=None, at=None, **mine):
    """Change any of FIELDS. Clash where somebody else did since `version`."""
    agreement = held(party.agreement, by)
    party = Party.objects.select_for_update().get(pk=party.pk)
    stands = {name: getattr(party, name) for name in mine}
    for name, value in merged(version=version, stands=stands, mine=_only_known(mine)).items():
        setattr(party, name, value)
    party.save()
    _note("agreement-party-changed", agreement, by, at)
    return party


@transaction.atomic
def remove_party(*, party, by, at=None):
    """Take a body out of a draft. Not the one that leads it, nor one that gives or receives something, nor
    one that has spoken or signed already.
    """
    agreement = held(party.agreement, by)
    if party.is_lead:
        raise Refusal(_("The organisation that leads an agreement stays in it."))
    if party.gives.exists() or party.receives.exists():
        raise Refusal(
            _("This organisation gives or receives something here."), _("Change or remove those flows first.")
        )
    if party.comments.exists() or party.signatures.exists():
        raise Refusal(_("This organisation has commented or signed already."), _("It can leave instead."))
    party.delete()
    find_again(agreement)
    _note("agreement-party-removed", agreement, by, at)


def _only_known(said):
    return {name: value for name, value in said.items() if name in FIELDS}


def _note(kind, agreement, by, at):
    record_event(kind=kind, by=by, about=f"agreement:{agreement.pk}", at=at)
