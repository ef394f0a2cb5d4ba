"""Each organisation's rows are sealed with its own key, and what was sealed before that still opens."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from sharewell.domain.children.models import Child
from sharewell.domain.decisions.models import Entry
from sharewell.domain.sealed import SealedBinaryField, ring
from sharewell.sealing import SealingError
from tests.domain.deliveries.town import prepare, worry_of
from tests.people import add_tendai

pytestmark = pytest.mark.django_db


def stored(row, column):
    """The bytes in the table."""
    with connection.cursor() as cursor:
        pk = row._meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def boxes_of(model):
    """Every box of a model's rows: (its first twenty bytes, the row)."""
    fields = [field for field in model._meta.fields if isinstance(field, SealedBinaryField)]
    for row in model._base_manager.all():
        for field in fields:
            box = row.__dict__[field.attname]
            if box is not None:
                yield bytes(box[:20]), row


def test_a_childs_name_is_sealed_with_the_key_of_their_organisation(town):
    child = add_tendai(town.teacher)
    box = stored(child, "name")
    assert box[:2] == b"S2" and box[4:20] == town.school.pk.bytes
    assert Child.objects.get(pk=child.pk).name == "Tendai Marlow"


def test_without_the_organisations_key_nothing_of_it_opens_and_all_of_the_others_does(town):
    ours, theirs = add_tendai(town.teacher), add_tendai(town.at_council["practitioner"], name="Ana Reyes")
    lost = ring().path / f"fields-{town.school.pk.hex}-0001.wrapped"
    kept = lost.read_bytes()
    lost.unlink()
    ring()._forget()
    try:
        with pytest.raises(SealingError):
            str(Child.objects.get(pk=ours.pk).name)
        assert Child.objects.get(pk=theirs.pk).name == "Ana Reyes"
    finally:
        lost.write_bytes(kept)
        lost.chmod(0o600)


def test_what_was_sealed_before_organisations_had_keys_still_opens(town):
    child = add_tendai(town.teacher)
    old = ring().seal(b"Tendai Marlow", f"{Child._meta.db_table}.name:{child.pk}")
    assert old[:2] == b"S1"
    with connection.cursor() as cursor:
        pk = Child._meta.pk.get_db_prep_value(child.pk, connection)
        cursor.execute(f"UPDATE {Child._meta.db_table} SET name = %s WHERE id = %s", [old, pk])
    child = Child.objects.get(pk=child.pk)
    assert child.name == "Tendai Marlow"
    child.save()
    assert stored(child, "name")[:2] == b"S2"


def test_every_row_of_a_share_is_sealed_with_the_key_of_the_organisation_that_keeps_it(town):
    case = worry_of(town)
    prepare(case, town.front_door, town.teacher)
    found = 0
    for room in settings.ROOMS:
        for model in apps.get_app_config(room).get_models():
            for head, row in boxes_of(model):
                kept_by = b"S1" if not model.belongs_to else b"S2" + head[2:4] + town.school.pk.bytes
                assert head.startswith(kept_by), row._meta.label
                found += 1
    assert found > 10


def test_opening_a_sealed_column_asks_the_database_nothing(town, django_assert_num_queries):
    case = worry_of(town)
    entries = list(Entry.objects.filter(worry=case.worry))
    assert entries
    with django_assert_num_queries(0):
        assert all(entry.text for entry in entries)
