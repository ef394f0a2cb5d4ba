"""Sixty-four who press at once on one link, a thousand links one after another. Run by test_links.py.

`python -m tests.attacks.presses FOLDER LINKS PAGES`: on a real database file; the first LINKS links are
pressed in the room, the next PAGES through the page, by as many browsers, some of which only look. Prints one
line of JSON.
"""

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

PRESSES = 64
WHO = {"name": "Dr Sunita Rao", "role": "Safeguarding doctor"}
AGENTS = ("", "Slackbot-LinkExpanding 1.0", "Mozilla/5.0 (SafeLinks)", "curl/8.0")


def main(folder, links, pages):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from sharewell.domain.deliveries.models import Opening
    from tests import migrated
    from tests.domain.deliveries.town import fresh, prepare, send, worry_of
    from tests.people import build_town

    migrated.migrate()
    town = build_town()
    sent = send(prepare(worry_of(town), town.gp, town.teacher), town.teacher)
    wrong = []
    with ThreadPoolExecutor(PRESSES) as people:
        for number in range(links + pages):
            press = pressed if number < links else posted
            token, code = new_link(sent)
            before = Opening.objects.count()
            won = press(people, token, code)
            again = pressed_once(token, code)
            counts = (won, again, Opening.objects.count() - before)
            if counts != (1, 0, 1):
                wrong.append(f"link {number}: won, won again, openings: {counts}")
    print(
        json.dumps(
            {
                "links": links,
                "pages": pages,
                "presses": PRESSES,
                "wrong": wrong[:20],
                "state": fresh(sent).state,
            }
        )
    )


def new_link(sent):
    """Another link for the same package, as the sender has it renewed, and its code."""
    from django.utils import timezone

    from sharewell.domain.deliveries.actions.sending import make_link
    from tests.domain.deliveries.town import fresh

    return make_link(fresh(sent), timezone.now()), fresh(sent).door.code


def pressed_once(token, code):
    """Somebody who has the link, and the code, and comes later."""
    from sharewell.domain.deliveries import actions

    return int(bool(actions.open_link(token=token, code=code, **WHO).opening))


def together(people, acts):
    """Do them all at the same moment, each with a connection that is kept; how many came to something."""
    ready = threading.Barrier(len(acts))

    def at_once(act):
        ready.wait()
        return act()

    return sum(people.map(at_once, acts))


def pressed(people, token, code):
    from sharewell.domain.deliveries import actions

    def press():
        return bool(actions.open_link(token=token, code=code, **WHO).opening)

    return together(people, [press] * PRESSES)


def posted(people, token, code):
    """Through the page; every fourth of them is a machine that only looks."""
    from django.test import Client

    address = f"/received/{token}"

    def look(agent):
        page = Client().get(address, headers={"user-agent": agent, "sec-purpose": "prefetch"})
        assert page.status_code == 200
        return False

    def press():
        page = Client().post(address, WHO | {"code": code, "is_meant": "on"})
        assert page.status_code in (200, 302), f"{page.status_code}: {page.content[:2000]!r}"
        return page.status_code == 302

    acts = [press if n % 4 else lambda n=n: look(AGENTS[n // 4 % len(AGENTS)]) for n in range(PRESSES)]
    return together(people, acts)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
