"""How quick are the register, its search and the picture of flows as agreements grow?

Agreements are entered as people enter them, from a spreadsheet, each with three parties of two hundred and
two flows. Measured in this process, on SQLite: whole pages as the service answers them, and the query behind
a search. Beside them stand a plain Django list (its search across the tables with `icontains`, its names
fetched row by row) on the same database, and for the search SQLite's full-text index (FTS5, trigrams) of the
same words.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import closing

from benchmarks import race, row

SIZES = (100, 1_000, 10_000)
BODIES = 200
FEW, PLAIN, INDEX = 3, "a plain Django list", "SQLite FTS5, trigrams"
WORDS = (
    "attendance",
    "health",
    "welfare",
    "early",
    "help",
    "family",
    "school",
    "transfer",
    "housing",
    "youth",
)
WELSH = ("presenoldeb", "iechyd", "lles", "cynnar", "cymorth", "teulu", "ysgol", "tai", "heddlu", "cofnod")
PURPOSES = ("protect", "support", "care", "crime", "continuity", "planning")
DAY = "2026-04-01"


def run() -> list[dict]:
    """P10, the register: entering, a page, a search; P11, the flows of one organisation."""
    _prepare()
    officer, browser = _people()
    rows, there = [], 0
    for size in SIZES:
        seconds = _enter(officer, there, size)
        rows.append(
            row(
                "P10",
                "entering agreements from a spreadsheet",
                size,
                "agreements/s",
                [(size - there) / seconds],
            )
        )
        there = size
        rows += _pages(officer, browser, size)
    return rows


def _pages(officer, browser, size: int) -> list[dict]:
    from django.urls import reverse

    everything, narrowed = (
        reverse("register:all"),
        f"{reverse('register:all')}?words=iechyd+teulu&purpose=care",
    )
    last = f"{everything}?page={max(1, size // 25)}&order=review"
    flows = reverse("oversight:flows")
    timed = {
        "P10 the register's first page": _asking(browser, everything),
        "P10 its last page, by review": _asking(browser, last),
        "P10 a page of what two words and a purpose find": _asking(browser, narrowed),
        "P11 the page of who shares what with whom": _asking(browser, flows),
    }
    figures = race({**timed, **_searches(officer)})
    rows = []
    for name in timed:
        of, work = name.split(" ", 1)
        rows.append(row(of, work, size, "ms", figures[name], is_rate=False))
    for peer in (PLAIN, INDEX):
        work = (
            "finding the first 25 by two words"
            if peer == INDEX
            else "25 rows found by two words, with all names"
        )
        rows.append(row("P10", work, size, "ms", figures[f"ours {peer}"], peer, figures[peer], is_rate=False))
    return rows


def _asking(browser, address: str) -> Callable[[], float]:
    def ask() -> float:
        return _milliseconds(lambda: browser.get(address).content)

    return ask


def _milliseconds(do: Callable[[], object]) -> float:
    """The median of a few, in thousandths of a second of the processor's time."""
    times = []
    for _ in range(FEW):
        start = time.thread_time()
        do()
        times.append(1000 * (time.thread_time() - start))
    return sorted(times)[FEW // 2]


def _searches(officer) -> dict[str, Callable[[], float]]:
    from sharewell.domain.agreements.queries.register import Narrowing, register_for

    narrowing = Narrowing(words="iechyd teulu")

    def shown():
        page = register_for(officer, narrowing)
        return [(str(each), [str(party) for party in each.parties.all()]) for each in page.rows]

    index = _index()
    return {
        f"ours {PLAIN}": lambda: _milliseconds(shown),
        PLAIN: lambda: _milliseconds(_plain_list),
        f"ours {INDEX}": lambda: _milliseconds(lambda: _ours_alone(officer, narrowing)),
        INDEX: lambda: _milliseconds(lambda: _by_index(index)),
    }


def _ours_alone(officer, narrowing):
    """The two queries of a search, without the names of what was found."""
    from sharewell.domain.agreements.queries import register

    found = register._narrowed(register._seen_by(officer), narrowing)
    return found.count(), list(found.order_by("pk").values_list("pk", flat=True)[:25])


def _plain_list():
    """What a list does whose columns and search fields are named and nothing else."""
    from django.db.models import Q

    from sharewell.domain.agreements.models import Agreement

    rows = Agreement.objects.all()
    for word in ("iechyd", "teulu"):
        rows = rows.filter(
            Q(title_en__icontains=word) | Q(title_cy__icontains=word) | Q(reference__icontains=word)
            | Q(parties__organisation__name_en__icontains=word)
            | Q(parties__organisation__name_cy__icontains=word)
        )  # fmt: skip
    rows = rows.distinct().order_by("title_en")
    return rows.count(), [(str(each), [str(party) for party in each.parties.all()]) for each in rows[:25]]


def _index():
    """A connection with a full-text index of the same words."""
    from django.db import connection

    with closing(connection.cursor()) as cursor:
        cursor.execute("DROP TABLE IF EXISTS benchmark_words")
        cursor.execute(
            "CREATE VIRTUAL TABLE benchmark_words USING fts5(id UNINDEXED, words, tokenize='trigram')"
        )
        cursor.execute("INSERT INTO benchmark_words SELECT id, words FROM agreements_agreement")
    return connection


def _by_index(connection):
    with closing(connection.cursor()) as cursor:
        asked = ["iechyd AND teulu"]
        cursor.execute("SELECT count(*) FROM benchmark_words WHERE words MATCH %s", asked)
        count = cursor.fetchone()
        cursor.execute("SELECT id FROM benchmark_words WHERE words MATCH %s LIMIT 25", asked)
        return count, cursor.fetchall()


# --- A service with so many agreements in it ----------------------------------------------------------


def _prepare():
    folder = tempfile.mkdtemp(prefix="sharewell-benchmark-")
    os.environ |= {"SHAREWELL_HOME": folder, "SHAREWELL_TLS": "no"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)


def _people():
    """The officer of one school among two hundred bodies, and a browser in which she is signed in."""
    from django.test import Client

    from sharewell.domain.organisations import actions

    bodies = [
        actions.add_organisation(
            by="system", name_en=f"Body {n:03}", name_cy=f"Corff {n:03}", nation="england",
            kind="academy" if n == 0 else "council", is_here=n == 0,
        )
        for n in range(BODIES)
    ]  # fmt: skip
    officer = actions.add_person(
        organisation=bodies[0], email="officer@school.example", name="An Officer",
        role="data-protection-officer", by="system", password="otter-ladder-cotton",
    )  # fmt: skip
    browser = Client()
    browser.force_login(officer)
    session = browser.session
    session["has_second_factor"] = True
    session.save()
    return officer, browser


def _enter(officer, there: int, size: int) -> float:
    """Enter the agreements from `there` to `size`; gives the seconds that it took."""
    from sharewell.domain.agreements import actions
    from sharewell.domain.agreements.spreadsheet import MOST_ROWS

    files = [_spreadsheet(first, min(first + MOST_ROWS, size)) for first in range(there, size, MOST_ROWS)]
    start = time.perf_counter()
    for data in files:
        actions.take_over_register(organisation=officer.organisation, data=data, by=officer)
    return time.perf_counter() - start


def _spreadsheet(there: int, size: int) -> bytes:
    chance = random.Random(there)
    lines = ["reference,kind,title_en,title_cy,state,parties,flows,in_force_from,review_on"]
    for number in range(there, size):
        us, *others = "Body 000", *(f"Body {n:03}" for n in chance.sample(range(1, BODIES), 2))
        english, welsh = " ".join(chance.sample(WORDS, 4)), " ".join(chance.sample(WELSH, 4))
        purpose = chance.choice(PURPOSES)
        flows = f'"{us} > {"; ".join(others)}: {purpose}\n{others[0]} > {us}: {purpose}"'
        review = f"20{chance.randint(26, 28)}-{chance.randint(1, 12):02}-15"
        state = chance.choice(["in-force", "in-force", "in-force", "withdrawn"])
        names = "; ".join([us, *others])
        lines.append(
            f"R-{number},data-sharing-agreement,{english} {number},{welsh},{state},{names},{flows},{DAY},"
            f"{review}"
        )
    return "\r\n".join(lines).encode()
