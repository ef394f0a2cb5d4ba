"""What was taken over from elsewhere was confirmed by whoever entered it, for the keeper; by nobody else."""

from django.db import migrations
from django.db.models import F


def say_so(apps, schema):
    parties = apps.get_model("agreements", "Party").objects.select_related("agreement")
    rows = parties.filter(agreement__is_imported=True, organisation=F("agreement__keeper"))
    for party in rows.only("confirmed_at", "confirmed_by", "agreement__made_at", "agreement__made_by"):
        party.confirmed_at, party.confirmed_by_id = party.agreement.made_at, party.agreement.made_by_id
        party.save(update_fields=["confirmed_at", "confirmed_by"])


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_who_signed_and_who_confirmed")]
    operations = [migrations.RunPython(say_so, migrations.RunPython.noop)]
