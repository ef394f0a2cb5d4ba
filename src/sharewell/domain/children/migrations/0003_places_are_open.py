from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("children", "0002_safe_addresses"), ("deliveries", "0005_releases_of_safe_addresses")]
    operations = [migrations.RemoveField(model_name="place", name="is_shielded")]
