"""From here on the database itself refuses to change or take away an event or a checkpoint."""

from django.db import migrations

from sharewell.domain.audit import triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: triggers.guard(schema.connection, triggers.FIRST),
            lambda apps, schema: triggers.lift(schema.connection, triggers.FIRST),
        )
    ]
