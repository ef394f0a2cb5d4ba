"""Logs name no one."""

import logging
import sys
from types import SimpleNamespace

from django.test import RequestFactory

from sharewell.config.logs import LOGGING, NamesNoOne, WithoutAddresses


def line_of(record):
    WithoutAddresses().filter(record)
    return NamesNoOne("%(message)s").format(record)


def test_an_error_is_logged_by_place_and_kind_but_not_by_what_somebody_typed():
    typed = " ".join(["Alys", "Invented", "12", "Nowhere", "Lane"])
    try:
        int(typed)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Failed.", (), sys.exc_info())
    line = line_of(record)
    assert "builtins.ValueError" in line and "test_logs.py" in line
    assert "Alys" not in line


def test_the_address_of_a_page_is_not_logged():
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Not Found: %s", ("/received/t0ken",), None
    )
    record.request, record.status_code = RequestFactory().get("/received/t0ken"), 404
    assert line_of(record) == "404 GET no page"


def test_no_handler_mails_anything():
    assert [each["class"] for each in LOGGING["handlers"].values()] == ["logging.StreamHandler"]


def test_a_look_that_was_refused_leaves_a_line_with_who_asked_and_for_which_page():
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Not Found", (), None)
    record.request, record.status_code = RequestFactory().get("/worries/1/"), 404
    record.request.user = SimpleNamespace(pk="7d1f")
    record.request.resolver_match = SimpleNamespace(view_name="worries:one")
    assert line_of(record) == "404 GET worries:one by 7d1f"
