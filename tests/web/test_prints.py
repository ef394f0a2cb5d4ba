"""Every arrangement of the county prints: each paper that a page offers is there, in each language."""

import re
from collections import Counter
from html import unescape
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import resolve

from sharewell.printing.documents import DOCX, PDF
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx
from tests.web.browsers import enter

ROOMS = {
    "agreements",
    "register",
    "assessments",
    "policies",
    "requests",
    "oversight",
    "agreeing",
    "notices",
    "public_register",
    "organisation",
    "self_assessment",
}
# The papers that the pages of the county must lead to. A room that prints has its name here.
PAPERS = {
    "agreeing:paper",
    "assessments:paper",
    "assessments:signed_paper",
    "notices:print",
    "public_register:print",
    "self_assessment:paper",
    "agreements:print",
    "oversight:record_paper",
    "policies:print",
    "policies:print_retention",
    "register:print",
    "requests:paper",
}
ALIKE = 2  # of many pages of one sort, so many
STAGES = {
    "agreements:one",
    "agreements:read",
    "register:one",
    "agreeing:one",
}  # which differ by how far one is
PRINTED = 2  # of many papers of one sort
CHECKS = {"pdf": (PDF, problems), "docx": (DOCX, problems_in_docx)}


@pytest.fixture
def county(settings, db):
    settings.DEMO = True
    call_command("load_county", stdout=StringIO())


def walked(client, start):
    """From `start` through the rooms of arrangements: the addresses of the papers that are offered."""
    waiting, seen, papers, counts = [start], {start}, [], Counter()
    while waiting:
        path = waiting.pop(0)
        response = client.get(path)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        for link in re.findall(r'<a\b[^>]*\shref="([^"#]+)"', response.content.decode()):
            address = urlsplit(urljoin(path, unescape(link)))
            is_elsewhere = address.netloc or not address.path.startswith("/")
            if is_elsewhere or address.path in seen or address.path.startswith("/cy/"):
                continue
            seen.add(address.path)
            found = resolve(address.path)
            counts[found.view_name] += 1
            if found.kwargs.get("form") in CHECKS:
                papers.append((found.view_name, address.path, found.kwargs["form"]))
            elif found.app_name in ROOMS and counts[found.view_name] <= ALIKE * (
                4 if found.view_name in STAGES else 1
            ):
                waiting.append(address.path)
    return papers


def test_every_paper_that_the_pages_offer_is_there_and_passes_in_each_language(client, county):
    met, faults = Counter(), []
    people = get_user_model().objects.filter(role="data-protection-officer").order_by("email")
    for person in people:
        enter(client, person)
        for name, path, form in walked(client, "/organisation/"):
            met[name, form] += 1
            if met[name, form] > PRINTED:
                continue
            content_type, check = CHECKS[form]
            for lang in ("en", "cy", "both"):
                response = client.get(path, {"in": lang})
                assert response.status_code == 200, (path, lang)
                assert response["Content-Type"] == content_type
                assert "attachment" in response["Content-Disposition"]
                faults += [(name, lang, path, fault) for fault in check(response.content)]
    assert faults == []
    assert {(name, form) for name in PAPERS for form in CHECKS} - set(met) == set()
