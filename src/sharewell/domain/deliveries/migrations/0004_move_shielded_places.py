"""Addresses that must not be disclosed move to a table and a key of their own, and leave every list."""

from django.db import migrations

from sharewell.domain.children import traces


def move(apps, schema_editor):
    shielded = set()
    for place in apps.get_model("children", "Place").objects.filter(is_shielded=True):
        shielded.add(f"place:{place.pk}")
        _hide(apps, place)
    _trace_names(apps)
    for release in apps.get_model("deliveries", "Release").objects.filter(place__isnull=False):
        release.address_id, release.place_id = release.place_id, None
        release.save(update_fields=["address", "place"])
    apps.get_model("children", "Place").objects.filter(is_shielded=True).delete()
    if shielded:
        _forget_in_what_was_left_out(apps, shielded)


def _hide(apps, place):
    model, table = apps.get_model("children", "SafeAddress"), apps.get_model("children", "AddressTrace")
    safe = model(
        pk=place.pk, child=place.child, linked_person=place.linked_person, added_by_id=place.added_by_id,
        added_at=place.added_at,
    )  # fmt: skip
    safe.address = place.address
    safe.save(force_insert=True)
    for trace in traces.of_address(place.address, place.child.organisation_id):
        table.objects.create(address=safe, **trace._asdict())


def _trace_names(apps):
    table = apps.get_model("children", "ChildTrace")
    for child in apps.get_model("children", "Child").objects.filter(traces=None):
        table.objects.bulk_create(
            [table(child=child, **trace._asdict()) for trace in traces.of_child(child)]
        )


def _forget_in_what_was_left_out(apps, shielded):
    """The list of what stayed behind, kept for the sender, no longer quotes an address that must not be shown."""
    for delivery in apps.get_model("deliveries", "Delivery").objects.exclude(state="preparing"):
        rows = [row | {"text": ""} if row["key"] in shielded else row for row in delivery.left_out]
        if rows != delivery.left_out:
            delivery.left_out = rows
            delivery.save(update_fields=["left_out"])


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0003_second_looks")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
