"""The last look stands behind every answer: what it cannot clean or search does not go out."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from sharewell.config.last_look import LastLook
from sharewell.domain.children import actions as children
from sharewell.domain.children.meeting import Meeting, let_through
from sharewell.domain.children.models import SafeAddress
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions.models import Entry, Worry
from sharewell.domain.deliveries import actions as deliveries
from sharewell.domain.deliveries import printouts
from sharewell.domain.deliveries.leaving import Disclosing, last_look_after
from sharewell.domain.organisations.models import DirectoryEntry
from sharewell.domain.sealed import Sealed
from sharewell.sealing import SealingError
from tests.domain.deliveries.town import REFUGE, fresh, prepare, send, worry_of
from tests.minimising import files
from tests.people import build_town


@pytest.fixture
def case(db):
    return worry_of(build_town())


@pytest.fixture
def answer(rf, case):
    """What reaches a browser of an answer for which the worry was read."""

    def looked(make, reads=Worry):
        def view(request):
            list(reads.objects.all())
            return make()

        request = rf.get("/")
        request.user, request.resolver_match = AnonymousUser(), None
        return LastLook(view)(request)

    return looked


def test_a_page_loses_it(answer):
    page = answer(lambda: HttpResponse(f"<p>{REFUGE}</p>"))
    assert page.content == b"<p>[left out]</p>"


def test_reading_one_entry_is_enough_to_know_whose_addresses_to_look_for(answer):
    assert b"Larch" not in answer(lambda: HttpResponse(REFUGE), reads=Entry).content


def test_what_is_given_on_purpose_stays_and_only_that(answer, case):
    def given():
        let_through([case.refuge.pk])
        return HttpResponse(REFUGE)

    assert REFUGE.encode() in answer(given).content
    assert REFUGE.encode() not in answer(lambda: HttpResponse(REFUGE)).content


def test_what_is_given_of_one_child_stays_though_it_is_kept_for_a_sibling_too(answer, case):
    brother = children.add_child(by=case.worry.raised_by, name="Farai Marlow", born_on=date(2023, 5, 4))
    children.add_safe_address(child=brother, by=case.worry.raised_by, address=f"{REFUGE} ")
    Worry.objects.get().children.add(brother)

    def given():
        let_through([case.refuge.pk])
        return HttpResponse(REFUGE)

    assert REFUGE.encode() in answer(given).content
    assert REFUGE.encode() not in answer(lambda: HttpResponse(REFUGE)).content


@pytest.mark.parametrize(
    "written", ["14 Larch Cl, FS4 2QN", "14, Larch Close, fs42qn", "9 Larch Close, FS4 2QN", "14 Larch Close"]
)
def test_what_is_given_can_be_read_whole_however_a_siblings_address_is_written(answer, case, written):
    brother = children.add_child(by=case.worry.raised_by, name="Farai Marlow", born_on=date(2023, 5, 4))
    children.add_safe_address(child=brother, by=case.worry.raised_by, address=written)
    Worry.objects.get().children.add(brother)

    def given():
        let_through([case.refuge.pk])
        return HttpResponse(f"<p>{REFUGE.replace(', ', ',<br>')}</p><p>His: {written}.</p>")

    shown = answer(given).content.decode()
    assert shown.startswith(f"<p>{REFUGE.replace(', ', ',<br>')}</p><p>His: [left out]"), shown
    assert shown.count("FS4 2QN") == 1 and "fs42qn" not in shown


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse(REFUGE, content_type="text/plain"),
        lambda: HttpResponse(b"Nothing", content_type="application/x-unknown"),
        lambda: HttpResponse("Nothing", headers={"Content-Disposition": f"attachment; filename={REFUGE}"}),
        lambda: HttpResponse(status=302, headers={"Location": "/x?q=14+Larch+Close"}),
        lambda: StreamingHttpResponse([b"Nothing"]),
        lambda: FileResponse([b"Nothing"], content_type="text/plain"),
    ],
)  # fmt: skip
def test_what_cannot_be_cleaned_or_searched_is_held_back(answer, make, caplog):
    held = answer(make)
    assert held.status_code == 409
    assert b"Larch" not in held.content and b"This file cannot leave" in held.content
    assert "Larch" not in caplog.text


def test_an_answer_for_which_nobodys_record_was_read_is_left_alone(rf, case):
    request = rf.get("/")
    request.user, request.resolver_match = AnonymousUser(), None
    made = HttpResponse(b"\0\1", content_type="application/x-unknown")
    assert LastLook(lambda _request: made)(request) is made


def test_a_damaged_address_closes_the_pages_of_its_case_and_no_list(rf, case):
    def view(request):
        list(Worry.objects.all())
        return HttpResponse("Nothing")

    SafeAddress.objects.update(address=Sealed(b"damaged"))
    with pytest.raises(SealingError):
        LastLook(view)(rf.get("/"))
    decisions.raise_worry(by=case.worry.raised_by, children=[case.child], entries=[], answers={})
    assert LastLook(view)(rf.get("/")).content == b"Nothing"


def test_if_the_look_itself_fails_nothing_leaves(rf, case, monkeypatch):
    def broken(*_args, **_more):
        raise ValueError("the look broke")

    monkeypatch.setattr("sharewell.config.last_look.last_look_after", broken)
    with pytest.raises(ValueError):
        LastLook(lambda _request: HttpResponse(REFUGE))(rf.get("/"))


@pytest.mark.parametrize("written", ["14 Larch Cl", "14, larch close FS4 2QN", "FS4 2QN"])
def test_the_recipients_paper_goes_however_a_siblings_address_is_written(case, written):
    brother = children.add_child(by=case.worry.raised_by, name="Farai Marlow", born_on=date(2023, 5, 4))
    children.add_safe_address(child=brother, by=case.worry.raised_by, address=written)
    case.worry.children.add(brother)
    by = case.worry.raised_by
    delivery = prepare(case, DirectoryEntry.objects.get(email="frontdoor@fallowshire.example"), by)
    deliveries.release(delivery=delivery, what="place", address=case.refuge, reason="They visit her.", by=by)
    send(delivery, by)
    paper = printouts.package_pdf(fresh(delivery))
    given = last_look_after(Meeting({case.worry.pk}, set(), {case.refuge.pk}))
    given.check(paper, "application/pdf")
    with pytest.raises(Disclosing):
        last_look_after(Meeting({case.worry.pk})).check(paper, "application/pdf")


def said_of(answer, data, kind):
    held = answer(lambda: HttpResponse(data, content_type=kind))
    assert held.status_code == 409
    return held.content.decode()


def test_it_is_said_what_was_found_and_where_and_who_can_do_something(answer):
    page = said_of(answer, files.pdf(["Go to 14 Larch Cl"], pages=2), "application/pdf")
    assert "stands on page 1, 2 of this file" in page and "Larch" not in page
    assert "ring whoever sent it" in page and "two people of the team" in page
    page = said_of(answer, b"a,14 Larch Close", "text/csv")
    assert "An address that must not be disclosed stands in this file." in page
    page = said_of(answer, b"Nothing", "application/x-unknown")
    assert "cannot be searched" in page and "stands in" not in page
