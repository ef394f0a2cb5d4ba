"""The pages of an agreement's way: comments, what changed, quality, signatures, links, reviews, the end."""

import re
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sharewell.domain.agreements import actions, mails, states
from sharewell.domain.agreements.models import Comment, Signature
from sharewell.domain.organisations import actions as organisations
from tests.domain.agreements.life import (
    ASSURED,
    another_body,
    answer,
    fresh,
    in_consultation,
    in_force,
    in_signing,
    lay_kind,
    link_of,
    opened,
    with_partners,
)
from tests.people import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(tmp_path, settings):
    lay_kind(tmp_path, settings)


def signed_in(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session["has_second_factor"] = True
    record_authentication(SimpleNamespace(session=session), person, "password", reauthenticated=True)
    session.save()
    return client


def page(client, name, *args, lang="en", status=200, query=""):
    """The page's words, its markup taken out; and the page in `.html`."""
    answer = client.get(address(name, args, lang) + query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return Words(answer.content.decode())


class Words(str):
    def __new__(cls, html):
        body = re.sub(r"(?s)<(script|style).*?</\1>", "", html)
        words = super().__new__(cls, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))
        words.html = html
        return words


def press(client, page_name, *args, lang="en", query="", **typed):
    return client.post(address(page_name, args, lang) + query, typed)


def address(name, args, lang):
    with translation.override(lang):
        return reverse(name, args=args)


def test_the_keeper_sees_what_is_next_and_why_something_is_not_open_yet():
    ours = with_partners()
    officer = signed_in(ours.officer)
    assert "Put it before the parties" in page(officer, "agreeing:one", ours.agreement.pk)
    assert press(officer, "agreeing:put", ours.agreement.pk, note="Look at clause 1.").status_code == 302
    seen = page(officer, "agreeing:one", ours.agreement.pk)
    assert "Partners are commenting" in seen
    assert "Have it signed" in seen
    actions.add_comment(
        agreement=ours.agreement, version=ours.agreement.versions.get(), text="Why?", by=ours.partner
    )
    seen = page(officer, "agreeing:one", ours.agreement.pk)
    assert "not yet. A comment has not been answered yet." in seen


def test_a_partner_reads_it_and_comments_on_a_clause_in_welsh_and_the_keeper_answers():
    ours = in_consultation()
    partner, officer = signed_in(ours.partner), signed_in(ours.officer)
    read = page(partner, "agreeing:read", ours.agreement.pk, 1, lang="cy")
    assert "Fe'i cedwir am chwe blynedd." in read.html.replace("&#39;", "'")
    done = press(
        partner,
        "agreeing:comment",
        ours.agreement.pk,
        1,
        lang="cy",
        query="?clause=kept",
        text="Pam chwech?",
    )
    assert done.status_code == 302
    assert done.url.endswith("#kept")
    comment = Comment.objects.get()
    assert (comment.clause, comment.text_cy, comment.party) == ("kept", "Pam chwech?", ours.council)
    assert "Answer it" in page(officer, "agreeing:read", ours.agreement.pk, 1)
    refused = press(officer, "agreeing:settle", comment.pk, how="not-taken-up", said="")
    assert "Say why you do not take it up" in refused.content.decode()
    press(officer, "agreeing:settle", comment.pk, how="not-taken-up", said="The schedule says six.")
    assert "The schedule says six." in page(partner, "agreeing:read", ours.agreement.pk, 1)


def test_an_answer_in_the_other_language_is_marked_as_such_wherever_its_clause_is_shown():
    ours = in_consultation()  # the answer is in English alone
    clause = "aims"
    spoken = '<span lang="en">see children at risk sooner</span>'
    keeper, party = signed_in(ours.officer), signed_in(ours.partner)
    behind_the_link, pk = let_in(ours.surgery)
    actions.add_comment(
        agreement=ours.agreement, version=ours.agreement.versions.last(), text="Pam?", language="cy",
        clause=clause, by=ours.partner,
    )  # fmt: skip
    places = [
        page(party, "agreeing:read", ours.agreement.pk, 1, lang="cy"),
        page(party, "agreeing:comment", ours.agreement.pk, 1, lang="cy", query=f"?clause={clause}"),
        page(keeper, "agreeing:settle", Comment.objects.get().pk, lang="cy"),
        page(behind_the_link, "signing:one", pk, lang="cy"),
        page(behind_the_link, "signing:comment", pk, lang="cy", query=f"?clause={clause}"),
    ]
    for each in places:
        assert f"Mae'r partïon yn rhannu er mwyn {spoken}." in each.html.replace("&#39;", "'")
    assert spoken not in page(party, "agreeing:read", ours.agreement.pk, 1).html


def test_what_changed_is_marked_in_its_language_too():
    ours = in_consultation()
    answer(ours.agreement, ours.officer, "see children at risk earlier")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    html = page(signed_in(ours.partner), "agreeing:changes", ours.agreement.pk, 2, lang="cy").html
    assert '<span lang="en">see children at risk </span>' in html
    taken, new = (re.search(rf'<span lang="en"><{tag}>.*?</{tag}></span>', html)[0] for tag in ("del", "ins"))
    assert "sooner" in taken and "earlier" in new


def test_what_keeps_it_from_being_assured_is_listed_with_who_knows_and_where_it_is_mended(tmp_path, settings):
    lay_kind(tmp_path, settings, ASSURED)
    ours = with_partners()
    answer(ours.agreement, ours.officer, "")
    flow = actions.add_flow(
        agreement=ours.agreement, giver=ours.school, receivers=[ours.council], purpose="protect",
        items_en="Concerns", by=ours.officer,
    )  # fmt: skip
    officer = signed_in(ours.officer)
    mended = [
        reverse("agreements:section", args=[ours.agreement.pk, "purpose"]) + "#id_aims_en",
        reverse("agreements:ground", args=[ours.agreement.pk, flow.pk, ours.council.pk]),
    ]
    put = page(officer, "agreeing:put", ours.agreement.pk)
    assert "The parties may comment on it like this" in put and all(each in put.html for each in mended)
    press(officer, "agreeing:put", ours.agreement.pk)
    seen = page(officer, "agreeing:one", ours.agreement.pk)
    assert all(each in seen.html for each in mended)
    assert "Submit it for quality assurance: not yet." in seen
    assert "services knows what it rests on" in seen
    assert "To be mended" not in page(signed_in(ours.partner), "agreeing:one", ours.agreement.pk)
    assert officer.post(address("agreeing:submit", [ours.agreement.pk], "en"), {}).status_code == 403
    assert fresh(ours.agreement).state == states.CONSULTATION


def test_there_is_no_clause_but_those_of_the_version():
    ours = in_consultation()
    partner = signed_in(ours.partner)
    page(partner, "agreeing:comment", ours.agreement.pk, 1, query="?clause=nothing", status=404)
    page(partner, "agreeing:read", ours.agreement.pk, 7, status=404)


def test_what_changed_is_marked_and_said_in_words_and_can_be_taken_along():
    ours = in_consultation()
    answer(ours.agreement, ours.officer, "see children at risk earlier")
    actions.put_before_parties(agreement=ours.agreement, by=ours.officer)
    partner = signed_in(ours.partner)
    seen = page(partner, "agreeing:changes", ours.agreement.pk, 2)
    assert re.search(r"<del>.*?removed.*?sooner.*?</del>", seen.html, re.S)
    assert re.search(r"<ins>.*?added.*?earlier.*?</ins>", seen.html, re.S)
    page(partner, "agreeing:changes", ours.agreement.pk, 1, status=404)
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        for name in ("agreeing:paper", "agreeing:changes_paper"):
            sheet = partner.get(reverse(name, args=[ours.agreement.pk, 2, form]) + "?in=both")
            assert sheet.content.startswith(begins)
        assert partner.get(reverse("agreeing:paper", args=[ours.agreement.pk, 2, "exe"])).status_code == 404


def test_somebody_else_looks_at_its_quality(tmp_path, settings):
    folder = tmp_path / "assured"
    folder.mkdir()
    lay_kind(folder, settings, ASSURED)
    body, people = another_body("Regional quality group")
    ours = in_consultation()
    officer, assurer = signed_in(ours.officer), signed_in(people["data-protection-officer"])
    assert "A regional group" in page(officer, "agreeing:submit", ours.agreement.pk)
    press(officer, "agreeing:submit", ours.agreement.pk, assurer=str(body.pk))
    page(officer, "agreeing:assure", ours.agreement.pk, status=403)
    refused = press(assurer, "agreeing:assure", ours.agreement.pk, outcome="changes-asked", said="")
    assert "Say which changes are needed" in refused.content.decode()
    press(assurer, "agreeing:assure", ours.agreement.pk, outcome="changes-asked", said="Say who signs.")
    assert "Say who signs." in page(officer, "agreeing:one", ours.agreement.pk)
    press(officer, "agreeing:submit", ours.agreement.pk, assurer="colleague")
    colleague = signed_in(ours.colleague)
    press(colleague, "agreeing:assure", ours.agreement.pk, outcome="assured", said="")
    assert fresh(ours.agreement).state == states.ASSURED
    page(officer, "agreeing:assure", ours.agreement.pk, status=404)


def test_a_leader_reads_it_whole_and_signs_and_has_to_say_that_they_read_it():
    ours = in_signing()
    leader = signed_in(ours.leader)
    assert "see children at risk sooner" in page(leader, "agreeing:sign", ours.agreement.pk)
    filled = {"name": "Ada Obi", "role": "Principal", "read": "1"}
    refused = press(leader, "agreeing:sign", ours.agreement.pk, **filled)
    assert "Confirm that you have read it" in refused.content.decode()
    press(leader, "agreeing:sign", ours.agreement.pk, has_read="on", **filled)
    assert Signature.objects.get().name == "Ada Obi"
    assert "Signed Ada Obi, Principal" in page(leader, "agreeing:one", ours.agreement.pk)
    page(leader, "agreeing:sign", ours.agreement.pk, status=403)


def test_a_version_that_is_not_there_is_not_signed():
    ours = in_signing()
    leader = signed_in(ours.leader)
    filled = {"name": "Ada Obi", "role": "Principal", "has_read": "on"}
    for read in ("", "x", "7", "99999999999"):
        assert press(leader, "agreeing:sign", ours.agreement.pk, read=read, **filled).status_code == 404
    assert not Signature.objects.exists()


def test_a_leader_says_why_they_do_not_sign():
    ours = in_signing()
    press(signed_in(ours.partner_leader), "agreeing:decline", ours.agreement.pk, because="Clause 2.")
    assert "Clause 2." in page(signed_in(ours.officer), "agreeing:one", ours.agreement.pk)


def test_the_keeper_sees_where_the_code_went_and_never_the_code():
    ours = in_signing()
    officer = signed_in(ours.officer)
    code = ours.surgery.invitations.last().code
    seen = page(officer, "agreeing:link", ours.surgery.pk)
    assert ours.town.gp.email in seen
    assert code not in seen
    page(signed_in(ours.partner), "agreeing:link", ours.surgery.pk, status=403)
    page(officer, "agreeing:link", ours.council.pk, status=403)


def test_the_code_is_shown_where_the_directory_knows_nobody_else_and_to_the_keeper_alone():
    ours = in_consultation()
    organisations.correct_entry(entry=ours.town.gp, by=SYSTEM, email="")
    actions.open_signing(agreement=ours.agreement, by=ours.officer)
    officer = signed_in(ours.officer)
    code = ours.surgery.invitations.last().code
    seen = page(officer, "agreeing:link", ours.surgery.pk)
    assert code in seen
    assert "nobody there is told when somebody signs for them" in seen
    page(signed_in(ours.partner), "agreeing:link", ours.surgery.pk, status=403)
    page(officer, "agreeing:link", ours.council.pk, status=403)
    press(officer, "agreeing:link", ours.surgery.pk)
    assert code not in page(officer, "agreeing:link", ours.surgery.pk)


def test_taken_back_reviewed_begun_anew_joined_left_and_ended():
    ours = in_force()
    officer = signed_in(ours.officer)
    agreement = ours.agreement.pk
    body, _people = another_body("Brackenholt Youth Trust")
    refused = press(officer, "agreeing:join", agreement, organisation=str(body.pk))
    assert "Enter the post" in refused.content.decode()
    press(officer, "agreeing:join", agreement, organisation=str(body.pk), role="Chief executive")
    assert "Brackenholt Youth Trust" in page(officer, "agreeing:one", agreement)
    assert "To sign" in page(officer, "agreeing:one", agreement)
    far = {"next_on-day": "1", "next_on-month": "1", "next_on-year": "2099"}
    refused = press(officer, "agreeing:review", agreement, outcome="stands", said="Well.", **far)
    assert "That is too far off" in refused.content.decode()
    press(officer, "agreeing:review", agreement, outcome="stands", said="Well.")
    assert "It stands as it is" in page(officer, "agreeing:one", agreement)
    begun = press(officer, "agreeing:anew", agreement)
    assert "It replaces" in page(officer, "agreeing:one", begun.url.rstrip("/").rpartition("/")[2])
    press(signed_in(ours.partner), "agreeing:leave", ours.council.pk, because="Merged.")
    assert "Merged." in page(officer, "agreeing:one", agreement)
    press(officer, "agreeing:withdraw", agreement, because="No longer needed.")
    assert "No longer needed." in page(officer, "agreeing:one", agreement)
    page(officer, "agreeing:review", agreement, status=403)


def test_signing_is_taken_back_with_a_reason():
    ours = in_signing()
    officer = signed_in(ours.officer)
    assert "Write why" in press(officer, "agreeing:stop", ours.agreement.pk).content.decode()
    press(officer, "agreeing:stop", ours.agreement.pk, because="A mistake.")
    assert fresh(ours.agreement).state == states.CONSULTATION


def test_it_is_taken_back_from_those_who_look_at_its_quality(tmp_path, settings):
    folder = tmp_path / "assured"
    folder.mkdir()
    lay_kind(folder, settings, ASSURED)
    ours = in_consultation()
    actions.submit_for_assurance(agreement=ours.agreement, by=ours.officer)
    officer = signed_in(ours.officer)
    assert "Take it back from quality assurance" in page(officer, "agreeing:one", ours.agreement.pk)
    assert "waits for you to look at its quality" in page(signed_in(ours.colleague), "home:today")
    press(officer, "agreeing:take_back", ours.agreement.pk)
    assert fresh(ours.agreement).state == states.CONSULTATION
    assert "waits for you to look at its quality" not in page(signed_in(ours.colleague), "home:today")
    assert "Taken back before it was looked at" in page(officer, "agreeing:one", ours.agreement.pk)


# --- Without an account -----------------------------------------------------------------------------------


def let_in(party):
    """A browser that opened the party's link; and where it was led."""
    token, code = link_of(party)
    client = Client()
    opened = client.post(address("signing:open", [token], "en"), {"code": code})
    assert opened.status_code == 302
    return client, opened.url.rstrip("/").rpartition("/")[2]


def test_looking_at_a_link_tells_who_asks_and_no_word_of_the_agreement():
    ours = in_signing()
    token, _code = link_of(ours.surgery)
    seen = page(Client(), "signing:open", token)
    assert "Sandlebury Hill Academy asks Mill Lane Surgery to sign an agreement" in seen
    assert ours.agreement.title_en not in seen
    assert "Mae" in page(Client(), "signing:open", token, lang="cy")


def test_a_wrong_code_and_too_many_are_said():
    ours = in_signing()
    token, code = link_of(ours.surgery)
    client = Client()
    for _n in range(3):
        said = client.post(address("signing:open", [token], "en"), {"code": "1111 1111"}).content.decode()
        assert "That is not the code" in said
    said = client.post(address("signing:open", [token], "en"), {"code": code}).content.decode()
    assert "Too many wrong codes" in said


def test_behind_the_link_it_is_read_printed_and_signed_in_welsh_with_no_account():
    ours = in_signing()
    client, pk = let_in(ours.surgery)
    assert "chwe blynedd" in page(client, "signing:sign", pk, lang="cy")
    assert client.get(reverse("signing:paper", args=[pk, "pdf"]) + "?in=both").content.startswith(b"%PDF")
    signed = press(
        client, "signing:sign", pk, lang="cy", name="Dr Rao", role="Uwch bartner", has_read="on", read="1"
    )
    assert signed.status_code == 302
    row = Signature.objects.get()
    assert (row.how, row.language, row.party, row.role) == ("link", "cy", ours.surgery, "Uwch bartner")
    assert "Signed for Mill Lane Surgery" in page(client, "signing:one", pk, query="?done=signed")
    again = client.get(reverse("signing:sign", args=[pk]))
    assert again.url == reverse("signing:one", args=[pk])


def test_behind_the_link_a_clause_is_commented_on():
    ours = in_consultation()
    client, pk = let_in(ours.surgery)
    done = press(client, "signing:comment", pk, query="?clause=kept", name="Dr Rao", text="Why six?")
    assert done.status_code == 302
    assert "Why six?" in page(client, "signing:one", pk)
    page(client, "signing:sign", pk, status=404)


def test_behind_the_link_a_party_says_why_it_does_not_sign():
    ours = in_signing()
    client, pk = let_in(ours.surgery)
    press(client, "signing:decline", pk, name="Dr Rao", because="We cannot keep it so long.")
    assert "We cannot keep it so long." in page(signed_in(ours.officer), "agreeing:one", ours.agreement.pk)


def test_no_other_browser_is_let_in_and_closing_shuts_this_one_out():
    ours = in_signing()
    client, pk = let_in(ours.surgery)
    page(Client(), "signing:one", pk, status=403)
    page(signed_in(ours.leader), "signing:one", pk, status=403)
    press(client, "signing:close", pk)
    page(client, "signing:one", pk, status=403)


def test_a_fresh_link_is_sent_where_the_old_one_ran_out():
    ours = in_signing()
    token, _code = link_of(ours.surgery)
    assert "A fresh link is on its way" in Words(press(Client(), "signing:fresh", token).content.decode())
    assert "No new link was sent" in Words(press(Client(), "signing:fresh", token).content.decode())
    assert "This link no longer works." in page(Client(), "signing:open", token)
    page(Client(), "signing:open", "t" * 43, status=404)


def test_where_a_body_did_not_sign_its_keeper_corrects_who_does_and_the_record_stays():
    ours = in_signing()
    actions.sign(party=ours.surgery, name="Somebody", role="Partner", invitation=opened(ours.surgery))
    notice = Signature.objects.get(party=ours.surgery).notice
    actions.dispute_signature(notice=notice, because="Nobody here knows them.")
    officer = signed_in(ours.officer)
    seen = page(officer, "agreeing:one", ours.agreement.pk)
    where = reverse("agreeing:signatory", args=[ours.surgery.pk])
    assert "Nobody here knows them." in seen and where in seen.html
    assert where not in page(signed_in(ours.partner), "agreeing:one", ours.agreement.pk).html
    assert "safeguarding@milllane.example" in page(officer, "agreeing:signatory", ours.surgery.pk)
    said = press(officer, "agreeing:signatory", ours.surgery.pk, name="Dr Lin", email="lin@milllane.example")
    assert said.status_code == 302
    page(officer, "agreeing:signatory", ours.school.pk, status=200)
    seen = page(officer, "agreeing:one", ours.agreement.pk)
    assert "They say that they did not sign: Somebody" in seen


def test_a_body_says_behind_its_own_link_that_it_never_signed():
    ours = in_force()
    mails.send_all()
    sent = [each for each in mail.outbox if each.to == [ours.town.gp.email]][-1]
    token = next(word for word in sent.body.split() if "/not-us/" in word).rpartition("/")[2]
    seen = page(Client(), "signing:not_us", token)
    assert "Dr Rao, Senior partner" in seen
    assert "Ai chi a lofnododd?" in page(Client(), "signing:not_us", token, lang="cy")
    assert Signature.objects.filter(disputed_at=None).count() == 3
    assert "Write who you are" in press(Client(), "signing:not_us", token, because="").content.decode()
    press(Client(), "signing:not_us", token, because="We know of nothing.")
    assert "Noted on" in page(Client(), "signing:not_us", token)
    officer = signed_in(ours.officer)
    assert "We know of nothing." in page(officer, "agreeing:one", ours.agreement.pk)
    assert "says that it never signed" in page(officer, "home:today")
    press(officer, "agreeing:link", ours.surgery.pk)
    page(Client(), "signing:not_us", "t" * 43, status=404)
