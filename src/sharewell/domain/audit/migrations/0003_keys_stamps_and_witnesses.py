"""Changes of the log's key, time-stamps, and checkpoints that were brought back: added to, never altered."""

import sharewell.domain.audit.models
import uuid
from django.db import migrations, models

from sharewell.domain.audit import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyChange',
            fields=[
                ('number', sharewell.domain.audit.models.EntryNumber(primary_key=True, serialize=False)),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='TimeStamp',
            fields=[
                ('size', sharewell.domain.audit.models.EntryNumber(primary_key=True, serialize=False)),
                ('token', models.BinaryField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['size'],
            },
        ),
        migrations.CreateModel(
            name='Witnessed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('root', models.CharField(max_length=44)),
                ('key', models.CharField(max_length=400)),
                ('text', models.TextField()),
                ('contradicts', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=36)),
            ],
            options={
                'ordering': ['origin', 'size', 'at'],
                'constraints': [models.UniqueConstraint(fields=('origin', 'size', 'root'), name='a_checkpoint_is_witnessed_once')],
            },
        ),
        migrations.RunPython(
            lambda apps, schema: triggers.guard(schema.connection, triggers.LATER),
            lambda apps, schema: triggers.lift(schema.connection, triggers.LATER),
        ),
    ]
