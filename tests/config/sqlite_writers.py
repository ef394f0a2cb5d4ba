"""One process of writers with the product's own settings, for `test_sqlite.py`.

`python sqlite_writers.py FOLDER NAME THREADS SECONDS`: prints how many rows each thread was told are kept.
"""

import random
import sys
import threading
import time
from pathlib import Path

import django
from django.conf import settings

from sharewell.config.databases import database


def write(name, until, kept):
    from django.db import connection

    chance = random.Random(name)
    count = 0
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO kept (writer, number) VALUES (%s, %s)", [name, count])
            count += 1
            cursor.execute("SELECT count(*) FROM kept WHERE writer = %s", [name])
            assert cursor.fetchone()[0] == count, "a row that was kept cannot be read back"
        if chance.random() < 0.2:
            connection.close()  # the pattern that lost rows in older SQLite: everybody closes now and then
        time.sleep(chance.uniform(0, 0.006))
    connection.close()
    kept[name] = count


def main(folder, name, threads, seconds):
    settings.configure(DATABASES={"default": database("", Path(folder))}, USE_TZ=True)
    django.setup()
    kept = {}
    until = time.monotonic() + float(seconds)
    writers = [threading.Thread(target=write, args=(f"{name}-{n}", until, kept)) for n in range(int(threads))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(kept) == len(writers), "a writer was stopped by an error"
    print(sum(kept.values()))


if __name__ == "__main__":
    main(*sys.argv[1:])
