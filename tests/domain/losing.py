"""Many who edit one form at the same moment, on a real database file. Run by `test_lost_updates.py`.

`python -m tests.domain.losing FOLDER THREADS` prints one line of JSON: for each form how many edits were
made, how many were refused with both values shown, and what was lost.
"""

import json
import os
import sys
import threading
from functools import partial


def main(folder, count):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import migrated
    from tests.domain.forms import forms_of
    from tests.people import build_town

    migrated.migrate()
    found = {}
    for form in forms_of(build_town()):
        found[form.name] = choosing(form, count) if form.options else adding(form, count)
    print(json.dumps(found))


def adding(form, count):
    """Each adds a mark to what it saw; refused, it looks again. Lost is a mark that was saved and is gone."""
    from sharewell.domain.errors import Clash

    refused, marks = [], [f"{number:02x}" for number in range(count)]

    def edit(mark):
        while True:
            value, version = form.see()
            try:
                form.write(f"{value} {mark}".strip(), version)
            except Clash as clash:
                shown = next(iter(clash.theirs.values()))
                refused.append(shown != value)  # what it is shown is what it had not seen
                continue
            return

    errors = together([partial(edit, mark) for mark in marks])
    stands = form.see()[0].split()
    lost = [mark for mark in marks if mark not in stands]
    errors += ["a clash that shows nothing new" for is_new in refused if not is_new]
    return {"edits": count, "refused": len(refused), "lost": lost, "errors": errors}


def choosing(form, count):
    """All saw the same and each chooses; what was taken must stand, and all others are shown it."""
    from sharewell.domain.errors import Clash

    value, version = form.see()
    options = [option for option in form.options if option != value]
    taken, refused = [], []

    def edit(option):
        try:
            form.write(option, version)
            taken.append(option)
        except Clash as clash:
            refused.append(next(iter(clash.theirs.values())))

    errors = together([partial(edit, options[at % len(options)]) for at in range(count)])
    stands = form.see()[0]
    lost = [str(option) for option in [*taken, *refused] if option != stands]
    return {"edits": count, "refused": len(refused), "lost": lost, "errors": errors}


def together(acts):
    """Begin them at the same moment; what went wrong in any."""
    from django.db import connection

    ready, errors = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            act()
        except Exception as error:  # whatever it is, the test says so
            errors.append(repr(error)[:200])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
