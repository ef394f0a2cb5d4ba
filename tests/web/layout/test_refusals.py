"""A press that is refused leads back to where one was, says why at its top, and loses nothing typed."""

import pytest
from django.http import HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import path, reverse

from sharewell.config.urls import urlpatterns as every
from sharewell.domain.errors import Refusal
from sharewell.web.layout.came_from import CAME_FROM
from tests.people import build_town
from tests.web.browsers import signed_in

pytestmark = pytest.mark.django_db
REASON = "This is not yours to change. Ask Ruth."


def refuse(request):
    """A page that is refused, and a button that is."""
    raise Refusal("This is not yours to change.", "Ask Ruth.")


def with_form(request):
    """A page with a form on it, which refuses what is typed into it."""
    if request.method == "POST":
        raise Refusal("This is not yours to change.", "Ask Ruth.")
    return render(request, "layout/trouble.html", {"heading": "A page", "lines": [str(request.GET)]})


def drawn(request):
    """A page that is nothing but the hidden part of its form."""
    from django.template import engines

    source = engines["jinja2"].from_string("<form method='post'>{{ csrf_input }}</form>")
    return HttpResponse(source.render({}, request))


urlpatterns = [
    path("refused/", refuse),
    path("typed/refused/", refuse),
    path("typed/", with_form),
    path("drawn/", drawn),
    *every,
]
ours = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def browser():
    with ours:
        yield signed_in(build_town().teacher)


def test_it_is_said_at_the_top_of_the_page_that_one_was_on(browser):
    answer = browser.post("/refused/", {CAME_FROM: "/typed/?only=mine", "pk": "d4f6"}, follow=True)
    assert answer.redirect_chain == [("/typed/?only=mine", 302)]
    main = answer.content.decode().partition("<main")[2].partition("<h1")[0]
    assert 'role="alert"' in main and REASON in main


def test_nothing_that_was_typed_is_lost(browser):
    typed = {CAME_FROM: "/typed/", "words": "Three round bruises on his left arm.", "kind": "fact"}
    answer = browser.post("/typed/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403 and "no-store" in answer["Cache-Control"]
    assert REASON.split(". ")[0] in page and "Three round bruises" in page
    assert 'href="/typed/"' in page  # the way back


@pytest.mark.parametrize("named", [
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "/%0d%0aLocation:x",
    "javascript:alert(1)", "evil", "/nowhere/at/all/", "", "\t//evil.example", "/typed/\nX: y",
])  # fmt: skip
def test_it_leads_nowhere_but_to_a_page_of_ours(browser, named):
    answer = browser.post("/refused/", {CAME_FROM: named})
    assert answer.status_code == 403 and "Location" not in answer
    assert "evil" not in answer.content.decode()


def test_a_page_that_is_refused_itself_says_so_where_it_is(browser):
    assert browser.get("/refused/").status_code == 403
    answer = browser.post("/refused/", {CAME_FROM: "/refused/"}, follow=True)
    assert answer.redirect_chain == [("/refused/", 302)] and answer.status_code == 403


def test_a_page_that_is_refused_leads_to_the_one_that_it_is_part_of(browser):
    assert 'href="/typed/">To the page' in browser.get("/typed/refused/").content.decode()
    assert "To the page that this belongs to" not in browser.get("/refused/").content.decode()


def test_each_form_says_what_page_it_stands_on(browser):
    assert 'name="came_from" value="/drawn/?a=1&amp;b=2"' in browser.get("/drawn/?a=1&b=2").content.decode()
    # a form that is shown again with what is wrong in it stands where it stood before
    again = browser.post("/drawn/", {CAME_FROM: "/typed/"}).content.decode()
    assert 'name="came_from" value="/typed/"' in again
    assert 'value="/drawn/"' in browser.post("/drawn/", {CAME_FROM: "//evil.example/"}).content.decode()


def test_it_is_so_on_the_pages_of_the_service():
    """A teacher presses what only a policy's writers may press."""
    town = build_town()
    teacher = signed_in(town.teacher)
    back = reverse("policies:all")
    assert f'value="{back}"' not in teacher.get(back).content.decode()  # nothing to press for a teacher
    answer = teacher.post(reverse("policies:begin"), {CAME_FROM: back, "kind": "sharing"}, follow=True)
    assert answer.redirect_chain == [(back, 302)] and 'role="alert"' in answer.content.decode()
