"""`python -m tests.faults SCENE` runs schedules of one scene; see docs/explanation/faults.md.

    python -m tests.faults send-link --seeds 0 500     seeds 0 to 499
    python -m tests.faults send-link --seeds 4711      one seed again
    python -m tests.faults send-link "kill@17 / torn@40"   one schedule again
    python -m tests.faults send-link --crashes 10000       as many as that in which a process died

Prints one line of JSON, and each schedule in which something was wrong, with its seed.
"""

import argparse
import itertools
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults import calls

MEMORY = Path("/dev/shm")


def main():
    arguments = read_arguments()
    if "SHAREWELL_FAULTS" not in os.environ:
        raise SystemExit(in_a_folder())
    found = run(arguments, Path(os.environ["SHAREWELL_FAULTS"]))
    print(json.dumps(found))


def read_arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("scene")
    parser.add_argument("schedule", nargs="?")
    parser.add_argument(
        "--seeds", nargs="+", type=int, default=[0, 100], help="one, or the first and the end"
    )
    parser.add_argument("--crashes", type=int, help="seeds from 0 on until so many schedules held a death")
    parser.add_argument("--until-wrong", action="store_true", help="stop at the first that went wrong")
    return parser.parse_args()


def in_a_folder(words=None):
    """The same again in a process of its own, with a folder in memory and the file calls watched."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None  # a kill needs no real disk
    with tempfile.TemporaryDirectory(prefix="sharewell-faults-", dir=memory) as folder:
        environment = os.environ | {
            "SHAREWELL_FAULTS": folder,
            "SHAREWELL_HOME": f"{folder}/home",
            "SHAREWELL_TLS": "no",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        environment.pop("DATABASE_URL", None)
        if calls.can_be_watched():
            environment["LD_PRELOAD"] = str(calls.build(folder))
        words = sys.argv[1:] if words is None else words
        return subprocess.run([sys.executable, "-m", "tests.faults", *words], env=environment).returncode


def run(arguments, folder):
    import django
    from django.conf import settings

    from tests.faults.post import Post

    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.05  # seconds: a paused process holds the lock
    django.setup()
    logging.disable()  # refusals by the hundred are what is looked for
    post = Post(folder)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 10
    warm_up()
    house = built(folder, scenes()[arguments.scene](), post)
    started, before = time.monotonic(), os.times()
    found = sweep(house, planned(arguments, house), arguments)
    post.stop()
    used = os.times()
    cpu = sum(used[:4]) - sum(before[:4])
    return (
        found
        | {"seconds": round(time.monotonic() - started, 1), "cpu": round(cpu, 1)}
        | {"steps": Counter(house.trace)}
    )


def warm_up():
    """What every process of the service has ready: the rules, the pages."""
    from django.urls import get_resolver

    from sharewell import rules

    rules.current()
    get_resolver().url_patterns  # noqa: B018 (imports every view)


def scenes():
    from tests.faults import planted
    from tests.faults.recording import Record
    from tests.faults.sending import Send
    from tests.faults.serving import Answer, Receive

    return {
        "send-link": lambda: Send("link"),
        "send-inbox": lambda: Send("inbox"),
        "carry-link": lambda: Send("link", is_pressed=True),
        "carry-inbox": lambda: Send("inbox", is_pressed=True),
        "record": Record,
        "worry": lambda: Record("worry", is_decided=True),
        "receive": Receive,
        "answer": Answer,
        **{scene.name: scene for scene in planted.FAULTS},
    }


def built(folder, scene, post):
    from tests.faults.house import House
    from tests.faults.served_house import ServedHouse

    return (ServedHouse if hasattr(scene, "visit") else House)(folder, scene, post)


def planned(arguments, house):
    """The schedules to run, each with its seed."""
    from tests.faults import schedules

    if arguments.schedule:
        yield "as given", schedules.read(arguments.schedule)
        return
    first, *end = arguments.seeds
    seeds = itertools.count() if arguments.crashes else range(first, end[0] if end else first + 1)
    for seed in seeds:
        yield seed, schedules.of_seed(house.scene.name, seed, house.trace)


def sweep(house, plans, arguments):
    """Run them all; the sums, and every schedule that went wrong."""
    from tests.faults import schedules

    sums, wrong, slowest = Counter(), [], (0, 0, "")
    for seed, schedule in plans:
        began = time.monotonic()
        result = house.run(schedule)
        slowest = max(slowest, (round(time.monotonic() - began, 1), seed, schedules.say(schedule)))
        sums.update(schedules=1, crashed=bool(result.deaths), deaths=result.deaths, struck=result.struck)
        sums.update(refused=len(result.refused), mailed_twice=result.mails > 1)
        for fault in (fault for faults in schedule for fault in faults):
            sums[fault.name] += 1
        if result.wrong:
            wrong.append({"seed": seed, "schedule": schedules.say(schedule), "wrong": result.wrong})
            print(f"{house.scene.name} seed {seed}: {wrong[-1]}", file=sys.stderr)
        if sums["crashed"] == arguments.crashes or (wrong and arguments.until_wrong):
            break
    return {"scene": house.scene.name, **sums, "slowest": slowest, "wrong": wrong}


if __name__ == "__main__":
    main()
