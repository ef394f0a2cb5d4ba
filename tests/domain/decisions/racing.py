"""Two who press at the same moment, on a real database file. Run by test_races.py.

`python -m tests.domain.decisions.racing FOLDER ROUNDS` prints one line of JSON: what went wrong, in words.
A database in memory, as other tests use, does not wait for a lock as a file does.
"""

import json
import os
import sys
import threading


def main(folder, rounds):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import migrated
    from tests.people import build_town

    migrated.migrate()
    town = build_town()
    wrong = [what for _round in range(rounds) for what in (*two_answers(town), *undone_and_sent(town))]
    print(json.dumps({"rounds": rounds, "wrong": wrong}))


def two_answers(town):
    """Two answer one question of a draft differently: one is shown the clash, the other stands."""
    from sharewell.domain.decisions import actions, queries
    from sharewell.domain.errors import Clash

    draft = actions.begin_draft(by=town.teacher)

    def answer(value):
        changed = {"worry.risk": value}
        return lambda: actions.save_answers(draft=draft, changed=changed, version=1, by=town.teacher)

    saved, refused = together(answer("none"), answer("welfare"))
    stands = queries.draft_for(town.teacher, draft.pk).answers["worry.risk"]
    if len(saved) != 1 or [type(each) for each in refused] != [Clash]:
        yield f"{len(saved)} saved, {refused} refused"
    elif refused[0].theirs != {"worry.risk": stands} or saved[0].answers["worry.risk"] != stands:
        yield f"{stands} stands, but the clash shows {refused[0].theirs}"


def undone_and_sent(town):
    """One entry is undone and sent at once: one of the two wins, and it is never both."""
    from django.db import transaction

    from sharewell.domain.decisions import actions
    from tests.people import WALK, add_tendai

    worry = actions.raise_worry(by=town.teacher, children=[add_tendai(town.teacher)], answers=WALK)
    entry = actions.add_entry(worry=worry, kind="fact", text="x", by=town.teacher)

    def send():
        with transaction.atomic():
            actions.mark_entries_sent(entries=[entry], by=town.teacher)

    won, refused = together(lambda: actions.undo_entry(entry=entry, by=town.teacher), send)
    entry.refresh_from_db()
    if len(won) != 1 or len(refused) != 1 or (entry.undone_at is None) == (entry.sent_at is None):
        yield f"{len(won)} won; undone {entry.undone_at}, sent {entry.sent_at}; {refused}"


def together(*acts):
    """What came of acts that begin at the same moment: results, and errors."""
    from django.db import connection

    ready, results, errors = threading.Barrier(len(acts)), [], []

    def run(act):
        try:
            ready.wait()
            results.append(act())
        except Exception as error:  # whatever it is, the round says so
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results, errors


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
