"""Walks the service as several people, reads every kind of page and presses every kind of button.

`python -m tests.storms.walking calm NOTES` walks in calm weather and writes down what it met;
`... storm KIND NOTES` meets the storm and does the same again. Prints what came of it as JSON.
"""

import html
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import django

PEOPLE = ("practitioner", "safeguarding-lead", "data-protection-officer", "leader", "administrator")
EACH = 2 if os.environ.get("SHAREWELL_SWEEP") else 1  # so many addresses of one kind for each person
WORDS = "Typed in the storm: “Mae hi’n bwrw” 4711"
NEVER = {"account_logout", "front:leave", "accounts:stay"}  # what ends the walk
NOT_THEIRS = ("django_session", "decisions_look", "cache")  # what reading may write
_ADDRESS = re.compile(r'(?:href|action|formaction)="(/[^"#]*)')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_MASKS = [
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), ""),
    (re.compile(r'<section class="sw-invented" aria-labelledby="storm">.*?</section>', re.DOTALL), ""),
]


def masked(page: str) -> str:
    """The page's main part without what differs from one drawing to the next."""
    main = page.partition("<main")[2] or page
    for pattern, instead in _MASKS:
        main = pattern.sub(instead, main)
    # ids chosen anew on each drawing, and the minutes of clocks
    main = re.sub(r'value="[0-9a-f-]{36}"', "", main)
    return re.sub(r"\d{1,2}(?::\d\d)?\s?[ap]m|\d\d:\d\d", "", main)


class Walker:
    """One person with a browser."""

    def __init__(self, person, cookies=None) -> None:
        from django.test import Client

        self.client = Client(raise_request_exception=False)
        self.person = person
        if cookies:
            self.client.cookies.load(cookies)
        else:
            self.client.force_login(person)

    closes_connections = False  # as a server does after a page, and the test client does not

    def get(self, address: str):
        answer = self.client.get(address)
        if self.closes_connections:
            from django.db import close_old_connections

            close_old_connections()
        return answer

    def walk(self, first: str) -> tuple[dict, dict]:
        """Every kind of page that can be reached, and every kind of form on them."""
        pages, forms, kinds, waiting = {}, {}, Counter(), [first]
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            if address in pages or kind in (None, *NEVER) or kinds[kind] >= EACH:
                continue
            kinds[kind] += 1
            answer = self.get(address)
            text = answer.content.decode(errors="replace") if not answer.streaming else ""
            pages[address] = [answer.status_code, kind]
            if answer.status_code in (301, 302):
                waiting.append(answer["Location"])
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                waiting += [html.unescape(found) for found in _ADDRESS.findall(text)]
                for action, data in forms_on(text, address):
                    forms.setdefault(f"{kind_of(action)} {sorted(data)}", [action, data])
        return pages, forms


def kind_of(address: str) -> str | None:
    """The name of the page at an address, or nothing."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None


def forms_on(page: str, address: str) -> list[tuple[str, dict]]:
    """The forms to press, filled in: [(action, {name: value})], one for each button with a name."""
    from lxml.html import fromstring

    found = []
    for form in fromstring(page).forms if page.strip() else []:
        if (form.method or "GET").upper() != "POST":
            continue
        data = {}
        for field in form.inputs:
            if field.name and field.name != "csrfmiddlewaretoken" and (value := filled(field)) is not None:
                data.setdefault(field.name, value)
        buttons = {button.get("name"): button.get("value") or "" for button in form.iter("button")}
        for name in {None, *buttons}:
            pressed = {} if name is None else {name: buttons[name]}
            found.append((form.get("action") or address, data | pressed))
    return [(action, data) for action, data in found if kind_of(action) not in (None, *NEVER)]


def filled(field) -> str | None:
    """What somebody would put in: the first choice, words, a day in the past; what stands there else."""
    kind = (field.get("type") or "").lower()
    if kind in ("radio", "checkbox"):
        return field.get("value") or "on"
    if kind in ("hidden", "submit", "button"):
        return field.get("value") or "" if kind == "hidden" else None
    if kind == "file":
        return None
    if field.tag == "select":
        return next((value for value in field.value_options if value), "")
    part = re.search(r"(day|month|year)$", field.name)
    if part:
        return {"day": "3", "month": "4", "year": "2020"}[part[1]]
    return field.value if field.value and field.tag == "input" else WORDS


# --- The storms -------------------------------------------------------------------------------------


def read_only() -> None:
    """SQLite itself refuses every write of every connection, as it does on a disk that turned read-only."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    def refuse(connection, **_) -> None:
        connection.connection.execute("PRAGMA query_only=ON")

    connection_created.connect(refuse, weak=False)
    connection.ensure_connection()
    refuse(connection)


def full() -> None:
    """The disk of the service has not one byte left."""
    from django.conf import settings

    with (settings.HOME / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            try:
                while filler.write(b"\0" * size):
                    pass
            except OSError:
                continue


def limited() -> None:
    """No file of this process may grow beyond a few pages (RLIMIT_FSIZE): as good as a full disk."""
    from django.db import connection

    from sharewell.printing.typesetting import fonts

    fonts()  # read from copies that are longer than this, once in the life of a process
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))


def locked() -> None:
    """Another process writes, and does not end."""
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["OPTIONS"]["timeout"] = 0.05
    connection.close()
    hold = (
        "import sharewell.config, sqlite3, sys, time; d = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "d.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(3600)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(settings.DATABASES["default"]["NAME"])], stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"held\n"
    import atexit

    atexit.register(holder.kill)


def cold() -> None:
    """The process started when the database could not be written already."""


STORMS = {each.__name__: each for each in (read_only, full, limited, locked, cold)}


class Watch:
    """Whether anything was stored, as somebody else sees it who reads the same database."""

    def __init__(self) -> None:
        self.seen = self.digest()

    def has_changed(self) -> bool:
        before, self.seen = self.seen, self.digest()
        return self.seen != before

    def digest(self) -> str:
        from django.conf import settings
        from django.db import connection

        names = [name for name in connection.introspection.table_names() if name not in NOT_THEIRS]
        if connection.vendor == "sqlite":
            other = (
                sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
                if not (settings.READING_ONLY)
                else None
            )
        else:
            import psycopg

            other = psycopg.connect(os.environ["SHAREWELL_TESTS_WATCH"])
        if other is None:
            return ""
        found = sha256()
        for name in sorted(names):
            rows = other.execute(f'SELECT * FROM "{name}"').fetchall()
            found.update(repr(sorted(map(repr, rows))).encode())
        other.close()
        return found.hexdigest()


# --- The two walks ----------------------------------------------------------------------------------


def walkers(cookies: dict) -> dict[str, Walker]:
    """One person of each role at the organisation with most worries, and who reads what came in elsewhere."""
    from django.contrib.auth import get_user_model
    from django.db.models import Count

    from sharewell.domain.deliveries.models import Delivery
    from sharewell.domain.organisations.models import Organisation

    homes = Organisation.objects.filter(is_here=True).annotate(n=Count("worries")).order_by("-n", "name_en")
    people = get_user_model().objects.filter(is_active=True)
    chosen = {}
    for role in PEOPLE:
        for home in homes[:4]:
            person = people.filter(organisation=home, role=role).order_by("email").first()
            if person and (home == homes[0] or role == "safeguarding-lead"):
                chosen[f"{role} at {home.name_en}"] = person
    came = Delivery.objects.filter(way="inbox", sent_at__isnull=False, recalled_at=None).order_by("sent_at")
    desk = came.values_list("decision__recipient__organisation", flat=True).first()
    reader = people.filter(organisation=desk, role="safeguarding-lead").order_by("email").first()
    chosen["who reads what came in"] = reader
    return {name: Walker(person, cookies.get(name)) for name, person in chosen.items()}


def calm(notes: Path) -> None:
    """Walk, then read all of it again, now that what a first look changes is changed; write that down."""
    people, kept = walkers({}), {}
    walked = {name: walker.walk("/home/") for name, walker in people.items()}
    for name, walker in people.items():
        pages, forms = walked[name]
        pages |= {
            address: [walker.get(address).status_code, kind_of(address)] for address in ("/danger/", "/")
        }
        for address, row in pages.items():
            answer = walker.get(address)
            row.append(
                masked(answer.content.decode(errors="replace"))
                if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
                else ""
            )
        cookies = walker.client.cookies.output(header="", sep=";")
        kept[name] = {"cookies": cookies, "pages": pages, "forms": list(forms.values())}
    notes.write_text(json.dumps(kept))
    print(json.dumps({"people": len(kept), "pages": sum(len(each["pages"]) for each in kept.values())}))


def storm(kind: str, notes: Path) -> None:
    """Meet the storm; read what was read, press every button, and watch what is stored meanwhile."""
    from sharewell.domain.audit import spool

    kept = json.loads(notes.read_text())
    people = walkers({name: each["cookies"] for name, each in kept.items()})
    if kind != "cold":
        spool.prepare()
    watch = Watch()
    STORMS[kind]()
    read, pressed = [], []
    for name, walker in people.items():
        for address, (status, view, text) in kept[name]["pages"].items():
            began = time.monotonic()
            answer = walker.get(address)
            now = masked(answer.content.decode(errors="replace")) if text else ""
            same = answer.status_code == status and now == text
            read.append([name, view, address, status, answer.status_code, same, time.monotonic() - began])
            if not same and "--differences" in sys.argv:
                print(address, status, answer.status_code, file=sys.stderr)
                import difflib

                print(
                    "\n".join(difflib.unified_diff(text.split("\n"), now.split("\n"), n=0)), file=sys.stderr
                )
        for action, data in kept[name]["forms"]:
            pressed.append([name, kind_of(action), action, *press(walker, action, data, watch)])
    print(json.dumps({"read": read, "pressed": pressed, "waiting": spool.waiting()}))


def press(walker: Walker, action: str, data: dict, watch: Watch) -> list:
    """[status, whether the page says that it was not saved, whether it says something was done, whether
    anything is stored that was not, whether all that was typed is on the page].
    """
    answer = walker.client.post(action, data)
    page = answer.content.decode(errors="replace") if not answer.streaming else ""
    said = ""
    if answer.status_code == 302:
        said = walker.get(answer["Location"]).content.decode(errors="replace")
    is_refused = answer.status_code == 503
    has_words = WORDS not in data.values() or html.escape(WORDS) in page or WORDS in page
    return [
        answer.status_code, is_refused, 'class="sw-said"' in page + said, watch.has_changed(), has_words,
    ]  # fmt: skip


def away(data: str, user: str) -> None:
    """The server goes, and comes back; prints what was answered meanwhile."""
    from tests.storms.servers import Server

    name, walker = next(iter(walkers({}).items()))
    calm = [walker.get(address).status_code for address in ("/home/", "/danger/")]
    assert calm == [200, 200], calm
    server = Server(Path(data), 0, user or None)
    server.stop()
    walker.closes_connections = True
    addresses = ("/", "/danger/", "/danger/write/", "/law/", "/questions/check/", "/about/privacy/")
    came = {"open": {address: walker.get(address).status_code for address in addresses}, "who": name}
    came["numbers"] = "/danger/area/" in walker.get("/danger/").content.decode()
    answer = walker.get("/home/")
    came["closed"], page = answer.status_code, answer.content.decode()
    came["says"] = "Our records cannot be reached" in page and "tel:999" in page
    came["keeps_cookie"] = "sessionid" not in answer.cookies
    server.start(again=True)
    until = time.monotonic() + 30
    while (found := walker.get("/home/").status_code) != 200 and time.monotonic() < until:
        time.sleep(0.5)
    came["again"] = found
    print(json.dumps(came))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.storms.settings"
    django.setup()
    if sys.argv[1] == "calm":
        calm(Path(sys.argv[2]))
        sys.stdout.flush()
        os._exit(0)  # as a power cut ends it: what was written last is in the journal alone
    elif sys.argv[1] == "away":
        away(*sys.argv[2:])
    else:
        storm(sys.argv[2], Path(sys.argv[3]))
