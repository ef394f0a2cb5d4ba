"""English and Welsh are one service: every page that anybody of the county can reach has one shape in both.

A person follows every link from their home page. Each page is fetched in English and in Welsh and boiled
down to what can be operated: headings by level, links, forms, fields, buttons, pictures, in their order.
Words may differ; these may not.
"""

import re
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Count

from tests.web.browsers import enter

# One of each role, and nobody.
PEOPLE = ("", "practitioner", "safeguarding-lead", "data-protection-officer", "leader", "administrator")
MOST = 400  # pages a person; the law alone has over a thousand, all made by the same few templates
SORTED_BY_WORDS = ("/law/",)  # an alphabet is another one in Welsh: there the order may differ
# Made anew for each page: a token, its address, the id of a worry to come, what the record says in that
# language.
FRESH = ("csrfmiddlewaretoken", "came_from", "worry", "version")
_EACH = re.compile(r"/(law/cases|law/readings|law/data|law|answer|danger/area)/[^?]+")
_MINE = {"a": "href", "form": "action", "img": "src"}
_FIELDS = {"input", "select", "textarea", "button", "option"}
_KEPT = (
    "type",
    "name",
    "value",
    "for",
    "id",
    "role",
    "aria-describedby",
    "required",
    "autocomplete",
    "method",
)


class Shape(HTMLParser):
    """What of a page can be operated: [(tag, attributes)], and the addresses it links to."""

    def __init__(self):
        super().__init__()
        self.parts, self.links = [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if (
            tag in _FIELDS
            or tag in _MINE
            or re.fullmatch(r"h[1-6]|table|th|fieldset|legend|label|details|main", tag)
        ):
            self.parts.append((tag, self._kept(tag, given)))

    def _kept(self, tag, given):
        kept = {name: given[name] for name in _KEPT if name in given}
        if tag in _FIELDS and given.get("type") not in ("radio", "checkbox", "hidden"):
            kept.pop("value", None)  # what stands on a button, or a text that was typed in one language
        if given.get("name") in FRESH:
            kept = {"name": given["name"]}
        if tag in _MINE:
            address = given.get(_MINE[tag]) or ""
            # A picture that is drawn with words in it is another one in Welsh.
            kept[_MINE[tag]] = "data:" if address.startswith("data:") else in_english(address)
        return kept


def in_english(address):
    """The same address under the root, whichever language it is in."""
    parts = urlsplit(address)
    path = parts.path.removeprefix("/cy") if parts.path.startswith("/cy/") else parts.path
    query = re.sub(r"next=(%2F|/)cy(?=%2F|/)", "next=", parts.query)
    return path + ("?" + query if query else "")


def shape_of(client, path):
    """The shape of a page; nothing where it is no page, or leads elsewhere."""
    response = client.get(path)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return response.status_code, None
    shape = Shape()
    shape.feed(response.content.decode())
    return 200, shape


def same(english, welsh):
    """Whether two pages hold the same parts in the same order; but of two fields for the two languages, each
    page may ask for its own first.
    """
    return english == welsh or (
        sorted(map(str, english)) == sorted(map(str, welsh))
        and [in_any_language(part) for part in english] == [in_any_language(part) for part in welsh]
    )


def in_any_language(part):
    """A part as it is but for the language of a field: `id_aims_en` and `id_aims_cy` are alike."""
    return re.sub(r"_(en|cy)\b", "_*", str(part))


def is_new(path, seen):
    """Whether to follow an address: of many pages of one sort, some."""
    sort = (
        _EACH.sub(r"/\1/*", path.split("?")[0]) if _EACH.match(path) else re.sub(r"[0-9a-f-]{36}", "*", path)
    )
    alike = seen.setdefault(sort, set())
    if path in alike or len(alike) >= 12:
        return False
    alike.add(path)
    return True


def differences(client, start):
    """Walk from `start`; [(path, what differs)] and the number of pages compared."""
    seen, found, waiting, compared = {}, [], [start], 0
    is_new(start, seen)
    while waiting and compared < MOST:
        path = waiting.pop(0)
        status, english = shape_of(client, path)
        status_cy, welsh = shape_of(client, "/cy" + path)
        compared += 1
        if status != status_cy:
            found.append((path, f"{status} in English, {status_cy} in Welsh"))
        if not english or not welsh:
            continue
        if path.split("?")[0] in SORTED_BY_WORDS:
            english.parts.sort(key=str), welsh.parts.sort(key=str)
        if not same(english.parts, welsh.parts):
            pairs = zip(english.parts + [None], welsh.parts + [None], strict=False)
            found.append((path, next((pair for pair in pairs if pair[0] != pair[1]), "length")))
        for link in english.links:
            address = (
                in_english(urljoin(path, link))
                if not link.startswith(("http", "mailto:", "tel:", "#"))
                else ""
            )
            if address.startswith("/") and "/leave/" not in address and is_new(address, seen):
                waiting.append(address)
    return found, compared


@pytest.fixture
def county(settings, db):
    settings.DEMO = True
    call_command("load_county", stdout=StringIO())


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role or "nobody")
def test_every_page_has_the_same_shape_in_english_and_in_welsh(client, county, role):
    if role:
        everybody = get_user_model().objects.filter(role=role).annotate(known=Count("worries"))
        person = everybody.order_by("-known", "email").first()
        enter(client, person)
    found, compared = differences(client, "/home/" if role else "/")
    print(f"{compared} pages compared")
    assert compared > 15
    assert found == []
