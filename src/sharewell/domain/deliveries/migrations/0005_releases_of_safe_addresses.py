from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0004_move_shielded_places")]
    operations = [migrations.RemoveField(model_name="release", name="place")]
