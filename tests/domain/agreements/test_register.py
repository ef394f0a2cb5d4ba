"""The register: what is taken over whole or not at all, who finds what in it, and what of it is public."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sharewell.domain.agreements import actions, queries, spreadsheet, states
from sharewell.domain.agreements.actions import registering
from sharewell.domain.agreements.models import Agreement, Flow, Paper, Party
from sharewell.domain.agreements.queries import life, register
from sharewell.domain.agreements.queries.register import Narrowing
from sharewell.domain.agreements.spreadsheet import COLUMNS, Allowed, Entry, FlowLine, SpreadsheetRefused
from sharewell.domain.audit.queries import events_about
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.organisations import actions as organisations
from sharewell.minimising import FileUnread, read_document_apart
from tests.domain.agreements import papers
from tests.domain.agreements.partners import draft
from tests.people import PASSWORD, SECRET, SYSTEM

SCHOOL, COUNCIL = "Sandlebury Hill Academy", "Fallowshire children's services"
HEAD = "reference,kind,title_en,title_cy,state,parties,flows,in_force_from,review_on,ends_on,public"
ROW = (
    f"SHA-1,waspi-isp,Early help,Cymorth cynnar,in-force,{SCHOOL}; {COUNCIL},"
    f"{SCHOOL} > {COUNCIL}: protect,2026-04-01,2026-10-01,,yes"
)


@pytest.fixture
def officer(town):
    return town.at_school["data-protection-officer"]


def lines(*rows, head=HEAD):
    return "\r\n".join([head, *rows]).encode()


def forget():
    """An empty register again."""
    for model in (Flow, Agreement):
        model.objects.all().delete()


def take_over(town, officer, data):
    return actions.take_over_register(organisation=town.school, data=data, by=officer)


def changed(column, text):
    """The good row with one cell changed."""
    cells = dict(zip(HEAD.split(","), next(csv.reader([ROW])), strict=True)) | {column: text}
    out = io.StringIO()
    csv.writer(out).writerow(cells.values())
    return out.getvalue().strip("\r\n")


# --- Spreadsheets -----------------------------------------------------------------------------------


def test_a_register_is_taken_over_and_covers_from_then_on(town, officer):
    entered, stood = take_over(town, officer, lines(ROW))
    assert (len(entered), stood) == (1, 0)
    row = Agreement.objects.get()
    assert (row.reference, row.state, row.is_imported, row.is_public) == ("SHA-1", "in-force", True, True)
    assert row.reviews.get().due_on == date(2026, 10, 1)
    flow = queries.cover_for(town.school, town.council, "protect", date(2026, 11, 22))
    assert flow.agreement == row
    assert [event.kind for event in events_about(officer, f"agreement:{row.pk}")][:1] == [
        "agreement-taken-over"
    ]


def test_what_another_entered_holds_for_a_party_once_somebody_there_has_said_so(town, officer):
    entered, _stood = take_over(town, officer, lines(ROW))
    ours, theirs = (entered[0].parties.get(organisation=each) for each in (town.school, town.council))
    assert (ours.confirmed_by, theirs.confirmed_at) == (officer, None)
    partner = town.at_council["data-protection-officer"]
    assert life.to_confirm(partner) == [theirs]
    for by in (officer, town.at_council["practitioner"]):
        with pytest.raises(Refusal):
            actions.confirm_for_party(party=theirs, by=by)
    actions.confirm_for_party(party=theirs, by=partner)
    theirs.refresh_from_db()
    assert theirs.confirmed_by == partner
    assert life.to_confirm(partner) == []
    with pytest.raises(Refusal):
        actions.confirm_for_party(party=theirs, by=partner)


def test_what_was_taken_over_before_was_confirmed_by_whoever_entered_it(town, officer):
    entered, _stood = take_over(town, officer, lines(ROW))
    Party.objects.update(confirmed_at=None, confirmed_by=None)
    import_module("sharewell.domain.agreements.migrations.0005_keepers_confirmed").say_so(apps, None)
    said = dict(entered[0].parties.values_list("organisation", "confirmed_by"))
    assert said == {town.school.pk: officer.pk, town.council.pk: None}


def test_what_was_written_out_comes_back_the_same(town, officer):
    take_over(town, officer, lines(ROW, ROW.replace("SHA-1", "SHA-2").replace("yes", "no")))
    written = spreadsheet.write(*register.entries_for(officer))
    assert take_over(town, officer, written) == ([], 2)
    forget()
    entered, _stood = take_over(town, officer, written)
    assert len(entered) == 2
    assert spreadsheet.write(*register.entries_for(officer)) == written


def test_a_row_that_says_otherwise_than_the_register_is_a_problem(town, officer):
    take_over(town, officer, lines(ROW))
    with pytest.raises(SpreadsheetRefused) as refused:
        take_over(town, officer, lines(changed("title_en", "Late help")))
    assert [(each.line, each.column) for each in refused.value.problems] == [(2, "title_en")]


BROKEN_CELLS = {
    "reference": ["", "x" * 21, "a\x07b"],
    "kind": ["", "contract"],
    "title_en": ["x" * 201],
    "state": ["", "draft", "signing", "sleeping"],
    "parties": ["", SCHOOL, f"{SCHOOL}; {SCHOOL}", f"{SCHOOL}; Nobody at all"],
    "flows": [
        "", "everything to everybody", f"{SCHOOL} > {SCHOOL}: protect", f"{SCHOOL} > {COUNCIL}: fun",
        f"{SCHOOL} > {COUNCIL}: protect (hourly)", f"{SCHOOL} > Mill Lane Surgery: protect",
        f"{SCHOOL} > : protect",
    ],
    "in_force_from": ["", "31 April", "2026-02-30", "32/01/2026", "soon"],
    "review_on": ["2026-13-01"],
    "ends_on": ["2026-03-31", "never"],
    "public": ["perhaps"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "text"), [(name, text) for name, all_ in BROKEN_CELLS.items() for text in all_]
)
def test_one_broken_cell_is_named_and_nothing_is_taken_over(town, officer, column, text):
    good = ROW.replace("SHA-1", "SHA-0")
    with pytest.raises(SpreadsheetRefused) as refused:
        take_over(town, officer, lines(good, changed(column, text)))
    assert {(each.line, each.column) for each in refused.value.problems} == {(3, column)}
    assert all(each.text for each in refused.value.problems)
    assert not Agreement.objects.exists() and not Party.objects.exists() and not Flow.objects.exists()


BROKEN_FILES = {
    "empty": b"",
    "nothing but commas": b",,,\r\n,,,\r\n",
    "only column names": HEAD.encode(),
    "not UTF-8": lines(ROW).replace(b"Early", b"\xcearly"),
    "UTF-16": lines(ROW).decode().encode("utf-16"),
    "an Excel file": b"PK\x03\x04" + b"x" * 100,
    "an old Excel file": b"\xd0\xcf\x11\xe0" + b"x" * 100,
    "a PDF": b"%PDF-1.7 x",
    "holding zeros": lines(ROW).replace(b"Early", b"E\0rly"),
    "a quotation mark that does not close": lines(ROW.replace("Early", '"Early')),
    "a cell too long": lines(changed("title_cy", "x" * 200_000)),
    "a column that there is not": lines(ROW, head=HEAD.replace("public", "colour")),
    "a column twice": lines(ROW, head=HEAD.replace("public", "kind")),
    "a column missing": lines(ROW, head=HEAD.replace("state,", "")),
    "more cells than columns": lines(ROW + ",more,and more"),
    "no column names": ROW.encode(),
    "huge": lines(ROW) + b"x" * spreadsheet.MOST_BYTES,
    "too many rows": lines(*[ROW] * (spreadsheet.MOST_ROWS + 1)),
    "two of one reference": lines(ROW, ROW),
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "a web page": b"<!doctype html><table><tr><td>reference</table>",
}


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_a_broken_spreadsheet_says_why_and_nothing_is_taken_over(town, officer, name):
    with pytest.raises(SpreadsheetRefused) as refused:
        take_over(town, officer, BROKEN_FILES[name])
    assert refused.value.problems and all(each.text for each in refused.value.problems)
    assert not Agreement.objects.exists()


def test_another_organisations_agreements_are_not_entered_here(town, officer):
    head = HEAD.replace("reference,", "reference,keeper,")
    with pytest.raises(SpreadsheetRefused) as refused:
        take_over(town, officer, lines(ROW.replace("SHA-1,", f"SHA-1,{COUNCIL},"), head=head))
    assert [each.column for each in refused.value.problems] == ["keeper"]


def test_a_cell_that_a_spreadsheet_program_would_run_is_written_as_text(town, officer):
    for text in ("=1+1", "+44", "-1", "@SUM(A1)", "'=1", '=HYPERLINK("http://x","y")'):
        forget()
        take_over(town, officer, lines(changed("title_en", f"'{text}")))
        assert Agreement.objects.get().title_en == text
        written = spreadsheet.write(*register.entries_for(officer)).decode("utf-8-sig")
        assert f"'{text[:3]}" in written.replace('""', '"')
        assert take_over(town, officer, written.encode())[1] == 1


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Cf", "Co", "Zs")), max_size=40
)
NAMES = {"a": "Ysgol y Bryn", "b": "Cyngor Eirlas: Plant", "c": "Mill Lane, Surgery"}
ALLOWED = Allowed(
    {name.lower(): pk for pk, name in NAMES.items()}, frozenset(["waspi-isp"]), frozenset(["protect"]), "a"
)
ENTRIES = st.builds(
    Entry,
    reference=st.text("ABC-123", min_size=1, max_size=20), kind=st.just("waspi-isp"),
    title_en=TEXTS.filter(bool), title_cy=TEXTS, languages=st.sampled_from(["en", "cy", "both"]),
    state=st.sampled_from(spreadsheet.SETTLED), keeper=st.just("a"), lead=st.sampled_from(["", "a", "b"]),
    parties=st.just(("a", "b", "c")),
    flows=st.lists(
        st.builds(FlowLine, giver=st.just("a"), receivers=st.sampled_from([("b",), ("b", "c")]),
                  purpose=st.just("protect"), pattern=st.sampled_from(list(states.PATTERNS))),
        min_size=1, max_size=3).map(tuple),
    in_force_from=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    review_on=st.none() | st.dates(date(2031, 1, 1), date(2090, 1, 1)),
    ends_on=st.none() | st.dates(date(2031, 1, 1), date(2090, 1, 1)), is_public=st.booleans(),
)  # fmt: skip


@given(st.lists(ENTRIES, min_size=1, max_size=5, unique_by=lambda entry: entry.reference.strip()))
def test_whatever_is_written_is_read_back(entries):
    assert spreadsheet.read(spreadsheet.write(entries, NAMES), ALLOWED) == entries


def test_columns_may_be_parted_by_semicolons_and_stand_in_any_order(town, officer):
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True))
    backwards = list(reversed(cells))
    quoted = ";".join(f'"{cells[name]}"' for name in backwards)
    entered, _stood = take_over(
        town, officer, f"{';'.join(backwards).title()}\n{quoted}\n".encode("utf-8-sig")
    )
    assert [each.reference for each in entered] == ["SHA-1"]


def test_only_those_who_draft_take_over(town):
    with pytest.raises(Refusal):
        take_over(town, town.teacher, lines(ROW))


# --- Papers -----------------------------------------------------------------------------------------


def confirmed(town, **more):
    return replace(
        Entry(
            reference="SHA-9", kind="waspi-isp", title_en="Early help", title_cy="", languages="en",
            state=states.IN_FORCE, keeper=str(town.school.pk), lead=str(town.school.pk),
            parties=(str(town.school.pk), str(town.council.pk)),
            flows=(FlowLine(str(town.school.pk), (str(town.council.pk),), "protect"),),
            in_force_from=date(2026, 4, 1), review_on=None, ends_on=None, is_public=False,
        ),
        **more,
    )  # fmt: skip


def read_in(town, officer, data=None, name="protocol.docx"):
    data = papers.protocol() if data is None else data
    return actions.read_in_paper(organisation=town.school, data=data, name=name, by=officer)


def test_a_paper_is_no_agreement_until_its_facts_are_confirmed(town, officer):
    paper = read_in(town, officer)
    assert not Agreement.objects.exists()
    assert [party["value"] for party in paper.found["parties"]] == [str(town.school.pk), str(town.council.pk)]
    agreement = actions.confirm_paper(paper=paper, entry=confirmed(town), by=officer)
    paper = Paper.objects.get()
    assert (paper.agreement, paper.confirmed_by) == (agreement, officer)
    assert paper.confirmed["title_en"] == "Early help"
    assert paper.file == papers.protocol() or paper.file.startswith(b"PK")
    assert agreement.review_on == date(2026, 10, 1)
    with pytest.raises(Refusal):
        actions.confirm_paper(paper=paper, entry=confirmed(town, reference="SHA-10"), by=officer)
    with pytest.raises(Refusal):
        actions.throw_paper_away(paper=paper, by=officer)


def test_nobody_who_shares_waits_while_a_paper_is_read(transactional_db, town, officer, monkeypatch):
    holds_up = []

    def read(data):
        holds_up.append(connection.in_atomic_block)  # on SQLite nobody else can write meanwhile
        return read_document_apart(data)

    monkeypatch.setattr(registering, "read_document_apart", read)
    paper = read_in(town, officer)
    assert holds_up == [False]
    assert [event.kind for event in events_about(f"paper:{paper.pk}")] == ["agreement-paper-read"]


def test_the_file_is_sealed_where_it_lies(town, officer):
    read_in(town, officer, name="Plan for the Marlow family.docx")
    stored = Paper.objects.values_list("file", "name").get()
    assert not any(b"PK\x03\x04" in bytes(each) or b"Marlow" in bytes(each) for each in stored)


def test_a_paper_can_be_thrown_away(town, officer):
    actions.throw_paper_away(paper=read_in(town, officer), by=officer)
    assert not Paper.objects.exists()


def test_a_broken_paper_leaves_nothing_behind(town, officer):
    with pytest.raises(FileUnread):
        read_in(town, officer, papers.protocol()[:5000])
    assert not Paper.objects.exists()


def test_a_paper_is_its_keepers_alone(town, officer):
    paper = read_in(town, officer)
    for stranger in (town.at_council["data-protection-officer"], town.teacher):
        with pytest.raises(NotFound):
            register.paper_for(stranger, paper.pk)
    assert register.papers_waiting_for(town.teacher) == []


# --- Finding ----------------------------------------------------------------------------------------


@pytest.fixture
def many(town, officer):
    """Sixty agreements in force, of which one of three names the surgery and one of four has ended."""
    rows = []
    for n in range(60):
        third = "; Mill Lane Surgery" if n % 3 == 0 else ""
        state = "withdrawn" if n % 4 == 3 else "in-force"
        flow = f"{SCHOOL} > {COUNCIL}: {'protect' if n % 2 else 'support'}"
        rows.append(
            f"SHA-{n},{'waspi-isp' if n % 5 else 'waspi-dda'},Title {n:02},Téitl {n:02},{state},"
            f"{SCHOOL}; {COUNCIL}{third},{flow},2026-04-01,2026-10-{n % 30 + 1:02},,no"
        )
    take_over(town, officer, lines(*rows))


def found(by, **narrowing):
    return register.register_for(by, Narrowing(**narrowing))


def test_the_register_is_narrowed_and_turned_page_by_page(town, officer, many):
    everything = [found(officer, page=n, order="title") for n in (1, 2, 3)]
    assert [len(page.rows) for page in everything] == [25, 25, 10]
    titles = [row.title_en for page in everything for row in page.rows]
    assert titles == sorted(titles) and len(set(titles)) == 60
    assert found(officer, standing="in-force").count == 45
    assert found(officer, standing="ended").count == 15
    assert found(officer, standing="under-way").count == 0
    assert found(officer, kind="waspi-dda").count == 12
    assert found(officer, purpose="protect").count == 30
    assert found(officer, partner=str(town.surgery.pk)).count == 20
    assert found(officer, standing="in-force", purpose="support", partner=str(town.surgery.pk)).count == 10
    assert found(officer, page=999).number == 3


@pytest.mark.parametrize(
    "words", ["teitl 07", "TÉITL 07", "title 07", "07 mill", "sha-7", "Title 07 sandlebury"]
)
def test_words_are_found_in_either_language_however_they_are_typed(officer, many, words):
    expected = {"07 mill": 0}.get(words, 1)
    assert len([row for row in found(officer, words=words).rows if row.reference == "SHA-7"]) == expected


def test_nothing_odd_that_is_typed_breaks_a_search(officer, many):
    for words in ("%", "_", "\\", "'", '"', "x" * 5000, "\u202e", "é" * 50):
        assert found(officer, words=words).count in (0, 60)


def test_a_page_of_the_register_asks_the_database_the_same_few_things(
    officer, many, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        page = found(officer)
        for row in page.rows:
            assert row.title and str(row.keeper)
            assert [str(party.organisation) for party in row.parties.all()]
            assert [flow.purpose for flow in row.flows.all()]


def test_a_spreadsheet_is_written_with_the_same_few_questions_however_long_it_is(
    officer, many, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6) as asked:
        entries, _names = register.entries_for(officer)
    assert len(entries) == 60
    assert max(len(query["sql"]) for query in asked.captured_queries) < 3_000, "a list of ids grows with it"


def test_the_register_shows_what_each_may_see_and_no_more(town, officer, many):
    agreement = draft(town)
    everybody = [*town.at_school.values(), *town.at_council.values()]
    for state in states.STATES:
        Agreement.objects.filter(pk=agreement.pk).update(state=state)
        for person in everybody:
            try:
                queries.agreement_for(person, agreement.pk)
                may = True
            except NotFound:
                may = False
            there = any(row.pk == agreement.pk for row in found(person, words="keeping pupils").rows)
            assert there == may, f"{person.role} at {person.organisation}, {state}"


def test_a_third_body_sees_nothing_of_it(town, officer, many):
    college = organisations.add_organisation(
        by=SYSTEM, name_en="Fallowshire Sixth Form", kind="college", nation="england", is_here=True
    )
    stranger = organisations.add_person(
        by=SYSTEM, organisation=college, role="leader", name="Someone", email="s@college.example",
        password=PASSWORD, totp_secret=SECRET,
    )  # fmt: skip
    assert found(stranger).count == 0
    with pytest.raises(NotFound):
        register.whole_entry_for(stranger, Agreement.objects.first().pk)


# --- In public --------------------------------------------------------------------------------------


def test_only_what_is_shown_and_in_force_is_public(town, officer, many):
    assert register.public_registers() == []
    with pytest.raises(NotFound):
        register.public_register(town.school.pk, Narrowing())
    shown = Agreement.objects.get(reference="SHA-1")
    with pytest.raises(NotFound):
        register.public_entry(shown.pk)
    actions.show_in_public(agreement=shown, is_public=True, by=officer)
    assert register.public_registers() == [town.school]
    _organisation, page = register.public_register(town.school.pk, Narrowing())
    assert [row.reference for row in page.rows] == ["SHA-1"]
    assert register.public_entry(shown.pk) == shown
    Agreement.objects.filter(pk=shown.pk).update(state=states.WITHDRAWN)
    with pytest.raises(NotFound):
        register.public_entry(shown.pk)


def test_only_those_who_draft_show_in_public_and_only_what_is_in_force(town, officer, many):
    for reference, by in (("SHA-1", town.teacher), ("SHA-3", officer)):
        with pytest.raises(Refusal):
            actions.show_in_public(
                agreement=Agreement.objects.get(reference=reference), is_public=True, by=by
            )


def test_a_review_is_late_from_the_day_after(town, officer, many):
    row = Agreement.objects.get(reference="SHA-1")
    today = timezone.localdate()
    for days, late in ((-1, True), (0, False), (1, False)):
        row.review_on = today + timedelta(days=days)
        assert register.is_review_late(row) is late


def test_the_columns_are_those_that_the_guide_names():
    guide = (Path(__file__).parents[3] / "docs/how-to/bring-your-register.md").read_text("utf-8")
    assert all(f"`{column}`" in guide for column in COLUMNS)
