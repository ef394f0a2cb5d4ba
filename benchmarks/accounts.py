"""Can one tell from the time of an answer whether somebody has an account?

Each pair is asked in turn, one known and one unknown address, in an order drawn by lot, and the times are
compared: the chance that the known one took longer (AUC: 0.5 is as good as a coin) and the two means. It runs
in this process with no network between, and counts the processor's time: better than any attacker could.
"""

import os
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime

PAIRS = {"sign in with a wrong password": 400, "ask for a new password": 2000}


def run() -> list[dict]:
    """Rows for signing in and for a forgotten password."""
    _prepare()
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse

    known, unknown = _people()
    browser = Client(REMOTE_ADDR="192.0.2.1")
    asked = {
        "sign in with a wrong password": lambda email: browser.post(
            reverse("account_login"), {"login": email, "password": "heron under a bridge"}
        ),
        "ask for a new password": lambda email: browser.post(
            reverse("account_reset_password"), {"email": email}
        ),
    }
    rows = []
    for work, ask in asked.items():
        times = {known: [], unknown: []}
        for number in range(PAIRS[work] + 20):
            for email in random.Random(number).sample([known, unknown], 2):
                cache.clear()
                start = time.thread_time()
                ask(email)
                if number >= 20:  # the first warm up
                    times[email].append(time.thread_time() - start)
        rows += _rows(work, times[known], times[unknown])
    return rows


def auc(ours: list[float], others: list[float]) -> float:
    """The chance that one of the first took longer than one of the second, by ranks."""
    ranked = sorted((value, side) for side, values in enumerate((others, ours)) for value in values)
    sum_of_ranks = sum(rank for rank, (_, side) in enumerate(ranked, 1) if side)
    return (sum_of_ranks - len(ours) * (len(ours) + 1) / 2) / (len(ours) * len(others))


def _rows(work, known, unknown):
    shared = {
        "work": work, "n": len(known), "peer": "unknown", "limit": None,
        "on": str(datetime.now(UTC).date()), "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip
    means = statistics.mean(known) * 1000, statistics.mean(unknown) * 1000
    separable = auc(known, unknown)
    return [
        {"id": "T17", **shared, "ours": round(means[0], 3), "unit": "ms", "peer_value": round(means[1], 3),
         "ratio": round(means[1] / means[0], 3)},
        {"id": "T17", **shared, "work": f"{work}: how separable", "ours": round(separable, 4), "unit": "AUC",
         "peer": "a coin", "peer_value": 0.5, "ratio": round(0.5 / separable, 3)},
    ]  # fmt: skip


def _prepare():
    """A service of its own in a folder that goes away, with the hashing that people get."""
    folder = tempfile.mkdtemp(prefix="sharewell-benchmark-")
    os.environ |= {"SHAREWELL_HOME": folder, "SHAREWELL_TLS": "no"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)


def _people():
    """One address that somebody has, and one like it that nobody has."""
    from sharewell.domain.organisations import actions

    school = actions.add_organisation(by="system", name_en="A school", kind="academy", nation="england")
    for number in range(200):
        actions.add_person(
            organisation=school, email=f"person{number}@school.example", name=f"Person {number}",
            role="practitioner", by="system", password="otter-ladder-cotton" if number == 100 else None,
        )  # fmt: skip
    return "person100@school.example", "person999@school.example"


if __name__ == "__main__":
    for row in run():
        print(row)
