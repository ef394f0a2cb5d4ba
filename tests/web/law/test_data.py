"""The rules as files, as anybody can fetch them."""

import json

import pytest

from sharewell import rules

pytestmark = pytest.mark.django_db


def test_every_file_that_is_offered_can_be_fetched_and_read(client):
    text = client.get("/law/data/").content.decode()
    names = [*rules.publish(rules.current()), f"{rules.current().version}.json", "2026.1.json"]
    for name in names:
        assert f'href="/law/data/{name}"' in text
        answer = client.get(f"/law/data/{name}")
        assert answer.status_code == 200 and json.loads(answer.content)
        assert name in answer.headers["Content-Disposition"]


def test_a_rule_set_that_was_fetched_decides_again(client):
    fetched = rules.load(client.get(f"/law/data/{rules.current().version}.json").content)
    assert fetched.sha256 == rules.current().sha256
    assert rules.load(client.get("/law/data/2026.1.json").content).version == "2026.1"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rules.json", "application/json"),
        ("rules.schema.json", "application/schema+json"),
        ("rules.jsonld", "application/ld+json"),
    ],
)
def test_a_file_says_what_it_is(client, name, kind):
    assert client.get(f"/law/data/{name}").headers["Content-Type"] == kind
