"""Reading a page changes nothing, whoever reads it, and no page fails for anybody."""

import re
from itertools import product

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.contrib.auth import get_user_model
from django.db import connection

from docs.from_code import routes
from sharewell.config.county import County
from sharewell.domain.agreements.models import Agreement, Comment, Invitation, Paper, Party
from sharewell.domain.children.models import Child
from sharewell.domain.decisions.models import Advice, Decision, Draft, Entry, Member, Owed, Worry
from sharewell.domain.deliveries.models import Answer, Attachment, Delivery
from sharewell.domain.learning.models import Policy, Version
from sharewell.domain.organisations.models import Area, DirectoryEntry, Gap, Organisation, StartDate
from sharewell.domain.oversight.models import SelfAssessment
from sharewell.domain.requests.models import CodeForm

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# The tables that reading may write to, and why.
MAY_BE_WRITTEN = {
    "django_session": "moves the end of a session on, and forgets an ended one",
    "account_emailaddress": "allauth notes the address of an account the first time that it is shown",
    "organisations_device": "in which browsers somebody is signed in, and since when they were last there",
    "decisions_look": "who looked is written down (docs/adr/reads-are-recorded-in-an-access-log.md)",
}
# What stands in the place of each thing that varies in an address, by the folder and the name of what varies.
ROWS = {
    ("worries", "pk"): [Worry, Decision, Entry, Advice, Draft],
    ("home", "pk"): [Owed],
    ("deliveries", "pk"): [Delivery],
    ("inbox", "pk"): [Delivery],
    ("received", "pk"): [Delivery],
    ("danger", "area"): [Area],
    ("directory", "pk"): [DirectoryEntry, Area],
    ("register", "pk"): [Agreement, Paper],
    ("requests", "pk"): [CodeForm],
    ("requests", "worry"): [Worry],
    ("self_assessment", "pk"): [SelfAssessment],
    ("public_register", "pk"): [Agreement],
    ("agreeing", "agreement"): [Agreement],
    ("agreeing", "party"): [Party],
    ("agreeing", "comment"): [Comment],
    ("signing", "pk"): [Invitation],
    ("policies", "policy"): [Policy],
    ("policies", "version"): [Version],
    ("policies", "draft"): [Version],
    ("notices", "organisation"): [Organisation],
    ("notices", "policy"): [Policy],
}
NAMED = {
    "gap": [Gap],
    "start": [StartDate],
    "member": [Member],
    "child": [Child],
    "file": [Attachment],
    "answer": [Answer],
}
WORDS = {
    "number": ["1"],
    "token": ["no-such-link"],
    "name": ["child", "sc01", "start-of-16la", "rules.json"],
    "slug": ["E-CA04-16LA", "9g-18", "SECTOR-FIRE", "UK-ICO-STEP-09"],
    "what": ["source"],
    "stage": ["first", "request", "footing"],
    "standard": ["step-01", "code-requests"],
    "form": ["pdf"],
    "record": ["decisions"],
    "section": ["what", "who"],
    "key": ["summary"],
}
# Pages that are not read here, and why.
LEFT_OUT = {
    "front:leave": "ends the session at once, which is what it is for",
    "account_logout": "the same, once it is confirmed",
    "account_confirm_email": "needs a key out of a mail",
    "account_reset_password_from_key": "needs a key out of a mail",
}
PEOPLE = [
    "amina.yusuf@sandleburyhill.example",
    "ruth.adeyemi@sandleburyhill.example",
    "tomasz.wieczorek@sandleburyhill.example",
    "priya.raghavan@sandleburyhill.example",
    "colin.fairbrother@sandleburyhill.example",
    "shanthi.perera@fallowshire.example",
    None,
]


class Watch:
    """Notes every statement that writes to a table where reading may not."""

    def __init__(self):
        self.wrote = []

    def __call__(self, execute, sql, params, many, context):
        found = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', sql, re.IGNORECASE)
        if found and found[1] not in MAY_BE_WRITTEN:
            self.wrote.append(sql[:100])
        return execute(sql, params, many, context)


@pytest.fixture
def county():
    County(settings.EXAMPLES).load()


def choices(folder, kind, name):
    """What to put in the place of one thing that varies."""
    models = ROWS.get((folder, name)) or NAMED.get(name)
    if kind == "uuid" and models:
        return [
            str(pk)
            for model in models
            for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:2]
        ]
    return WORDS.get(name, ["1"])


def addresses():
    """Every address of every page of ours, with rows of the county in it."""
    for address, name in routes():
        folder = name.split(":")[0] if ":" in name else ""
        parts = re.split(r"<(\w+):(\w+)>", address)
        varying = [choices(folder, kind, what) for kind, what in zip(parts[1::3], parts[2::3], strict=True)]
        for chosen in product(*varying):
            yield name, "/" + "".join(map("".join, zip(parts[::3], (*chosen, ""), strict=True)))


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: (who or "nobody").split("@")[0])
def test_reading_every_page_changes_nothing_and_fails_nowhere(client, county, who, caplog):
    caplog.set_level("CRITICAL", "django.request")  # thousands of refusals, as there should be
    client.raise_request_exception = False
    if who:
        client.force_login(get_user_model().objects.get(email=who))
    wrong, read = [], 0
    for name, address in addresses():
        if name in LEFT_OUT:
            continue
        for path in (address, f"/cy{address}"):
            watch = Watch()
            with connection.execute_wrapper(watch):
                answer = client.get(path)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            read += answer.status_code == 200
            if watch.wrote or answer.status_code >= 500:
                wrong.append(f"{name} {path}: {answer.status_code} {watch.wrote}")
            if answer.status_code != 200:
                break
    assert wrong == [], "\n".join(wrong)
    assert read > (20 if who is None else 40)
    assert (SIGNED_IN in client.session) == (who is not None), "a page that was only read ended the session"
