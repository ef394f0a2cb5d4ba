"""Known and unknown addresses: the same queries, the same hashing, the same answer, the same mail."""

import re

import pytest
from django.contrib.auth.hashers import BasePasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sharewell.domain.organisations import actions
from tests.people import PASSWORD, SYSTEM

pytestmark = pytest.mark.django_db
HASHES = []


class Counted(BasePasswordHasher):
    """A quick hash that counts how often it is made."""

    algorithm = "counted"

    def encode(self, password, salt):
        HASHES.append("hash")
        return f"counted${salt}${hash((password, salt))}"

    def decode(self, encoded):
        return dict(zip(("algorithm", "salt", "hash"), encoded.split("$"), strict=True))

    def verify(self, password, encoded):
        return self.encode(password, self.decode(encoded)["salt"]) == encoded

    def safe_summary(self, encoded):
        return {}


@pytest.fixture
def people(town, settings):
    """Everybody whose address somebody could try: the sorts that there are, and one that nobody has."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    known, ended, new = (
        actions.add_person(
            organisation=town.school, email=f"{name}@school.example", name=name, role="practitioner",
            password=None if name == "newcome" else PASSWORD, by=SYSTEM,
        )
        for name in ("knownto", "endedup", "newcome")
    )  # fmt: skip
    actions.end_access(person=ended, by=SYSTEM)
    return {
        "known": known.email, "ended": ended.email, "without a password": new.email,
        "unknown": "unknown@school.example",
    }  # fmt: skip


def said(page, email):
    """What the page says, once what differs for everybody is masked."""
    text = page.content.decode().replace(email, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)


def tried(client, name, address, **more):
    """One try from a new browser: what it answers, its queries, how many hashes, and how many mails."""
    cache.clear()
    HASHES.clear()
    mail.outbox.clear()
    browser = type(client)()
    browser.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        page = browser.post(reverse(name), more, follow=False)
    tables = [re.sub(r"'[^']*'|\d+|x'[0-9a-f]+'", "?", each["sql"])[:70] for each in asked]
    answer = page.status_code, page.get("Location", ""), said(page, address)
    return answer, tables, len(HASHES), len(mail.outbox)


SORTS = ["known", "ended", "without a password"]


@pytest.mark.parametrize("sort", SORTS)
def test_a_wrong_password_is_answered_alike_for_whoever(client, people, sort):
    typed = {"password": "heron under a bridge"}
    one = tried(client, "account_login", people[sort], login=people[sort], **typed)
    other = tried(client, "account_login", people["unknown"], login=people["unknown"], **typed)
    assert one == other
    assert one[2] == 1  # one hash each


@pytest.mark.parametrize("sort", SORTS)
def test_a_forgotten_password_is_answered_alike_for_whoever(client, people, sort):
    one = tried(client, "account_reset_password", people[sort], email=people[sort])
    other = tried(client, "account_reset_password", people["unknown"], email=people["unknown"])
    assert one == other
    assert one[3] == 1  # one mail each: who reads that mailbox may know


def test_guessing_is_slowed_down_alike_for_known_and_unknown(client, people):
    statuses = []
    for email in (people["known"], people["unknown"]):
        cache.clear()
        browser = type(client)()
        typed = {"login": email, "password": "heron under a bridge"}
        answers = [browser.post(reverse("account_login"), typed) for _ in range(8)]
        statuses.append([(answer.status_code, said(answer, email)) for answer in answers])
    assert statuses[0] == statuses[1]
    assert statuses[0][0] != statuses[0][-1]


def test_the_mail_to_an_unknown_address_holds_nothing_of_anybody(client, people):
    tried(client, "account_reset_password", people["unknown"], email=people["unknown"])
    [sent] = mail.outbox
    assert "school" not in sent.subject.lower() + sent.body.lower().replace(people["unknown"], "")
