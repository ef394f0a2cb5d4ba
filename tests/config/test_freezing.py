"""What was signed, published or said cannot be altered or taken away: every table is tried, by SQL."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from sharewell.config import freezing
from sharewell.domain.agreements.models import Assurance
from sharewell.domain.learning.models import Version as PolicyVersion
from tests.config.filled import fill, is_sealed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
EVERY = freezing.frozen()


def by_hand(model, pk, sql):
    """Run `sql` on the row of `model` with that key, as somebody with the database in their hands would."""
    pk = pk if connection.vendor == "postgresql" else pk.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'{sql} WHERE "{model._meta.pk.column}" = %s', [pk])
        return cursor.rowcount


def is_refused(model, pk, sql):
    try:
        by_hand(model, pk, sql)
    except DatabaseError as error:
        return freezing._WORDS in str(error)
    return False


def settled(model, town):
    """A row of `model`, as it is once nothing of it may change any more."""
    row = fill(model, town.school, {})
    for column in filter(None, (model.frozen.since, model.frozen.until)):
        model.objects.filter(pk=row.pk).update(**{column: timezone.now()})
    return row


def another(field):
    """SQL for a value of this column that no row has."""
    if isinstance(field, models.DateTimeField | models.DateField):
        return "'1999-12-31'"
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return "'00000000-0000-0000-0000-000000000000'" if connection.vendor == "postgresql" else "'0'"
    if isinstance(field, models.JSONField):
        return "'[1999]'"
    return "1999" if isinstance(field, models.IntegerField) else "'zz'"  # two letters fit everywhere


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model._meta.label)
def test_no_column_of_what_is_frozen_changes_and_no_row_of_it_goes(town, model):
    row, table = settled(model, town), model._meta.db_table
    tried = [field for field in model._meta.concrete_fields if not is_sealed(field)]
    if not model.frozen.until:
        tried = [field for field in tried if field.name not in model.frozen.open]
    for field in tried:
        said = f'UPDATE "{table}" SET "{field.column}" = {another(field)}'
        assert is_refused(model, row.pk, said), f"{table}.{field.column} was altered"
    assert is_refused(model, row.pk, f'DELETE FROM "{table}"')
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match=freezing._WORDS), transaction.atomic():
            connection.check_constraints()  # or those that wait would stop it
            connection.cursor().execute(f'TRUNCATE "{table}" CASCADE')
    assert model.objects.filter(pk=row.pk).exists()


def test_what_is_said_once_is_frozen_everywhere():
    said = {model._meta.label for model in EVERY}
    assert said >= {
        "agreements.Version", "agreements.Signature", "agreements.Assurance", "agreements.Comment",
        "dpias.Signed", "dpias.Step", "dpias.Advice", "learning.Version", "learning.Reading",
    }  # fmt: skip


def test_an_answer_is_given_once_and_what_it_answers_never_changes(town):
    assurance = fill(Assurance, town.school, {})
    assert is_refused(
        Assurance, assurance.pk, f"UPDATE {Assurance._meta.db_table} SET submitted_at = '1999-12-31'"
    )
    assurance.outcome, assurance.at = "assured", timezone.now()
    assurance.save()
    assurance.outcome = "changes-asked"
    with pytest.raises(DatabaseError, match=freezing._WORDS), transaction.atomic():
        assurance.save()


def test_a_draft_of_a_policy_changes_and_goes_until_it_is_published(town):
    draft = fill(PolicyVersion, town.school, {})
    assert by_hand(PolicyVersion, draft.pk, "UPDATE learning_version SET sections = '[1]'") == 1
    assert by_hand(PolicyVersion, draft.pk, "DELETE FROM learning_version") == 1


def test_a_missing_trigger_is_found_and_put_up_again():
    assert list(freezing.findings()) == []
    name, table = next(iter(freezing._there().items()))
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if not settings.ON_SQLITE else ""))
    assert len(list(freezing.findings())) == 1
    call_command("migrate", verbosity=0)
    assert list(freezing.findings()) == []
    assert freezing.freeze() == 0


@pytest.mark.skipif(not settings.ON_SQLITE, reason="SQLite's own way of writing over a row")
@pytest.mark.parametrize("table", ["learning_reading", "audit_event"])
def test_a_row_is_not_written_over_by_another_with_its_key(town, table):
    fill(next(model for model in EVERY if model._meta.db_table == "learning_reading"), town.school, {})
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
