"""An agreement among three bodies, one of which has no accounts here, and what takes it round."""

from types import SimpleNamespace

from django.core import mail

from sharewell.domain.agreements import actions, checks, mails
from sharewell.domain.agreements.models import Agreement
from sharewell.domain.organisations import actions as organisations
from tests.people import PASSWORD, SECRET, SYSTEM, build_town

KIND = """
id = "trial"
version = "1"
title = { en = "Trial agreement", cy = "Cytundeb prawf" }
summary = { en = "For trying out.", cy = "Ar gyfer profi." }
%s
[[section]]
id = "purpose"
title = { en = "Purpose", cy = "Diben" }
  [[section.clause]]
  id = "aims"
  text = { en = "The parties share to {aims}.", cy = "Mae'r partïon yn rhannu er mwyn {aims}." }
  [[section.clause]]
  id = "kept"
  text = { en = "It is kept for six years.", cy = "Fe'i cedwir am chwe blynedd." }
  [[section.question]]
  id = "aims"
  ask = { en = "What for?", cy = "I beth?" }
[[section]]
id = "signatures"
title = { en = "Signatures", cy = "Llofnodion" }
shows = "signatures"
"""
ASSURED = 'assured-by = { en = "A regional group", cy = "Grŵp rhanbarthol" }'
ALONE = "needs = { parties = 1, flows = false }"


def lay_kind(folder, settings, more=""):
    """Put the kind "trial" where kinds are read from; `more` are further lines of it."""
    (folder / "trial.toml").write_text(KIND % more, encoding="utf-8")
    settings.AGREEMENT_KINDS = str(folder)


def drafted(**more):
    """`town`, `officer` and `leader` at the school, `partner` and `partner_leader` at the council."""
    town = build_town()
    officer = town.at_school["data-protection-officer"]
    agreement = actions.start_agreement(
        kind="trial", organisation=town.school, by=officer, title_en="Keeping children in sight", **more
    )
    answer(agreement, officer, "see children at risk sooner")
    school = agreement.parties.get()
    actions.change_party(party=school, by=officer, signatory_role_en="Principal")
    return SimpleNamespace(
        town=town, agreement=agreement, officer=officer, leader=town.at_school["leader"], school=school,
        partner=town.at_council["data-protection-officer"], partner_leader=town.at_council["leader"],
        colleague=town.at_school["safeguarding-lead"],
    )  # fmt: skip


def with_partners(**more):
    """The same with the council and the surgery as parties (`council`, `surgery`)."""
    ours = drafted(**more)
    ours.council = actions.add_party(
        agreement=ours.agreement, organisation=ours.town.council, by=ours.officer,
        signatory_role_en="Director of children's services",
    )  # fmt: skip
    ours.surgery = actions.add_party(
        agreement=ours.agreement, organisation=ours.town.surgery, by=ours.officer,
        signatory_role_en="Senior partner", signatory_name="Dr Rao", signatory_email="rao@milllane.example",
    )  # fmt: skip
    return ours


def answer(agreement, by, aims):
    actions.answer_section(
        agreement=agreement, section="purpose", answers={"aims": {"en": aims, "cy": ""}}, by=by
    )


def ground(flow, by, power=None):
    """Let each of its parties rest a flow on its public task, and whoever gives on a power that holds, unless
    another is named.
    """
    power = power or checks.fitting(flow, flow.giver)["power"][0]
    for party in (flow.giver, *flow.receivers.all()):
        its = power if party == flow.giver else ""
        actions.ground_flow(flow=flow, party=party, basis="6e", condition="", power=its, by=by)


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def in_consultation(**more):
    ours = with_partners(**more)
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    return ours


def in_signing(**more):
    ours = in_consultation(**more)
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    return ours


def in_force(at=None, **more):
    """Signed by all three, the surgery behind its link."""
    ours = in_signing(**more)
    actions.sign(party=ours.school, name="Ada Obi", role="Principal", by=ours.leader, at=at)
    actions.sign(party=ours.council, name="Cai Rees", role="Director", by=ours.partner_leader, at=at)
    invitation = opened(ours.surgery)
    actions.sign(party=ours.surgery, name="Dr Rao", role="Senior partner", invitation=invitation, at=at)
    return ours


def link_of(party):
    """(token, code) of a party's newest link, read as the mail and the telephone would bring them."""
    mails.send_all()
    row = party.invitations.last()
    sent = [each for each in mail.outbox if each.to == [party.signatory_email]][-1]
    token = next(word for word in sent.body.split() if "/signing/" in word).rpartition("/")[2]
    return token, row.code


def opened(party):
    """The invitation of a party that opened its link."""
    token, code = link_of(party)
    return actions.open_invitation(token=token, code=code).invitation


def another_body(name, **more):
    """An organisation with a leader and an officer here."""
    body = organisations.add_organisation(
        by=SYSTEM, name_en=name, kind="charity", nation="england", is_here=True, **more
    )
    people = {
        role: organisations.add_person(
            by=SYSTEM, organisation=body, role=role, name=f"{name} {role}",
            email=f"{role}@{len(name)}.example", password=PASSWORD, totp_secret=SECRET,
        )
        for role in ("leader", "data-protection-officer")
    }  # fmt: skip
    return body, people
