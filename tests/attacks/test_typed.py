"""What people type never becomes markup, a command or an error, in whatever field; and every kind of field
takes ten thousand values without breaking.
"""

import random
from html.parser import HTMLParser
from unittest import mock

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import translation

from tests.attacks import cells
from tests.attacks.cells import ADDRESSES, IS_SWEEP, IS_WHOLE, ROWS
from tests.attacks.ground import COUNCIL, SCHOOL, browsers, build, visitors
from tests.attacks.test_addresses import ask

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MARK = "zq7x"
PAYLOADS = [
    f"<script>{MARK}</script>", f'"><img src=x onerror={MARK}>', f"'><svg/onload={MARK}>",
    f"javascript:{MARK}",
    f"</textarea><script>{MARK}</script>", f"</title><script>{MARK}</script>", f"<!--<script>{MARK}",
    f"{{{{7*7}}}}{MARK}", f"{{% debug %}}{MARK}", f"${{7*7}}{MARK}", f"#{{7*7}}{MARK}", f"<%= 7*7 %>{MARK}",
    f"{MARK}\r\nBcc: a@evil.example\r\n\r\nx", f"{MARK}\r\nSet-Cookie: a=b", f"=cmd|'/c calc'!A1 {MARK}",
    f"' OR 1=1 -- {MARK}", f"'; DROP TABLE decisions_worry; -- {MARK}", f"1) UNION SELECT {MARK}",
    f"../../../../etc/passwd{MARK}", f"file:///etc/passwd{MARK}", f"http://169.254.169.254/{MARK}",
    f"|id;{MARK}", f"$(id){MARK}", f"`id`{MARK}", f"{MARK}\x00after", f"\ufeff{MARK}", f"\u202e{MARK}",
    f"{MARK}\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    f"#include({MARK})",
    f'#eval("1+1"){MARK}', f"<![CDATA[{MARK}]]>", f"&lt;script&gt;{MARK}", f"%3Cscript%3E{MARK}",
    "a" * 100_000,
    "9" * 400, "-1", "1e999", "NaN", "٣٤", "2026-02-30", "💥" * 500, "", " ",
    "[" * 100_000, '{"a":' * 20_000,  # a reader of JSON goes as deep as it can
]  # fmt: skip
ALWAYS_TRIED = {"do", "words", "reason", "text", "name", "next", "page", "q", "credential", "version"}
SOME = [1, 4, 15, 24, -2]
VALUES = 10_000 if IS_SWEEP else 1_000 if IS_WHOLE else 300
ASKED = ["next", "q", "area", "kind", "words", "page", "as", "to", "nation", "lang", "from", "day"]


class Page(HTMLParser):
    """The `names` of every field of a page's forms, and what in it `runs` that no template says."""

    def __init__(self, html):
        super().__init__()
        self.names, self.runs, self.in_script = set(), [], False
        self.feed(html)

    def handle_data(self, data):
        if self.in_script and MARK in data:
            self.runs.append(data)

    def handle_endtag(self, tag):
        self.in_script = self.in_script and tag != "script"

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.in_script = tag == "script"
        self.runs += [name for name, value in attrs if name.startswith("on") and MARK in (value or "")]
        led = [said.get(name) or "" for name in ("href", "src", "action", "formaction", "data", "xlink:href")]
        self.runs += [value for value in led if value.strip().lower().startswith("javascript:")]
        if tag in ("svg", "img") and said.get("src") == "x" or tag == "svg/onload":
            self.runs.append(tag)
        if tag in ("input", "textarea", "select", "button") and said.get("name"):
            self.names.add(said["name"])


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    uncut = mock.patch.object(connection, "check_constraints")
    with django_db_blocker.unblock(), transaction.atomic(), uncut:
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def who(ground):
    behind = visitors(ground)
    clients = {"received": behind, "signing": behind, "inbox": browsers(ground, COUNCIL)}
    return clients | {"": browsers(ground, SCHOOL)}


def let_in(name, method):
    """The column of somebody whom the address lets in, or nothing."""
    row = ROWS.get((name, method))
    order = ("practitioner", "data-protection-officer", "administrator", "safeguarding-lead", "nobody")
    return next((column for column in order if row and row.comes[column] in ("in", "on")), None)


POSTED = sorted(name for name in ADDRESSES if let_in(name, "post"))
READ = sorted(name for name in ADDRESSES if let_in(name, "get"))


@pytest.mark.parametrize("name", POSTED)
def test_nothing_typed_breaks_or_becomes_part_of(name, ground, who):
    column = let_in(name, "post")
    client = who.get(name.split(":")[0], who[""])[column]
    path = cells.paths(name, "own", ground)[0]
    page = ask(client, "get", path)
    names = Page(page.content.decode(errors="replace")).names if page.status_code == 200 else set()
    names = (names | ALWAYS_TRIED) - {"csrfmiddlewaretoken"}
    wrong = []
    for number, payload in enumerate(PAYLOADS):
        if IS_WHOLE or number in SOME or number - len(PAYLOADS) in SOME:
            came = posted(client, path, {each: [payload, payload] for each in names})
            wrong += [f"{payload[:40]!r}: {what}" for what in amiss(came, payload)]
    assert not wrong, "\n".join(wrong[:10])


def posted(client, path, data):
    """What comes of it, which is undone."""

    class Posting:
        """So that `ask` undoes it like any other."""

        cookies, raise_request_exception = client.cookies, False

        def post(self, address):
            client.raise_request_exception = False
            return client.post(address, data)

    came = ask(Posting(), "post", path)
    return came


def amiss(came, payload):
    """What of the answer shows that the words did something."""
    if came.status_code >= 500:
        yield f"broke with {came.status_code}"
    if came.headers.get("Content-Type", "").startswith("text/html"):
        yield from _amiss_in_page(came.content.decode(errors="replace"))
    for header, value in came.headers.items():
        if MARK in value and ("\n" in value or header in ("Set-Cookie", "Bcc")):
            yield f"is part of the header {header}"
    if came.headers.get("Location", "").startswith(("//", "http", "javascript")) and MARK in came["Location"]:
        yield "leads elsewhere"


def _amiss_in_page(html):
    if runs := Page(html).runs:
        yield f"is markup in the page: {runs}"
    if f"49{MARK}" in html:
        yield "was worked out"
    if "root:x:" in html:
        yield "read a file"


@pytest.mark.parametrize("name", READ)
def test_what_stands_in_an_address_breaks_nothing_and_becomes_no_part_of(name, ground, who):
    client = who.get(name.split(":")[0], who[""])[let_in(name, "get")]
    path = cells.paths(name, "own", ground)[0]
    wrong = []
    for number, payload in enumerate(PAYLOADS):
        if IS_WHOLE or number in SOME[:2]:
            query = QueryDict(mutable=True)
            for each in (
                "next",
                "q",
                "area",
                "kind",
                "words",
                "page",
                "as",
                "to",
                "nation",
                "lang",
                "from",
                "day",
            ):
                query.setlist(each, [payload[:2000], payload[:2000]])
            came = ask(client, "get", f"{path}?{query.urlencode()}")
            wrong += [f"{payload[:40]!r}: {what}" for what in amiss(came, payload)]
    assert not wrong, "\n".join(wrong[:10])


def test_markup_that_was_not_escaped_would_be_seen():
    for payload in PAYLOADS[:6]:
        assert Page(f'<a href="x">{payload}</a><input value="{payload}"><a href="{payload}">').runs, payload


def test_every_kind_of_field_takes_any_value_or_says_why_not(ground, who):
    fields = fields_of_pages(ground, who)
    assert len({type(field) for field in fields}) >= 8
    chance, count = random.Random(20261122), 0
    for field in fields:
        for _ in range(VALUES):
            data = QueryDict(mutable=True)
            for part in ("x", "x-day", "x-month", "x-year", "x_0", "x_1"):
                data.setlist(part, [chance.choice(PAYLOADS) if chance.random() < 0.5 else odd(chance)])
            given = field.widget.value_from_datadict(data, {}, "x")
            count += 1
            try:
                field.clean(given)
            except ValidationError as error:
                assert error.messages
    print(f"{count} values for {len(fields)} kinds of field")


def odd(chance):
    return "".join(
        chr(chance.choice((chance.randrange(128), chance.randrange(0xD800))))
        for _ in range(chance.randrange(40))
    )


def fields_of_pages(ground, who):
    """One field of each class and widget that the pages of the service ask with."""
    found = {}
    really = forms.BaseForm.__init__

    def seen(form, *args, **kwargs):
        really(form, *args, **kwargs)
        for field in form.fields.values():
            found.setdefault((type(field), type(field.widget)), field)

    with mock.patch.object(forms.BaseForm, "__init__", seen), translation.override("en"):
        for name in READ:
            client = who.get(name.split(":")[0], who[""])[let_in(name, "get")]
            ask(client, "get", cells.paths(name, "own", ground)[0])
    return [field for field in found.values() if not isinstance(field, forms.FileField)]
