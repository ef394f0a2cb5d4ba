"""Two organisations that share, a third that has nothing to do with either, and in each of them one of
everything that an address can name: somebody's own, a colleague's, another organisation's, and what is gone.
"""

import hashlib
import io
import json
import re
import time
import uuid
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)
from PIL import Image

from sharewell.config import freezing
from sharewell.domain.agreements import actions as agreements
from sharewell.domain.agreements.spreadsheet import Entry, FlowLine
from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions import flag_rules
from sharewell.domain.decisions.models import Flag
from sharewell.domain.deliveries import actions as deliveries
from sharewell.domain.dpias import actions as dpias
from sharewell.domain.learning import actions as learning
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.provisions import with_doubtful_start
from sharewell.domain.organisations.states import ROLES
from sharewell.domain.oversight import actions as oversight
from sharewell.domain.oversight.standards import standards
from sharewell.domain.requests import actions as requests
from tests import assessments
from tests.domain.agreements.papers import protocol
from tests.domain.agreements.partners import answer_all
from tests.domain.deliveries.town import fresh, send
from tests.people import CHECKED, PASSWORD, SECRET, SYSTEM, WALK, build_town

GONE = "gone"
A_DAY = 24 * 60 * 60
CANARY = "Zephyrine Quillfeather"  # a child whom only the third organisation knows
SCHOOL, COUNCIL, COLLEGE = "school", "council", "college"
COLUMNS = ("practitioner", "colleague", *list(ROLES)[1:], "nobody")


def _picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "png")
    return out.getvalue()


PICTURE = _picture()


def _passkey(person):
    """As a browser would have registered it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, uuid.uuid4().bytes, key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    held = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", b"x" * 32, "http://testserver")
    response = AuthenticatorAttestationResponse(
        client_data=client, attestation_object=AttestationObject.create("none", held, {})
    )
    registered = RegistrationResponse(raw_id=credential.credential_id, response=response)
    data = {"name": "Key", "credential": json.loads(json.dumps(dict(registered)))}
    return Authenticator.objects.create(user=person, type="webauthn", data=data)


def build():
    """`town`, `college`, `people[organisation][role]`, and `own`, `team`, `other`, `gone`: {kind: id}."""
    town = build_town()
    college, college_entry = _college(town)
    people = {
        SCHOOL: town.at_school | {"colleague": town.another_teacher},
        COUNCIL: town.at_council | {"colleague": _person(town.council, "practitioner", "Councillor Two")},
        COLLEGE: {role: _person(college, role, f"College {role}") for role in ROLES},
    }
    people[COLLEGE]["colleague"] = people[COLLEGE]["practitioner"]
    opener, college_opener = people[COUNCIL]["practitioner"], people[COLLEGE]["safeguarding-lead"]
    made = {}
    for name, by, inbox, reader, child in (
        ("own", town.teacher, town.front_door, opener, "Tendai Marlow"),
        ("team", town.another_teacher, town.front_door, people[COUNCIL]["colleague"], "Morgan Ashby"),
        ("gone", town.teacher, town.front_door, opener, "Rhys Vaughan"),
    ):
        made[name] = one_of_everything(town, people[SCHOOL], by, inbox, reader, child)
    made["other"] = one_of_everything(
        town, people[COLLEGE], people[COLLEGE]["practitioner"], college_entry, college_opener, CANARY
    )
    _remove(made[GONE])
    return SimpleNamespace(town=town, college=college, people=people, **made)


def _college(town):
    college = organisations.add_organisation(
        by=SYSTEM, name_en="Fallowshire Sixth Form", kind="college", nation="england", area=town.area,
        is_here=True,
    )  # fmt: skip
    entry = organisations.add_entry(
        by=SYSTEM, organisation=college, role_en="Safeguarding", ways=["inbox"],
        email="in@college.example", phone="01632 960177", checked_on=CHECKED,
    )  # fmt: skip
    return college, entry


def _person(organisation, role, name, secret=SECRET):
    return organisations.add_person(
        by=SYSTEM, organisation=organisation, role=role, name=name.title(), password=PASSWORD,
        email=f"{uuid.uuid4()}@more.example", totp_secret=secret,
    )  # fmt: skip


def one_of_everything(town, people, by, inbox, reader, name):
    """{kind: row} of all that `by` has made, and what came of it. A new kind of address gets its row here."""
    officer = people["data-protection-officer"]
    another = _person(by.organisation, "practitioner", "Team Member")
    case = _worry(by, another, name)
    shared = _shared(town, case, by, inbox, reader)
    return {
        **case,
        **shared,
        **_watched(people, case, by, another),
        **_behind_it(officer, shared["decision"], by),
        **_policies(officer),
        **_register(officer, town.surgery),
        **_agreement(officer, town.surgery),
        **_going_round(people, town.surgery),
        **_assessments(people, another),
        "contact": organisations.add_contact(
            by=by, kind="parent", nation="england", name="Chipo Marlow", email=f"{uuid.uuid4()}@home.example"
        ),
        "entry-here": inbox,
        "area": town.area,
        "change": organisations.change_role(
            person=another, role="safeguarding-lead", by=people["administrator"], because="She takes over."
        ),
        "passkey": _passkey(by),
    }


def _worry(by, another, name):
    """A worry about a child, with another of its team."""
    child = children.add_child(by=by, name=name, born_on=CHECKED.replace(year=2018))
    worry = _worry_about(child, by, f"Bruises on {name}.")
    entry = worry.entries.first()
    return {
        "child": child,
        "person": children.add_linked_person(child=child, by=by, name="Chipo Marlow", relation="parent"),
        "worry": worry,
        "entry": entry,
        "entry-key": f"entry:{entry.pk}",
        "member": decisions.add_member(worry=worry, person=another, because="Knows the family.", by=by),
    }


def _worry_about(child, by, text):
    entries = [{"kind": "fact", "text": text}]
    return decisions.raise_worry(by=by, children=[child], answers=WALK, entries=entries)


def _shared(town, case, by, inbox, reader):
    """What is still prepared, sent by a link, opened by it, and opened in an inbox; and what each left."""
    worry = case["worry"]

    def prepared(to, way, picture=None):
        decision = decisions.record_decision(
            worry=worry, child=case["child"], to=to, choice="share", reason="To keep him safe.", by=by
        )
        row = deliveries.prepare_delivery(decision=decision, by=by)
        deliveries.choose(delivery=row, chosen={}, way=way, by=by)
        put = {"delivery": fresh(row), "about": "notes", "by": by}
        if picture:
            file = deliveries.attach_file(data=picture, name="x.png", **put)
        else:
            file = deliveries.attach_typed(text=f"On {case['child'].name}", **put)
        for each in worry.attachments.filter(kind="png"):
            deliveries.confirm_no_address(delivery=fresh(row), key=f"paper:{each.pk}", by=by)
        return fresh(row), file

    preparing, file = prepared(town.gp, "link")
    sent, _file = prepared(town.gp, "link")
    send(sent, by)
    token = _token(sent)
    visited, visit_file = prepared(town.gp, "link", PICTURE)
    send(visited, by)
    opening = deliveries.open_link(
        token=_token(visited), code=visited_code(visited), name="Dr Rao", role="GP"
    ).opening
    received, inbox_file = prepared(inbox, "inbox", PICTURE)
    send(received, by)
    inbox_opening = _opened(received, reader)
    return {
        "decision": preparing.decision,
        "owed": worry.owed.filter(done_at=None).first(),
        "preparing": preparing,
        "file": file,
        "sent": sent,
        "token": token,
        "visit": visited,
        "visit-file": visit_file,
        "visit-answer": deliveries.answer(opening=opening, kind="received"),
        "opening": opening,
        "inbox": received,
        "inbox-file": inbox_file,
        "inbox-answer": deliveries.answer(opening=inbox_opening, kind="received"),
    }


def _watched(people, case, by, another):
    """What is hidden or sealed, who went in all the same, and what else is written to a worry."""
    worry, child, lead = case["worry"], case["child"], people["safeguarding-lead"]
    safe = children.add_safe_address(child=child, by=by, address="14 Larch Close, Sandlebury FS4 2QN")
    sealed = _worry_about(child, by, f"More of {child.name}.")
    seal = decisions.seal_worry(worry=sealed, because="A colleague's child.", people=[], by=lead)
    unsafe = children.add_safe_address(child=child, by=by, address="2 Quince Mews, Sandlebury")
    shield_lift = decisions.ask_to_lift_shield(worry=worry, address=unsafe, because="A mistake.", by=by)
    passer_by = _person(by.organisation, "practitioner", "Passer By")
    decisions.break_glass(by=passer_by, kind="with-me", because="She is here.", reference=worry.reference)
    found = SimpleNamespace(rule=next(iter(flag_rules.RULES)), mark=str(worry.pk), count=1, is_of_one=True)
    decisions.raise_flag(found=found, person=another, worry=worry, looked_at=timezone.now(), by=SYSTEM)
    return {
        "safe": safe,
        "safe-key": f"safe-address:{safe.pk}",
        "sealed": sealed,
        "seal": seal,
        "shield-lift": shield_lift,
        "somebody": passer_by,
        "newcomer": _person(by.organisation, "practitioner", "New Comer", secret=""),
        "glass": worry.broken_glass.get(),
        "flag": Flag.objects.get(worry=worry),
        "place": children.add_place(child=child, by=by, address="3 Cooper's Row, Sandlebury FS4 1TT"),
        "draft": decisions.begin_draft(by=by, answers={}, worry=worry),
        "advice": decisions.ask_advice(by=by, of=lead, question="What would you do?", worry=worry),
    }


def _behind_it(officer, decision, by):
    """What an organisation says of itself: a start date, a gap, a form of the code, how it stands by it."""
    here = by.organisation
    return {
        "start": organisations.set_start_date(
            organisation=here, provision=next(iter(with_doubtful_start(here.nation))), starts_on=CHECKED,
            confirmed_by="A lawyer", by=officer,
        ),
        "gap": organisations.file_gap(
            organisation=here, kind="policy-document", what=str(uuid.uuid4())[:8],
            about=f"decision:{decision.pk}", by=by, owner=officer,
        ),
        "form": requests.begin_form(kind="checklist", decision=decision, by=by),
        "self-assessment": _self_assessment(officer),
    }  # fmt: skip


def _policies(by):
    """A policy in force with its version, and the draft of another."""
    policy = learning.begin_policy(organisation=by.organisation, kind="other", by=by)
    draft, words = policy.versions.get(), {"text_en": "We share what others need."}
    version = learning.publish(
        draft=learning.change_section(draft=draft, section="first", by=by, **words), by=by
    )
    another = learning.begin_policy(organisation=by.organisation, kind="other", by=by)
    return {"policy": policy, "policy-version": version, "policy-draft": another.versions.get()}


def _agreement(by, partner):
    """A draft with a flow to a partner that has no people here."""
    agreement = agreements.start_agreement(
        kind="data-sharing-agreement", organisation=by.organisation, title_en="Keeping pupils safe", by=by
    )
    party = agreements.add_party(agreement=agreement, organisation=partner, by=by)
    flow = agreements.add_flow(
        agreement=agreement, giver=agreement.parties.get(is_lead=True), receivers=[party], purpose="protect",
        by=by,
    )  # fmt: skip
    return {"agreement": agreement, "party": party, "flow": flow}


def _going_round(people, partner):
    """Agreements with a partner that has no people here: put before it twice, with a comment, submitted for
    quality assurance, being signed, in force; and the links of that partner.
    """
    officer, leader = people["data-protection-officer"], people["leader"]

    def put(kind="data-sharing-agreement"):
        agreement = agreements.start_agreement(
            kind=kind, organisation=officer.organisation, title_en="Early help", by=officer
        )
        ours = agreement.parties.get()
        agreements.change_party(party=ours, by=officer, signatory_role_en="Leader")
        theirs = agreements.add_party(
            agreement=agreement, organisation=partner, by=officer, signatory_role_en="Senior partner",
            signatory_email=f"{uuid.uuid4()}@surgery.example",
        )  # fmt: skip
        answer_all(agreement, officer)
        agreements.put_before_parties(agreement=agreement, by=officer)
        return agreement, ours, theirs

    asked, _ours, commenting = put()
    agreements.change_about(agreement=asked, title_en="Earlier help", by=officer)
    agreements.put_before_parties(agreement=asked, by=officer)
    discussed, _ours, _theirs = put()
    said = {"agreement": discussed, "version": discussed.versions.get(), "text": "Why?", "by": leader}
    comment = agreements.add_comment(**said)
    checked, _ours, _theirs = put("waspi-isp")
    agreements.submit_for_assurance(agreement=checked, by=officer)
    signing, _ours, signatory = put()
    agreements.open_signing(agreement=signing, by=officer)
    sealed, ours, theirs = put()
    agreements.open_signing(agreement=sealed, by=officer)
    agreements.sign(party=ours, name="A Leader", role="Leader", by=leader)
    agreements.sign(party=theirs, name="Dr Rao", role="Partner", invitation=theirs.invitations.last())
    return {
        "asked": asked,
        "comment": comment,
        "checked": checked,
        "signing": signing,
        "signatory": signatory,
        "in-force": sealed,
        "leaving": theirs,
        "commenting": commenting.invitations.last(),
        "invitation": signatory.invitations.last(),
        "signing-token": signatory.invitations.last().token,
        "not-us-token": theirs.signatures.get().notice.token,
    }


def _assessments(people, reviewer):
    """A draft with a risk, a measure and what people think; one signed off, with a question open again."""
    who = {
        "author": people["safeguarding-lead"], "reviewer": reviewer, "approver": people["leader"],
        "officer": people["data-protection-officer"],
    }  # fmt: skip
    draft, signed = assessments.written(None, who=who), assessments.signed(None, who=who)
    (reopening,) = dpias.reopen(
        organisation=signed.keeper, because="breach", about="told:1", assessment=signed, by=reviewer
    )
    return {
        "assessment": draft,
        "risk": draft.risks.last(),
        "measure": draft.risks.last().measures.get(),
        "view": draft.views.get(),
        "signed-assessment": signed,
        "reopening": reopening,
    }


def _register(by, partner):
    """An agreement that was made elsewhere, in force, and the paper of another that waits to be confirmed."""
    data = protocol(title=f"Early help {uuid.uuid4()}")
    read_in = [
        agreements.read_in_paper(organisation=by.organisation, data=data, name="protocol.docx", by=by)
        for _ in "12"
    ]
    ours, theirs = str(by.organisation_id), str(partner.pk)
    entry = Entry(
        reference="", kind="waspi-isp", title_en="Early help", title_cy="", languages="en", state="in-force",
        keeper=ours, lead=ours, parties=(ours, theirs), flows=(FlowLine(ours, (theirs,), "support"),),
        in_force_from=CHECKED, review_on=None, ends_on=None, is_public=False,
    )  # fmt: skip
    entered = agreements.confirm_paper(paper=read_in[0], entry=entry, by=by)
    return {"register-entry": entered, "paper": read_in[1]}


def _self_assessment(by):
    """A finished one: of those that are open there is only one in an organisation."""
    begun = oversight.begin_self_assessment(by=by)
    asked = [each.id for each in standards().measures.values() if each.is_asked]
    said = {key: {"level": 2, "how": "It is in the handbook."} for key in asked}
    oversight.answer_measures(assessment=begun, said=said, by=by)
    return oversight.finish_self_assessment(assessment=begun, by=by)


def _token(delivery):
    return delivery.outbox.latest("made_at").payload["token"]


def visited_code(delivery):
    return fresh(delivery).door.code


def _opened(delivery, reader):
    from sharewell.domain.deliveries import outbox

    outbox.drain()
    return deliveries.open_in_inbox(delivery=fresh(delivery), by=reader)


# What everybody may look for, and of that what cannot be taken away.
TOKENS = ("token", "signing-token", "not-us-token")
SHARED = {"entry-here", "area", *TOKENS}
NEVER_GONE = {"entry-here", "area"}


def _remove(made):
    """Take the rows away, as a deletion would; what refers to them is not looked at again."""
    freezing.thaw()  # what was signed as well: here it is gone for everybody
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for kind, row in made.items():
            if not isinstance(row, str) and kind not in NEVER_GONE:
                table = connection.ops.quote_name(row._meta.db_table)
                cursor.execute(
                    f"DELETE FROM {table} WHERE id = %s", [row._meta.pk.get_db_prep_value(row.pk, connection)]
                )
        for token in TOKENS:
            made[token] = "t" * len(made[token])
    freezing.freeze()


def id_of(thing):
    """What stands in the address."""
    return thing if isinstance(thing, str) else str(thing.pk)


def browsers(ground, organisation):
    """{column: Client}: somebody of each role in that organisation, signed in, and nobody."""
    people = ground.people[organisation]
    return {column: signed_in(people[column]) for column in COLUMNS[:-1]} | {"nobody": Client()}


def signed_in(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session["has_second_factor"] = True
    session["active_minute"] = [int(time.time()) // A_DAY, session.session_key[:4]]
    record_authentication(SimpleNamespace(session=session), person, "password", reauthenticated=True)
    session.save()
    return client


def visitors(ground):
    """The same columns for the pages behind a link: the browser that opened it, one that opened another."""
    clients = browsers(ground, SCHOOL)
    clients["practitioner"], clients["colleague"] = _visitor(ground.own), _visitor(ground.team)
    return clients


def _visitor(made):
    client = Client()
    session = client.session
    session["visits"] = {str(made["visit"].pk): str(made["opening"].pk)}
    invited = (made["invitation"], made["commenting"])
    session["invitations"] = {str(each.pk): timezone.now().isoformat() for each in invited}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
