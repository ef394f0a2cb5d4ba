"""One press opens a link, however many press at once; machines that only look open and spoil nothing."""

import json
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from django.core import mail

from sharewell.domain.agreements import actions as agreements
from sharewell.domain.deliveries import outbox
from sharewell.domain.deliveries.models import Opening
from tests.attacks.cells import IS_SWEEP
from tests.domain.agreements.partners import answer_all, draft
from tests.domain.deliveries.town import fresh, prepare, send, worry_of
from tests.people import build_town

# Most of it is waiting for the one lock of a SQLite file: several services wait at the same time.
LINKS, PAGES, SERVICES = (1000, 20, 4) if IS_SWEEP else (4, 1, 1)
LOOKS = 50 * (5 if IS_SWEEP else 1)
AGENTS = ["", "Mozilla/5.0", "Slackbot-LinkExpanding 1.0", "Mozilla/5.0 SafeLinks", "Google-Safety"]
AGENTS += ["curl/8.0", "Barracuda Sentinel", "Twitterbot/1.0", "facebookexternalhit/1.1", "WhatsApp/2.2"]
HINTS = [{}, {"sec-purpose": "prefetch"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"},
         {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}]  # fmt: skip


@pytest.mark.slow
def test_of_sixty_four_who_press_at_once_one_wins_and_nobody_afterwards(tmp_path):
    each = [LINKS // SERVICES, PAGES // SERVICES]
    runs = [_pressing(tmp_path / str(number), *each) for number in range(SERVICES)]
    for run in runs:
        out, words = run.communicate(timeout=1200)
        assert run.returncode == 0, words[-3000:]
        said = json.loads(out.splitlines()[-1])
        assert said["wrong"] == [] and [said["links"], said["pages"]] == each
    print(f"{LINKS} links and {PAGES} pages, pressed by 64 each")


def _pressing(folder, *numbers):
    folder.mkdir()
    command = [sys.executable, "-m", "tests.attacks.presses", str(folder), *map(str, numbers)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_machines_that_look_fifty_times_in_every_way_open_nothing_and_the_recipient_still_does(
    client, db, method
):
    town = build_town()
    sent = send(prepare(worry_of(town), town.gp, town.teacher), town.teacher)
    outbox.drain()
    address = re.search(r"https?://[^/]+(/received/\S+)", mail.outbox[-1].body)[1]
    links = list(sent.links.values())
    ways = list(product(AGENTS, HINTS))
    for n in range(LOOKS):
        agent, hints = ways[n % len(ways)]
        page = getattr(client, method)(address, headers={"user-agent": agent, **hints})
        assert page.status_code in (200, 405)
        assert b"Tendai" not in page.content and sent.door.code.encode() not in page.content
    assert not Opening.objects.exists()
    assert list(sent.links.values()) == links, "looking changed the link"
    who = {"name": "Dr Sunita Rao", "role": "Doctor", "is_meant": "on", "code": fresh(sent).door.code}
    assert client.post(address, who).status_code == 302
    assert Opening.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_machines_that_look_at_the_link_of_an_agreement_open_nothing_and_the_party_still_does(
    client, db, method
):
    town = build_town()
    officer = town.at_school["data-protection-officer"]
    agreement = draft(town)
    party = agreements.add_party(
        agreement=agreement, organisation=town.surgery, by=officer, signatory_role_en="Senior partner",
        signatory_email="partner@milllane.example",
    )  # fmt: skip
    answer_all(agreement, officer)
    agreements.put_before_parties(agreement=agreement, by=officer)
    (link,) = party.invitations.all()
    before = list(party.invitations.values())
    ways = list(product(AGENTS, HINTS))
    for n in range(LOOKS):
        agent, hints = ways[n % len(ways)]
        page = getattr(client, method)(f"/signing/{link.token}", headers={"user-agent": agent, **hints})
        assert page.status_code in (200, 405)
        assert b"Keeping pupils safe" not in page.content and link.code.encode() not in page.content
    assert list(party.invitations.values()) == before, "looking changed the link"
    assert client.post(f"/signing/{link.token}", {"code": link.code}).status_code == 302
    assert party.invitations.get().opened_at
    agreements.invite(party=party, purpose=link.purpose, by=officer)
    replaced = client.post(f"/signing/{link.token}", {"code": link.code})
    assert replaced.status_code == 200, "a link that another has replaced opened"
