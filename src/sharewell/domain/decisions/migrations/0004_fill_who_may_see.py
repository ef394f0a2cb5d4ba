from datetime import timedelta

from django.db import migrations
from django.utils import timezone

TEAM_FOR = timedelta(days=90)


def fill(apps, schema_editor):
    """Looks say whose they are and what let them; a place in a team gets a last day."""
    look, member = apps.get_model("decisions", "Look"), apps.get_model("decisions", "Member")
    for row in look.objects.select_related("worry", "person").iterator():
        row.organisation_id, row.about, row.page = row.person.organisation_id, f"worry:{row.worry_id}", ""
        row.why, row.is_judged = _why(row), True
        row.save(update_fields=["organisation", "about", "page", "why", "is_judged"])
    member.objects.filter(until=None).update(until=timezone.localdate() + TEAM_FOR)


def _why(row):
    if row.worry.raised_by_id == row.person_id:
        return "raised"
    return "lead" if row.person.role == "safeguarding-lead" else "added"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_who_may_see")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
