"""What went wrong is said in words, in both languages, and 999 is never further than one press."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client
from django.utils import translation

from sharewell.domain.errors import Refusal
from sharewell.web.layout import errors


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize(("page", "exception", "status"), [
    (errors.bad_request, None, 400),
    (errors.bad_request, RequestDataTooBig(), 413),
    (errors.forbidden, None, 403),
    (errors.not_found, None, 404),
    (errors.clash, None, 409),
    (errors.too_large, None, 413),
])  # fmt: skip
def test_each_error_has_a_page_that_mends(rf, lang, page, exception, status):
    request = rf.get("/")
    request.user = None
    with translation.override(lang):
        answer = page(request, exception)
    html = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{lang}"' in html and "tel:999" in html and "<h1" in html


def test_a_refusal_says_why_and_who_could_say_yes(rf):
    request = rf.get("/")
    request.user = None
    html = errors.forbidden(request, Refusal("Not yours.", "Ask Ruth.")).content.decode()
    assert "Not yours." in html and "Ask Ruth." in html


def test_a_form_that_was_open_too_long_says_so():
    answer = Client(enforce_csrf_checks=True).post("/questions/danger/", {"worry-risk": "welfare"})
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()


@pytest.mark.parametrize(("site", "is_shown"), [("same-origin", True), ("cross-site", False)])
def test_what_was_typed_into_it_can_be_copied_unless_another_site_sent_it(site, is_shown):
    typed = {
        "fact": "Three round bruises on his left arm.",
        "password": "otter ladder cotton kettle",
        "do": "go",
    }
    answer = Client(enforce_csrf_checks=True).post("/worries/new/", typed, headers={"Sec-Fetch-Site": site})
    page = answer.content.decode()
    assert answer.status_code == 403 and "no-store" in answer["Cache-Control"]
    assert ("Three round bruises" in page) is is_shown
    assert "otter ladder" not in page


def test_where_even_the_page_cannot_be_drawn_there_are_words(rf, monkeypatch):
    monkeypatch.setattr(errors, "render", None)
    answer = errors.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
