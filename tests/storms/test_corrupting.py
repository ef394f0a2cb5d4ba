"""Bytes that the disk altered: no other words are shown than were written, and one case is not the site."""

import json
import os
import subprocess
import sys

import pytest

from tests.config.running import environment

pytestmark = pytest.mark.slow
FLIPS, AT_ONCE = 240, 4
if os.environ.get("SHAREWELL_CI"):
    FLIPS = 1_000
if os.environ.get("SHAREWELL_SWEEP"):
    FLIPS, AT_ONCE = 10_000, 8


def test_no_flipped_byte_puts_other_words_on_a_page(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.storms.corrupting", str(FLIPS), str(AT_ONCE)], text=True,
        env=environment(tmp_path, DJANGO_SETTINGS_MODULE="tests.settings"), capture_output=True, timeout=1800,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    came = json.loads(done.stdout)
    print(f"\n{came}")
    assert came["flips"] == FLIPS and came["wrong"] == 0
    assert came.get("missing and not noticed", 0) == 0
    assert came["some refused"] > came.get("all refused", 0), "a flip in one case closed the others"


@pytest.mark.django_db
class TestOneDamagedRecord:
    """What a damaged sealed column does to the pages."""

    @pytest.fixture
    def two(self, client):
        """Two worries at one school, the name in one of which does not open any more; and its lead."""
        from django.db import connection

        from sharewell.domain.decisions import actions
        from tests.people import add_tendai, build_town

        town = build_town()
        damaged, whole = add_tendai(town.teacher), add_tendai(town.teacher, name="Farai Whole")
        worries = [
            actions.raise_worry(by=town.teacher, children=[child], entries=[]) for child in (damaged, whole)
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM children_child WHERE id = %s", [as_stored(damaged.pk)])
            sealed = bytearray(cursor.fetchone()[0])
            sealed[len(sealed) // 2] ^= 1
            cursor.execute(
                "UPDATE children_child SET name = %s WHERE id = %s", [bytes(sealed), as_stored(damaged.pk)]
            )
        client.force_login(town.lead)
        return worries

    @pytest.mark.parametrize("page", ["/home/", "/worries/"])
    def test_a_list_says_so_and_shows_the_others(self, client, two, page):
        answer = client.get(page)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "Farai" in text and ("A damaged record" in text or page == "/home/")

    def test_its_own_page_says_so_and_shows_nothing(self, client, two):
        client.raise_request_exception = False
        answer = client.get(f"/worries/{two[0].pk}/")
        assert answer.status_code == 500
        assert "This part of our records is damaged" in answer.content.decode()
        assert client.get(f"/worries/{two[1].pk}/").status_code == 200

    def test_the_doctor_names_it(self, two):
        from sharewell.config.soundness import sealed_findings

        found = " ".join(finding.what for finding in sealed_findings())
        assert "1 rows of children_child do not open" in found


@pytest.mark.django_db
def test_the_doctor_finds_an_entry_that_was_altered_or_taken_away():
    from django.db import connection

    from sharewell.config.soundness import content_findings
    from sharewell.domain.decisions import actions
    from tests.people import add_tendai, build_town

    town = build_town()
    entries = [{"kind": "fact", "text": each, "said_by": "teacher"} for each in ("One.", "Two.", "Three.")]
    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], entries=entries)
    assert not list(content_findings())
    first, second, _ = worry.entries.order_by("recorded_at", "id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE decisions_entry SET kind = 'opinion' WHERE id = %s", [as_stored(first.pk)])
        cursor.execute("DELETE FROM decisions_entry WHERE id = %s", [as_stored(second.pk)])
    found = " ".join(finding.what for finding in content_findings())
    assert str(first.pk) in found and str(second.pk) in found and "2 entries" in found


def as_stored(pk):
    """An id as this database has it."""
    from django.db import connection

    return pk if connection.vendor == "postgresql" else pk.hex
