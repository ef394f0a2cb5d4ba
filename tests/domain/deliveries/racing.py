"""Many who press at once, on a real database file. Run by test_links.py.

`python -m tests.domain.deliveries.racing FOLDER ROUNDS PRESSES`: each round sends one link; so many threads
press with the right code, and in every other round, or in each where one alone presses, the sender recalls it
meanwhile. Prints one line of JSON: what went wrong, and who won against the recall.
"""

import json
import os
import sys
import threading


def main(folder, rounds, presses):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import migrated
    from tests.domain.deliveries.town import worry_of
    from tests.people import build_town

    migrated.migrate()
    town = build_town()
    wrong, opened = [], 0
    for number in range(rounds):
        if number % 50 == 0:
            case = worry_of(town)
        found, is_open = one_round(town, case, presses, is_recalled=presses == 1 or number % 2 == 1)
        wrong, opened = wrong + found, opened + is_open
    print(json.dumps({"rounds": rounds, "wrong": wrong, "opened": opened}))


def one_round(town, case, presses, is_recalled):
    from sharewell.domain.deliveries import actions
    from tests.domain.deliveries.town import fresh, prepare, send

    sent = send(prepare(case, town.gp, town.teacher), town.teacher)
    token, code = sent.outbox.get().payload["token"], sent.door.code
    came, ready = [], threading.Barrier(presses + 1)

    def press():
        came.append(actions.open_link(token=token, code=code, name="Dr Rao", role="GP"))

    def recall():
        actions.recall(delivery=sent, reason="Wrong surgery", by=town.teacher)

    acts = [press] * presses + [recall if is_recalled else lambda: None]
    threads = [threading.Thread(target=at_once, args=(act, ready)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = actions.open_link(token=token, code=code, name="Dr Rao", role="GP")
    wrong = list(wrong_with(fresh(sent), came, presses, is_recalled, again))
    return wrong, is_recalled and any(tried.opening for tried in came)


def wrong_with(sent, came, presses, is_recalled, again):
    """Everything that should not have come of a round."""
    from sharewell.domain.audit.queries import events_about

    won = [tried.opening for tried in came if tried.opening]
    kinds = [event.kind for event in events_about(f"delivery:{sent.pk}")]
    counts = {len(won), sent.openings.count(), kinds.count("link-opened")}
    if len(came) != presses:
        yield f"{presses - len(came)} presses failed"
    if len(counts) > 1 or len(won) > 1 or (not won and not is_recalled):
        yield f"{len(won)} won; openings and events: {counts}"
    if is_recalled and sent.state != "recalled":
        yield f"recalled, but {sent.state}"
    if won and is_recalled and kinds.index("delivery-recalled") < kinds.index("link-opened"):
        yield "opened after it was recalled"
    if again.opening:
        yield "opened once more"


def at_once(act, ready):
    from django.db import connection

    try:
        ready.wait()
        act()
    finally:
        connection.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
