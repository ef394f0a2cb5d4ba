"""A database from before safe addresses had a table of their own, brought up to date. Run by test_moving.py.

`python -m tests.domain.children.moving FOLDER`: prints one line of JSON.
"""

import json
import os
import sys

OLD = [("children", "0001_initial"), ("deliveries", "0002_urgent_shares_and_reminders")]
SECRET = "14 Larch Close, Sandlebury FS4 2QN"


def main(folder):
    os.environ["SHAREWELL_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    ids = fill(executor.loader.project_state(OLD).apps)
    call_command("migrate", verbosity=0)
    print(json.dumps(what_is_there(ids)))


def fill(apps):
    """A child with an open and a shielded address, and a package to which the shielded one was released."""
    from django.utils import timezone

    def make(label, **facts):
        return apps.get_model(label).objects.create(**facts)

    now = timezone.now()
    school = make("organisations.Organisation", name_en="School", kind="academy", nation="england")
    person = make("organisations.Person", email="a@b.example", organisation=school, role="practitioner")
    child = make("children.Child", organisation=school, name="Tendai Marlow", added_by=person, added_at=now)
    at = {"child": child, "added_by": person, "added_at": now}
    shielded = make("children.Place", address=SECRET, is_shielded=True, **at)
    make("children.Place", address="3 Cooper's Row", **at)
    raised = {"raised_by": person, "raised_at": now}
    worry = make("decisions.Worry", reference="AAAA-AAAA", organisation=school, **raised)
    entry = make("organisations.DirectoryEntry", organisation=school, role_en="Desk", checked_on=now.date())
    rules = make("decisions.KeptRules", sha256="0" * 64, version="1", data=b"{}")
    decision = make(
        "decisions.Decision", worry=worry, child=child, recipient=entry, choice="share", reason="x",
        case=b"{}", outcome=b"{}", outcome_id="share", rules=rules, by=person, at=now,
    )  # fmt: skip
    left = [{"what": "Address", "text": SECRET, "why": "x", "key": f"place:{shielded.pk}"}]
    delivery = make(
        "deliveries.Delivery", reference="BBBB-BBBB", decision=decision, way="inbox", state="sent", by=person,
        prepared_at=now, sent_at=now, sent_by=person, left_out=left,
    )  # fmt: skip
    make("deliveries.Release", delivery=delivery, what="place", place=shielded, reason="x", by=person, at=now)
    return {"shielded": str(shielded.pk), "delivery": str(delivery.pk), "child": str(child.pk)}


def what_is_there(ids):
    from sharewell.domain.children import queries
    from sharewell.domain.children.models import Child, Place, SafeAddress
    from sharewell.domain.deliveries.models import Delivery, Release
    from sharewell.domain.organisations.models import Person

    safe = SafeAddress.objects.get()
    person = Person.objects.get()
    texts = "He moved to 14 Larch Close. Marlow, Tendai."
    return {
        "kept its id": str(safe.pk) == ids["shielded"],
        "opens": safe.address.opened() == SECRET,
        "still open": [place.address for place in Place.objects.all()],
        "released": str(Release.objects.get().address_id) == ids["shielded"],
        "left out": Delivery.objects.get().left_out[0]["text"],
        "found elsewhere": len(queries.others_addresses_in(person, texts, Child.objects.none())),
        "named elsewhere": len(queries.others_named_in(person, texts, Child.objects.none())),
    }


if __name__ == "__main__":
    main(sys.argv[1])
