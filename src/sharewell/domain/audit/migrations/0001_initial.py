import sharewell.domain.audit.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', sharewell.domain.audit.models.EntryNumber(primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['size'],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('number', sharewell.domain.audit.models.EntryNumber(primary_key=True, serialize=False)),
                ('secret', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('number', sharewell.domain.audit.models.EntryNumber(primary_key=True, serialize=False)),
                ('hashes', models.BinaryField()),
                ('leaf', models.BinaryField()),
                ('about', models.CharField(max_length=110)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['about', 'number'], name='audit_event_about')],
            },
        ),
    ]
