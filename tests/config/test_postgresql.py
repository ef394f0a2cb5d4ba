"""The tables stand on PostgreSQL as well."""

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif(settings.ON_SQLITE, reason="runs on PostgreSQL only")
def test_the_migrations_made_every_table():
    from django.apps import apps

    wanted = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    assert wanted <= set(connection.introspection.table_names())
